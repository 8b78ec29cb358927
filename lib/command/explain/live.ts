import { ApiRefusal, ClusterApi, Interrupted, pause, type Cluster } from '../../cluster';
import { jsonText, terminalText, withEncodedStrings } from '../../encode';
import { at, fields, list, text, type Fields } from '../../kubernetes/fields';
import { replay, type HpaHistory, type RecordedFrame, type ReplayedSync } from '../../simulation';
import { type Paint } from '../paint';
import { findHpa, type FoundHpa } from '../record/find-hpa';
import { Sampler, type Sample } from '../record/sampler';
import { refused } from '../refused';
import { type ScalerName } from '../scaler-name';
import { type Terminal } from '../terminal';
import { plural, span } from '../text';

/** How an autoscaler is followed. */
export interface LiveRequest {
  readonly cluster: Cluster;
  readonly scaler: ScalerName;
  readonly home: string;
  /** @default until Ctrl-C */
  readonly seconds?: number;
  /** Whether each sync is told, or only those that change something. */
  readonly all: boolean;
  readonly isJson: boolean;
  readonly paint: Paint;
}

const SYNC_SECONDS = 15;

/** Tells what the cluster still knows of an autoscaler, then each decision as it falls; gives the exit code. */
export async function explainLive(request: LiveRequest, terminal: Terminal): Promise<number> {
  const { cluster, scaler, home, isJson } = request;
  const api = await ClusterApi.open(cluster.kubectl);
  const counted = { syncs: 0, matching: 0 };
  try {
    const hpa = await findHpa(api, scaler, home);
    const sampler = new Sampler(api, hpa.namespace, hpa.name);
    const first = await sampler.look();
    const past = await pastOf(api, hpa, first);
    terminal.write(isJson ? `${jsonText({ event: 'past', ...past })}\n` : pastText(past, request.paint));
    await follow(request, sampler, first, (sync) => {
      counted.syncs++;
      if (sync.matches) counted.matching++;
      const told = toldSync(sync, request);
      if (told !== '') terminal.write(told);
    });
  } catch (error) {
    if (error instanceof ApiRefusal) throw refused(error);
    if (!(error instanceof Interrupted) || counted.syncs === 0) throw error;
  } finally {
    api.close();
  }
  const { syncs, matching } = counted;
  if (isJson) terminal.write(`${jsonText({ event: 'end', syncs, matching })}\n`);
  else terminal.write(`${plural(syncs, 'sync')}, ${matching} decided as the controller did.\n`);
  return matching === syncs ? 0 : 1;
}

/** What the API still tells of the time before. */
interface Past {
  readonly hpa: FoundHpa;
  readonly replicas: number;
  readonly scaledSeconds?: number;
  readonly conditions: readonly string[];
  /** The oldest first. */
  readonly events: readonly string[];
}

async function pastOf(api: ClusterApi, hpa: FoundHpa, { seen, time }: Sample): Promise<Past> {
  const selector = encodeURIComponent(`involvedObject.name=${hpa.name},involvedObject.kind=HorizontalPodAutoscaler`);
  const events = await api
    .list(`/api/v1/namespaces/${hpa.namespace}/events?fieldSelector=${selector}`, (event) => ({
      time: text(event, 'lastTimestamp') ?? text(event, 'eventTime') ?? '',
      what: `${text(event, 'reason')}: ${text(event, 'message')}`,
    }))
    .catch((error: unknown) => {
      if (error instanceof ApiRefusal) return [];
      throw error;
    });
  const scaled = Date.parse(text(seen.hpa, 'status', 'lastScaleTime') ?? '');
  return {
    hpa,
    replicas: seen.scale.spec.replicas,
    ...(Number.isNaN(scaled) ? {} : { scaledSeconds: Math.round((time - scaled) / 1000) }),
    conditions: list(seen.hpa, 'status', 'conditions')
      .map((each) => fields(each))
      .map((each) => `${text(each, 'type')} ${text(each, 'status')}: ${text(each, 'message')}`),
    events: events
      .sort((a, b) => (a.time < b.time ? -1 : 1))
      .slice(-10)
      .map(({ time: when, what }) => `${when.slice(11, 19)} ${what}`),
  };
}

function pastText(past: Past, paint: Paint): string {
  const { hpa, replicas, scaledSeconds, conditions, events } = withEncodedStrings(past, terminalText);
  return [
    `HPA ${hpa.namespace}/${hpa.name}: ${plural(replicas, 'replica')}, ${scaledSeconds === undefined ? 'never scaled as far as its status tells' : `scaled last ${span(scaledSeconds)} ago`}.`,
    ...conditions.map((each) => `  ${each}`),
    ...(events.length === 0
      ? ['  No event about it is left: the API server keeps them for an hour.']
      : events.map((each) => `  ${each}`)),
    paint(
      '  What it measured before now, and what it recommended, is not kept anywhere: the first decisions below may miss a window that still holds.',
      'dim',
    ),
    '',
    '',
  ].join('\n');
}

/** Looks once per second, and decides again whatever the controller decided. */
async function follow(
  { cluster, seconds = Infinity }: LiveRequest,
  sampler: Sampler,
  first: Sample,
  tell: (sync: ReplayedSync) => void,
): Promise<void> {
  const begun = Date.now();
  let before = first;
  let latest = first.time; // a status that does not change shows no sync: they are guessed from the first look on
  let history: HpaHistory | undefined;
  for (let due = begun; Date.now() - begun < seconds * 1000; due = Math.max(due + 1000, Date.now())) {
    await pause(Math.max(0, due + 1000 - Date.now()) / 1000, cluster.kubectl.signal);
    let now: Sample;
    try {
      now = await sampler.look();
    } catch (error) {
      if (error instanceof ApiRefusal) continue;
      throw error;
    }
    if (now.time <= before.time) continue;
    const isChanged = JSON.stringify(at(before.seen.hpa, 'status')) !== JSON.stringify(at(now.seen.hpa, 'status'));
    const isDue = now.time - latest >= SYNC_SECONDS * 1000 + 500;
    if (isChanged || isDue) {
      latest = isChanged ? now.time : latest + SYNC_SECONDS * 1000;
      const sync = decidedBetween(before, now, history, cluster.release, !isChanged);
      if (sync) {
        history = sync.decision.history;
        tell(sync);
      }
    }
    before = now;
  }
}

/** The decision between two looks. */
function decidedBetween(
  before: Sample,
  after: Sample,
  history: HpaHistory | undefined,
  kubernetes: string,
  guessed: boolean,
): ReplayedSync | undefined {
  const frameOf = ({ time, seen }: Sample): RecordedFrame => ({ time, ...seen });
  const { syncs } = replay({
    ...{ version: 1, options: { kubernetes }, ...(history && { history }) },
    syncs: [(before.time + after.time) / 2],
    frames: [frameOf(before), frameOf(after)],
  });
  const [sync] = syncs;
  return sync && { ...sync, guessed };
}

function toldSync(sync: ReplayedSync, { all, isJson, paint }: LiveRequest): string {
  const { time, guessed, matches, currentReplicas, desiredReplicas, recordedReplicas, decision, explanation } = sync;
  const when = new Date(time).toISOString();
  if (isJson) {
    const { limitedBy, reason, error } = decision;
    const told = {
      time: when,
      guessed,
      matches,
      currentReplicas,
      desiredReplicas,
      recordedReplicas,
      limitedBy,
      reason,
      error,
    };
    return `${jsonText({ event: 'sync', ...told, explanation } satisfies Fields)}\n`;
  }
  if (!all && guessed && matches && !decision.rescaled) return '';
  const lines = explanation.map(terminalText);
  const outcome = lines.at(-1) ?? '';
  const difference = matches ? '' : paint(`, but the controller wants ${recordedReplicas}`, 'red');
  return [
    `${when.slice(11, 19)}${guessed ? paint('?', 'dim') : ''}  ${decision.rescaled ? paint(outcome, 'bold') : outcome}${difference}`,
    ...lines.slice(0, -1).map((line) => `    ${line}`),
    '',
  ].join('\n');
}
