import { formulaProblem } from '../../kubernetes/keda/formula';
import { minorOf } from '../../kubernetes/release';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { at, describe, fields, nameOf, number, show, text, type CheckedObject, type Fields } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { hpaNameOf, isResourceTrigger, triggersOf, type Trigger } from '../scaled-object';
import { type Rule } from '../rule';

type Told = Pick<Mistake, 'what' | 'why' | 'fix'> & { readonly field: string };

/** A label value and an object's name under KEDA end here. */
const LONGEST_NAME = 63;
const REFUSED = 'KEDA’s webhook refuses the ScaledObject, or its CRD does; where the webhook is off, nothing scales.';

/** The smallest value that the CRD takes in each field. */
const LOWEST: Readonly<Record<string, number>> = {
  pollingInterval: 1,
  initialCooldownPeriod: 0,
  cooldownPeriod: 0,
  idleReplicaCount: 0,
  minReplicaCount: 0,
  maxReplicaCount: 1,
};

const FALLBACKS = [
  'static',
  'currentReplicas',
  'currentReplicasIfHigher',
  'currentReplicasIfLower',
  'scalingModifiers',
];

/** Triggers that KEDA does not keep the metrics of. */
const UNCACHED = ['cpu', 'memory', 'cron'];

/**
 * What KEDA's CRD and admission webhook refuse in one ScaledObject, told before it is applied. What they refuse about two
 * objects is R2, R4 and R7.
 */
export const scaledObjectRefused: Rule = {
  id: 'R27',
  name: 'scaled-object-refused',
  severity: 'error',
  scope: 'autoscaler',
  fixSafety: 'safe',
  since: '0.1.0',
  about: 'KEDA 2',
  summary: 'KEDA refuses a ScaledObject.',
  source: 'https://keda.sh/docs/latest/concepts/admission-webhooks/',
  find,
};

function* find(index: ManifestIndex, { keda }: CheckContext): Iterable<Mistake> {
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind !== 'ScaledObject') continue;
    for (const { what, ...told } of [...mistakesOf(object, minorOf('KEDA', keda))]) {
      yield { ...told, objects: [object], what: `${describe(object)}: ${what}.` };
    }
  }
}

function* mistakesOf(object: CheckedObject, kedaMinor: number): Iterable<Told> {
  const spec = fields(object.manifest, 'spec');
  const triggers = triggersOf(object);
  yield* nameMistakes(object);
  if ((text(spec, 'scaleTargetRef', 'name') ?? '') === '') {
    yield refused('spec.scaleTargetRef.name', 'its scaleTargetRef has no name', 'Name the workload.');
  }
  yield* boundMistakes(spec);
  yield* triggerMistakes(triggers);
  yield* fallbackMistakes(spec, triggers);
  yield* modifierMistakes(spec, triggers, kedaMinor);
}

function refused(field: string, what: string, fix: string): Told {
  return { field, what, why: REFUSED, fix };
}

function* nameMistakes(object: CheckedObject): Iterable<Told> {
  const [name, hpaName] = [nameOf(object), hpaNameOf(object)];
  if (name.length > LONGEST_NAME) {
    yield refused(
      'metadata.name',
      `its name has ${name.length} characters, and is a label value, which ends at ${LONGEST_NAME}`,
      'Choose a shorter name.',
    );
  }
  if (hpaName.length > LONGEST_NAME) {
    yield refused(
      'metadata.name',
      `the name of its HorizontalPodAutoscaler, "${hpaName}", has ${hpaName.length} characters of ${LONGEST_NAME}`,
      'Choose a shorter name, or set spec.advanced.horizontalPodAutoscalerConfig.name.',
    );
  }
}

function* boundMistakes(spec: Fields): Iterable<Told> {
  for (const [field, lowest] of Object.entries(LOWEST)) {
    const value = spec[field] ?? undefined;
    if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= lowest)) continue;
    yield refused(
      `spec.${field}`,
      `${field} ${show(value)} is not a whole number from ${lowest} up`,
      `Set it to ${lowest} or more, or leave it out.`,
    );
  }
  const written = number(spec, 'minReplicaCount');
  const min = written === undefined ? 0 : Math.max(1, written); // as the webhook counts: an explicit 0 as 1
  const max = number(spec, 'maxReplicaCount') ?? 100;
  if (min > max) {
    yield refused(
      'spec.minReplicaCount',
      `minReplicaCount ${min} is above maxReplicaCount ${max}`,
      `Raise maxReplicaCount to at least ${min}, or lower minReplicaCount.`,
    );
  }
  const idle = number(spec, 'idleReplicaCount');
  if (idle !== undefined && idle >= min) {
    yield refused(
      'spec.idleReplicaCount',
      `idleReplicaCount ${idle} is not below minReplicaCount ${written ?? 0}`,
      'Set minReplicaCount above it, or leave idleReplicaCount out.',
    );
  }
}

function* triggerMistakes(triggers: readonly Trigger[]): Iterable<Told> {
  if (triggers.length === 0) yield refused('spec.triggers', 'it has no triggers', 'Add a trigger.');
  const names = new Set<string>();
  for (const { type, name, path, useCachedMetrics, metricType, metadata } of triggers) {
    if (name !== undefined && name !== '' && names.has(name)) {
      yield refused(`${path}.name`, `two triggers have the name "${name}"`, 'Give each trigger a name of its own.');
    }
    if (name !== undefined) names.add(name);
    if (useCachedMetrics && UNCACHED.includes(type)) {
      yield refused(
        `${path}.useCachedMetrics`,
        `its ${type} trigger has useCachedMetrics, which ${UNCACHED.join(', ')} do not have`,
        'Remove useCachedMetrics.',
      );
    }
    const isResource = type === 'cpu' || type === 'memory';
    if (isResource && metricType === 'Value') {
      yield refused(
        `${path}.metricType`,
        `its ${type} trigger has metricType Value`,
        'Use Utilization or AverageValue.',
      );
    }
    if (!isResource && metricType === 'Utilization') {
      yield refused(
        `${path}.metricType`,
        `its ${type} trigger has metricType Utilization`,
        'Use AverageValue or Value.',
      );
    }
    for (const [key, value] of Object.entries(metadata)) {
      if (typeof value === 'string') continue;
      yield refused(
        `${path}.metadata.${key}`,
        `${key} of its ${type} trigger is ${show(value)}, not text`,
        `Quote it: ${key}: "${show(value)}".`,
      );
    }
    if (type !== 'prometheus') continue;
    for (const key of ['query', 'threshold']) {
      if (at(metadata, key) !== undefined) continue;
      yield refused(`${path}.metadata`, `its prometheus trigger has no ${key}`, `Add ${key}.`);
    }
  }
}

function* fallbackMistakes(spec: Fields, triggers: readonly Trigger[]): Iterable<Told> {
  const fallback = at(spec, 'fallback') ?? undefined;
  if (fallback === undefined) return;
  for (const field of ['failureThreshold', 'replicas']) {
    const value = at(fallback, field);
    if (typeof value === 'number' && value >= 0) continue;
    yield refused(`spec.fallback.${field}`, `fallback.${field} is ${show(value)}`, 'Use a number from 0 up.');
  }
  const behavior = at(fallback, 'behavior') ?? 'static';
  if (!FALLBACKS.includes(behavior as string)) {
    yield refused(
      'spec.fallback.behavior',
      `fallback.behavior is ${show(behavior)}`,
      `Use one of ${FALLBACKS.join(', ')}.`,
    );
  }
  const formula = text(spec, 'advanced', 'scalingModifiers', 'formula') ?? '';
  if (behavior === 'scalingModifiers' && formula === '') {
    yield refused(
      'spec.fallback.behavior',
      'fallback.behavior is scalingModifiers, and there is no formula',
      'Add advanced.scalingModifiers.formula, or use another behavior.',
    );
  }
  const hasModifiers = Object.keys(fields(spec, 'advanced', 'scalingModifiers')).length > 0;
  if (!hasModifiers && triggers.length > 0 && triggers.every(isResourceTrigger)) {
    yield refused(
      'spec.fallback',
      'it has a fallback, and cpu and memory triggers only',
      'Remove the fallback: KEDA does not ask for these metrics itself.',
    );
  }
}

function* modifierMistakes(spec: Fields, triggers: readonly Trigger[], kedaMinor: number): Iterable<Told> {
  const modifiers = fields(spec, 'advanced', 'scalingModifiers');
  if (Object.keys(modifiers).length === 0) return;
  const path = 'spec.advanced.scalingModifiers';
  const formula = text(modifiers, 'formula') ?? '';
  if (formula === '') {
    yield refused(path, 'its scalingModifiers have no formula', 'Add a formula over the names of the triggers.');
    return;
  }
  const names = triggers.filter((trigger) => !isResourceTrigger(trigger)).flatMap(({ name }) => name ?? []);
  const problem = formulaProblem(formula, { triggers: names, kedaMinor });
  if (problem) yield { ...problem, field: `${path}.formula`, what: `its ${problem.what}` };
  const target = text(modifiers, 'target') ?? '';
  if (!(Number(target) > 0)) {
    yield refused(
      `${path}.target`,
      `the target ${show(at(modifiers, 'target'))} of its formula is no number above 0`,
      'Set target: "<number>".',
    );
  }
  if (text(modifiers, 'metricType') === 'Utilization') {
    yield refused(`${path}.metricType`, 'the metricType of its formula is Utilization', 'Use AverageValue or Value.');
  }
}
