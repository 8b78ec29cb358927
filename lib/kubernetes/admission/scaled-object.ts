import { at, fields, number, optionalFields, text, type Fields } from '../fields';
import { isResourceTrigger, triggersOf } from '../keda/trigger-fields';
import { behaviorRefusals } from './hpa-behavior';
import { fallbackRefusals } from './keda-fallback';
import { modifierRefusals } from './keda-modifiers';
import { definitionRefuses, hasKeda } from './keda-servers';
import { triggerRefusals } from './keda-triggers';
import { type Refusal, type Servers } from './refusal';
import { scaledObjectBounds } from './scaled-object-bounds';
import { scaledObjectNames } from './scaled-object-names';

/** How often the HPA asks for metrics, unless the controller manager is told otherwise. */
const HPA_SYNC_SECONDS = 15;

const KIND = 'ScaledObject';

/** Where KEDA keeps the behaviour of the HPA that it makes. */
const BEHAVIOR = ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior'];

/**
 * What KEDA's definition, its admission webhook and its operator of a release refuse or warn of in one ScaledObject; its behaviour, its way
 * to zero and what it ignores have functions of their own.
 *
 * @see https://keda.sh/docs/latest/concepts/admission-webhooks/
 */
export function* scaledObjectRefusals(manifest: Fields, servers: Servers): Iterable<Refusal> {
  const spec = fields(manifest, 'spec');
  const triggers = triggersOf(manifest);
  yield* scaledObjectNames(manifest, servers);
  if ((text(spec, 'scaleTargetRef', 'name') ?? '') === '') {
    yield {
      field: 'spec.scaleTargetRef.name',
      what: 'its scaleTargetRef has no name',
      why: definitionRefuses(KIND),
      fix: 'Name the workload.',
    };
  }
  yield* scaledObjectBounds(spec, servers);
  yield* triggerRefusals(manifest, KIND, servers);
  yield* fallbackRefusals(spec, triggers, servers);
  yield* modifierRefusals(spec, triggers, servers);
}

/** What the API server refuses in the behaviour that KEDA writes into its HPA. */
export function* keptBehaviorRefusals(manifest: Fields, servers: Servers): Iterable<Refusal> {
  const why = 'The API server refuses the HorizontalPodAutoscaler that KEDA makes of it, and nothing scales.';
  const place = { path: BEHAVIOR.join('.'), why, admitted: true };
  for (const refusal of behaviorRefusals(at(manifest, ...BEHAVIOR), place, servers)) {
    const isDefined = refusal.field.endsWith('.stabilizationWindowSeconds') && hasKeda(servers, '2.12');
    yield isDefined ? { ...refusal, why: definitionRefuses(KIND), admitted: undefined } : refusal;
  }
}

/** Whether a ScaledObject goes down to 0, and has nothing but the pods that it removes to wake it by. */
export function* zeroRefusals(manifest: Fields, servers: Servers): Iterable<Refusal> {
  const triggers = triggersOf(manifest);
  if (triggers.length === 0 || !triggers.every(isResourceTrigger)) return;
  const min = at(manifest, 'spec', 'minReplicaCount') ?? undefined;
  const kind = text(manifest, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment';
  const isLookedAt = kind === 'Deployment' || kind === 'StatefulSet'; // KEDA reads the pods of these alone
  if ((min !== undefined && min !== 0) || !isLookedAt || !hasKeda(servers, '2.11')) return;
  yield {
    field: 'spec.minReplicaCount',
    what: `it ${min === 0 ? 'has' : 'defaults to'} minReplicaCount 0, and all its triggers measure CPU or memory`,
    why: 'Without pods there is no CPU and no memory to measure: KEDA refuses the ScaledObject.',
    fix: 'Set minReplicaCount: 1, or add a trigger that does not come from the pods.',
    said: "scaledobject has only cpu/memory triggers AND minReplica is 0 (scale to zero doesn't work in this case)",
  };
}

/** Fields that have no effect where the target never goes to zero: KEDA's webhook says so since 2.20. */
export function* ignoredFields(manifest: Fields, servers: Servers): Iterable<Refusal> {
  const spec = fields(manifest, 'spec');
  const isGiven = (field: string): boolean => (spec[field] ?? undefined) !== undefined;
  const isNewer = hasKeda(servers, '2.21'); // for which any idle count is a reason to poll, and so is a formula
  const idles = isNewer ? isGiven('idleReplicaCount') : spec.idleReplicaCount === 0;
  if (!((number(spec, 'minReplicaCount') ?? 0) > 0) || idles) return;
  const hasFormula = isNewer && optionalFields(manifest, 'spec', 'advanced', 'scalingModifiers') !== undefined;
  const isCached = triggersOf(manifest).some(({ useCachedMetrics }) => useCachedMetrics);
  if (isGiven('pollingInterval') && !isCached && !hasFormula) {
    yield {
      field: 'spec.pollingInterval',
      what: 'its pollingInterval has no effect, because minReplicaCount is above 0',
      why: 'It is how often KEDA looks whether to wake the target. Above zero the HPA asks every 15 s, whatever it says.',
      fix: 'Remove pollingInterval, or set useCachedMetrics: true on a trigger.',
      severity: isHurried(spec) ? 'warning' : 'info',
      admitted: true,
      said: saidSince(
        servers,
        isNewer
          ? 'PollingInterval is configured but is not relevant for scaling. It only affects scaling when minReplicaCount = 0, idleReplicaCount is set, or useCachedMetrics is enabled, but it still controls how often KEDA refreshes the ScaledObject status conditions and events'
          : 'PollingInterval is configured but is not relevant. PollingInterval is only relevant when minReplicaCount = 0 or idleReplicaCount = 0 or useCachedMetrics is enabled',
      ),
    };
  }
  if (!isGiven('cooldownPeriod')) return;
  yield {
    field: 'spec.cooldownPeriod',
    what: 'its cooldownPeriod has no effect, because minReplicaCount is above 0',
    why: 'It is the pause before the last replica goes. Above that the HPA decides, after its own stabilization window, 300 s by default.',
    fix: 'Remove it, or set advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds.',
    severity: 'warning',
    admitted: true,
    said: saidSince(
      servers,
      `CooldownPeriod is configured but is not relevant. CooldownPeriod is only relevant when minReplicaCount = 0 or idleReplicaCount ${isNewer ? 'is set' : '= 0'}`,
    ),
  };
}

/** Whether somebody wants metrics to be asked more often than the HPA does, and does not get it. */
function isHurried(spec: Fields): boolean {
  return (number(spec, 'pollingInterval') ?? HPA_SYNC_SECONDS) < HPA_SYNC_SECONDS;
}

function saidSince(servers: Servers, said: string): string | undefined {
  return hasKeda(servers, '2.20') ? said : undefined;
}
