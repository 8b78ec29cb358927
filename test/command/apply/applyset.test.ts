import { type Cluster, type Ended } from '../../../lib/cluster';
import { ApplySet, PART_OF } from '../../../lib/command/apply/applyset';
import { named, ScriptedKubectl } from '../scripted';

const ID = new ApplySet({} as Cluster, 'shop', 'default').id;

interface Answers {
  readonly parent?: object;
  readonly applied?: Partial<Ended>;
  readonly listed?: (resource: string) => Partial<Ended>;
}

function setOf({ parent, applied, listed = () => ({}) }: Answers): {
  readonly set: ApplySet;
  readonly kubectl: ScriptedKubectl;
} {
  const kubectl = new ScriptedKubectl((args) => {
    if (args[0] !== 'get') return applied;
    if (args[1] === 'configmap' && args[2] === 'shop') return { stdout: parent ? JSON.stringify(parent) : '' };
    return listed(args[1] ?? '');
  });
  const cluster: Cluster = { kubectl, release: '1.36', context: 'fake', namespace: 'default', notes: [] };
  return { set: new ApplySet(cluster, 'shop', 'default'), kubectl };
}

function parentOf(kinds: string, rest: object = {}): object {
  return {
    metadata: {
      labels: { 'applyset.kubernetes.io/id': ID },
      annotations: {
        'applyset.kubernetes.io/tooling': 'cdk8s-autoscaling/v1.0.0',
        'applyset.kubernetes.io/contains-group-kinds': kinds,
      },
      ...rest,
    },
  };
}

function writtenKinds(kubectl: ScriptedKubectl): string {
  const { metadata } = JSON.parse(kubectl.calls.at(-1)?.input ?? '') as {
    metadata: { annotations: Record<string, string> };
  };
  return metadata.annotations['applyset.kubernetes.io/contains-group-kinds'] ?? '';
}

test('the identity is the one of the specification: of name, namespace and kind of the parent', () => {
  expect(ID).toMatch(/^applyset-[\w-]{43}-v1$/);
  expect(new ApplySet({} as Cluster, 'shop', 'other').id).not.toBe(ID);
});

test('a member keeps its labels, and knows the object that it was', () => {
  const { set } = setOf({});
  const object = named('ConfigMap', 'a', 'shop');
  expect(set.member(object)).toEqual({
    ...object,
    source: object,
    manifest: { ...object.manifest, metadata: { name: 'a', namespace: 'shop', labels: { [PART_OF]: ID } } },
  });
});

test('the parent knows the kinds of earlier runs and of this one, and of this one alone once the others are gone', async () => {
  const { set, kubectl } = setOf({ parent: parentOf('Job.batch,ConfigMap,') });
  const objects = [named('Deployment', 'web', 'shop', 'apps/v1'), named('ConfigMap', 'a')];
  await set.announce(objects);
  expect(writtenKinds(kubectl)).toBe('ConfigMap,Deployment.apps,Job.batch');
  await set.settle(objects);
  expect(writtenKinds(kubectl)).toBe('ConfigMap,Deployment.apps');
  const first = setOf({});
  await first.set.announce(objects);
  expect(writtenKinds(first.kubectl)).toBe('ConfigMap,Deployment.apps');
});

test.each([
  ['Error from server (NotFound): namespaces "default" not found', 'which does not exist'],
  ['error: boom', 'boom'],
])('a parent that cannot be written is told: %s', async (stderr, message) => {
  const { set } = setOf({ applied: { code: 1, stderr } });
  await expect(set.announce([])).rejects.toThrow(message);
});

test('its parent goes with the set, and only if it is its own', async () => {
  const { set, kubectl } = setOf({ parent: parentOf('ConfigMap') });
  await set.dissolve();
  expect(kubectl.calls.at(-1)?.args).toEqual([
    'delete',
    'configmap',
    'shop',
    '--namespace=default',
    '--ignore-not-found',
  ]);
  const foreign = setOf({ parent: { metadata: {} } });
  await expect(foreign.set.dissolve()).rejects.toThrow('is not a set of cdk8s-autoscaling');
  expect(foreign.kubectl.calls).toHaveLength(1);
});

test.each<[object, string]>([
  [{ metadata: {} }, 'ConfigMap default/shop is not a set of cdk8s-autoscaling.'],
  [
    {
      metadata: {
        labels: { 'applyset.kubernetes.io/id': ID },
        annotations: { 'applyset.kubernetes.io/tooling': 'kubectl/v1.36' },
      },
    },
    'ConfigMap default/shop is not a set of cdk8s-autoscaling, but of kubectl/v1.36.',
  ],
])('a ConfigMap of somebody else is not taken: %j', async (parent, message) => {
  await expect(setOf({ parent }).set.announce([])).rejects.toThrow(message);
});

test('what is left over is what the set has and the manifests do not', async () => {
  const item = (name: string, namespace?: string) => named('ConfigMap', name, namespace).manifest;
  const { set } = setOf({
    parent: parentOf('ConfigMap,Job.batch,Gone.example.io'),
    listed: (resource) => {
      if (resource === 'gone.example.io') {
        return { code: 1, stderr: 'error: the server doesn\'t have a resource type "gone"' };
      }
      if (resource === 'job.batch') return {};
      return {
        stdout: JSON.stringify({
          items: [item('kept', 'shop'), item('old', 'shop'), item('here', 'default'), item('wide')],
        }),
      };
    },
  });
  const leftovers = await set.leftovers([named('ConfigMap', 'kept', 'shop'), named('ConfigMap', 'here')]);
  expect(leftovers.map(({ manifest }) => manifest.metadata)).toEqual([
    { name: 'old', namespace: 'shop' },
    { name: 'wide' },
  ]);
});

test('nothing is pruned where nobody may list what there is', async () => {
  const stderr = 'Error from server (Forbidden): configmaps is forbidden';
  const { set } = setOf({ parent: parentOf('ConfigMap'), listed: () => ({ code: 1, stderr }) });
  await expect(set.leftovers([])).rejects.toThrow(`What shop has of ConfigMap cannot be listed: ${stderr}`);
});

test.each(['--raw=/api', 'Deployment.apps,-f', 'a b', '../x', 'Deployment.'])(
  'kinds that are not kinds, such as %j, reach no kubectl',
  async (kinds) => {
    const { set, kubectl } = setOf({ parent: parentOf(kinds) });
    await expect(set.leftovers([])).rejects.toThrow('among the kinds of its set, which is not a kind.');
    expect(kubectl.calls.map(({ args }) => args[1])).toEqual(['configmap']);
  },
);

test('a list that is not JSON is told as that', async () => {
  const { set } = setOf({ parent: parentOf('Service'), listed: () => ({ stdout: 'Hello!\nMore.' }) });
  await expect(set.leftovers([])).rejects.toThrow('kubectl get printed what is not an object in JSON: Hello!');
});
