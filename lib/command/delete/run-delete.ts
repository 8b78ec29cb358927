import { pause, type Cluster } from '../../cluster';
import { ApplySet } from '../apply/applyset';
import { prune } from '../apply/prune';
import { tellPruned } from '../apply/report';
import { kubectlName, shownName } from '../stages/cluster-object';
import { deleteObjects, stillThere, type Remaining } from '../stages/delete-objects';
import { type Log } from '../stages/log';
import { type StagedManifests } from '../stages/read-stages';
import { keptBecauseOthersUse } from '../stages/shared-objects';
import { type ApplyStage } from '../stages/stage';
import { plural, span } from '../text';
import { leftBehindBy } from './left-behind';

/** What `delete` is asked. */
export interface DeleteRequest {
  readonly manifests: StagedManifests;
  readonly cluster: Cluster;
  readonly log: Log;
  readonly seconds: number;
  readonly namespace?: string;
  /** The name of the set that the objects belong to. @default they belong to none */
  readonly set?: string;
  readonly confirm?: (question: string) => Promise<boolean>;
}

const EVERY_SECONDS = 2;

/** Deletes stage after stage, the last one first; gives the exit code. */
export async function runDelete(request: DeleteRequest): Promise<number> {
  const { manifests, cluster, log, confirm, namespace } = request;
  const { objects } = manifests;
  log.wait('asking the API server', plural(objects.length, 'object'));
  const present = await stillThere(cluster.kubectl, objects, namespace);
  const set = request.set === undefined ? undefined : new ApplySet(cluster, request.set, cluster.namespace);
  const leftovers = set ? await set.leftovers(objects) : [];
  log.settle();
  const plan = { context: cluster.context, objects: objects.length, present: present.length };
  log.tell({ event: 'plan', ...plan, prune: leftovers.map(shownName) }, (told) => [
    `cluster  ${told.context === '' ? 'this one' : told.context}, Kubernetes ${cluster.release}`,
    `plan     ${told.present} of ${plural(told.objects, 'object')} are there`,
    ...told.prune.map((object) => `prune    ${object}`),
  ]);
  const isThere = present.length + leftovers.length > 0;
  if (isThere && confirm && !(await confirm(`Delete them from the context "${cluster.context}"?`))) return 1;
  const pruned = await prune(cluster.kubectl, log, leftovers, objects, request.seconds);
  tellPruned(log, leftovers, pruned);
  if (pruned.remaining.length > 0) return 1;
  let kept = pruned.kept.size;
  for (const stage of [...manifests.stages].reverse()) {
    const { remaining, ...others } = await deleteStage(request, stage).catch((error: unknown) => {
      log.settle();
      log.tell({ event: 'stopped', stage: stage.id, name: stage.name }, (told) => [
        `stopped in stage ${told.stage} ${told.name}; a second run goes on.`,
      ]);
      throw error;
    });
    kept += others.kept;
    if (remaining.length > 0) {
      log.tell({ event: 'failed', stage: stage.id, remaining }, (told, paint) => [
        `${paint('failed', 'red')}   stage ${told.stage}: ${plural(remaining.length, 'object')} did not go within ${span(request.seconds)}`,
        ...told.remaining.map((each) => `  ${each.object}: ${each.reason}`),
        `  ${paint('fix:', 'dim')} See whether the controller that must release it runs; a second run goes on here.`,
      ]);
      return 1;
    }
  }
  if (pruned.kept.size > 0) await set?.settle([...pruned.kept.keys()]);
  else await set?.dissolve();
  log.tell({ event: 'deleted', objects: objects.length + leftovers.length - kept, kept }, () => [
    kept === 0 ? 'Deleted.' : 'Deleted, but for what was kept.',
  ]);
  return 0;
}

async function deleteStage(
  { cluster, log, seconds, namespace, manifests }: DeleteRequest,
  stage: ApplyStage,
): Promise<{ readonly remaining: readonly Remaining[]; readonly kept: number }> {
  const begun = Date.now();
  const { kubectl } = cluster;
  const kept = await keptBecauseOthersUse(kubectl, stage.objects, manifests.objects);
  const objects = stage.objects.filter((object) => !kept.has(object)).reverse();
  const extra = leftBehindBy(objects);
  await deleteObjects(kubectl, objects, namespace);
  let remaining: Remaining[];
  for (;;) {
    remaining = await stillThere(kubectl, objects, namespace);
    const [first] = remaining;
    if (!first) break;
    log.wait(`waiting until stage ${stage.id} is gone`, `${first.object}: ${first.reason}`);
    if ((Date.now() - begun) / 1000 > seconds) break;
    await pause(EVERY_SECONDS, kubectl.signal);
  }
  await deleteObjects(kubectl, extra, namespace);
  const told = {
    ...{ event: 'stage', stage: stage.id, name: stage.name, seconds: (Date.now() - begun) / 1000 },
    ...{ deleted: objects.length - remaining.length, leftBehind: extra.map(kubectlName) },
    kept: [...kept].map(([object, reason]) => ({ object: shownName(object), reason })),
  };
  log.tell(told, (each, paint) => [
    `stage ${each.stage} ${each.name}: ${each.deleted} gone ${paint(`(${each.seconds.toFixed(1)} s)`, 'dim')}`,
    ...each.leftBehind.map((object) => `  and ${object}, which a controller of it made`),
    ...each.kept.map(({ object, reason }) => `  ${paint('kept', 'yellow')} ${object}: ${reason}`),
  ]);
  return { remaining, kept: kept.size };
}
