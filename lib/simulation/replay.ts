import { at } from '../kubernetes/fields';
import { explainDecision } from './explain';
import { decide, historyOf } from './hpa/decide';
import { type HpaDecision, type HpaHistory } from './hpa/decision';
import { readHpa } from './hpa/read-hpa';
import { recordScale, type ScaleEvents } from './hpa/scale-events';
import { controllerSettings } from './hpa/settings';
import { reportedMetrics } from './reported-metrics';
import { framesOf, type Frame, type Recording } from './recording';
import { syncsOf, type Sync } from './sync-times';

/** A recorded reconcile, decided again. */
export interface ReplayedSync {
  /** When, in milliseconds. */
  readonly time: number;
  /** Whether its time is only guessed from the sync period. */
  readonly guessed: boolean;
  /** What the target was asked to run. */
  readonly currentReplicas: number;
  /** `status.desiredReplicas` as the recorded controller left it. */
  readonly recordedReplicas: number;
  /** What is decided from the same inputs. */
  readonly desiredReplicas: number;
  readonly matches: boolean;
  readonly decision: HpaDecision;
  /** What the next decision goes on from: the scale events are those of the recorded controller. */
  readonly history: HpaHistory;
  /** Why, in lines for people. */
  readonly explanation: readonly string[];
}

/** A recording, decided again. */
export interface Replay {
  readonly syncs: readonly ReplayedSync[];
  /** How many of the decisions are the recorded ones. */
  readonly matching: number;
  /** The same as a share; 1 where there is no sync. */
  readonly share: number;
}

/**
 * Decides each recorded reconcile again, from what the controller saw, and compares.
 *
 * Each decision starts from the recorded replicas, so that one difference does not make the next; only the recommendations and scale
 * events are carried on, because no recording has them.
 *
 * @throws InputError if the recording cannot be replayed.
 */
export function replay(recording: Recording): Replay {
  const frames = framesOf(recording);
  const settings = controllerSettings(recording.options);
  let history = recording.history;
  const syncs: ReplayedSync[] = [];
  for (const sync of syncsOf(recording, frames, settings)) {
    const decision = decideAgain(sync, history, recording);
    const { currentReplicas, desiredReplicas } = decision;
    const recordedReplicas = Number(at(sync.after.hpa, 'status', 'desiredReplicas') ?? 0);
    const matches = desiredReplicas === recordedReplicas;
    history = matches
      ? decision.history
      : { ...decision.history, events: eventsOf(sync, recordedReplicas, decision, history) };
    syncs.push({
      time: sync.time,
      guessed: sync.guessed,
      currentReplicas,
      recordedReplicas,
      desiredReplicas,
      matches,
      decision,
      history,
      explanation: explainDecision(sync.before.hpa, decision, sync.time),
    });
  }
  const matching = syncs.filter(({ matches }) => matches).length;
  return { syncs, matching, share: syncs.length === 0 ? 1 : matching / syncs.length };
}

/**
 * The decision of a sync. Within the moment between two frames nobody knows what the controller saw: it is what leads to the metrics that it reported, of the older
 * samples, the newer ones and the reported values themselves; else the older ones.
 */
function decideAgain(sync: Sync, history: HpaHistory | undefined, recording: Recording): HpaDecision {
  const { before, after } = sync;
  const older = decideFrom(before, sync, history, recording);
  if (reports(older, after)) return older;
  for (const metrics of [after.metrics, reportedMetrics(before, after)]) {
    const other = decideFrom({ ...before, metrics }, sync, history, recording);
    if (reports(other, after)) return other;
  }
  return older;
}

/** The scale events after a sync whose decision was another one than ours. */
function eventsOf(
  { before, time }: Sync,
  recordedReplicas: number,
  { currentReplicas }: HpaDecision,
  history: HpaHistory | undefined,
): ScaleEvents {
  const { events } = history ?? historyOf(before.hpa);
  if (recordedReplicas === currentReplicas) return events;
  return recordScale(events, readHpa(before.hpa).behavior, currentReplicas, recordedReplicas, time);
}

function reports({ currentMetrics }: HpaDecision, { hpa }: Frame): boolean {
  return canonical(currentMetrics) === canonical(at(hpa, 'status', 'currentMetrics') ?? []);
}

/** A value as text in which the order of fields does not show: the API server, kubectl and Go's JSON each have their own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    const isMap = typeof each === 'object' && each !== null && !Array.isArray(each);
    return isMap ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each;
  });
}

function decideFrom(
  { hpa, scale, pods, metrics }: Frame,
  { time }: Sync,
  history: HpaHistory | undefined,
  { options }: Recording,
): HpaDecision {
  const status = historyOf(hpa);
  return decide({
    hpa,
    scale,
    pods,
    metrics,
    now: time,
    history: { ...status, recommendations: history?.recommendations, events: history?.events ?? status.events },
    options,
  });
}
