import { type Agreement, type Goal, type Prediction } from '../../simulation';
import { type Fields } from '../../kubernetes/fields';
import { latency, share } from '../predict/amounts';
import { type Judgement, type Level } from '../predict/verdict/judgement';
import { grouped, plural, span } from '../text';
import { type Followed } from './follow';
import { type LoadLog } from './load-log';
import { availabilityOf, measuredLatency, mostDesired } from './proof';
import { whyLost } from './why-lost';

/** What is held against what. */
export interface Judged {
  readonly followed: Followed;
  readonly workload: Fields;
  readonly prediction?: Prediction;
  readonly unpredicted?: string;
  /** @default there is no prediction of an autoscaler */
  readonly agreement?: Agreement;
  /** Percent of the requests that have to be answered well. */
  readonly availability: number;
  readonly goals: readonly Goal[];
  /** Percent of the time for which the prediction has to fit. @default it is told, and nothing is asked for */
  readonly agreementAsked?: number;
}

/** Below this share a prediction is worth to be measured better. */
const FITTING = 0.9;

/** Whether the app did what somebody wants and what was predicted, aspect by aspect. */
export function verdictOf(judged: Judged): Judgement[] {
  const { followed, goals } = judged;
  return [
    availability(judged),
    ...(goals.length > 0
      ? goals.map((goal) => ofGoal(goal, followed.load))
      : [speed(followed.load, judged.prediction)]),
    ...replicas(judged),
    ...unsent(followed.load),
    ...undone(followed),
  ];
}

function availability({ followed, workload, prediction, agreement, availability: asked }: Judged): Judgement {
  const { answered, failed } = followed.load;
  const aspect = 'Availability';
  if (answered === 0) {
    return {
      ...{ aspect, level: 'failure', text: `none of ${plural(failed, 'request')} was answered` },
      advice: 'see whether the address is right, and whether a NetworkPolicy lets the load in',
    };
  }
  const part = availabilityOf(followed.load);
  const text = `${share(part)}: ${failed === 0 ? 'no request' : grouped(failed)} of ${grouped(answered + failed)} lost`;
  const isEnough = part * 100 >= asked;
  if (failed === 0) return { aspect, level: 'ok', text };
  const why = whyLost(workload, followed, agreement && prediction?.maxReplicas);
  return {
    aspect,
    level: isEnough ? 'warning' : 'failure',
    text: `${text} (asked for: ${asked} %)`,
    ...(why.length > 0 && { advice: why.join('; ') }),
  };
}

function ofGoal(goal: Goal, load: LoadLog): Judgement {
  const { measure, limit, text: written } = goal;
  const value = measure === 'lost' ? 1 - availabilityOf(load) : measuredLatency(load)[measure];
  const show = measure === 'lost' ? share : latency;
  const level: Level = value !== null && value < limit ? 'ok' : 'failure';
  return { aspect: `Goal ${written}`, level, text: value === null ? 'nothing was answered' : show(value) };
}

function speed(load: LoadLog, prediction: Prediction | undefined): Judgement {
  const { mean, p95, p99 } = measuredLatency(load);
  if (mean === null) return { aspect: 'Latency', level: 'ok', text: 'nothing was answered' };
  const predicted = prediction?.summary.meanLatencySeconds ?? null;
  const beside = predicted === null ? '' : `; predicted mean ${latency(predicted)}`;
  return {
    aspect: 'Latency',
    level: 'ok',
    text: `mean ${latency(mean)}, p95 ${latency(p95)}, p99 ${latency(p99)}${beside}`,
  };
}

function replicas({ agreement, followed, prediction, unpredicted, agreementAsked }: Judged): Judgement[] {
  const aspect = 'Replicas';
  if (unpredicted !== undefined) {
    return [
      { aspect, level: agreementAsked === undefined ? 'warning' : 'failure', text: `not predicted: ${unpredicted}` },
    ];
  }
  if (!agreement || !prediction) return [];
  const { share: part, seconds, firstDifference } = agreement;
  const most = `up to ${mostDesired(followed)}, predicted ${prediction.summary.peakDesired}`;
  const text = `within one replica and one sync of the prediction for ${share(part)} of ${span(seconds)}; ${most}`;
  const isAsked = agreementAsked !== undefined;
  const isFitting = isAsked ? part * 100 >= agreementAsked : part >= FITTING;
  if (isFitting || !firstDifference) return [{ aspect, level: 'ok', text }];
  const { second, predicted, recorded } = firstDifference;
  return [
    {
      ...{ aspect, level: isAsked ? 'failure' : 'warning' },
      text: `${text}; first apart at ${span(second)}: ${recorded} instead of ${predicted}`,
      advice: 'measure what the prediction rests on with calibrate, and prove again with --parameters',
    },
  ];
}

function unsent({ unsent: count }: LoadLog): Judgement[] {
  if (count === 0) return [];
  const text = `${plural(count, 'request')} could not be sent at the rate: one pod of the generator was too slow, or the answers were`;
  return [{ aspect: 'Load', level: 'warning', text }];
}

function undone({ done }: Followed): Judgement[] {
  return done
    .filter(({ text }) => text.startsWith('not done') || text.includes('is not evicted'))
    .map(({ what, text }) => ({ aspect: `The ${what}`, level: 'warning' as const, text }));
}
