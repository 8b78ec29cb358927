import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run, type Said } from '../command/run';
import { labFiles } from './charts/labs';
import { kubectl, kubectlWith } from './kubernetes/kubectl';
import { allObjects } from './kubernetes/objects';
import { waitFor } from './kubernetes/wait';

/*
 * The commands apply and delete as somebody uses them: the first apply to a cluster that has never seen the labs, and everything away again.
 */

/** MetalLB's controller cannot be built here, so that its webhook never answers: what apply says of that is a test of its own. */
const LABS = ['--exclude', '*metallb*'];
/** Upstream's Jobs have no time to live once they have run, because a Job cannot be changed. */
const RUN_EACH_TIME = ['create', 'patch'].map((step) => `Job ingress-nginx/ingress-nginx-admission-${step}`);
const OWN = 'apply-test';
const ROOT = path.join(__dirname, '..', '..');

const folders: string[] = [];
let before: string[];
let dist: string;

beforeAll(async () => {
  before = await allObjects();
  dist = await labFiles();
});

afterAll(async () => {
  const left = (await allObjects()).filter((object) => !before.includes(object));
  if (left.length > 0) {
    await kubectl('delete', 'namespace', OWN, '--ignore-not-found', '--wait=false');
    await program('delete', dist, '--yes');
  }
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

function program(...args: string[]): Promise<Said> {
  return run(args, '', { environment: process.env });
}

/** A folder with these files, until the tests end. */
function folderOf(files: Readonly<Record<string, object | string>>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-autoscaling-apply-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    fs.writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

/** The events of a command, as programs read them. */
function eventsIn({ output }: Said): Record<string, unknown>[] {
  const lines = output.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

function stagesIn({ output }: Said): string[] {
  return output.split('\n').filter((line) => line.startsWith('stage '));
}

function objectOf(kind: string, name: string, rest: object = {}): object {
  return { apiVersion: 'v1', kind, metadata: { name, ...(kind !== 'Namespace' && { namespace: OWN }) }, ...rest };
}

describe('apply', () => {
  test('takes all five labs to an empty cluster in one command', async () => {
    const said = await program('apply', dist, '--yes', ...LABS);
    expect(said.output).not.toMatch(/^(?:failed|refused|stopped)/m);
    expect(said.exitCode).toBe(0);
    expect(stagesIn(said)).toEqual([
      expect.stringMatching(/^stage 00 definitions and namespaces: \d+ created/),
      expect.stringMatching(/^stage 10 controllers: \d+ created/),
      expect.stringMatching(/^stage 20 their configuration: \d+ created/),
      expect.stringMatching(/^stage 30 apps: \d+ created/),
      expect.stringMatching(/^stage 40 load: \d+ created/),
    ]);
  });

  test('changes nothing the second time, but runs Jobs again that were deleted when they had run', async () => {
    const said = await program('apply', dist, '--yes', '--json', ...LABS);
    const outcomes = eventsIn(said).flatMap(({ objects }) => (Array.isArray(objects) ? (objects as Outcome[]) : []));
    const changed = outcomes.filter(({ outcome }) => outcome !== undefined && outcome !== 'unchanged');
    expect([changed.map(({ object }) => object), said.exitCode]).toEqual([RUN_EACH_TIME, 0]);
    expect(outcomes.length).toBeGreaterThan(100);
    expect(eventsIn(said).find(({ event }) => event === 'plan')).toMatchObject({
      ...{ created: RUN_EACH_TIME.length, rerun: RUN_EACH_TIME.length, configured: 0, unknown: 0 },
    });
  });

  test('tells somebody who may only read which permission is missing, and changes nothing', async () => {
    await kubectlWith(JSON.stringify(objectOf('Namespace', OWN)), 'apply', '--filename=-');
    const said = await program('apply', dist, '--yes', '--kubeconfig', await viewer(), ...LABS);
    expect(said.exitCode).toBe(1);
    expect(said.output).toMatch(
      /^refused {2}\d+ objects, because "system:serviceaccount:apply-test:viewer" may not:\n( {2}[a-z]+ [a-z].*\n)+ {2}fix: Ask/m,
    );
    expect(said.output).toContain('Nothing was applied.');
    const deleted = await program('delete', dist, '--yes', '--kubeconfig', await viewer(), ...LABS);
    expect([deleted.exitCode, deleted.errors]).toEqual([2, expect.stringMatching(/error: You may not [a-z]+ /)]);
  });

  test('prunes what its set had, custom resources first, and nothing of others', async () => {
    const paused = {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 'web', namespace: OWN },
      spec: {
        scaleTargetRef: { name: 'web' },
        maxReplicaCount: 2,
        triggers: [
          { type: 'cron', metadata: { timezone: 'UTC', start: '0 1 * * *', end: '0 2 * * *', desiredReplicas: '2' } },
        ],
      },
    };
    const labels = { app: 'web' };
    const pause = { image: 'registry.k8s.io/pause:3.10', name: 'web' };
    const web = {
      ...objectOf('Deployment', 'web', {
        spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [pause] } } },
      }),
      apiVersion: 'apps/v1',
    };
    const own = folderOf({
      '00-own.json': objectOf('Namespace', OWN),
      '30-kept.json': objectOf('ConfigMap', 'kept'),
      '30-gone.json': { apiVersion: 'v1', kind: 'List', items: [objectOf('ConfigMap', 'gone'), web, paused] },
    });
    const set = ['--yes', '--no-check', '--set', OWN];
    expect((await program('apply', own, ...set)).exitCode).toBe(0);
    await kubectl('create', 'configmap', 'theirs', `--namespace=${OWN}`);
    fs.rmSync(path.join(own, '30-gone.json'));
    fs.renameSync(path.join(own, '00-own.json'), path.join(own, '00-own.txt'));
    const said = await program('apply', own, ...set, '--prune');
    for (const object of [`ConfigMap ${OWN}/gone`, `ScaledObject ${OWN}/web`, `Namespace ${OWN}`]) {
      expect(said.output).toContain(`prune    ${object}\n`);
    }
    expect(said.output).toMatch(/kept Namespace apply-test: it has .*ConfigMap apply-test\/theirs/);
    const left = await kubectl('get', 'configmaps,scaledobjects', `--namespace=${OWN}`, '--output=name');
    expect(left.split('\n').sort()).toEqual(['configmap/kept', 'configmap/kube-root-ca.crt', 'configmap/theirs']);
    await kubectl('delete', 'configmap', OWN);
  });

  test('ends in a stage on Ctrl-C, goes on there, and tells why a webhook does not answer: its image', async () => {
    const metallb = fs.readdirSync(dist).filter((name) => name.includes('metallb'));
    const own = folderOf(
      Object.fromEntries(metallb.map((name) => [name, fs.readFileSync(path.join(dist, name), 'utf8')])),
    );
    const stopped = await interrupted('waiting until webhook', 'apply', own, '--yes');
    expect(stopped.exitCode).toBe(130);
    expect(stopped.output).toMatch(
      /^stage 10 controllers: \d+ created[^]*^stopped in stage 20 their configuration: 0 of \d+ objects? /m,
    );
    expect(stopped.errors).toMatch(/Stopped\.\n$/);

    const said = await program('apply', own, '--yes', '--timeout', '15');
    expect(said.exitCode).toBe(1);
    expect(stagesIn(said)[1]).toMatch(/^stage 10 controllers: \d+ unchanged/);
    const report = said.output.slice(said.output.indexOf('failed '));
    expect(report).toMatch(/^failed {3}stage 20 their configuration: \w+ metallb-system\/\S+ \(/);
    expect(report).toMatch(/^ {2}.*failed calling webhook/m);
    expect(report).toMatch(/^ {2}state: 0 of 1 pod ready; container controller: (?:ErrImagePull|ImagePullBackOff)/m);
    expect(report).toMatch(/^ {2}event: Pod controller-\S+: Failed: /m);
    expect(report).toMatch(
      /^ {2}fix: See why the pods behind the webhook are not ready[^]*A second run goes on here\.\n$/m,
    );

    expect((await program('delete', own, '--yes')).output).toMatch(/\nDeleted\.\n$/);
  });

  test('gives one report of a definition that is missing', async () => {
    const own = folderOf({
      '30-own.json': { ...objectOf('Certificate', 'web', { spec: {} }), apiVersion: 'nobody.example.io/v1' },
    });
    const said = await program('apply', own, '--yes', '--no-check', '--timeout', '1');
    expect(said.exitCode).toBe(1);
    expect(said.output).toMatch(
      /^failed {3}stage 30 apps: Certificate apply-test\/web \(.*\n.*no matches for kind "Certificate" in version "nobody\.example\.io\/v1"\n {2}fix: Install what defines this kind, or add its definitions to the manifests\.\nOf this stage, nothing is applied\. A second run goes on here\.\n/m,
    );
  });
});

test('delete leaves nothing', async () => {
  await kubectl('delete', 'clusterrolebinding', OWN);
  await kubectl('delete', 'namespace', OWN);
  const said = await program('delete', dist, '--yes', ...LABS);
  expect(said.output).not.toContain('kept');
  expect([said.exitCode, said.output.split('\n').at(-2)]).toEqual([0, 'Deleted.']);
  let left: string[] = [];
  await waitFor({ seconds: 60, what: 'everything is gone', everyMs: 2000 }, async () => {
    left = (await allObjects()).filter((object) => !before.includes(object));
    return left.length === 0 ? true : undefined;
  }).catch(() => expect(left).toEqual([]));
});

interface Outcome {
  readonly object: string;
  readonly outcome?: string;
}

/** The program in a process of its own, which is sent Ctrl-C as soon as it has said something. */
function interrupted(said: string, ...args: string[]): Promise<Said> {
  const command = ['--import', 'tsx', path.join(ROOT, 'lib', 'command', 'main.ts'), ...args];
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    const isSaid = errors.includes(said);
    errors += chunk.toString();
    if (!isSaid && errors.includes(said)) child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? -1, output, errors }));
  });
}

/** The kubeconfig of somebody who may look at what the role `view` shows. */
async function viewer(): Promise<string> {
  await kubectl('create', 'serviceaccount', 'viewer', `--namespace=${OWN}`).catch(() => undefined);
  const binding = [OWN, '--clusterrole=view', `--serviceaccount=${OWN}:viewer`];
  await kubectl('create', 'clusterrolebinding', ...binding).catch(() => undefined);
  const token = await kubectl('create', 'token', 'viewer', `--namespace=${OWN}`);
  const config = JSON.parse(await kubectl('config', 'view', '--raw', '--minify', '--output=json')) as {
    contexts: { name: string; context: object }[];
  };
  const contexts = config.contexts.map(({ name, context }) => ({ name, context: { ...context, user: 'viewer' } }));
  const folder = folderOf({ kubeconfig: { ...config, contexts, users: [{ name: 'viewer', user: { token } }] } });
  return path.join(folder, 'kubeconfig');
}
