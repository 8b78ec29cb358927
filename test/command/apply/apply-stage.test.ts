import { Interrupted } from '../../../lib/cluster';
import { applyStage, type Failure, type Run } from '../../../lib/command/apply/apply-stage';
import { type Attempt } from '../../../lib/command/apply/attempt';
import { type CheckedObject } from '../../../lib/checks/manifest';
import { named, scriptedApi, ScriptedKubectl, scriptedLog } from '../scripted';

jest.setTimeout(60_000); // a wait looks again after two seconds

const SETTINGS = named('ConfigMap', 'settings', 'shop');
const STAGE = { id: '30', name: 'apps', objects: [SETTINGS] };
const HOOK = 'failed calling webhook "x.io": Post "https://hook.shop.svc:443/": no endpoints available';

interface Script {
  /** What the API server says of an object, by the number of the try; undefined is that it takes it. */
  readonly says?: (name: string, isDryRun: boolean, tries: number) => string | undefined;
  readonly answers?: Readonly<Record<string, object>>;
  readonly applied?: CheckedObject[];
  readonly seconds?: number;
}

function runOf({ says = () => undefined, answers = {}, applied = [], seconds = 60 }: Script) {
  let tries = 0;
  const kubectl = new ScriptedKubectl((args, input) => {
    tries++;
    const { items } = JSON.parse(input) as { items: { metadata: { name: string } }[] };
    const said = items.map(({ metadata: { name } }) => ({
      name,
      message: says(name, args.includes('--dry-run=server'), tries),
    }));
    const refused = said.flatMap(({ message }) => message ?? []);
    return {
      code: refused.length > 0 ? 1 : 0,
      stdout: said
        .flatMap(({ name, message }) => (message === undefined ? `configmap/${name} created\n` : []))
        .join(''),
      stderr: refused.map((message) => `Error from server: ${message}\n`).join(''),
    };
  });
  const { log, written } = scriptedLog();
  const run: Run = { kubectl, api: scriptedApi(answers), log, options: { isServerSide: false }, seconds, applied };
  const applyCalls = () => kubectl.calls.map(({ args }) => (args.includes('--dry-run=server') ? 'dry run' : 'apply'));
  return { run, written, applyCalls };
}

function outcomesOf(answer: Attempt | Failure): unknown {
  return 'message' in answer ? answer.message : [...answer.outcomes.values()];
}

test('what would stay as it is is not sent, and what was tried before is not tried again', async () => {
  const other = named('ConfigMap', 'other', 'shop');
  const stage = { ...STAGE, objects: [SETTINGS, other] };
  const { run, applyCalls } = runOf({});
  const passing = new Map([
    [SETTINGS, 'unchanged'],
    [other, 'created'],
  ]);
  expect(outcomesOf(await applyStage(run, stage, passing))).toEqual(['unchanged', 'created']);
  expect(applyCalls()).toEqual(['apply']);
  expect(run.applied).toEqual([SETTINGS, other]);
});

test('a stage is tried out before it is applied', async () => {
  const { run, applyCalls } = runOf({});
  expect(outcomesOf(await applyStage(run, STAGE, new Map()))).toEqual(['created']);
  expect(applyCalls()).toEqual(['dry run', 'apply']);
});

test('what a trial finds wrong is not waited for', async () => {
  const { run, applyCalls } = runOf({ says: () => 'ConfigMap "settings" is invalid: data: too long' });
  expect(await applyStage(run, STAGE, new Map())).toMatchObject({ object: SETTINGS, done: 0, stage: STAGE });
  expect(applyCalls()).toEqual(['dry run']);
});

test('a webhook that may not be asked for a trial is asked for the real thing', async () => {
  const { run, applyCalls } = runOf({
    says: (_, isDryRun) => (isDryRun ? 'admission webhook "x" does not support dry run' : undefined),
  });
  expect(outcomesOf(await applyStage(run, STAGE, new Map()))).toEqual(['created']);
  expect(applyCalls()).toEqual(['dry run', 'apply']);
});

test('somebody who changes an object at the same time is waited for', async () => {
  const { run, written } = runOf({
    says: (_, isDryRun, tries) => (!isDryRun && tries < 3 ? 'the object has been modified' : undefined),
  });
  expect(outcomesOf(await applyStage(run, STAGE, new Map()))).toEqual(['created']);
  expect(written()).toContain('ConfigMap shop/settings is not accepted yet: the object has been modified …');
});

test('what is refused after the trial is told before what would only be later', async () => {
  const later = named('ConfigMap', 'later', 'shop');
  const stage = { ...STAGE, objects: [later, SETTINGS] };
  const { run } = runOf({
    says: (name, isDryRun) => (isDryRun ? undefined : name === 'later' ? HOOK : 'exceeded quota: small'),
  });
  expect(await applyStage(run, stage, new Map())).toMatchObject({ object: SETTINGS, message: 'exceeded quota: small' });
});

test('a webhook that does not answer is told with the pods behind it', async () => {
  const applied = [
    {
      ...named('Service', 'hook', 'shop'),
      manifest: { ...named('Service', 'hook', 'shop').manifest, spec: { selector: { a: 'b' } } },
    },
    {
      ...SETTINGS,
      manifest: {
        ...named('Deployment', 'hook', 'shop', 'apps/v1').manifest,
        spec: { template: { metadata: { labels: { a: 'b' } } } },
      },
    },
  ];
  const answers = { '/apis/apps/v1/namespaces/shop/deployments/hook': {} };
  const { run, written } = runOf({ says: () => HOOK, answers, applied, seconds: 1 });
  expect(await applyStage(run, STAGE, new Map())).toMatchObject({
    message: HOOK,
    trouble: { state: '0 of 1 pod ready' },
  });
  expect(written()).toContain(
    'waiting until webhook x.io answers for ConfigMap shop/settings: 0 of 1 pod ready, 0 s of at most 1 s …',
  );
});

test('what a stage needs is waited for, as long as somebody said', async () => {
  const definition = named('CustomResourceDefinition', 'x.io', undefined, 'apiextensions.k8s.io/v1');
  const answers = { '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/x.io': {} };
  const { run, written, applyCalls } = runOf({ answers, applied: [definition], seconds: 1 });
  expect(await applyStage(run, STAGE, new Map())).toMatchObject({
    message:
      'Gave up after 1 s of waiting until CustomResourceDefinition x.io is established: nothing is known of it yet',
    done: 0,
  });
  expect(written()).toContain('waiting until CustomResourceDefinition x.io is established: nothing is known of it yet');
  expect(applyCalls()).toEqual([]);
});

test('a failure is told also where its pods may not be read, and Ctrl-C stays Ctrl-C', async () => {
  const place = '/apis/apps/v1/namespaces/shop/deployments/hook';
  const service = named('Service', 'hook', 'shop');
  const workload = named('Deployment', 'hook', 'shop', 'apps/v1');
  const applied = [
    { ...service, manifest: { ...service.manifest, spec: { selector: { a: 'b' } } } },
    { ...workload, manifest: { ...workload.manifest, spec: { template: { metadata: { labels: { a: 'b' } } } } } },
  ];
  const failing = (error: Error) => runOf({ says: () => HOOK, answers: { [place]: error }, applied, seconds: -1 }).run;
  expect(await applyStage(failing(new Error('socket hang up')), STAGE, new Map())).toMatchObject({ message: HOOK });
  await expect(applyStage(failing(new Interrupted()), STAGE, new Map())).rejects.toThrow(Interrupted);
});
