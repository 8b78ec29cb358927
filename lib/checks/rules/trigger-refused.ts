import { at, fields, list, number, text } from '../../kubernetes/fields';
import { unpairedTime } from '../../kubernetes/keda/cron-order';
import { cronProblems, type CronTrigger } from '../../kubernetes/keda/cron-problems';
import { NO_JOBS, NOT_BUILT } from '../../kubernetes/keda/not-built';
import { hasMetadata, triggersOf, type TriggerFields } from '../../kubernetes/keda/trigger-fields';
import { missingVariables } from '../../kubernetes/keda/trigger-variables';
import {
  conditionFaults,
  missingKeys,
  TABLE_OF_KEDA,
  targetFault,
  triggerTypes,
  valueFaults,
  type GivenAuthentication,
} from '../../kubernetes/keda/triggers';
import { minorOf } from '../../kubernetes/release';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { containersOf } from '../pod-template';
import { type Rule } from '../rule';
import { similarName } from '../similar-names';
import { environmentOf } from '../trigger-environment';
import { isUnknown } from '../unknown-value';

type Told = Pick<Mistake, 'what' | 'why' | 'fix' | 'severity'> & { readonly field: string };

const TARGET_REFUSED =
  'KEDA builds the scaler, and the API server refuses the HPA that it makes: a target has to be above 0. Nothing scales.';

/** What KEDA takes for maxReplicaCount where nothing is said. */
const DEFAULT_MOST = 100;

/** Triggers that KEDA’s webhook lets pass, and of which its operator builds no scaler. */
export const triggerRefused: Rule = {
  id: 'R90',
  name: 'trigger-refused',
  severity: 'error',
  scope: 'autoscaler',
  fixSafety: 'none',
  since: '0.2.0',
  about: 'KEDA 2',
  summary:
    'KEDA cannot build the scaler of a trigger: its type does not exist, a key is missing, a schedule cannot be read.',
  source: 'https://keda.sh/docs/2.20/scalers/',
  find,
};

function* find(objects: ManifestIndex, { keda }: CheckContext): Iterable<Mistake> {
  const knowsTypes = minorOf('KEDA', keda) === minorOf('KEDA', TABLE_OF_KEDA);
  for (const object of ['ScaledObject', 'ScaledJob'].flatMap((kind) => objects.ofKind('keda.sh', kind))) {
    yield* sourceMistakes(objects, object);
    for (const [index, trigger] of triggersOf(object.manifest).entries()) {
      if (trigger.type === '' || isUnknown(trigger.type)) continue;
      const isEmpty = !hasMetadata(list(object.manifest, 'spec', 'triggers')[index]); // R27 says so
      const told = [
        ...(knowsTypes ? typeMistakes(trigger) : []),
        ...(isEmpty
          ? []
          : [...(knowsTypes ? scalerMistakes(objects, object, index, trigger) : []), ...cronMistakes(object, trigger)]),
        ...variableMistakes(objects, object, trigger),
      ];
      for (const { what, why, ...rest } of told) {
        const follows = why === NOT_BUILT && object.manifest.kind === 'ScaledJob' ? NO_JOBS : why;
        yield { ...rest, why: follows, objects: [object], what: `${describe(object)}: ${what}.` };
      }
    }
  }
}

/** @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scaling/resolver/scale_resolvers.go (ResolveContainerEnv) */
function* sourceMistakes(objects: ManifestIndex, object: CheckedObject): Iterable<Mistake> {
  const field = 'spec.scaleTargetRef.envSourceContainerName';
  const name = text(object.manifest, ...field.split('.')) ?? '';
  const target = name === '' || isUnknown(name) ? undefined : objects.targetOf(object);
  if (!target) return;
  const names = containersOf(target.template).flatMap((each) => (each.field === 'containers' ? each.name : []));
  if (names.length === 0 || names.includes(name)) return;
  const near = similarName(name, names) ?? (names.length === 1 ? names[0] : undefined);
  yield {
    objects: [object, target.object],
    field,
    what: `${describe(object)} takes variables from container "${name}", which ${describe(target.object)} does not have.`,
    why: `KEDA looks for the container before it builds any scaler, and finds none: nothing scales.`,
    fix: `Name ${near === undefined ? `one of its containers: ${names.join(', ')}` : `"${near}"`}.`,
  };
}

function* typeMistakes({ type, path }: TriggerFields): Iterable<Told> {
  const types = triggerTypes();
  if (types.has(type)) return;
  const similar = similarName(type, types.keys());
  yield {
    field: `${path}.type`,
    what: `KEDA has no trigger of the type "${type}"`,
    why: NOT_BUILT,
    fix: similar === undefined ? 'Use a type of https://keda.sh/docs/2.20/scalers/.' : `Use ${similar}.`,
  };
}

/** What the scaler of a type fails on, or the HPA that is made of it. */
function* scalerMistakes(
  objects: ManifestIndex,
  object: CheckedObject,
  index: number,
  trigger: TriggerFields,
): Iterable<Told> {
  const { type, metadata } = trigger;
  const authentication = authenticationOf(objects, object, index, trigger);
  yield* keyMistakes(trigger, trigger.hasAuthentication ? authentication?.parameters : undefined);
  const said = Object.fromEntries(
    Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => !isUnknown(value)));
  const isMetricSource = Object.keys(fields(object.manifest, 'spec', 'advanced', 'scalingModifiers')).length > 0;
  const unread = [...valueFaults(type, known)];
  const faults = [
    ...unread,
    ...conditionFaults({ type, metadata: said, authentication, isMetricSource }).filter(
      ({ key }) => key === undefined || !(isUnknown(said[key]) || unread.some((each) => each.key === key)),
    ),
  ];
  for (const { key, what, fix, isOfCredentials } of faults) {
    yield { ...toldOf(trigger, key, what, NOT_BUILT, fix), ...(isOfCredentials && { severity: 'warning' }) };
  }
  const target = isMetricSource || faults.length > 0 ? undefined : targetFault(type, known);
  if (target && object.manifest.kind === 'ScaledObject') {
    yield toldOf(trigger, target.key, target.what, TARGET_REFUSED, target.fix);
  }
}

function toldOf({ type, path }: TriggerFields, key: string | undefined, what: string, why: string, fix: string): Told {
  const field = key === undefined ? `${path}.metadata` : `${path}.metadata.${key}`;
  return { field, what: `its ${type} trigger ${what}`, why, fix };
}

/** What the authentication of a trigger gives, where that is all among the objects; undefined where it is not. */
function authenticationOf(
  objects: ManifestIndex,
  object: CheckedObject,
  index: number,
  { hasAuthentication }: TriggerFields,
): GivenAuthentication | undefined {
  if (!hasAuthentication) return { parameters: [], provider: '' };
  const reference = at(list(object.manifest, 'spec', 'triggers')[index], 'authenticationRef');
  const kind = text(reference, 'kind') ?? 'TriggerAuthentication';
  const found = objects
    .ofKind('keda.sh', kind)
    .find(
      (each) =>
        nameOf(each) === text(reference, 'name') &&
        (kind === 'ClusterTriggerAuthentication' || namespaceOf(each) === namespaceOf(object)),
    );
  const spec = fields(found?.manifest, 'spec');
  const sources = Object.keys(spec);
  if (sources.length === 0 || sources.some((source) => source !== IDENTITY && !GIVING.includes(source))) {
    return undefined;
  }
  const provider = text(spec, IDENTITY, 'provider') ?? '';
  if (isUnknown(provider)) return undefined;
  const parameters = GIVING.flatMap((source) => list(spec, source).flatMap((each) => text(each, 'parameter') ?? []));
  return parameters.some(isUnknown) ? undefined : { parameters, provider };
}

const IDENTITY = 'podIdentity';

/** Parts of an authentication that name each parameter that they give. */
const GIVING = ['secretTargetRef', 'configMapTargetRef', 'env'];

function* keyMistakes({ type, metadata, path, ...rest }: TriggerFields, given?: readonly string[]): Iterable<Told> {
  if (type === 'prometheus') return; // R27 says what it lacks
  const hasAuthentication = rest.hasAuthentication && given === undefined;
  const lacks = missingKeys({ type, metadata, hasAuthentication }).filter(
    ({ names, fromAuthentication }) => !(fromAuthentication && names.some((name) => given?.includes(name))),
  );
  for (const { names, fromEnvironment, fromAuthentication } of lacks) {
    const [key = ''] = names;
    const places = [
      ...names,
      ...(fromEnvironment ? [`${key}FromEnv`] : []),
      ...(fromAuthentication ? ['an authenticationRef that has it'] : []),
    ];
    yield {
      field: `${path}.metadata`,
      what: `its ${type} trigger has no ${names.join(' or ')}${given ? `, and its authentication gives ${given.join(', ') || 'no parameters'}` : ''}`,
      why: NOT_BUILT,
      fix: `Add ${places.join(' or ')}.`,
    };
  }
}

/** A key such as hostFromEnv names a variable of the container, which KEDA looks up in its manifest. */
function* variableMistakes(
  objects: ManifestIndex,
  object: CheckedObject,
  { type, metadata, path, hasAuthentication }: TriggerFields,
): Iterable<Told> {
  const source = hasAuthentication ? undefined : environmentOf(objects, object);
  if (!source) return;
  for (const { key, parameter, variable, variables } of missingVariables(metadata, source.container)) {
    if (isUnknown(variable)) continue;
    const similar = similarName(variable, variables) ?? (variables.length === 1 ? variables[0] : undefined);
    yield {
      severity: 'warning',
      field: `${path}.metadata.${key}`,
      what: `its ${type} trigger takes ${parameter} from the variable ${variable}, which container "${source.name}" of ${describe(source.object)} does not have`,
      why: 'KEDA reads variables in the manifest of the target, and finds nothing: the trigger fails, or asks without it.',
      fix:
        similar === undefined
          ? `Add ${variable} to the container, or use a TriggerAuthentication.`
          : `Did you mean ${similar}? Else add ${variable} to the container, or use a TriggerAuthentication.`,
    };
  }
}

function* cronMistakes(object: CheckedObject, { type, metadata, path }: TriggerFields): Iterable<Told> {
  if (type !== 'cron') return;
  const known: CronTrigger = Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => typeof value === 'string' && !isUnknown(value)),
  );
  for (const { key, what, why, fix } of cronProblems(known)) yield { field: `${path}.metadata.${key}`, what, why, fix };
  yield* unpairedMistakes(known, path);
  const spec = fields(object.manifest, 'spec');
  const least = number(spec, 'minReplicaCount') ?? 0;
  const desired = Number(known.desiredReplicas);
  const isAlone = Object.keys(fields(spec, 'advanced', 'scalingModifiers')).length === 0;
  const most = number(spec, 'maxReplicaCount') ?? DEFAULT_MOST;
  if (object.manifest.kind === 'ScaledObject' && isAlone && desired > most) {
    yield {
      severity: 'warning',
      field: `${path}.metadata.desiredReplicas`,
      what: `its cron trigger asks for ${desired}, and maxReplicaCount is ${most}`,
      why: `The HPA that KEDA makes stops at maxReplicaCount: the schedule brings ${most}.`,
      fix: `Raise maxReplicaCount to ${desired}, or lower desiredReplicas.`,
    };
  }
  if (!(desired > 0 && desired <= least) || number(spec, 'idleReplicaCount') !== undefined || !isAlone) return;
  yield {
    severity: 'warning',
    field: `${path}.metadata.desiredReplicas`,
    what: `its cron trigger asks for ${desired}, and minReplicaCount is ${least}`,
    why: 'A cron trigger can only add replicas: the minimum counts at any time, so the schedule changes nothing.',
    fix: 'Lower minReplicaCount to what should run outside of the schedule, or raise desiredReplicas above it.',
  };
}

function* unpairedMistakes({ start = '', end = '' }: CronTrigger, path: string): Iterable<Told> {
  const unpaired = unpairedTime(start.trim(), end.trim());
  if (!unpaired) return;
  const [first, second] = [momentOf(unpaired.first), momentOf(unpaired.second)];
  const isEnd = unpaired.is === 'end';
  yield {
    severity: 'warning',
    field: `${path}.metadata.${unpaired.is}`,
    what: isEnd
      ? `its cron trigger ends on ${first} and again on ${second}, and does not start in between`
      : `its cron trigger starts on ${first} and again on ${second}, and does not end in between`,
    why: isEnd
      ? `KEDA counts the time before an end as open, unless a start comes first: it asks for its replicas from ${first} to ${second}, too.`
      : `KEDA counts the time before a start as closed: it asks for nothing from ${first} to ${second}.`,
    fix: 'Let start and end fall on the same days, as in start: 0 8 * * 1-5 and end: 0 18 * * 1-5.',
  };
}

/** A time of the week, as `Saturday 18:00`. */
function momentOf(time: number): string {
  const day = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'][
    new Date(time).getUTCDay()
  ];
  return `${day} ${new Date(time).toISOString().slice(11, 16)}`;
}
