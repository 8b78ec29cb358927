import { type Fields } from '../../kubernetes/fields';
import { type Int64 } from '../../kubernetes/int64';
import { milliText } from '../../kubernetes/quantity';
import { decide, readScale, type HpaInput } from '../hpa/decide';
import { type HpaDecision } from '../hpa/decision';
import { readyPods } from '../hpa/object-external';
import { isFailure, type Failure } from '../hpa/pod-requests';
import { milliseconds } from '../instant';
import { readPod } from '../hpa/pod-state';
import { COMPOSITE_METRIC, hpaOf } from './generated-hpa';
import { compositeOf, queryTriggers, type Answer, type QueryInput } from './query-triggers';
import { readScaledObject, type ScaledObject, type ScaledObjectManifest } from './scaled-object';
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
    now: milliseconds('now', input.now),
  };
  const asks = readsMetrics(scaledObject, query.currentReplicas);
  const answered = asks ? externalValues(query) : NOT_ASKED;
  const { pods, now, updateError, competingAutoscalers, options, resourceMetrics, state } = input;
  const decision = decide({
    hpa,
    scale: input.scale,
    pods,
    metrics: { external: itemsOf(answered), resource: resourceMetrics },
    history: state.hpa,
    now,
    updateError,
    competingAutoscalers,
    options,
  });
  return { hpa, decision, state: { ...stateAfter(state, answered, query), hpa: decision.history } };
}

/** What KEDA remembers after its metrics server was asked. */
export function stateAfter(
  state: ScaledObjectState,
  { failures = state.failures, answers = [] }: ExternalValues,
  { scaledObject, release }: Pick<QueryInput, 'scaledObject' | 'release'>,
): ScaledObjectState {
  const forgets = !release.keepsCachedRecords && answers.some(({ result }) => isFailure(result));
  const observed = Object.fromEntries(
    answers.map(({ trigger, result, fallbackActive }) => [trigger.metricName, { result, fallbackActive }]),
  );
  return {
    ...state,
    failures,
    ...(forgets && { cached: {} }),
    ...(release.pollsTakeHpaReads && takesHpaReads(scaledObject) && { observed: { ...state.observed, ...observed } }),
  };
}

/** Whether polls have nothing to decide: the HPA does everything, reads every metric itself, and no formula decides what is active. */
export function takesHpaReads({
  minReplicaCount = 0,
  idleReplicaCount,
  triggers,
  scalingModifiers,
}: ScaledObject): boolean {
  const polls =
    minReplicaCount === 0 || idleReplicaCount !== undefined || triggers.some((each) => each.useCachedMetrics);
  return !polls && !scalingModifiers;
}

/** What the last poll saw of the triggers that are asked only then. */
export function cachedOf(
  { cached }: ScaledObjectState,
  triggers: QueryInput['scaledObject']['triggers'],
): ScaledObjectState['cached'] {
  const names = new Set(
    triggers.filter(({ useCachedMetrics }) => useCachedMetrics).map(({ metricName }) => metricName),
  );
  return Object.fromEntries(Object.entries(cached).filter(([name]) => names.has(name)));
}

/** Whether the HPA reads its metrics at all: not while its target is outside of its limits, so no failure is counted then. */
export function readsMetrics(
  { minReplicaCount = 0, maxReplicaCount }: QueryInput['scaledObject'],
  replicas: number,
): boolean {
  return replicas >= Math.max(1, minReplicaCount) && replicas <= maxReplicaCount;
}

/** What KEDA's metrics server answers, by the name of the metric: thousandths, or why it fails. */
export interface ExternalValues {
  readonly values: ReadonlyMap<string, Int64 | Failure>;
  /** @default as before */
  readonly failures?: ScaledObjectState['failures'];
  /** What the triggers said, the fallback included. @default none was asked */
  readonly answers?: readonly Answer[];
}

/** The HPA reads no metric. */
export const NOT_ASKED: ExternalValues = { values: new Map<string, Int64>() };

/** What KEDA's metrics server answers: a metric per trigger, or the composite one alone. */
export function externalValues(query: QueryInput): ExternalValues {
  const { scaledObject, release } = query;
  const forgetsCached = !release.keepsCachedRecords && !scaledObject.scalingModifiers; // a formula asks all at once
  const all = queryTriggers(scaledObject.triggers, { ...query, forgetsCached });
  const { failures, answers } = all;
  if (!scaledObject.scalingModifiers) {
    const values = all.answers.map(
      ({ trigger, result }) =>
        [trigger.metricName, isFailure(result) ? failed(trigger.metricName) : result.value] as const,
    );
    return { values: new Map(values), failures, answers };
  }
  if (answers.length === 0) return { values: new Map(), failures };
  if (all.failed && !all.fallbackActive) {
    return { values: new Map([[COMPOSITE_METRIC, failed(COMPOSITE_METRIC)]]), failures, answers };
  }
  const composite = compositeOf(query, all);
  // A formula that fails leaves the answer empty.
  return { values: new Map(typeof composite === 'object' ? [] : [[COMPOSITE_METRIC, composite]]), failures, answers };
}

function failed(metricName: string): Failure {
  const error = `error when getting metric values metric:${metricName} encountered error`;
  return { error: `rpc error: code = Unknown desc = ${error}` };
}

function itemsOf({ values }: ExternalValues): readonly Fields[] {
  return [...values].map(([metricName, value]) =>
    typeof value === 'object' ? { metricName, error: value.error } : { metricName, value: milliText(value) },
  );
}
