import { groupOf, isBuiltIn } from '../../checks/api-groups';
import { type CheckedObject } from '../../checks/manifest';
import { pause, type Kubectl } from '../../cluster';
import { deleteObjects, stillThere, type Remaining } from '../stages/delete-objects';
import { type Log } from '../stages/log';
import { keptBecauseOthersUse } from '../stages/shared-objects';

/** What became of what earlier runs applied and the manifests no longer have. */
export interface PruneOutcome {
  /** What stays because others use it. */
  readonly kept: ReadonlyMap<CheckedObject, string>;
  /** What did not go in time; what comes after it was not deleted then. */
  readonly remaining: readonly Remaining[];
}

/** What holds others is deleted after them. */
const LAST = ['CustomResourceDefinition', 'Namespace'];
const EVERY_SECONDS = 2;

/**
 * Deletes what earlier runs applied and the manifests no longer have: custom resources first, and while their controllers can still release
 * them; definitions and namespaces last, and only those that nobody else uses.
 *
 * @param seconds how long to wait for custom resources
 */
export async function prune(
  kubectl: Kubectl,
  log: Log,
  leftovers: readonly CheckedObject[],
  objects: readonly CheckedObject[],
  seconds: number,
): Promise<PruneOutcome> {
  const isLast = ({ manifest }: CheckedObject): boolean => LAST.includes(manifest.kind);
  const isCustom = (object: CheckedObject): boolean => !isBuiltIn(groupOf(object)) && groupOf(object) !== '';
  const custom = leftovers.filter(isCustom);
  await deleteObjects(kubectl, custom, undefined);
  const begun = Date.now();
  for (;;) {
    const remaining = await stillThere(kubectl, custom, undefined);
    const [first] = remaining;
    if (!first) break;
    if (Date.now() - begun > seconds * 1000) return { kept: new Map(), remaining };
    log.wait('waiting until what is pruned is gone', `${first.object}: ${first.reason}`);
    await pause(EVERY_SECONDS, kubectl.signal);
  }
  await deleteObjects(
    kubectl,
    leftovers.filter((each) => !isCustom(each) && !isLast(each)),
    undefined,
  );
  const last = leftovers.filter(isLast);
  const kept = await keptBecauseOthersUse(kubectl, last, [...objects, ...leftovers]);
  await deleteObjects(
    kubectl,
    last.filter((each) => !kept.has(each)),
    undefined,
  );
  return { kept, remaining: [] };
}
