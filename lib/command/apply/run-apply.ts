import { type CheckOptions } from '../../checks/check-options';
import { type Finding } from '../../checks/finding';
import { sourceOf, type CheckedObject } from '../../checks/manifest';
import { ClusterApi, pause, type Cluster } from '../../cluster';
import { notesOn } from '../check/notes';
import { shownName } from '../stages/cluster-object';
import { type Log } from '../stages/log';
import { type StagedManifests } from '../stages/read-stages';
import { type ApplyStage } from '../stages/stage';
import { troubleOf } from '../stages/trouble';
import { plural, span } from '../text';
import { ApplySet } from './applyset';
import { applyStage, type Failure, type Run } from './apply-stage';
import { changesOf } from './changes';
import { findingsOf, preflight, type Preflight } from './preflight';
import { prune } from './prune';
import {
  tellChanges,
  tellFailure,
  tellFindings,
  tellNotes,
  tellPlan,
  tellPruned,
  tellRefusals,
  tellStage,
  tellUnready,
} from './report';
import { workloadOf } from './waits';

/** What `apply` is asked. */
export interface ApplyRequest {
  readonly manifests: StagedManifests;
  readonly cluster: Cluster;
  readonly log: Log;
  readonly options: CheckOptions;
  readonly isChecked: boolean;
  readonly isDiff: boolean;
  readonly isServerSide: boolean;
  /** Whether objects that others manage are taken from them. */
  readonly isAdopting: boolean;
  /** The name of the set that the objects belong to. @default they belong to none */
  readonly set?: string;
  readonly isPruning: boolean;
  /** Whether the command ends only when every workload has its pods. */
  readonly isWaiting: boolean;
  readonly seconds: number;
  /** Where objects go that name no namespace. */
  readonly namespace?: string;
  /** Asks whether to go on; undefined where that was said already. */
  readonly confirm?: (question: string) => Promise<boolean>;
}

/** Checks, asks the API server, and applies stage after stage; gives the exit code. */
export async function runApply(request: ApplyRequest): Promise<number> {
  const { manifests, cluster, log, isChecked, isDiff } = request;
  const findings = isChecked ? findingsOf(manifests, request.options) : [];
  tellNotes(log, notesOn(manifests.read, new Set(), request.options));
  if (tellFindings(log, findings, manifests.objects.length, isChecked)) return 1;
  const set = request.set === undefined ? undefined : new ApplySet(cluster, request.set, cluster.namespace);
  const marked = new Map(manifests.objects.map((object) => [object, set ? set.member(object) : object]));
  const stages = manifests.stages.map((stage) => ({
    ...stage,
    objects: stage.objects.map((each) => marked.get(each) ?? each),
  }));
  const objects = stages.flatMap((stage) => stage.objects);
  const { isServerSide, isAdopting, namespace } = request;
  const options = { isServerSide, isForcing: isAdopting, namespace };

  log.wait('asking the API server', plural(objects.length, 'object'));
  const before = await preflight(cluster, objects, options, set?.id);
  if (tellRefusals(log, before, request.isAdopting)) return 1;
  if (isDiff) {
    const known = objects.filter((object) => (before.passing.get(object) ?? 'unchanged') !== 'unchanged');
    tellChanges(
      log,
      await changesOf(cluster, known, options),
      objects.filter((each) => !before.passing.has(each)),
    );
    return 0;
  }
  const leftovers = set && request.isPruning ? await set.leftovers(objects) : [];
  const isSettled = leftovers.length === 0 && objects.every((each) => before.passing.get(each) === 'unchanged');
  tellPlan(log, cluster, stages, before, leftovers);
  if (!isSettled && request.confirm && !(await request.confirm(`Apply to the context "${cluster.context}"?`))) {
    return 1;
  }
  const api = await ClusterApi.open(cluster.kubectl);
  try {
    await set?.announce(objects);
    const run: Run = { kubectl: cluster.kubectl, api, log, options, seconds: request.seconds, applied: [] };
    const failure = await applyAll(run, stages, before);
    if (failure) {
      tellFailure(log, failure, rulesAbout(failure, findings));
      return 1;
    }
    if (set && request.isPruning) {
      const pruned = await prune(cluster.kubectl, log, leftovers, objects, request.seconds);
      tellPruned(log, leftovers, pruned);
      if (pruned.remaining.length > 0) return 1;
      await set.settle([...objects, ...pruned.kept.keys()]);
    }
    return await ended(run, objects, request, !isSettled);
  } finally {
    api.close();
    log.settle();
  }
}

async function applyAll(run: Run, stages: readonly ApplyStage[], { passing }: Preflight): Promise<Failure | undefined> {
  for (const stage of stages) {
    const begun = Date.now();
    try {
      const answer = await applyStage(run, stage, passing);
      if ('message' in answer) return answer;
      tellStage(run.log, stage, answer, (Date.now() - begun) / 1000);
    } catch (error) {
      run.log.settle();
      const applied = new Set(run.applied);
      const done = stage.objects.filter((object) => applied.has(object)).length;
      run.log.tell({ event: 'stopped', stage: stage.id, applied: done, objects: stage.objects.length }, () => [
        `stopped in stage ${stage.id} ${stage.name}: ${done} of ${plural(stage.objects.length, 'object')} are known to be applied; a second run goes on.`,
      ]);
      throw error;
    }
  }
  return undefined;
}

const EVERY_SECONDS = 2;
/** A pod without a readiness probe is ready as soon as it has started, and may crash the second after. */
const STEADY_SECONDS = 5;

/** Tells what does not run yet, or waits for it. */
async function ended(
  run: Run,
  objects: readonly CheckedObject[],
  { isWaiting, seconds, manifests }: ApplyRequest,
  hasChanged: boolean,
): Promise<number> {
  const begun = Date.now();
  let isSteady = !hasChanged;
  for (;;) {
    const unready: { readonly object: string; readonly state: string }[] = [];
    for (const object of objects) {
      const place = workloadOf(object);
      const trouble = place && (await troubleOf(run.api, place));
      if (trouble) unready.push({ object: shownName(object), ...trouble });
    }
    const isOver = (Date.now() - begun) / 1000 > seconds;
    if ((unready.length === 0 && isSteady) || !isWaiting || isOver) {
      tellUnready(run.log, unready, manifests.objects.length, isWaiting ? span(seconds) : undefined);
      return isWaiting && unready.length > 0 ? 1 : 0;
    }
    const [first] = unready;
    if (first) run.log.wait('waiting until everything runs', `${first.object}: ${first.state}`);
    else run.log.wait('everything runs', 'looking whether it stays so');
    isSteady = !first;
    await pause(first ? EVERY_SECONDS : STEADY_SECONDS, run.kubectl.signal);
  }
}

function rulesAbout({ object }: Failure, findings: readonly Finding[]): Finding[] {
  if (!object) return [];
  const source = sourceOf(object);
  return findings.filter(({ objects }) => objects.some((each) => sourceOf(each) === source)).slice(0, 3);
}
