import { ApiRefusal, ClusterApi, Interrupted, pause, type Cluster } from '../../cluster';
import { jsonText } from '../../encode';
import { type ReplayedSync } from '../../simulation';
import { findHpa } from '../record/find-hpa';
import { Sampler } from '../record/sampler';
import { refused } from '../refused';
import { type ScalerName } from '../scaler-name';
import { type Terminal } from '../terminal';
import { plural } from '../text';
import { syncText, type ToldSync } from './formats/sync';
import { LiveDecisions } from './live-decisions';
import { pastOf, pastText } from './past';

/** How an autoscaler is followed. */
export interface LiveRequest extends ToldSync {
  readonly cluster: Cluster;
  readonly scaler: ScalerName;
  readonly home: string;
  /** @default until Ctrl-C */
  readonly seconds?: number;
}

/** Tells what the cluster still knows of an autoscaler, then each decision as it falls; gives the exit code. */
export async function explainLive(request: LiveRequest, terminal: Terminal): Promise<number> {
  const { cluster, scaler, home, isJson, seconds, paint } = request;
  const api = await ClusterApi.open(cluster.kubectl);
  const counted = { syncs: 0, matching: 0 };
  try {
    const hpa = await findHpa(api, scaler, home);
    const sampler = new Sampler(api, hpa.namespace, hpa.name);
    const first = await sampler.look();
    const past = await pastOf(api, hpa, first);
    terminal.write(isJson ? `${jsonText({ event: 'past', ...past })}\n` : pastText(past, paint));
    const decisions = new LiveDecisions(first, cluster.release);
    await follow({ sampler, decisions, seconds, signal: cluster.kubectl.signal }, (sync) => {
      counted.syncs++;
      if (sync.matches) counted.matching++;
      terminal.write(syncText(sync, request));
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

interface Following {
  readonly sampler: Pick<Sampler, 'look'>;
  readonly decisions: LiveDecisions;
  readonly seconds?: number;
  readonly signal?: AbortSignal;
}

/** Looks once per second; an API server that is away is asked again. */
export async function follow(
  { sampler, decisions, seconds = Infinity, signal }: Following,
  tell: (sync: ReplayedSync) => void,
): Promise<void> {
  const begun = Date.now();
  for (let due = begun; Date.now() - begun < seconds * 1000; due = Math.max(due + 1000, Date.now())) {
    await pause(Math.max(0, due + 1000 - Date.now()) / 1000, signal);
    try {
      const sync = decisions.next(await sampler.look());
      if (sync) tell(sync);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
    }
  }
}
