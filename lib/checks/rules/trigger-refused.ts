import { fields, list, number } from '../../kubernetes/fields';
import { cronProblems, type CronTrigger } from '../../kubernetes/keda/cron-problems';
import { hasMetadata, triggersOf, type TriggerFields } from '../../kubernetes/keda/trigger-fields';
import { missingKeys, TABLE_OF_KEDA, triggerTypes } from '../../kubernetes/keda/triggers';
import { minorOf } from '../../kubernetes/release';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { similarName } from '../similar-names';
import { isUnknown } from '../unknown-value';

type Told = Pick<Mistake, 'what' | 'why' | 'fix' | 'severity'> & { readonly field: string };

const NOT_BUILT =
  'KEDA does not build the scaler: the trigger counts as failed, and without another one nothing scales.';

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

function* find(index: ManifestIndex, { keda }: CheckContext): Iterable<Mistake> {
  const knowsTypes = minorOf('KEDA', keda) === minorOf('KEDA', TABLE_OF_KEDA);
  for (const object of ['ScaledObject', 'ScaledJob'].flatMap((kind) => index.ofKind('keda.sh', kind))) {
    for (const [index, trigger] of triggersOf(object.manifest).entries()) {
      if (trigger.type === '' || isUnknown(trigger.type)) continue;
      const isEmpty = !hasMetadata(list(object.manifest, 'spec', 'triggers')[index]); // R27 says so
      const told = [
        ...(knowsTypes ? typeMistakes(trigger) : []),
        ...(isEmpty ? [] : [...(knowsTypes ? keyMistakes(trigger) : []), ...cronMistakes(object, trigger)]),
      ];
      for (const { what, ...rest } of told) yield { ...rest, objects: [object], what: `${describe(object)}: ${what}.` };
    }
  }
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

function* keyMistakes({ type, metadata, path, hasAuthentication }: TriggerFields): Iterable<Told> {
  if (type === 'prometheus') return; // R27 says what it lacks
  for (const { names, fromEnvironment, fromAuthentication } of missingKeys({ type, metadata, hasAuthentication })) {
    const [key = ''] = names;
    const places = [
      ...names,
      ...(fromEnvironment ? [`${key}FromEnv`] : []),
      ...(fromAuthentication ? ['an authenticationRef that has it'] : []),
    ];
    yield {
      field: `${path}.metadata`,
      what: `its ${type} trigger has no ${names.join(' or ')}`,
      why: NOT_BUILT,
      fix: `Add ${places.join(' or ')}.`,
    };
  }
}

function* cronMistakes(object: CheckedObject, { type, metadata, path }: TriggerFields): Iterable<Told> {
  if (type !== 'cron') return;
  const known: CronTrigger = Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => typeof value === 'string' && !isUnknown(value)),
  );
  for (const { key, what, why, fix } of cronProblems(known)) yield { field: `${path}.metadata.${key}`, what, why, fix };
  const spec = fields(object.manifest, 'spec');
  const least = number(spec, 'minReplicaCount') ?? 0;
  const desired = Number(known.desiredReplicas);
  const isAlone = Object.keys(fields(spec, 'advanced', 'scalingModifiers')).length === 0;
  if (!(desired > 0 && desired <= least) || number(spec, 'idleReplicaCount') !== undefined || !isAlone) return;
  yield {
    severity: 'warning',
    field: `${path}.metadata.desiredReplicas`,
    what: `its cron trigger asks for ${desired}, and minReplicaCount is ${least}`,
    why: 'A cron trigger can only add replicas: the minimum counts at any time, so the schedule changes nothing.',
    fix: 'Lower minReplicaCount to what should run outside of the schedule, or raise desiredReplicas above it.',
  };
}
