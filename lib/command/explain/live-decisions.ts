import { at } from '../../kubernetes/fields';
import { replay, type HpaHistory, type RecordedFrame, type ReplayedSync } from '../../simulation';
import { inStep } from '../../simulation/sync-times';
import { type Sample } from '../record/sampler';

/** A look at an autoscaler. */
export type Look = Pick<Sample, 'time' | 'seen'>;

const SYNC_MS = 15_000;
/** A status that changes late is not taken for one that does not change. */
const LATE_MS = 500;

/**
 * The decisions of an autoscaler as looks at it come in: a change of its status shows one; between them, one each sync period is guessed. Before the first change
 * nobody knows where in its period the controller stands: what it should decide and has not yet is due for one period more.
 */
export class LiveDecisions {
  private latest: number;
  private decidedAt = NaN;
  private isInStep = false;
  private history: HpaHistory | undefined;

  constructor(
    private before: Look,
    private readonly kubernetes: string,
  ) {
    this.latest = before.time;
  }

  /** The decision between the look before and this one, if there was one. */
  next(now: Look): ReplayedSync | undefined {
    const { before } = this;
    if (now.time <= before.time) return undefined; // a clock that was set back
    this.before = now;
    const isChanged = JSON.stringify(at(before.seen.hpa, 'status')) !== JSON.stringify(at(now.seen.hpa, 'status'));
    if (!isChanged && now.time - this.latest < SYNC_MS + LATE_MS) return undefined;
    const sync = this.decide(before, now);
    if (!isChanged && !this.isInStep && sync?.matches === false && now.time - this.latest < 2 * SYNC_MS + LATE_MS) {
      return undefined;
    }
    this.latest = isChanged ? now.time : this.latest + SYNC_MS;
    this.isInStep ||= isChanged;
    this.decidedAt = sync?.time ?? this.decidedAt;
    this.history = sync?.history ?? this.history;
    return sync && { ...sync, guessed: !isChanged };
  }

  private decide(before: Look, after: Look): ReplayedSync | undefined {
    const { history, kubernetes } = this;
    const seen = { seen: (before.time + after.time) / 2, within: after.time - before.time };
    const time = inStep(seen, this.decidedAt, SYNC_MS);
    const { syncs } = replay({
      ...{ version: 1, options: { kubernetes }, ...(history && { history }) },
      syncs: [time],
      frames: [frameOf(before), { ...frameOf(after), time: Math.max(after.time, time + 1) }],
    });
    return syncs[0];
  }
}

function frameOf({ time, seen }: Look): RecordedFrame {
  return { time, ...seen };
}
