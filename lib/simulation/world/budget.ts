import { InputError } from '../../validation';

/** The most pods that are simulated: Kubernetes is made for 150,000 in a whole cluster. */
export const MOST_PODS = 10_000;
/** The most nodes: twice as many as Kubernetes is made for. @see https://kubernetes.io/docs/setup/best-practices/cluster-large/ */
export const MOST_NODES = 10_000;
/** The most metrics of an autoscaler: the controller asks for each of them at every sync, and people have a handful. */
const MOST_METRICS = 200;
/** The most scrapes that a query looks back over, or a subquery looks at. */
const MOST_SAMPLES = 100_000;
/** The most that happens in a run: ticks of clocks and events of pods, each with the work for so many pods. */
const MOST_WORK = 5_000_000;
/** Pods for which a tick takes twice as long as for none. */
const PODS_PER_TICK = 100;

/** The work of one run. It is counted, not timed, so that the same input has the same answer on every machine. */
export class Budget {
  #spent = 0;

  /** @throws InputError when it is spent. */
  spend(pods: number): void {
    this.#spent += 1 + pods / PODS_PER_TICK;
    if (this.#spent > MOST_WORK) {
      throw tooMuch(
        'The prediction has more to do than there is time for: its clocks tick too often for so long a time and so many pods.',
        'Predict a shorter time, or correct the intervals.',
      );
    }
  }
}

/** @throws InputError if these are more pods than are simulated. */
export function requireFewPods(what: string, pods: number): void {
  if (pods <= MOST_PODS) return;
  throw tooMuch(
    `${what} ${grouped(pods)} pods, and at most ${grouped(MOST_PODS)} are simulated.`,
    'Correct the number of replicas or the load, or predict a part of it.',
  );
}

/** @throws InputError if an autoscaler has more metrics than are simulated. */
export function requireFewMetrics(metrics: number): void {
  if (metrics <= MOST_METRICS) return;
  throw tooMuch(
    `The autoscaler has ${grouped(metrics)} metrics, and at most ${grouped(MOST_METRICS)} are simulated.`,
    'Predict it with those of its metrics that decide.',
  );
}

/** @throws InputError if a query looks at more samples than are kept. */
export function requireFewSamples(what: string, seconds: number, interval: number): void {
  const samples = Math.ceil(seconds / interval);
  if (samples <= MOST_SAMPLES) return;
  throw tooMuch(
    `${what} looks back over ${grouped(samples)} samples, and at most ${grouped(MOST_SAMPLES)} are simulated.`,
    'Use a shorter window, or a longer step.',
  );
}

/** @throws InputError if a clock ticks more often than once a second. */
export function requireSecond(what: string, seconds: number, fix: string): void {
  if (seconds >= 1) return;
  throw tooMuch(`${what} is ${seconds} s.`, fix);
}

function tooMuch(what: string, fix: string): InputError {
  return new InputError({ what, why: 'The simulation would take all memory, or never end.', fix });
}

function grouped(value: number): string {
  return String(Math.min(value, Number.MAX_SAFE_INTEGER)).replace(/\B(?=(\d{3})+$)/g, ',');
}
