import { adviceFor, fieldOf, type Advice, type UnknownField } from '../../kubernetes/schema';
import { type CheckContext } from '../check-options';
import { type Mistake, type Severity } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { structureOf, type Structure } from '../structure';

const REFUSED =
  'kubectl apply refuses the object. A client that does not ask for strict validation drops the field, and what it says has no effect.';

/** Fields that no version of an object has, or not the one that is written, or not at this place. */
export const unknownField: Rule = {
  id: 'R43',
  name: 'unknown-field',
  severity: 'error',
  scope: 'object',
  fixSafety: 'safe',
  since: '0.2.0',
  about: 'Kubernetes 1.28 to 1.37, and custom resources whose definitions are known',
  summary: 'An object has a field that its kind does not have.',
  source: 'https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const structure = structureOf(index, context);
  for (const object of index.objects) {
    const byField = new Map<string, UnknownField[]>();
    for (const fault of structure.faultsOf(object)) {
      if (fault.is !== 'unknown-field') continue;
      const field = fieldOf(fault.path.filter((key) => typeof key === 'string'));
      const same = byField.get(field);
      if (same) same.push(fault);
      else byField.set(field, [fault]);
    }
    for (const [first, ...others] of byField.values()) if (first) yield mistakeOf(first, others, object, structure);
  }
}

/** The same field in several items of a list is one mistake. */
function mistakeOf(
  fault: UnknownField,
  others: readonly UnknownField[],
  object: CheckedObject,
  { schemas }: Structure,
): Mistake {
  const { manifest } = object;
  const field = fieldOf(fault.path);
  const advice = adviceFor(fault, manifest, schemas);
  const what =
    advice?.is === 'release'
      ? `${advice.of} ${advice.of === 'KEDA' ? schemas.keda : schemas.release} does not have ${field} in ${manifest.apiVersion}`
      : `${field} is not a field of ${manifest.apiVersion}`;
  return {
    objects: [object],
    field,
    severity: severityOf(advice, manifest, schemas),
    ...(advice?.is === 'spelling' && {
      meant: advice.field,
      edits: [fault, ...others].map(({ path }) => ({ is: 'rename', field: fieldOf(path), to: advice.name }) as const),
    }),
    what: `${describe(object)}: ${what}${others.length === 0 ? '' : `, here and in ${others.length} more ${others.length === 1 ? 'place' : 'places'}`}.`,
    why: REFUSED,
    fix: (advice === undefined ? successorOf(fault, object) : undefined) ?? fixOf(fault, advice, object),
  };
}

/** Of custom resources that the package has a definition of, the cluster may run another release, which has another field. */
function severityOf(
  advice: Advice | undefined,
  manifest: CheckedObject['manifest'],
  schemas: Structure['schemas'],
): Severity {
  const isOfRelease = advice === undefined || advice.is === 'release';
  return isOfRelease && schemas.kindOf(manifest)?.of === 'package' ? 'warning' : 'error';
}

function fixOf({ path }: UnknownField, advice: Advice | undefined, { manifest }: CheckedObject): string {
  const name = String(path.at(-1));
  switch (advice?.is) {
    case 'spelling':
      return `Did you mean ${advice.name}?`;
    case 'version':
      return `${name} is a field of ${advice.apiVersion}: write apiVersion: ${advice.apiVersion}.`;
    case 'release':
      return advice.since === undefined
        ? `Remove it: ${advice.of} ${advice.until} was the last release that had it.`
        : `Remove it, or upgrade: ${advice.of} ${advice.since} is the first release that has it.`;
    case 'place':
      return `${name} belongs ${levelsOf(advice.levels)}, under ${advice.below === '' ? 'the object itself' : advice.below}.`;
    case undefined: {
      const parent = fieldOf(path.slice(0, -1).filter((key) => typeof key === 'string'));
      const explained = [manifest.kind.toLowerCase(), ...(parent === '' ? [] : [parent])].join('.');
      return `Remove it. The fields are those of kubectl explain ${explained} --api-version=${manifest.apiVersion}.`;
    }
  }
}

/** What became of the fields of autoscaling/v2beta1, which charts still write. */
const SUCCESSORS: Readonly<Record<string, string>> = {
  targetAverageUtilization: 'target: { type: Utilization, averageUtilization: <value> }',
  targetAverageValue: 'target: { type: AverageValue, averageValue: <value> }',
  targetValue: 'target: { type: Value, value: <value> }',
  metricName: 'metric: { name: <value> }',
  metricSelector: 'metric: { name: …, selector: … }',
};

/** What became of the fields of an Ingress of v1beta1. */
const OF_OLD_INGRESS: Readonly<Record<string, (value: unknown) => string>> = {
  serviceName: (value) => `service: { name: ${shownValue(value)}, port: … }`,
  servicePort: (value) =>
    `service: { name: …, port: { ${typeof value === 'string' ? 'name' : 'number'}: ${shownValue(value)} } }`,
};

function shownValue(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '…';
}

function successorOf({ path, value }: UnknownField, { manifest }: CheckedObject): string | undefined {
  const name = String(path.at(-1));
  if (manifest.kind === 'Ingress' && Object.hasOwn(OF_OLD_INGRESS, name)) {
    return `It is of v1beta1. Write ${OF_OLD_INGRESS[name]?.(value)} instead.`;
  }
  if (manifest.kind !== 'HorizontalPodAutoscaler') return undefined;
  if (name === 'targetMemoryUtilizationPercentage') {
    return 'Measure memory with apiVersion: autoscaling/v2 and a metric of type Resource; autoscaling/v1 knows CPU alone.';
  }
  if (!path.includes('metrics') || !Object.hasOwn(SUCCESSORS, name)) return undefined;
  return `It is of autoscaling/v2beta1. Write ${SUCCESSORS[name]?.replace('<value>', shownValue(value))} instead.`;
}

function levelsOf(levels: number): string {
  if (levels === 0) return 'elsewhere';
  const count = ['', 'one level', 'two levels', 'three levels'][Math.abs(levels)] ?? `${Math.abs(levels)} levels`;
  return `${count} ${levels > 0 ? 'deeper' : 'higher'}`;
}
