import { at, number, show, text, type Fields } from '../fields';
import { isResourceTrigger, type TriggerFields } from '../keda/trigger-fields';
import { usesModifiers } from './keda-modifiers';
import { definitionRefuses, hasKeda, webhookRefuses } from './keda-servers';
import { type Refusal, type Servers } from './refusal';
import { wholeNumberFault } from './whole-number';

const KIND = 'ScaledObject';
const BEHAVIORS = ['static', 'currentReplicas', 'currentReplicasIfHigher', 'currentReplicasIfLower'];
const BY_FORMULA = 'scalingModifiers';

/** What is refused in the fallback of a ScaledObject, and what would never set in. */
export function* fallbackRefusals(
  spec: Fields,
  triggers: readonly TriggerFields[],
  servers: Servers,
): Iterable<Refusal> {
  const fallback = at(spec, 'fallback') ?? undefined;
  if (fallback === undefined) return;
  for (const field of ['failureThreshold', 'replicas']) yield* partRefusals(fallback, field, servers);
  if (hasKeda(servers, '2.17')) yield* behaviorRefusals(spec, at(fallback, 'behavior') ?? 'static', servers);
  yield* sourceRefusals(spec, triggers, servers);
}

function* partRefusals(fallback: unknown, field: string, servers: Servers): Iterable<Refusal> {
  const value = at(fallback, field);
  const fault = wholeNumberFault(`fallback.${field}`, value, 0);
  if (!fault) return;
  const isTaken = !fault.undecodable && !hasKeda(servers, '2.17');
  yield {
    field: `spec.fallback.${field}`,
    what: (value ?? undefined) === undefined ? `its fallback has no ${field}` : fault.what,
    why: isTaken ? neverFallsBack() : definitionRefuses(KIND),
    fix: fault.fix,
    ...(isTaken && { severity: 'warning', admitted: true }),
    ...(!fault.undecodable && { said: negativeParts(fallback) }),
  };
}

function negativeParts(fallback: unknown): string {
  const [threshold, replicas] = [number(fallback, 'failureThreshold') ?? 0, number(fallback, 'replicas') ?? 0];
  return `FailureThreshold=${threshold} & Replicas=${replicas} must both be greater than or equal to 0`;
}

function neverFallsBack(): string {
  return 'KEDA takes the ScaledObject, and never falls back.';
}

function* behaviorRefusals(spec: Fields, behavior: unknown, servers: Servers): Iterable<Refusal> {
  const field = 'spec.fallback.behavior';
  const known = hasKeda(servers, '2.20') ? [...BEHAVIORS, BY_FORMULA] : BEHAVIORS;
  if (!known.includes(behavior as string)) {
    yield {
      field,
      what: `fallback.behavior is ${show(behavior)}`,
      why: definitionRefuses(KIND),
      fix: `Use one of ${known.join(', ')}.`,
    };
  } else if (behavior === BY_FORMULA && (text(spec, 'advanced', 'scalingModifiers', 'formula') ?? '') === '') {
    yield {
      field,
      what: 'fallback.behavior is scalingModifiers, and there is no formula',
      why: webhookRefuses(KIND),
      fix: 'Add advanced.scalingModifiers.formula, or use another behavior.',
      said: 'scalingModifiers fallback behavior requires scalingModifiers.formula to be defined',
    };
  }
}

/** A fallback needs a metric that KEDA fetches itself; before 2.18 one that is compared per pod. */
function* sourceRefusals(spec: Fields, triggers: readonly TriggerFields[], servers: Servers): Iterable<Refusal> {
  const isRefused = hasKeda(servers, '2.17');
  const needsAverage = !hasKeda(servers, '2.18');
  const refusal = {
    field: 'spec.fallback',
    why: isRefused ? webhookRefuses(KIND) : neverFallsBack(),
    ...(!isRefused && ({ severity: 'warning', admitted: true } as const)),
  };
  if (usesModifiers(spec)) {
    if (!needsAverage || text(spec, 'advanced', 'scalingModifiers', 'metricType') !== 'Value') return;
    yield {
      ...refusal,
      what: 'it has a fallback, and a formula of metricType Value',
      fix: 'Use metricType AverageValue, or KEDA 2.18.',
      said: 'when using ScalingModifiers, ScaledObject.Spec.Advanced.ScalingModifiers.MetricType must be AverageValue to have fallback enabled',
    };
    return;
  }
  const own = triggers.filter((trigger) => !isResourceTrigger(trigger));
  const said =
    'at least one trigger (that is not cpu or memory) has to have the `AverageValue` type for the fallback to be enabled';
  if (triggers.length > 0 && own.length === 0) {
    yield {
      ...refusal,
      what: 'it has a fallback, and cpu and memory triggers only',
      fix: 'Remove the fallback: KEDA does not ask for these metrics itself.',
      said,
    };
  } else if (needsAverage && own.length > 0 && own.every(({ metricType }) => metricType === 'Value')) {
    yield {
      ...refusal,
      what: 'it has a fallback, and only triggers of metricType Value',
      fix: 'Use metricType AverageValue, or KEDA 2.18.',
      said,
    };
  }
}
