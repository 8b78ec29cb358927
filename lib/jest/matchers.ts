import { InputError, secondsOfSpan, spanText, type Prediction, type Span } from '../simulation';
import { replicas, trajectory } from './trajectory';

/** What jest asks of a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** When replicas must be there. */
export interface ReachOptions {
  /** By when. @default the end of the prediction */
  readonly within?: Span;
}

/**
 * What jest can assert of a prediction; `import 'cdk8s-autoscaling/jest'` adds them to jest's own `expect`.
 *
 * They look at the run with every parameter at its value; of a prediction with `runs` they ask 19 of 20 runs of the Monte Carlo.
 */
export const predictionMatchers = {
  /** Whether so many pods are Ready at some time. */
  toReachReplicas(prediction: Prediction, count: number, { within }: ReachOptions = {}): MatcherResult {
    const { rows, bands, durationSeconds } = required(prediction, 'toReachReplicas');
    const limit = within === undefined ? durationSeconds : secondsOfSpan('within', within);
    const ready = bands ? bands.ready.p5 : rows.map((row) => row.ready);
    const step = bands?.stepSeconds ?? 1;
    const reached = ready.findIndex((each) => each >= count);
    const second = reached < 0 ? undefined : reached * step;
    const inTime = ready.slice(0, Math.floor(limit / step) + 1).reduce((most, each) => Math.max(most, each), 0);
    const goal = `${replicas(count)} ready${within === undefined ? '' : ` within ${spanText(limit)}`}`;
    return verdict(
      prediction,
      second !== undefined && second <= limit,
      goal,
      second === undefined
        ? `It never has more than ${inTime} ready.`
        : `It has them after ${spanText(second)}${second > limit ? `; within ${spanText(limit)} it has ${inTime}` : ''}.`,
    );
  },

  /** Whether there are never more pods than so many, those that a rollout adds included. */
  toNeverExceed(prediction: Prediction, count: number): MatcherResult {
    const { rows, bands } = required(prediction, 'toNeverExceed');
    const most = rows.reduce((peak, row) => Math.max(peak, row.replicas, row.desired), bands?.peakDesired.p95 ?? 0);
    const second = rows.findIndex((row) => Math.max(row.replicas, row.desired) > count);
    const when = second < 0 ? '' : `, and more than ${count} after ${spanText(second)}`;
    return verdict(prediction, most <= count, `never more than ${replicas(count)}`, `It has up to ${most}${when}.`);
  },

  /** Whether every request is answered. */
  toLoseNoRequests(prediction: Prediction): MatcherResult {
    const { rows, bands, summary } = required(prediction, 'toLoseNoRequests');
    const lost = Math.max(summary.lostRequests, bands?.lostRequests.p95 ?? 0);
    const first = rows.findIndex((row) => row.lost > 0);
    const when = first < 0 ? '' : `, the first after ${spanText(first)}`;
    const share = `${(summary.availability * 100).toFixed(3)} % availability`;
    const found = lost > 0 ? `It loses ${Number(lost.toFixed(2))} requests${when}: ${share}.` : 'It loses none.';
    return verdict(prediction, lost === 0, 'no lost request', found);
  },

  /** Whether pods are removed that are needed again within 10 minutes. */
  toFlap(prediction: Prediction): MatcherResult {
    const { bands, summary } = required(prediction, 'toFlap');
    const flaps = Math.max(summary.flaps, bands?.flaps.p95 ?? 0);
    const found =
      flaps > 0 ? `It removes pods ${flaps} times that it needs again within 10 minutes.` : 'It never does.';
    return verdict(prediction, flaps > 0, 'pods that go and come back', found);
  },
} as const;

function verdict(prediction: Prediction, pass: boolean, goal: string, found: string): MatcherResult {
  const { bands, runs } = prediction;
  const asked = bands ? ` (in 19 of 20 of ${runs} runs)` : '';
  return {
    pass,
    message: () => `Expected${pass ? ' not' : ''}: ${goal}${asked}\n${found}\n\n${trajectory(prediction)}`,
  };
}

/** @throws InputError if it is not a prediction. */
function required(prediction: unknown, matcher: string): Prediction {
  if (isPrediction(prediction)) return prediction;
  throw new InputError({
    what: `${matcher} was asked of something that is not a prediction.`,
    why: 'Only a prediction has replicas and requests.',
    fix: 'Pass what predict gives: expect(predict(chart, { load: "ramp:0..500rps/5m", duration: "10m" })).',
  });
}

/** Whether a value is what `predict` gives. */
export function isPrediction(value: unknown): value is Prediction {
  if (typeof value !== 'object' || value === null) return false;
  const { rows, summary, scaler } = value as Partial<Prediction>;
  return Array.isArray(rows) && typeof summary === 'object' && typeof scaler === 'object';
}
