import {
  isProposal,
  readHpa,
  replay,
  type Fields,
  type HpaDecision,
  type HpaSpec,
  type Instant,
  type LimitedBy,
  type Recording,
  type ReplayedSync,
} from '../../simulation';

/** What an autoscaler did while it was recorded, and why: a recording as somebody reads it afterwards. */
export interface PostMortem {
  readonly hpa: HpaSpec;
  /** First and last frame, in milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly syncs: readonly ExplainedSync[];
  /** How many decisions are those that were recorded. */
  readonly matching: number;
  /** What the target was asked to run: at the beginning, at every turn from up to down or back, and at the end. */
  readonly turns: readonly number[];
  /** What had the last word instead of the metrics, longest first. */
  readonly limits: readonly LimitedTime[];
}

/** A reconcile with what it means among the others. */
export interface ExplainedSync extends ReplayedSync {
  /** Whether it tells something that the one before did not: a scale, a difference, another limit, another error. */
  readonly isChange: boolean;
  /** What may have made the decision differ from the recorded one. */
  readonly suspects: readonly string[];
}

/** How long something had the last word. */
export interface LimitedTime {
  readonly limitedBy: LimitedBy;
  readonly seconds: number;
  /** The most that the metrics asked for meanwhile. */
  readonly mostAsked?: number;
  /** The last error meanwhile. */
  readonly error?: string;
}

/** What leaves the last word to the metrics. */
const QUIET: ReadonlySet<LimitedBy> = new Set(['none', 'tolerance']);
/** What decides nothing, so that its end is news. */
const FAILURES: ReadonlySet<LimitedBy> = new Set(['metricFailure', 'scaleFailure', 'disabled']);

/**
 * Decides a recording again and sums it up.
 *
 * @throws InputError if the recording cannot be replayed.
 */
export function postMortem(recording: Recording): PostMortem {
  const { syncs, matching } = replay(recording);
  const { frames } = recording;
  const [from, to] = [timeOf(frames[0]?.time), timeOf(frames.at(-1)?.time)];
  const last = frames.flatMap(({ scale }) => scale ?? []).at(-1);
  return {
    hpa: readHpa(frames.flatMap(({ hpa }) => hpa ?? []).at(-1) as Fields),
    from,
    to,
    syncs: syncs.map((sync, index) => ({
      ...sync,
      isChange: isChange(sync, syncs[index - 1]),
      suspects: sync.matches ? [] : suspectsOf(sync, recording, from),
    })),
    matching,
    turns: turnsOf([...syncs.map(({ currentReplicas }) => currentReplicas), last?.spec.replicas ?? 0]),
    limits: limitsOf(syncs, to),
  };
}

function timeOf(time: Instant | undefined): number {
  return typeof time === 'string' ? Date.parse(time) : Number(time);
}

/** Who had the last word: the window where it kept what the metrics no longer ask for, even if a bound cut what it kept. */
function lastWord({ limitedBy, rawReplicas, stabilizedReplicas, desiredReplicas }: HpaDecision): LimitedBy {
  const isHeld = rawReplicas !== undefined && stabilizedReplicas !== rawReplicas && rawReplicas < desiredReplicas;
  return isHeld && limitedBy !== 'scaleDownLimit' ? 'stabilizationWindow' : limitedBy;
}

/** The error of a decision: that of the first metric that failed, without what the controller wraps around it. */
function errorOf({ metrics, error }: HpaDecision): string | undefined {
  const failure = metrics.find((metric) => !isProposal(metric));
  return error !== undefined && failure && !isProposal(failure) ? `${failure.reason}: ${failure.message}` : error;
}

function isChange({ decision, matches }: ReplayedSync, before: ReplayedSync | undefined): boolean {
  const { rescaled, error } = decision;
  if (rescaled || !matches) return true;
  const limitedBy = lastWord(decision);
  const formerly = before ? lastWord(before.decision) : 'none';
  if (QUIET.has(limitedBy)) return FAILURES.has(formerly);
  return limitedBy !== formerly || error !== before?.decision.error;
}

function suspectsOf({ time, guessed }: ReplayedSync, recording: Recording, from: number): string[] {
  const { history, options, syncs } = recording;
  // The longest window that a plain controller has: recommendations older than it are forgotten.
  const window = (options?.downscaleStabilizationSeconds ?? 300) * 1000;
  return [
    ...(guessed ? ['its time is guessed from the sync period: the controller may have looked at another moment'] : []),
    ...(!guessed && syncs === undefined
      ? ['its time is that of the frame in which the status changed: the samples may have been newer or older']
      : []),
    ...(history === undefined && time - from < window
      ? ['what the controller remembered from before the recording is not in it']
      : []),
    ...(options?.kubernetes === undefined ? ['the recording does not name the release of Kubernetes'] : []),
  ];
}

/** The values at which a series turns, with its first and its last. */
function turnsOf(values: readonly number[]): number[] {
  const turns: number[] = [];
  for (const value of values) {
    const [before, last] = turns.slice(-2);
    if (turns.length === 0) turns.push(value);
    else if (turns.length === 1 && value !== turns[0]) turns.push(value);
    else if (before !== undefined && last !== undefined && value !== last) {
      if (value > last === last > before) turns[turns.length - 1] = value;
      else turns.push(value);
    }
  }
  return turns;
}

function limitsOf(syncs: readonly ReplayedSync[], to: number): LimitedTime[] {
  const limits = new Map<LimitedBy, LimitedTime>();
  for (const [index, { time, decision }] of syncs.entries()) {
    const { rawReplicas } = decision;
    const error = errorOf(decision);
    const limitedBy = lastWord(decision);
    if (QUIET.has(limitedBy)) continue;
    const before = limits.get(limitedBy);
    const asked = [before?.mostAsked, rawReplicas].filter((each) => each !== undefined);
    limits.set(limitedBy, {
      limitedBy,
      seconds: (before?.seconds ?? 0) + ((syncs[index + 1]?.time ?? to) - time) / 1000,
      ...(asked.length > 0 && { mostAsked: Math.max(...asked) }),
      ...(error !== undefined && { error }),
    });
  }
  return [...limits.values()].sort((a, b) => b.seconds - a.seconds);
}
