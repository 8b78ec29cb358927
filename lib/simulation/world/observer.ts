import { type Fields } from '../../kubernetes/fields';
import { explainDecision } from '../explain';
import { type HpaDecision, type HpaEvent } from '../hpa/decision';
import { type FailingProbe, type PredictedDecision, type PredictedEvent } from '../prediction';

/** What an autoscaler and its workload tell while they run. Times are milliseconds. */
export interface Observer {
  event(event: PredictedEvent): void;
  /** What the HPA controller decided. */
  decided(hpa: Fields, decision: HpaDecision, now: number): void;
  /** What KEDA's poll loop changed. */
  polled(from: number, to: number, reason: string, now: number): void;
  /** A probe of a pod has failed, and the pod leaves or is restarted; later it is among the endpoints again, or gone. */
  probeFailed(probe: FailingProbe, pod: string, now: number): void;
  probePassed(pod: string, now: number): void;
}

/** A pod that did not serve, because a probe of it had failed. */
export interface Absence {
  readonly probe: FailingProbe;
  readonly pod: string;
  readonly from: number;
  /** Infinity to the end. */
  until: number;
}

/** Nobody watches: a run of the Monte Carlo. */
export const NOBODY: Observer = {
  event: () => undefined,
  decided: () => undefined,
  polled: () => undefined,
  probeFailed: () => undefined,
  probePassed: () => undefined,
};

/** Keeps the decisions whose outcome is another one than before, and each event once as long as it repeats. */
export class Logbook implements Observer {
  readonly decisions: PredictedDecision[] = [];
  readonly events: PredictedEvent[] = [];
  readonly absences: Absence[] = [];
  /** Those that have not ended, by pod. */
  readonly #open = new Map<string, Absence[]>();
  readonly #latest = new Map<string, string>();
  #outcome = '';
  /** The most replicas that the metrics alone asked for. */
  mostAsked: number | null = null;
  /** The last decision of the HPA controller, and when it was made. */
  last?: { readonly decision: HpaDecision; readonly now: number };

  event(event: PredictedEvent): void {
    const { object, type, reason, message } = event;
    const text = `${reason}: ${message}`;
    const key = `${object} ${type === 'Warning' ? reason : ''}`;
    if (type === 'Warning' && this.#latest.get(key) === text) return;
    this.#latest.set(key, text);
    this.events.push(event);
  }

  decided(hpa: Fields, decision: HpaDecision, now: number): void {
    const { currentReplicas, targetReplicas, limitedBy, rawReplicas, rescaled, reason, error = '' } = decision;
    this.last = { decision, now };
    if (rawReplicas !== undefined) this.mostAsked = Math.max(this.mostAsked ?? 0, rawReplicas);
    const outcome = `${targetReplicas} ${limitedBy} ${error}`;
    if (outcome === this.#outcome && !rescaled) return;
    this.#outcome = outcome;
    this.decisions.push({
      time: now / 1000,
      by: 'hpa',
      from: currentReplicas,
      to: targetReplicas,
      raw: rawReplicas ?? null,
      limitedBy,
      reason: rescaled ? reason : error,
      explanation: explainDecision(hpa, decision, now),
    });
  }

  polled(from: number, to: number, reason: string, now: number): void {
    const explanation = [`${reason}: ${from} -> ${to} replicas`];
    this.decisions.push({ time: now / 1000, by: 'keda', from, to, raw: null, limitedBy: 'none', reason, explanation });
  }

  probeFailed(probe: FailingProbe, pod: string, now: number): void {
    const absence = { probe, pod, from: now, until: Infinity };
    this.absences.push(absence);
    this.#open.set(pod, [...(this.#open.get(pod) ?? []), absence]);
  }

  probePassed(pod: string, now: number): void {
    for (const absence of this.#open.get(pod) ?? []) absence.until = now;
    this.#open.delete(pod);
  }
}

/** Passes events of a controller on. */
export function tellAll(observer: Observer, object: string, events: readonly HpaEvent[], now: number): void {
  for (const { type, reason, message } of events) observer.event({ time: now / 1000, type, object, reason, message });
}
