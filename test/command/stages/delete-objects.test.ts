import { type Ended } from '../../../lib/cluster';
import { deleteObjects, stillThere } from '../../../lib/command/stages/delete-objects';
import { named, ScriptedKubectl } from '../scripted';

const OBJECTS = [named('ConfigMap', 'a', 'shop'), named('ScaledObject', 'web', 'shop', 'keda.sh/v1alpha1')];

/** A kubectl that says so of what it deletes or gets, on a cluster without KEDA. */
function saying(ended: Partial<Ended>): ScriptedKubectl {
  return new ScriptedKubectl(([word]) => (word === 'api-versions' ? { stdout: 'v1\n' } : ended));
}

function remaining(metadata: object, status: object = {}): Promise<unknown> {
  const live = { kind: 'Namespace', metadata: { name: 'shop', ...metadata }, status };
  return stillThere(saying({ stdout: JSON.stringify(live) }), OBJECTS, undefined);
}

test('only objects of kinds that the cluster has are deleted', async () => {
  const kubectl = saying({});
  await deleteObjects(kubectl, OBJECTS, 'mine');
  expect(kubectl.calls.at(-1)?.args).toEqual([
    ...['delete', '--filename=-', '--ignore-not-found', '--wait=false', '--namespace=mine'],
  ]);
  expect(JSON.parse(kubectl.calls.at(-1)?.input ?? '')).toMatchObject({ items: [{ kind: 'ConfigMap' }] });
  await deleteObjects(kubectl, OBJECTS.slice(1), undefined);
  expect(kubectl.calls.at(-1)?.args).toEqual(['api-versions']);
  expect(await stillThere(kubectl, OBJECTS.slice(1), undefined)).toEqual([]);
});

test('a kind that goes at the same moment does not matter, and everything else does', async () => {
  const gone = saying({ code: 1, stderr: 'error: the server doesn\'t have a resource type "configmaps"' });
  await deleteObjects(gone, OBJECTS, undefined);
  expect(await stillThere(gone, OBJECTS, undefined)).toEqual([]);
  const forbidden = saying({
    code: 1,
    stderr:
      'configmaps "a" is forbidden: User "eve" cannot delete resource "configmaps" in API group "" in the namespace "shop"',
  });
  await expect(deleteObjects(forbidden, OBJECTS, undefined)).rejects.toThrow(
    'You may not delete configmaps in namespace shop.',
  );
  await expect(stillThere(forbidden, OBJECTS, undefined)).rejects.toThrow('You may not delete configmaps');
});

test('what holds an object is told', async () => {
  const deletionTimestamp = '2026-01-01T00:00:00Z';
  const reason = (text: string) => [{ object: 'Namespace shop', reason: text }];
  expect(await remaining({})).toEqual(reason('it is not being deleted'));
  expect(await remaining({ deletionTimestamp })).toEqual(reason('it ends'));
  expect(await remaining({ deletionTimestamp, finalizers: ['a.io/x', 'b'] })).toEqual(
    reason('held by the finalizer a.io/x, b, which its controller must take away'),
  );
  const conditions = [
    { type: 'NamespaceContentRemaining', status: 'True', message: 'Some resources are remaining: pods.' },
    { type: 'NamespaceDeletionDiscoveryFailure', status: 'False', message: 'All resources discovered.' },
    { type: 'NamespaceFinalizersRemaining', status: 'True', message: 'finalizers remain: keda.' },
  ];
  expect(await remaining({ deletionTimestamp }, { conditions })).toEqual(
    reason('Some resources are remaining: pods.; finalizers remain: keda.'),
  );
});

test('of several objects those are told that are left', async () => {
  const items = [{ kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } }];
  expect(await stillThere(saying({ stdout: JSON.stringify({ kind: 'List', items }) }), OBJECTS, 'shop')).toEqual([
    { object: 'ConfigMap shop/a', reason: 'it is not being deleted' },
  ]);
});
