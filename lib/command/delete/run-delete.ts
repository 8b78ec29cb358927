import { pause, type Cluster } from '../../cluster';
import { kubectlName, shownName } from '../stages/cluster-object';
import { type Log } from '../stages/log';
import { type StagedManifests } from '../stages/read-stages';
import { type ApplyStage } from '../stages/stage';
import { plural, span } from '../text';
import { deleteObjects, stillThere, type Remaining } from '../stages/delete-objects';
import { leftBehindBy } from './left-behind';
import { keptBecauseOthersUse } from '../stages/shared-objects';

/** What `delete` is asked. */
export interface DeleteRequest {
  readonly manifests: StagedManifests;
  readonly cluster: Cluster;
  readonly log: Log;
  readonly seconds: number;
  readonly namespace?: string;
  readonly confirm?: (question: string) => Promise<boolean>;
}

const EVERY_SECONDS = 2;

/** Deletes stage after stage, the last one first; gives the exit code. */
export async function runDelete(request: DeleteRequest): Promise<number> {
  const { manifests, cluster, log, confirm, namespace } = request;
  const { objects } = manifests;
  log.wait('asking the API server', plural(objects.length, 'object'));
  const present = await stillThere(cluster.kubectl, objects, namespace);
  log.settle();
  log.tell({ event: 'plan', context: cluster.context, objects: objects.length, present: present.length }, (told) => [
    `cluster  ${told.context === '' ? 'this one' : told.context}, Kubernetes ${cluster.release}`,
    `plan     ${present.length} of ${plural(told.objects, 'object')} are there`,
  ]);
  if (present.length > 0 && confirm && !(await confirm(`Delete them from the context "${cluster.context}"?`))) return 1;
  let kept = 0;
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
  log.tell({ event: 'deleted', objects: objects.length - kept, kept }, () => [
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
