import { type Fields } from '../../kubernetes/fields';
import { combineMetrics, type CombinedMetrics } from './combine-metrics';
import { ConditionLog } from './condition-log';
import { type HpaDecision, type HpaEvent, type HpaHistory, type LimitedBy, type Observation } from './decision';
import { forbiddenBy } from './forbidden-windows';
import { type HpaSpec } from './hpa-spec';
import { proposeReplicas } from './metric-proposal';
import { isProposal, type MetricResult } from './metric-result';
import { normalizeReplicas, type Normalized } from './normalize-replicas';
import { recordScale } from './scale-events';
import { selectorProblem } from './selector-problem';
import { type ControllerSettings } from './settings';
import { tolerancesOf } from './tolerances-of';
import { mayLeaveZero, scaledToZeroAfter, wasScaledToZero } from './zero';

/** What a controller knows of an HPA that it has never seen. */
export const NEW_HPA: HpaHistory = {
  events: { up: [], down: [] },
  conditions: [],
  desiredReplicas: 0,
  currentMetrics: [],
};

/**
 * One reconcile of the HPA controller.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export function reconcile(
  hpa: HpaSpec,
  observation: Observation,
  history: HpaHistory,
  settings: ControllerSettings,
): HpaDecision {
  return new Reconcile(hpa, observation, history, settings).run();
}

/** The state of one reconcile, from reading the scale to writing the status. */
class Reconcile {
  readonly #conditions: ConditionLog;
  readonly #events: HpaEvent[] = [];
  #history: HpaHistory;
  #metrics: readonly MetricResult[] = [];
  #currentMetrics: readonly Fields[] = [];
  #reason = '';
  #error: string | undefined;

  constructor(
    private readonly hpa: HpaSpec,
    private readonly observation: Observation,
    history: HpaHistory,
    private readonly settings: ControllerSettings,
  ) {
    this.#history = history;
    this.#conditions = new ConditionLog(history.conditions, observation.now);
  }

  run(): HpaDecision {
    const { scale, now } = this.observation;
    if ('error' in scale) return this.#scaleUnreadable(scale.error);
    this.#conditions.set('AbleToScale', 'True', {
      reason: 'SucceededGetScale',
      message: "the HPA controller was able to get the target's current scale",
    });
    const current = scale.specReplicas;
    this.#history = {
      ...this.#history,
      // The first entry keeps a new HPA from going down during its first window.
      recommendations: this.#history.recommendations ?? [{ replicas: current, time: now }],
    };
    const { minReplicas, maxReplicas } = this.hpa;
    if (current === 0) {
      if (!mayLeaveZero(this.hpa, this.#history.conditions, this.settings)) return this.#disabled();
    } else if (current > maxReplicas) {
      this.#reason = 'Current number of replicas above Spec.MaxReplicas';
      return this.#rescale(current, { replicas: maxReplicas, limitedBy: 'maxReplicas' });
    } else if (current < minReplicas) {
      this.#reason = 'Current number of replicas below Spec.MinReplicas';
      return this.#rescale(current, { replicas: minReplicas, limitedBy: 'minReplicas' });
    }
    return this.#byMetrics(current);
  }

  #byMetrics(current: number): HpaDecision {
    const combined = this.#computeMetrics(current);
    this.#error = combined.error;
    if (combined.winner === undefined) {
      this.#warn('FailedComputeMetricsReplicas', combined.error ?? '');
      return this.#unchanged(current, 'metricFailure');
    }
    this.#conditions.set('ScalingActive', 'True', {
      reason: 'ValidMetricFound',
      message: `the HPA was able to successfully calculate a replica count from ${combined.winner.name}`,
    });
    const raw = Math.max(0, combined.winner.replicas);
    if (raw > current) this.#reason = `${combined.winner.name} above target`;
    if (raw < current) this.#reason = 'All metrics below target';
    const normalized = this.#normalize(current, raw);
    if (this.#isForbidden(current, normalized.replicas)) {
      return this.#done(current, current, false, { ...normalized, limitedBy: 'forbiddenWindow' });
    }
    if (normalized.replicas === current) return this.#done(current, current, false, normalized);
    return this.#rescale(current, normalized);
  }

  #computeMetrics(current: number): CombinedMetrics {
    const { hpa, settings, observation } = this;
    const { now, pods, readings, scale } = observation;
    const problem = selectorProblem(observation, hpa, settings.release);
    if (problem) {
      this.#warn(problem.event, problem.error);
      this.#conditions.set('ScalingActive', 'False', problem);
      this.#currentMetrics = [];
      return { failures: [], error: problem.error, statuses: [] };
    }
    const statusReplicas = 'error' in scale ? 0 : scale.statusReplicas;
    const context = {
      hpa,
      specReplicas: current,
      statusReplicas,
      pods,
      tolerances: tolerancesOf(hpa, settings),
      now,
      settings,
    };
    this.#metrics = hpa.metrics.map((metric, index) =>
      proposeReplicas(metric, readings[index] ?? { error: 'no reading was given' }, context),
    );
    for (const result of this.#metrics) if (!isProposal(result)) this.#warn(result.reason, result.message);
    const combined = combineMetrics(this.#metrics, current);
    this.#currentMetrics = combined.statuses;
    const [first] = combined.failures;
    if (combined.winner === undefined && first) {
      this.#conditions.set('ScalingActive', 'False', {
        reason: first.reason,
        message: `the HPA was unable to compute the replica count: ${first.message}`,
      });
    }
    return combined;
  }

  #normalize(current: number, raw: number): Normalized {
    const { hpa, settings, observation } = this;
    const normalized = normalizeReplicas(raw, current, hpa, this.#history, observation.now, settings);
    this.#history = { ...this.#history, recommendations: normalized.recommendations };
    this.#conditions.set('AbleToScale', 'True', normalized.held);
    this.#conditions.set(
      'ScalingLimited',
      normalized.replicas === normalized.stabilized ? 'False' : 'True',
      normalized.limited,
    );
    // From zero with a minimum that was raised meanwhile.
    if (current === 0 && wasScaledToZero(this.#history.conditions, settings) && normalized.replicas < hpa.minReplicas) {
      if (this.#reason === '') this.#reason = 'Current number of replicas below Spec.MinReplicas';
      return { ...normalized, replicas: hpa.minReplicas, limitedBy: 'minReplicas' };
    }
    return normalized;
  }

  /** Ends with a write of the scale, or with the reason why it fails. */
  #rescale(
    current: number,
    decided: Partial<Normalized> & { readonly replicas: number; readonly limitedBy: LimitedBy },
  ): HpaDecision {
    const { observation, settings, hpa } = this;
    const { now, updateError } = observation;
    const { replicas } = decided;
    const size = `New size: ${replicas}; reason: ${this.#reason}`;
    if (updateError !== undefined) {
      this.#warn('FailedRescale', `${size}; error: ${updateError}`);
      this.#conditions.set('AbleToScale', 'False', {
        reason: 'FailedUpdateScale',
        message: `the HPA controller was unable to update the target scale: ${updateError}`,
      });
      const { kind, name } = hpa.scaleTargetRef;
      this.#error = `failed to rescale ${kind}/${hpa.namespace}/${name}: ${updateError}`;
      return this.#unchanged(current, 'scaleFailure', decided);
    }
    this.#conditions.set('AbleToScale', 'True', {
      reason: 'SucceededRescale',
      message: `the HPA controller was able to update the target scale to ${replicas}`,
    });
    this.#events.push({ type: 'Normal', reason: 'SuccessfulRescale', message: size });
    scaledToZeroAfter(this.#conditions, hpa, current, replicas, settings);
    this.#history = {
      ...this.#history,
      events: recordScale(this.#history.events, hpa.behavior, current, replicas, now),
      lastScaleTime: now,
    };
    return this.#done(current, replicas, true, decided);
  }

  /** Up to Kubernetes 1.11: whether the last scale is too recent. */
  #isForbidden(current: number, replicas: number): boolean {
    if (!this.settings.release.forbiddenWindows) return false;
    const { forbids, condition } = forbiddenBy(this.#history.lastScaleTime, current, replicas, this.observation.now);
    if (condition) this.#conditions.set('AbleToScale', 'False', condition);
    return forbids;
  }

  #disabled(): HpaDecision {
    this.#conditions.set('ScalingActive', 'False', {
      reason: 'ScalingDisabled',
      message: 'scaling is disabled since the replica count of the target is zero',
    });
    const { scaledToZeroCondition, scaleToZero } = this.settings.release;
    if (scaledToZeroCondition && !scaleToZero) this.#conditions.remove('ScaledToZero');
    return this.#done(0, 0, false, { limitedBy: 'disabled' });
  }

  #scaleUnreadable(error: string): HpaDecision {
    const { kind, name } = this.hpa.scaleTargetRef;
    this.#warn('FailedGetScale', error);
    this.#conditions.set('AbleToScale', 'False', {
      reason: 'FailedGetScale',
      message: `the HPA controller was unable to get the target's current scale: ${error}`,
    });
    this.#error = `failed to query scale subresource for ${kind}/${this.hpa.namespace}/${name}: ${error}`;
    this.#currentMetrics = this.#history.currentMetrics;
    const { currentReplicas = 0, desiredReplicas } = this.#history;
    return this.#done(currentReplicas, desiredReplicas, false, { limitedBy: 'scaleFailure' });
  }

  /** Ends with an error: the status keeps what it desired before. */
  #unchanged(current: number, limitedBy: LimitedBy, decided: Partial<Normalized> = {}): HpaDecision {
    if (!this.settings.release.reportsMetricsOfFailure) this.#currentMetrics = this.#history.currentMetrics;
    return this.#done(current, this.#history.desiredReplicas, false, { ...decided, limitedBy });
  }

  #warn(reason: string, message: string): void {
    this.#events.push({ type: 'Warning', reason, message });
  }

  #done(
    currentReplicas: number,
    desiredReplicas: number,
    rescaled: boolean,
    { raw, stabilized, limitedBy }: Partial<Normalized> & { readonly limitedBy: LimitedBy },
  ): HpaDecision {
    const conditions = this.#conditions.all;
    const currentMetrics = this.#currentMetrics;
    return {
      currentReplicas,
      desiredReplicas,
      targetReplicas: rescaled ? desiredReplicas : currentReplicas,
      rescaled,
      reason: this.#reason,
      ...(raw !== undefined && { rawReplicas: raw }),
      ...(stabilized !== undefined && { stabilizedReplicas: stabilized }),
      limitedBy,
      metrics: this.#metrics,
      ...(this.#error !== undefined && { error: this.#error }),
      conditions,
      events: this.#events,
      currentMetrics,
      history: { ...this.#history, conditions, currentReplicas, desiredReplicas, currentMetrics },
    };
  }
}
