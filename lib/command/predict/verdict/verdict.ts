import { firstError, goalValue, meetsGoal, type Band, type Goal, type Prediction } from '../../../simulation';
import { grouped, plural, span } from '../../text';
import { latency, share } from '../amounts';
import { isScaled } from '../forecast';
import { clockOf } from '../times';
import { type Judgement, type Level } from './judgement';

/** A share of lost requests above this is a failure where nobody says what is wanted: three nines. */
const LOST_SHARE = 0.001;
/** A mean of a second above this is worth a look where nobody says what is wanted. */
const SLOW_SECONDS = 1;
/** Time at the maximum that is worth a look even where nothing is lost. */
const LONG_AT_MAXIMUM = 300;
/** Changes of direction that are no accident any more. */
const MANY_FLAPS = 3;

/** Whether a prediction is what somebody wants, aspect by aspect, in the order in which they ask. */
export function verdictOf(prediction: Prediction, goals: readonly Goal[]): Judgement[] {
  return [
    ...(goals.some(({ measure }) => measure === 'lost') ? [] : [lost(prediction)]),
    ...(prediction.unit === 'messages' ? [backlog(prediction)] : []),
    ...(goals.length > 0 ? goals.map((goal) => ofGoal(goal, prediction)) : [slowest(prediction)]),
    ...(isScaled(prediction) ? [maximum(prediction)] : []),
    ...unreadable(prediction),
    ...failingProbes(prediction),
    ...withoutPods(prediction),
    ...(isScaled(prediction) ? [flapping(prediction)] : []),
  ];
}

function lost({ summary, bands, unit }: Prediction): Judgement {
  const aspect = `${unit === 'messages' ? 'Messages' : 'Requests'} lost`;
  const most = Math.round(bands?.lostRequests.p95 ?? 0);
  if (summary.lostRequests < 0.5) {
    if (most < 1) return { aspect, level: 'ok', text: bands ? 'none, in nine of ten runs neither' : 'none' };
    return { aspect, level: 'warning', text: `none in this run, up to ${grouped(most)} in nine of ten` };
  }
  const part = 1 - summary.availability;
  const range = bands ? `, up to ${grouped(most)} in nine of ten runs` : '';
  const text = `${grouped(summary.lostRequests)} of ${grouped(summary.offeredRequests)} (${share(part)})${range}`;
  return { aspect, level: part >= LOST_SHARE ? 'failure' : 'warning', text, advice: adviceOnLoss(summary) };
}

/** What lets requests be answered that are lost: what was missing when they were. */
function adviceOnLoss({ secondsAtMax, peakUnschedulable, initialReplicas }: Prediction['summary']): string {
  if (peakUnschedulable > 0) return 'give the pods more nodes';
  if (secondsAtMax > 0) return 'raise the maximum, or let a pod answer more';
  if (initialReplicas === 0) return 'keep a pod, so that the first requests find one';
  return 'raise the minimum, lower the target, or let pods start sooner';
}

function backlog({ summary, rows }: Prediction): Judgement {
  const left = summary.offeredRequests - summary.servedRequests - summary.lostRequests;
  const rate = rows.reduce((sum, { offered }) => sum + offered, 0) / rows.length;
  const text = left < 1 ? 'none at the end' : `${plural(Math.round(left), 'message')} at the end`;
  return { aspect: 'Messages waiting', level: left > Math.max(1, rate * 60) ? 'warning' : 'ok', text };
}

/** The range of what a goal is about. */
function rangeOf({ measure }: Goal, { bands }: Prediction): Band | undefined {
  switch (measure) {
    case 'mean':
      return bands?.meanLatencySeconds;
    case 'p50':
      return bands?.p50LatencySeconds;
    case 'p95':
      return bands?.p95LatencySeconds;
    case 'p99':
      return bands?.p99LatencySeconds;
    case 'worst':
      return bands?.worstLatencySeconds;
    case 'lost':
      return bands && { p5: null, p50: null, p95: 1 - (bands.availability.p5 ?? 1) };
  }
}

function ofGoal(goal: Goal, prediction: Prediction): Judgement {
  const show = goal.measure === 'lost' ? share : latency;
  const value = goalValue(goal, prediction.summary);
  const most = rangeOf(goal, prediction)?.p95 ?? null;
  const aspect = `Goal ${goal.text}`;
  const shown = value === null ? 'nothing was answered' : show(value);
  const range = most === null ? '' : `, up to ${show(most)} in nine of ten runs`;
  if (!meetsGoal(goal, prediction.summary)) {
    return { aspect, level: 'failure', text: `${shown}${range}`, advice: adviceOnLoss(prediction.summary) };
  }
  const isSure = most === null || most < goal.limit;
  return { aspect, level: isSure ? 'ok' : 'warning', text: `${shown}${range}` };
}

function slowest({ summary, unit }: Prediction): Judgement {
  const { meanLatencySeconds: mean, p95LatencySeconds: p95, p99LatencySeconds: p99, worstLatencySeconds } = summary;
  if (mean === null) return { aspect: 'Latency', level: 'ok', text: 'nothing was answered' };
  const isSlow = unit === 'requests' && (worstLatencySeconds ?? 0) > SLOW_SECONDS;
  return {
    aspect: unit === 'messages' ? 'Time to be done' : 'Latency',
    level: isSlow ? 'warning' : 'ok',
    text: `mean ${latency(mean)}, p95 ${latency(p95)}, p99 ${latency(p99)}, worst second ${latency(worstLatencySeconds)}`,
    ...(isSlow && { advice: 'say what is fast enough with --slo, such as p95<300ms' }),
  };
}

function maximum(prediction: Prediction): Judgement {
  const { summary, maxReplicas, minReplicas, rows } = prediction;
  const { secondsToMax, secondsAtMax, peakDesired, lostRequests } = summary;
  const aspect = 'Maximum';
  if (secondsToMax === null) return { aspect, level: 'ok', text: `never reached: ${peakDesired} of ${maxReplicas}` };
  if (minReplicas >= maxReplicas) return { aspect, level: 'ok', text: `the minimum is the maximum: ${maxReplicas}` };
  const asked = prediction.mostAsked ?? 0;
  const at = `all ${maxReplicas} wanted from ${clockOf(prediction)(secondsToMax)} on, for ${span(secondsAtMax)}`;
  if (asked <= maxReplicas) return { aspect, level: 'ok', text: at };
  const level: Level = lostRequests >= 0.5 ? 'failure' : secondsAtMax > LONG_AT_MAXIMUM ? 'warning' : 'ok';
  return {
    aspect,
    level,
    text: `${at}; the metrics asked for up to ${grouped(asked)}`,
    // more replicas help nobody whose pods do not start
    ...(level !== 'ok' &&
      rows.at(-1)?.ready === rows.at(-1)?.desired && { advice: `raise the maximum above ${maxReplicas}` }),
  };
}

/** Metrics that failed, with their own error. */
function unreadable({ decisions, events, durationSeconds }: Prediction): Judgement[] {
  const failed = decisions.filter(({ limitedBy }) => limitedBy === 'metricFailure');
  const unbuilt = events.find(({ reason }) => reason === 'KEDAScalerFailed');
  if (unbuilt) {
    return [{ aspect: 'Metrics', level: 'failure', text: `KEDA cannot build the scaler: ${unbuilt.message}` }];
  }
  const [first] = failed;
  if (!first) return [];
  const last = decisions.filter(({ by }) => by === 'hpa').at(-1);
  const isForEver = last === failed.at(-1);
  // The first seconds of a new pod are without a measurement everywhere.
  if (!isForEver && first.time < 60 && failed.length === 1) return [];
  const until = isForEver ? 'to the end' : `for a while of ${span(durationSeconds)}`;
  const text = `not readable ${until}, so that replicas stay: ${firstError(first.reason)}`;
  return [{ aspect: 'Metrics', level: isForEver ? 'failure' : 'warning', text }];
}

/** Probes that failed because an answer took too long, and what came of it. */
function failingProbes(prediction: Prediction): Judgement[] {
  return prediction.slowProbes.map(({ probe, timeoutSeconds, from, seconds, pods, times, lostRequests }) => {
    const isLiveness = probe === 'livenessProbe';
    const when = `from ${clockOf(prediction)(from)} on`;
    const then = isLiveness
      ? `${plural(times, 'restart')} of ${plural(pods, 'working pod')} ${when}`
      : `${plural(pods, 'pod')} left the Service ${when}`;
    const lost = `${lostRequests < 0.5 ? 'no request' : plural(Math.round(lostRequests), 'request')} lost meanwhile`;
    return {
      aspect: 'Probes',
      level: isLiveness ? 'failure' : 'warning',
      text: `${probe} waits ${timeoutSeconds} s, answers took longer: ${then}, at least one did not serve for ${span(seconds)}, ${lost}`,
      advice: `${isLiveness ? 'ask for something that does not wait behind requests' : 'keep more pods'}, or raise its timeoutSeconds`,
    };
  });
}

const NEVER_STARTS: ReadonlyMap<string, string> = new Map([
  ['FailedCreate', 'refused'],
  ['FailedAttachVolume', 'without their volume'],
  ['Failed', 'without their image'],
  ['Unhealthy', 'killed by their probes'],
]);

/** What a kubelet says of a probe that failed later: that has a verdict of its own. */
const FAILED_LATER = /^(Readiness|Liveness) probe failed/;

/** Pods that are wanted and do not serve: without a node, or with something that keeps them from starting. */
function withoutPods({ summary, rows, events }: Prediction): Judgement[] {
  const judgements: Judgement[] = [];
  const last = rows.at(-1);
  if (summary.peakUnschedulable > 0) {
    const left = last?.unschedulable ?? 0;
    judgements.push({
      aspect: 'Nodes',
      level: left > 0 ? 'failure' : 'warning',
      text: `up to ${plural(summary.peakUnschedulable, 'pod')} without a node${left > 0 ? `, ${left} to the end` : ''}`,
      advice: 'give the cluster more nodes, or let pods request less',
    });
  }
  for (const [reason, state] of NEVER_STARTS) {
    const found = events.find(
      (event) => event.reason === reason && event.type === 'Warning' && !FAILED_LATER.test(event.message),
    );
    if (!found) continue;
    const short = Math.max(0, (last?.desired ?? 0) - (last?.ready ?? 0));
    const text = `some were ${state}: ${found.message}${short > 0 ? `; ${short} of ${last?.desired} missing at the end` : ''}`;
    judgements.push({ aspect: 'Pods', level: short > 0 ? 'failure' : 'warning', text });
  }
  return judgements;
}

function flapping({ summary, bands }: Prediction): Judgement {
  const { flaps } = summary;
  const most = bands?.flaps.p95 ?? flaps;
  const text = `${flaps === 0 ? 'does not' : plural(flaps, 'time')}${most > flaps ? `, up to ${most} in nine of ten runs` : ''}`;
  return {
    aspect: 'Goes down and up again',
    level: flaps >= MANY_FLAPS ? 'failure' : flaps > 0 ? 'warning' : 'ok',
    text,
    ...(flaps > 0 && { advice: 'lengthen scaleDown.stabilizationWindowSeconds' }),
  };
}
