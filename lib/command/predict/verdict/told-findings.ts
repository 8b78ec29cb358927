import { checkUnits, type UnitFinding } from '../../../checks/check-units';
import { type CheckOptions } from '../../../checks/check-options';
import { type Finding } from '../../../checks/finding';
import { type ApplyUnit } from '../../../checks/units/apply-unit';
import { InputError, type ClusterOptions, type Fields, type WorldOptions } from '../../../simulation';
import { quantityValue } from '../../../kubernetes/quantity';

/** Rules whose errors the API server says itself: nothing of the object is ever stored. */
const REFUSALS = new Set(['refused-value', 'wrong-type']);

/** A modelled cluster, as `check` is told of it. */
export function checkOptionsOf({ controller, keda, nodes, maxNodes }: ClusterOptions): CheckOptions {
  const [group] = nodes ?? [];
  const count = maxNodes ?? group?.count ?? 1;
  const capacity = group && {
    cpu: count * (quantityValue(group.cpu) ?? 0),
    memory: group.memory === undefined ? Infinity : count * (quantityValue(group.memory) ?? 0),
    nodes: count,
  };
  return { kubernetes: controller?.kubernetes, keda, capacity };
}

/** What `check` finds in the manifests of a prediction. */
export class ToldFindings {
  private readonly found: readonly UnitFinding[];

  constructor(units: readonly ApplyUnit[], options: CheckOptions) {
    this.found = checkUnits(units, () => options);
  }

  /** Queries of an adapter that Prometheus does not take, by the text of its configuration. */
  get brokenAdapters(): readonly Finding[] {
    return this.found.map(({ finding }) => finding).filter(isOfAdapter);
  }

  /** Errors and warnings about an autoscaler or its target, the errors first. */
  of(objects: readonly (Fields | undefined)[]): Finding[] {
    const about = this.found
      .map(({ finding }) => finding)
      .filter((finding) => finding.severity !== 'info' && concerns(finding, objects));
    return [...about].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
  }
}

/** Rules about what stands between an autoscaler and its pods, whichever of the objects they name first. */
const BETWEEN = new Set(['double-autoscaler', 'selector-overlap', 'test-pod-measured']);

function concerns({ name, objects: found }: Finding, objects: readonly (Fields | undefined)[]): boolean {
  const named = BETWEEN.has(name) ? found : found.slice(0, 1);
  return named.some(({ manifest }) => objects.includes(manifest));
}

function isOfAdapter({ name, severity, objects: [first] }: Finding): boolean {
  return (
    name === 'invalid-query' &&
    severity === 'error' &&
    first?.manifest.kind === 'ConfigMap' &&
    rulesIn(first.manifest) > 0
  );
}

/** How many rules of an adapter a ConfigMap has. */
function rulesIn({ data }: Fields): number {
  const texts = Object.values((data ?? {}) as Readonly<Record<string, unknown>>);
  return texts.join('\n').split('seriesQuery:').length - 1;
}

/**
 * Metrics that an adapter lists and never answers, because its only rule has a query that Prometheus does not take; of several rules nobody knows here
 * which makes which metric.
 */
export function unansweredBy(findings: readonly Finding[], { spec }: Fields): Record<string, string> {
  const [broken] = findings.filter(({ objects: [first] }) => first !== undefined && rulesIn(first.manifest) === 1);
  if (!broken) return {};
  const { metrics = [] } = (spec ?? {}) as { metrics?: readonly Readonly<Record<string, unknown>>[] };
  const names = metrics.flatMap((metric) =>
    ['pods', 'object', 'external'].flatMap((kind) => {
      const source = metric[kind] as { metric?: { name?: string } } | undefined;
      return source?.metric?.name ?? [];
    }),
  );
  return Object.fromEntries(names.map((name) => [name, broken.what]));
}

/**
 * Refuses to predict what the API server refuses to store, in the same words.
 *
 * @throws InputError with the first of the reasons.
 */
export function requireStored(findings: readonly Finding[]): void {
  const refused = findings.find(({ name, severity }) => severity === 'error' && REFUSALS.has(name));
  if (refused) throw new InputError(refused);
}

/** What findings say of metrics that will not be read, for the model. */
export function unreadableBy(findings: readonly Finding[], scaler: Fields): Partial<WorldOptions> {
  const unreadable: Record<string, string> = {};
  const sidecars: string[] = [];
  let unbuilt: string | undefined;
  for (const finding of findings) {
    const { name, severity, what, why, field = '' } = finding;
    if (name === 'injected-sidecar') sidecars.push(...(/in container ([\w-]+)"/.exec(why)?.slice(1) ?? []));
    if (name === 'authentication-missing' && field.startsWith('spec.triggers')) unbuilt ??= what;
    const isCertain = severity === 'error' || /localhost|127\.0\.0\.1/.test(what);
    if (!isCertain || (name !== 'prometheus-unreachable' && name !== 'trigger-unreachable')) continue;
    const index = Number(/^spec\.triggers\[(\d+)\]/.exec(field)?.[1]);
    const type = triggerType(scaler, index);
    if (type !== undefined) unreadable[`s${index}-${type}`] = what;
  }
  return {
    ...(Object.keys(unreadable).length > 0 && { unreadable }),
    ...(unbuilt !== undefined && { unbuilt }),
    ...(sidecars.length > 0 && { sidecars }),
  };
}

function triggerType({ spec }: Fields, index: number): string | undefined {
  const { triggers } = (spec ?? {}) as { triggers?: readonly { type?: string }[] };
  return triggers?.[index]?.type;
}
