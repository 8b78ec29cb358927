import { type Kubectl } from '../../cluster';
import { type Log } from '../stages/log';
import { plural } from '../text';
import { type Pruned } from './applyset';

/** What holds others is deleted after them. */
const LAST = ['CustomResourceDefinition', 'Namespace'];

/** Deletes what earlier runs applied and the manifests no longer have: definitions and namespaces last. */
export async function prune(kubectl: Kubectl, log: Log, leftovers: readonly Pruned[]): Promise<void> {
  if (leftovers.length === 0) return;
  const isLast = ({ kind }: Pruned): boolean => LAST.includes(kind);
  for (const part of [leftovers.filter((each) => !isLast(each)), leftovers.filter(isLast)]) {
    if (part.length === 0) continue;
    const items = part.map(({ apiVersion, kind, name, namespace }) => ({
      apiVersion,
      kind,
      metadata: { name, namespace },
    }));
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    await kubectl.run(['delete', '--filename=-', '--ignore-not-found', '--wait=false'], { input });
  }
  log.tell({ event: 'pruned', objects: leftovers }, ({ objects }) => [
    `pruned ${plural(objects.length, 'object')} that the manifests no longer have`,
  ]);
}
