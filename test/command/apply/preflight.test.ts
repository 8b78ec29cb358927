import { Interrupted, type Cluster, type Ended } from '../../../lib/cluster';
import { preflight, type Preflight } from '../../../lib/command/apply/preflight';
import { type CheckedObject } from '../../../lib/checks/manifest';
import { named, ScriptedKubectl } from '../scripted';

const CLIENT = { isServerSide: false };

/** What kubectl says, by its first word. */
type Script = Readonly<Record<string, Partial<Ended>>>;

const KNOWN: Script = {
  'api-versions': { stdout: 'v1\npolicy/v1\n' },
  namespaces: { stdout: 'namespace/shop\nnamespace/default\n' },
};

function asked(
  script: Script,
  objects: readonly CheckedObject[],
  options: { readonly isServerSide: boolean; readonly namespace?: string } = CLIENT,
): { readonly answer: Promise<Preflight>; readonly kubectl: ScriptedKubectl } {
  const kubectl = new ScriptedKubectl((args) => {
    const word = args[1] === 'namespaces' ? 'namespaces' : (args[0] ?? '');
    return script[word] ?? KNOWN[word];
  });
  const cluster: Cluster = { kubectl, release: '1.36', context: 'fake', namespace: 'default', notes: [] };
  return { answer: preflight(cluster, objects, options, undefined), kubectl };
}

function changed(file: string): string {
  return `diff -u /a/${file} /b/${file}\n--- /a/${file} x\n+++ /b/${file} x\n+  minAvailable: 2\n`;
}

test('only what can be asked is asked: kinds and namespaces that are there', async () => {
  const [here, elsewhere, custom] = [
    named('ConfigMap', 'a', 'shop'),
    named('ConfigMap', 'a', 'later'),
    named('ScaledObject', 'a', 'shop', 'keda.sh/v1alpha1'),
  ];
  const { answer, kubectl } = asked({ apply: { stdout: 'configmap/a created (server dry run)\n' } }, [
    here,
    elsewhere,
    custom,
  ]);
  expect([...(await answer).passing]).toEqual([[here, 'created']]);
  expect(kubectl.calls.filter(({ args }) => args[0] === 'apply')).toHaveLength(1);
});

test('where namespaces may not be listed, all are asked', async () => {
  const elsewhere = named('ConfigMap', 'a', 'later');
  const { answer } = asked({ namespaces: { code: 1 }, apply: { stdout: 'configmap/a created\n' } }, [elsewhere]);
  expect((await answer).passing.size).toBe(1);
});

test('what is refused is told from what may be there later', async () => {
  const object = named('ConfigMap', 'a', 'shop');
  const refused = asked({ apply: { code: 1, stderr: 'The ConfigMap "a" is invalid: data: too long' } }, [object]);
  expect([...(await refused.answer).refused]).toEqual([[object, 'The ConfigMap "a" is invalid: data: too long']]);
  const later = asked({ apply: { code: 1, stderr: 'failed calling webhook "x": no endpoints' } }, [object]);
  expect((await later.answer).refused.size).toBe(0);
});

test('nothing is asked about nothing', async () => {
  const { answer, kubectl } = asked({}, [named('ScaledObject', 'a', 'shop', 'keda.sh/v1alpha1')]);
  expect(await answer).toEqual({ passing: new Map(), refused: new Map(), owned: new Map() });
  expect(kubectl.calls.map(({ args }) => args[0])).toEqual(['api-versions', 'get']);
});

test('a budget that kubectl sends each time is unchanged where nothing of it changes', async () => {
  const object = named('PodDisruptionBudget', 'web', undefined, 'policy/v1');
  const apply = { stdout: 'poddisruptionbudget.policy/web configured (server dry run)\n' };
  const outcome = async (diff: Partial<Ended>) => (await asked({ apply, diff }, [object]).answer).passing.get(object);
  expect(await outcome({})).toBe('unchanged');
  expect(await outcome({ code: 1, stdout: changed('policy.v1.PodDisruptionBudget.default.web') })).toBe('configured');
  expect(await outcome({ code: 1, stdout: changed('what-is-this') })).toBe('configured');
  expect(await outcome({ code: 2, stderr: 'error: exec: "diff": executable file not found' })).toBe('configured');
});

test('somebody who wants to stop is not taken for a program that is not there', async () => {
  const object = named('PodDisruptionBudget', 'web', undefined, 'policy/v1');
  const { answer } = asked(
    {
      apply: { stdout: 'poddisruptionbudget.policy/web configured\n' },
      get diff(): Partial<Ended> {
        throw new Interrupted();
      },
    },
    [object],
  );
  await expect(answer).rejects.toThrow(Interrupted);
});

test('what is applied on the server is unchanged where nothing of it changes', async () => {
  const objects = [named('ConfigMap', 'a', 'shop'), named('ConfigMap', 'b', 'shop')];
  const { answer, kubectl } = asked(
    {
      apply: { stdout: 'configmap/a serverside-applied\nconfigmap/b serverside-applied\n' },
      diff: { code: 1, stdout: changed('v1.ConfigMap.shop.b') },
    },
    objects,
    { isServerSide: true, namespace: 'shop' },
  );
  expect([...(await answer).passing.values()]).toEqual(['unchanged', 'serverside-applied']);
  expect(kubectl.calls.find(({ args }) => args[0] === 'diff')?.args).toContain('--server-side');
  expect(kubectl.calls.at(-1)?.args).toContain('--namespace=shop');
});

test('what others manage is found, also where something else cannot be read', async () => {
  const objects = [named('ConfigMap', 'a', 'shop'), named('Namespace', 'shop')];
  const annotations = { 'meta.helm.sh/release-name': 'shop' };
  const apply = { stdout: 'configmap/a configured\nnamespace/shop unchanged\n' };
  const owners = async (get: Partial<Ended>) => [...(await asked({ apply, get }, objects).answer).owned];
  const live = [
    { kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop', annotations } },
    { kind: 'Namespace', metadata: { name: 'shop', annotations } },
    { kind: 'ConfigMap', metadata: { name: 'b', namespace: 'shop' } },
  ];
  const all = [
    ['ConfigMap shop/a', 'the Helm release "shop"'],
    ['Namespace shop', 'the Helm release "shop"'],
  ];
  expect(await owners({ code: 1, stdout: JSON.stringify({ items: live }) })).toEqual(all);
  expect(await owners({ stdout: JSON.stringify(live[0]) })).toEqual([all[0]]);
  expect(await owners({ code: 1 })).toEqual([]);
});
