import { Interrupted } from '../../../lib/cluster';
import { prune, type PruneOutcome } from '../../../lib/command/apply/prune';
import { type CheckedObject } from '../../../lib/checks/manifest';
import { named, ScriptedKubectl, scriptedLog } from '../scripted';

const SCALER = named('ScaledObject', 'web', 'shop', 'keda.sh/v1alpha1');
const OPERATOR = named('Deployment', 'keda-operator', 'keda', 'apps/v1');
const DEFINITION = named('CustomResourceDefinition', 'scaledobjects.keda.sh', undefined, 'apiextensions.k8s.io/v1');
const NAMESPACE = named('Namespace', 'keda');
const ALL = [NAMESPACE, DEFINITION, OPERATOR, SCALER];

/** A cluster on which these objects are, and a kubectl that says of a custom resource that it is held, so many times. */
function clusterOf(held: number, rows = ''): { readonly kubectl: ScriptedKubectl; readonly deleted: () => string[][] } {
  let left = held;
  const kubectl = new ScriptedKubectl((args) => {
    if (args[0] === 'api-versions') return { stdout: 'v1\napps/v1\nkeda.sh/v1alpha1\napiextensions.k8s.io/v1\n' };
    if (args[0] === 'api-resources') return { stdout: 'configmaps\n' };
    if (args.includes('--no-headers')) return { stdout: rows };
    if (args[0] !== 'get' || left-- <= 0) return {};
    const metadata = { name: 'web', namespace: 'shop', deletionTimestamp: 'now', finalizers: ['finalizer.keda.sh'] };
    return { stdout: JSON.stringify({ kind: 'List', items: [{ kind: 'ScaledObject', metadata }] }) };
  });
  const deleted = (): string[][] =>
    kubectl.calls
      .filter(({ args }) => args[0] === 'delete')
      .map(({ input }) => (JSON.parse(input) as { items: { kind: string }[] }).items.map(({ kind }) => kind));
  return { kubectl, deleted };
}

function pruned(kubectl: ScriptedKubectl, leftovers: readonly CheckedObject[], seconds = 60): Promise<PruneOutcome> {
  return prune(kubectl, scriptedLog().log, leftovers, [], seconds);
}

test('custom resources go while their controllers run, definitions and namespaces last', async () => {
  const { kubectl, deleted } = clusterOf(1);
  expect(await pruned(kubectl, ALL)).toEqual({ kept: new Map(), remaining: [] });
  expect(deleted()).toEqual([['ScaledObject'], ['Deployment'], ['Namespace', 'CustomResourceDefinition']]);
});

test('what its controller does not release stops everything that comes after it', async () => {
  const { kubectl, deleted } = clusterOf(Infinity);
  const { remaining } = await pruned(kubectl, ALL, -1);
  expect(remaining).toEqual([
    {
      object: 'ScaledObject shop/web',
      reason: 'held by the finalizer finalizer.keda.sh, which its controller must take away',
    },
  ]);
  expect(deleted()).toEqual([['ScaledObject']]);
});

test('a namespace that others use stays, and so does a definition', async () => {
  const { kubectl, deleted } = clusterOf(0, 'ConfigMap keda theirs <none>\n');
  const { kept } = await pruned(kubectl, ALL);
  expect([...kept]).toEqual([
    [NAMESPACE, 'it has ConfigMap keda/theirs that these manifests did not make'],
    [DEFINITION, 'others use it: ConfigMap keda/theirs'],
  ]);
  expect(deleted()).toEqual([['ScaledObject'], ['Deployment']]);
});

test('nothing is asked where there is nothing', async () => {
  const { kubectl } = clusterOf(0);
  await pruned(kubectl, []);
  expect(kubectl.calls).toEqual([]);
});

test('somebody who wants to stop need not wait', async () => {
  const controller = new AbortController();
  const { kubectl } = clusterOf(Infinity);
  Object.defineProperty(kubectl, 'signal', { value: controller.signal });
  const running = pruned(kubectl, ALL);
  controller.abort();
  await expect(running).rejects.toThrow(Interrupted);
});
