import { type Fields } from '../fields';
import { decide, readScale, type HpaInput } from '../hpa/decide';
import { type HpaDecision } from '../hpa/decision';
import { type Int64 } from '../hpa/int64';
import { readyPods } from '../hpa/object-external';
import { isFailure, type Failure } from '../hpa/pod-requests';
import { readPod } from '../hpa/pod-state';
import { milliText } from '../hpa/quantity';
import { COMPOSITE_METRIC, hpaOf } from './generated-hpa';
import { compositeOf, queryTriggers, type QueryInput } from './query-triggers';
import { readScaledObject, type ScaledObjectManifest } from './scaled-object';
import { kedaRelease } from './settings';
import { type ScaledObjectState } from './state';
import { type TriggerReading } from './trigger-reading';

/** What one decision of the HPA that KEDA made is made from. */
export interface ScaledObjectInput extends Omit<HpaInput, 'hpa' | 'metrics' | 'history'> {
  /** The ScaledObject as it stands in YAML. */
  readonly scaledObject: ScaledObjectManifest;
  /** What each trigger's source answers, by the triggers of the ScaledObject; cpu and memory have none. */
  readonly readings: readonly (TriggerReading | undefined)[];
  /** PodMetrics of metrics.k8s.io, for cpu and memory triggers. @default none */
  readonly resourceMetrics?: readonly Fields[] | Failure;
  /** What the former decision of either loop left behind. */
  readonly state: ScaledObjectState;
  /** Release of KEDA. @default "2.20" */
  readonly keda?: string;
}

/** What the HPA of a ScaledObject decided. */
export interface ScaledObjectDecision {
  /** The HPA; undefined while the ScaledObject is paused. */
  readonly hpa?: Fields;
  /** Its decision; undefined while there is none. */
  readonly decision?: HpaDecision;
  readonly state: ScaledObjectState;
}

/**
 * What the HPA that KEDA made decides, with the metrics that KEDA's metrics server hands it: live ones, or those of the last poll where
 * a trigger says `useCachedMetrics`.
 *
 * @throws InputError if the input cannot be read.
 * @see https://keda.sh/docs/latest/concepts/#architecture
 */
export function decideScaledObject(input: ScaledObjectInput): ScaledObjectDecision {
  const scaledObject = readScaledObject(input.scaledObject);
  const release = kedaRelease(input.keda);
  const hpa = hpaOf(scaledObject, release);
  if (!hpa) return { state: input.state };
  const scale = readScale(input.scale);
  const query = {
    scaledObject,
    readings: input.readings,
    currentReplicas: 'error' in scale ? 0 : scale.specReplicas,
    readyReplicas: readyPods(input.pods.map(readPod)),
    failures: input.state.failures,
    cached: cachedOf(input.state, scaledObject.triggers),
    fallsBack: true,
    release,
  };
  // The HPA reads no metric while its target is outside of its limits, so no failure is counted then.
  const { minReplicaCount = 0, maxReplicaCount } = scaledObject;
  const asks = query.currentReplicas >= Math.max(1, minReplicaCount) && query.currentReplicas <= maxReplicaCount;
  const answered = asks ? externalMetrics(query) : { items: [], failures: input.state.failures };
  const { pods, now, updateError, competingAutoscalers, options, resourceMetrics, state } = input;
  const decision = decide({
    hpa,
    scale: input.scale,
    pods,
    metrics: { external: answered.items, resource: resourceMetrics },
    history: state.hpa,
    now,
    updateError,
    competingAutoscalers,
    options,
  });
  return { hpa, decision, state: { ...state, failures: answered.failures, hpa: decision.history } };
}

function cachedOf(
  { cached }: ScaledObjectState,
  triggers: QueryInput['scaledObject']['triggers'],
): ScaledObjectState['cached'] {
  const names = new Set(
    triggers.filter(({ useCachedMetrics }) => useCachedMetrics).map(({ metricName }) => metricName),
  );
  return Object.fromEntries(Object.entries(cached).filter(([name]) => names.has(name)));
}

/** What KEDA's metrics server answers: a metric per trigger, or the composite one alone. */
function externalMetrics(query: QueryInput): {
  readonly items: readonly Fields[];
  readonly failures: ScaledObjectState['failures'];
} {
  const { scaledObject } = query;
  const all = queryTriggers(scaledObject.triggers, query);
  if (!scaledObject.scalingModifiers) {
    const items = all.answers.map(({ trigger: { metricName }, result }) =>
      item(metricName, isFailure(result) ? result : result.value),
    );
    return { items, failures: all.failures };
  }
  if (all.answers.length === 0) return { items: [], failures: all.failures };
  if (all.failed && !all.fallbackActive) {
    return { items: [item(COMPOSITE_METRIC, { error: '' })], failures: all.failures };
  }
  const composite = compositeOf(scaledObject, all);
  // A formula that fails leaves the answer empty.
  return { items: typeof composite === 'object' ? [] : [item(COMPOSITE_METRIC, composite)], failures: all.failures };
}

function item(metricName: string, value: Int64 | Failure): Fields {
  if (typeof value !== 'object') return { metricName, value: milliText(value) };
  const error = `error when getting metric values metric:${metricName} encountered error`;
  return { metricName, error: `rpc error: code = Unknown desc = ${error}` };
}
