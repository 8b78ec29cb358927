import { type Fields } from '../../kubernetes/fields';
import { type Int64 } from '../../kubernetes/int64';
import { type HpaHistory } from '../hpa/decision';
import { type HpaSpec } from '../hpa/hpa-spec';
import { NO_EXTERNAL_METRICS, type MetricReading } from '../hpa/metric-reading';
import { readyPods } from '../hpa/object-external';
import { type Failure } from '../hpa/pod-requests';
import { NEW_HPA, reconcile } from '../hpa/reconcile';
import { type ControllerSettings } from '../hpa/settings';
import {
  cachedOf,
  externalValues,
  NOT_ASKED,
  readsMetrics,
  stateAfter,
  type ExternalValues,
} from '../keda/decide-scaled-object';
import { poll } from '../keda/poll';
import { type ScaledObject } from '../keda/scaled-object';
import { type KedaRelease } from '../keda/settings';
import { NEW_SCALED_OBJECT, type ScaledObjectState } from '../keda/state';
import { type TriggerReading } from '../keda/trigger-reading';
import { type PredictedMetric } from '../prediction';
import { tellAll, type Observer } from './observer';
import { type ReplicaSet } from './replica-set';
import { seenValue, type Instruments, type Reader } from './scaler-metrics';

/** What decides about replicas while the world runs. Times are milliseconds. */
export interface Autoscaler {
  /** Each metric as it was last seen; null before. The array is another one after a change. */
  readonly seen: readonly (number | null)[];
  /** The HPA controller reconciles. */
  sync(now: number): void;
  /** KEDA polls. */
  poll(now: number): void;
}

/** What an autoscaler needs of its world. */
export interface AutoscalerContext {
  readonly hpa: HpaSpec;
  readonly manifest: Fields;
  readonly described: readonly PredictedMetric[];
  readonly replicaSet: ReplicaSet;
  readonly settings: ControllerSettings;
  readonly observer: Observer;
}

/** Nothing scales the workload. */
export const NO_AUTOSCALER: Autoscaler = { seen: [], sync: () => undefined, poll: () => undefined };

/** An HPA with its controller. */
export class HpaLoop implements Autoscaler {
  #seen: readonly (number | null)[];
  #history: HpaHistory = NEW_HPA;
  readonly #object: string;

  constructor(
    private readonly context: AutoscalerContext,
    private readonly readers: readonly Reader[],
  ) {
    this.#seen = context.described.map(() => null);
    this.#object = `horizontalpodautoscaler/${context.hpa.name}`;
  }

  get seen(): readonly (number | null)[] {
    return this.#seen;
  }

  /** What the controller remembers. */
  get history(): HpaHistory {
    return this.#history;
  }

  sync(now: number): void {
    this.decide(
      this.readers.map((read) => read(now)),
      now,
    );
  }

  poll(): void {
    // Only KEDA polls.
  }

  /** Decides from what the metrics APIs answer. */
  decide(readings: readonly MetricReading[], now: number): void {
    const { hpa, manifest, replicaSet, settings, observer } = this.context;
    const scale = { specReplicas: replicaSet.desired, statusReplicas: replicaSet.active };
    const decision = reconcile(hpa, { now, scale, pods: replicaSet.pods, readings }, this.#history, settings);
    this.#history = decision.history;
    this.#see(decision.metrics.map((result, index) => seenValue(result, this.context.described[index]!)));
    tellAll(observer, this.#object, decision.events, now);
    observer.decided(manifest, decision, now);
    if (decision.rescaled) replicaSet.scale(decision.desiredReplicas, now);
  }

  /** Remembers what was seen; what has no value now keeps the one before. */
  #see(values: readonly (number | undefined)[]): void {
    if (values.every((value, index) => value === undefined || value === this.#seen[index])) return;
    this.#seen = this.#seen.map((before, index) => values[index] ?? before);
  }

  /** Remembers the totals that a poll saw where there is no pod to share them. */
  seeTotals(values: readonly (number | undefined)[]): void {
    this.#see(values);
  }
}

/** A ScaledObject: KEDA's two loops. */
export class KedaLoop implements Autoscaler {
  #state: ScaledObjectState = NEW_SCALED_OBJECT;
  readonly #hpa: HpaLoop | undefined;
  readonly #object: string;

  constructor(
    private readonly scaledObject: ScaledObject,
    private readonly release: KedaRelease,
    private readonly replicaSet: ReplicaSet,
    private readonly observer: Observer,
    /** Undefined while it is paused. */
    private readonly context: AutoscalerContext | undefined,
    /** By the metrics of the HPA; undefined for those that KEDA answers. */
    private readonly readers: readonly (Reader | undefined)[],
    /** What each trigger's source answers, by trigger; undefined for cpu and memory. */
    private readonly sources: readonly (((now: number) => TriggerReading) | undefined)[],
    private readonly faults: Pick<Instruments, 'isDown'>,
  ) {
    this.#hpa = context && new HpaLoop(context, []);
    this.#object = `scaledobject/${scaledObject.name}`;
  }

  get seen(): readonly (number | null)[] {
    return this.#hpa?.seen ?? [];
  }

  sync(now: number): void {
    if (!this.#hpa || !this.context) return;
    const { scaledObject } = this;
    const query = {
      ...this.#query(now),
      failures: this.#state.failures,
      cached: cachedOf(this.#state, scaledObject.triggers),
      fallsBack: true,
      now,
    };
    const isAway = this.faults.isDown('keda', now);
    const answered: ExternalValues =
      readsMetrics(scaledObject, query.currentReplicas) && !isAway ? externalValues(query) : NOT_ASKED;
    const readings = this.context.hpa.metrics.map((metric, index) => {
      const reader = this.readers[index];
      if (reader) return reader(now);
      if (!('metric' in metric)) return NO_EXTERNAL_METRICS;
      if (isAway) return awayReading(metric.metric.name);
      return externalReading(answered.values.get(metric.metric.name));
    });
    this.#hpa.decide(readings, now);
    this.#state = { ...stateAfter(this.#state, answered, query), hpa: this.#hpa.history };
  }

  poll(now: number): void {
    const before = this.replicaSet.desired;
    const { currentReplicas, readings, readyReplicas, release } = this.#query(now);
    const state = this.#state;
    const decision = poll(this.scaledObject, { currentReplicas, readings, readyReplicas, release, state, now });
    this.#state = decision.state;
    tellAll(this.observer, this.#object, decision.events, now);
    if (decision.rescaled) {
      this.observer.polled(before, decision.replicas, decision.reason, now);
      this.replicaSet.scale(decision.replicas, now);
    }
    if (before === 0) this.#hpa?.seeTotals(this.#totalsOf(readings));
  }

  /** The values of the triggers by the metrics of the HPA. */
  #totalsOf(readings: readonly (TriggerReading | undefined)[]): (number | undefined)[] {
    const metrics = this.context?.hpa.metrics ?? [];
    return metrics.map((metric) => {
      const trigger = this.scaledObject.triggers.find(
        ({ metricName }) => 'metric' in metric && metric.metric.name === metricName,
      );
      const reading = trigger && readings[trigger.index];
      if (!reading || 'error' in reading) return undefined;
      const value = 'value' in reading ? reading.value : (reading.series[0] ?? 0);
      return Number.isFinite(value) ? value : undefined;
    });
  }

  #query(now: number) {
    return {
      scaledObject: this.scaledObject,
      readings: this.sources.map((source) => source?.(now)),
      currentReplicas: this.replicaSet.desired,
      readyReplicas: readyPods(this.replicaSet.pods),
      release: this.release,
    };
  }
}

function awayReading(metric: string): MetricReading {
  const error = `the server is currently unable to handle the request (get ${metric}.external.metrics.k8s.io)`;
  return { error: `unable to fetch metrics from external metrics API: ${error}` };
}

/** What the HPA controller makes of KEDA's answer. */
function externalReading(value: Int64 | Failure | undefined): MetricReading {
  if (value === undefined) return NO_EXTERNAL_METRICS;
  if (typeof value !== 'object') return { series: [value] };
  return { error: `unable to fetch metrics from external metrics API: ${value.error}` };
}
