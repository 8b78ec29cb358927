import { type Ended } from '../../../lib/cluster';
import { attempt } from '../../../lib/command/apply/attempt';
import { checked, named, ScriptedKubectl } from '../scripted';

const DRY = { isDryRun: true, isServerSide: false };
const REAL = { isDryRun: false, isServerSide: false };

/** A kubectl that takes every object of a kind that is not among the refused ones. */
function taking(refused: Readonly<Record<string, string>>, outcome = 'created'): ScriptedKubectl {
  return new ScriptedKubectl((_, input) => {
    const { items } = JSON.parse(input) as { items: { kind: string; metadata: { name: string } }[] };
    const bad = items.filter(({ metadata }) => metadata.name in refused);
    const good = items.filter((each) => !bad.includes(each));
    return {
      code: bad.length > 0 ? 1 : 0,
      stdout: good.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name} ${outcome}\n`).join(''),
      stderr: bad.map(({ metadata }) => `${refused[metadata.name]}\n`).join(''),
    };
  });
}

test('objects go in one call, and each has its outcome', async () => {
  const kubectl = new ScriptedKubectl(() => ({
    stdout: 'configmap/a created (server dry run)\nconfigmap/b unchanged (server dry run)\nsecret/other created\n',
  }));
  const [a, b] = [named('ConfigMap', 'a'), named('ConfigMap', 'b')];
  const { outcomes, failures } = await attempt(kubectl, [a, b], { ...DRY, namespace: 'mine' });
  expect([...outcomes]).toEqual([
    [a, 'created'],
    [b, 'unchanged'],
  ]);
  expect(failures.size).toBe(0);
  expect(kubectl.calls.map(({ args }) => args)).toEqual([
    ['apply', '--filename=-', '--dry-run=server', '--request-timeout=60s', '--namespace=mine'],
  ]);
});

test('objects of one name in two namespaces go in two calls: kubectl does not say which one it means', async () => {
  const kubectl = taking({});
  const objects = [named('ConfigMap', 'a', 'shop'), named('ConfigMap', 'a', 'bank')];
  expect((await attempt(kubectl, objects, REAL)).outcomes.size).toBe(2);
  expect(kubectl.calls).toHaveLength(2);
});

test('one that is refused is known from the call itself', async () => {
  const kubectl = taking({
    b: 'Error from server (Forbidden): error when creating "STDIN": configmaps "b" is forbidden',
  });
  const [a, b] = [named('ConfigMap', 'a'), named('ConfigMap', 'b')];
  const { outcomes, failures } = await attempt(kubectl, [a, b], REAL);
  expect([...outcomes.keys()]).toEqual([a]);
  expect([...failures]).toEqual([[b, 'configmaps "b" is forbidden']]);
  expect(kubectl.calls).toHaveLength(1);
});

test('several that are refused are asked one by one; the reason of the first stands for very many', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `bad-${index}`);
  const kubectl = taking(Object.fromEntries(names.map((name) => [name, `error: ${name} is wrong`])));
  const objects = names.map((name) => named('ConfigMap', name));
  const { failures } = await attempt(kubectl, objects, REAL);
  expect(kubectl.calls).toHaveLength(1 + 12);
  expect(failures.get(objects[11]!)).toBe('bad-11 is wrong');
  expect(failures.get(objects[19]!)).toBe('bad-0 is wrong');
});

test('one that was only unlucky in company has its outcome', async () => {
  const kubectl = new ScriptedKubectl((_, input) =>
    input.includes('"b"') ? { code: 1, stderr: 'error: boom' } : { stdout: 'configmap/a created\n' },
  );
  const [a, b] = [named('ConfigMap', 'a'), named('ConfigMap', 'b')];
  const { outcomes, failures } = await attempt(kubectl, [a, b], REAL);
  expect([...outcomes.keys(), ...failures.keys()]).toEqual([a, b]);
});

test('a definition that does not fit into an annotation is applied on the server, and only it', async () => {
  const large = checked({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'large' },
    spec: { text: 'x'.repeat(300_000) },
  });
  const settings = checked({ metadata: { name: 'settings' }, data: { text: 'x'.repeat(300_000) } });
  const kubectl = new ScriptedKubectl((args) => ({
    stdout: args.includes('--server-side')
      ? 'customresourcedefinition.apiextensions.k8s.io/large serverside-applied\n'
      : 'configmap/settings configured\n',
  }));
  const { outcomes } = await attempt(kubectl, [large, settings], REAL);
  expect([...outcomes]).toEqual([
    [large, 'serverside-applied'],
    [settings, 'configured'],
  ]);
  await attempt(kubectl, [settings], { isDryRun: false, isServerSide: true });
  expect(kubectl.calls.at(-1)?.args).toContain('--field-manager=cdk8s-autoscaling');
  expect(kubectl.calls).toHaveLength(3);
});

test('fields of others are taken from them only on the server, where somebody said so', async () => {
  const kubectl = new ScriptedKubectl(() => ({ stdout: 'configmap/a serverside-applied\n' }));
  await attempt(kubectl, [named('ConfigMap', 'a')], { isDryRun: true, isServerSide: true, isForcing: true });
  expect(kubectl.calls.at(-1)?.args).toContain('--force-conflicts');
  await attempt(kubectl, [named('ConfigMap', 'a')], { ...REAL, isForcing: true });
  expect(kubectl.calls.at(-1)?.args).not.toContain('--force-conflicts');
});

test('warnings are told once each, without what kubectl mends by itself', async () => {
  const kubectl = new ScriptedKubectl(() => ({
    stdout: 'configmap/a configured\n',
    stderr: [
      'Warning: policy/v1beta1 is deprecated',
      'Warning: policy/v1beta1 is deprecated',
      'Warning: resource configmaps/a is missing the kubectl.kubernetes.io/last-applied-configuration annotation',
    ].join('\n'),
  }));
  const { warnings } = await attempt(kubectl, [named('ConfigMap', 'a')], REAL);
  expect(warnings).toEqual(['policy/v1beta1 is deprecated']);
});

test.each<[string, string]>([
  [
    'Error from server (BadRequest): error when creating "STDIN": Deployment in version "v1" cannot be handled',
    'Deployment in version "v1" cannot be handled',
  ],
  [
    'Error from server (Invalid): error when applying patch:\n{"spec":{"x":1}}\nto:\nResource: "apps/v1, Resource=deployments"\nfor: "STDIN": error when patching "STDIN": Deployment.apps "web" is invalid: spec.selector: field is immutable',
    'Deployment.apps "web" is invalid: spec.selector: field is immutable',
  ],
  [
    'error: Apply failed with 1 conflict: conflict with "hpa": .spec.replicas\nPlease review the fields above--they currently have other managers. Here\nare the ways you can resolve this warning:\n* If you',
    'Apply failed with 1 conflict: conflict with "hpa": .spec.replicas',
  ],
  ['The ConfigMap "a" is invalid: data: too long', 'The ConfigMap "a" is invalid: data: too long'],
  [
    'error: resource mapping not found for name: "web" namespace: "shop" from "STDIN": no matches for kind "ScaledObject" in version "keda.sh/v1alpha1"\nensure CRDs are installed first',
    'resource mapping not found for name: "web" namespace: "shop": no matches for kind "ScaledObject" in version "keda.sh/v1alpha1"',
  ],
  [
    "E0101 00:00:00.000000    1234 memcache.go:265] couldn't get current server API group list\nThe connection to the server 10.0.0.1:6443 was refused",
    'The connection to the server 10.0.0.1:6443 was refused',
  ],
])('of %j only the words of the API server stay', async (stderr, message) => {
  const ended: Partial<Ended> = { code: 1, stderr };
  const object = named('ConfigMap', 'a');
  expect((await attempt(new ScriptedKubectl(() => ended), [object], REAL)).failures.get(object)).toBe(message);
});
