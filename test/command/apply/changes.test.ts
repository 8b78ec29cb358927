import { type Ended } from '../../../lib/cluster';
import { changesOf, type Change } from '../../../lib/command/apply/changes';
import { checked, named, ScriptedKubectl } from '../scripted';

function part(file: string, ...lines: string[]): string {
  return [
    `diff -u -N /tmp/LIVE-1/${file} /tmp/MERGED-2/${file}`,
    `--- /tmp/LIVE-1/${file}\t2026-01-01 00:00:00.000000000 +0000`,
    `+++ /tmp/MERGED-2/${file}\t2026-01-01 00:00:00.000000000 +0000`,
    '@@ -1,3 +1,3 @@',
    ...lines,
    '',
  ].join('\n');
}

const OBJECTS = [
  checked({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', labels: { 'app.kubernetes.io/name': 'web' } },
  }),
  checked({ kind: 'Service', metadata: { name: 'web.v2', namespace: 'shop', labels: { app: 'api' } } }),
  named('ConfigMap', 'plain', 'shop'),
  named('Namespace', 'shop'),
  checked({ kind: 'ConfigMap', metadata: { name: 'nowhere', labels: { app: 'web' } } }),
];

function changes(ended: Partial<Ended>): Promise<Change[]> {
  const kubectl = new ScriptedKubectl(() => ended);
  return changesOf({ kubectl, namespace: 'default' }, OBJECTS, { isServerSide: false });
}

test('changes are grouped by app, and without what nobody asked for', async () => {
  const stdout = [
    part('v1.Namespace..shop', '+  labels: {}'),
    part('apps.v1.Deployment.shop.web', '   replicas: 1', '-  generation: 3', '+  generation: 4', '-  x: 1', '+  x: 2'),
    part('v1.Service.shop.web.v2', '-  port: 80', '+  port: 81'),
    part('v1.ConfigMap.shop.plain', '+  a: b'),
    part('v1.ConfigMap.default.nowhere', '+  c: d'),
  ].join('');
  expect(await changes({ code: 1, stdout })).toEqual([
    {
      app: 'api',
      object: 'Service shop/web.v2',
      lines: ['@@ -1,3 +1,3 @@', '-  port: 80', '+  port: 81'],
      sent: OBJECTS[1],
    },
    { app: 'shop', object: 'ConfigMap shop/plain', lines: ['@@ -1,3 +1,3 @@', '+  a: b'], sent: OBJECTS[2] },
    { app: 'the cluster', object: 'Namespace shop', lines: ['@@ -1,3 +1,3 @@', '+  labels: {}'], sent: OBJECTS[3] },
    {
      ...{ app: 'web', object: 'Deployment shop/web', sent: OBJECTS[0] },
      lines: ['@@ -1,3 +1,3 @@', '   replicas: 1', '-  x: 1', '+  x: 2'],
    },
    { app: 'web', object: 'ConfigMap default/nowhere', lines: ['@@ -1,3 +1,3 @@', '+  c: d'], sent: OBJECTS[4] },
  ]);
});

test('what the API server counts by itself is not a change', async () => {
  const stdout = part(
    'apps.v1.Deployment.shop.web',
    '-  generation: 3',
    '+  generation: 4',
    '+status: {}',
    '+      controller-uid: x',
  );
  expect(await changes({ code: 1, stdout })).toEqual([]);
  expect(await changes({})).toEqual([]);
});

test('an object that nobody sent, and a file that nobody can read, are told as they are', async () => {
  const stdout = part('v1.Secret.shop.other', '+  a: b') + part('unknown', '+  c: d') + 'diff of nothing\n';
  expect((await changes({ code: 1, stdout })).map(({ app, object }) => [app, object])).toEqual([
    ['', 'unknown'],
    ['shop', 'Secret shop/other'],
  ]);
});

test('a diff that failed is not taken for one without changes', async () => {
  await expect(changes({ code: 2, stderr: 'error: exec: "diff": executable file not found in $PATH' })).rejects.toThrow(
    'kubectl diff needs the program diff',
  );
  await expect(changes({ code: 2, stderr: 'error: boom' })).rejects.toThrow('boom');
});

test('the namespace of the command line, and the way of applying, are those of apply', async () => {
  const kubectl = new ScriptedKubectl(() => ({}));
  await changesOf({ kubectl, namespace: 'mine' }, OBJECTS, { isServerSide: true, namespace: 'mine' });
  await changesOf({ kubectl, namespace: 'default' }, OBJECTS, { isServerSide: false });
  await changesOf({ kubectl, namespace: 'default' }, [], { isServerSide: false });
  expect(kubectl.calls.map(({ args }) => args)).toEqual([
    [
      'diff',
      '--filename=-',
      '--request-timeout=60s',
      '--namespace=mine',
      '--server-side',
      '--field-manager=cdk8s-autoscaling',
    ],
    ['diff', '--filename=-', '--request-timeout=60s'],
  ]);
});
