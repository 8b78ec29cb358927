import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run, type Said } from '../command/run';
import { ApiProxy } from './kubernetes/api-proxy';
import { getObjects, kubectl, kubectlWith } from './kubernetes/kubectl';
import { pause } from './kubernetes/wait';
import { WeakLink } from './kubernetes/weak-link';

/*
 * apply and status where the world is bad: two at once, an API server that goes away or takes 2 s for an answer, Ctrl-C in each stage, 5,000 pods. A control plane
 * alone is enough; each as somebody who may do everything, and as somebody who may only read.
 */

const OWN = 'bad-worlds';
const MANY = 'many-pods';
const PODS = 5000;
const ROOT = path.join(__dirname, '..', '..');
const SLOW = 2000;
const SETTINGS = 6;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-autoscaling-bad-'));
let link: WeakLink;
/** What leads over the weak link: for the administrator, and for somebody who may only read. */
let weak: string;
let weakViewer: string;
let viewer: string;

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: { readonly server: string } }[];
  readonly contexts: readonly { readonly name: string; readonly context: object }[];
}

beforeAll(async () => {
  await kubectl('create', 'namespace', MANY);
  await kubectl('create', 'serviceaccount', 'viewer', `--namespace=${MANY}`);
  await kubectl('create', 'clusterrolebinding', OWN, '--clusterrole=view', `--serviceaccount=${MANY}:viewer`);
  const written = await kubectl('config', 'view', '--raw', '--flatten', '--minify', '--output=json');
  const config = JSON.parse(written) as Kubeconfig;
  const token = await kubectl('create', 'token', 'viewer', `--namespace=${MANY}`, '--duration=2h');
  const contexts = config.contexts.map(({ name, context }) => ({ name, context: { ...context, user: 'viewer' } }));
  const viewing = JSON.stringify({ ...config, contexts, users: [{ name: 'viewer', user: { token } }] });
  viewer = path.join(folder, 'viewer.kubeconfig');
  fs.writeFileSync(viewer, viewing);
  link = await WeakLink.to(config.clusters[0]?.cluster.server ?? '');
  weak = link.writeKubeconfig(path.join(folder, 'weak'), JSON.stringify(config));
  weakViewer = link.writeKubeconfig(path.join(folder, 'weak-viewer'), viewing);
});

beforeEach(() => {
  link.delay = 0;
});

afterAll(async () => {
  await link.cut();
  await kubectl('delete', 'namespace', OWN, MANY, '--ignore-not-found', '--wait=false');
  await kubectl('delete', 'clusterrolebinding', OWN, '--ignore-not-found');
  await kubectl('delete', 'crd', 'shops.bad-worlds.example.io', '--ignore-not-found');
  fs.rmSync(folder, { recursive: true });
});

/** Four stages: a definition with its namespace, settings, an object of that definition, an app with its autoscaler. */
function manifests(name: string): string {
  const own = fs.mkdtempSync(path.join(folder, `${name}-`));
  const settings = Array.from({ length: SETTINGS }, (_, index) =>
    object('v1', 'ConfigMap', `setting-${index}`, { data: { a: '1' } }),
  );
  const labels = { app: 'web' };
  const containers = [{ name: 'web', image: 'registry.k8s.io/pause:3.10', resources: { requests: { cpu: '10m' } } }];
  const files: Readonly<Record<string, readonly object[]>> = {
    '00-own.json': [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: OWN } }, DEFINITION],
    '10-settings.json': settings,
    '20-shop.json': [object('bad-worlds.example.io/v1', 'Shop', 'web', { spec: { a: 1 } })],
    '30-web.json': [
      object('apps/v1', 'Deployment', 'web', {
        spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
      }),
      object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
        spec: {
          maxReplicas: 3,
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
          metrics: [
            { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
          ],
        },
      }),
    ],
  };
  for (const [file, items] of Object.entries(files)) {
    fs.writeFileSync(path.join(own, file), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  }
  return own;
}

function object(apiVersion: string, kind: string, name: string, rest: object): object {
  return { apiVersion, kind, metadata: { name, namespace: OWN }, ...rest };
}

const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shops.bad-worlds.example.io' },
  spec: {
    group: 'bad-worlds.example.io',
    names: { kind: 'Shop', plural: 'shops', singular: 'shop', listKind: 'ShopList' },
    scope: 'Namespaced',
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true },
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

async function forgetAll(): Promise<void> {
  await kubectl('delete', 'namespace', OWN, '--ignore-not-found', '--timeout=60s');
  await kubectl('delete', 'crd', 'shops.bad-worlds.example.io', '--ignore-not-found', '--timeout=60s');
}

function program(
  args: readonly string[],
  seen: (text: string) => void = () => undefined,
  signal?: AbortSignal,
): Promise<Said> {
  let output = '';
  let errors = '';
  return run(args, '', {
    environment: process.env,
    ...(signal && { interruption: () => signal }),
    write: (text) => {
      output += text;
      seen(text);
    },
    writeError: (text) => {
      errors += text;
      seen(text);
    },
  }).then((said) => ({ ...said, output, errors }));
}

const APPLY = ['--yes', '--no-check'];

describe('apply', () => {
  let own: string;

  beforeAll(() => {
    own = manifests('own');
  });

  beforeEach(forgetAll);

  test('two at once both come to their end, and nothing is there twice', async () => {
    const both = await Promise.all([program(['apply', own, ...APPLY]), program(['apply', own, ...APPLY])]);
    expect(both.map(({ exitCode, errors }) => [exitCode, errors.includes('error')])).toEqual([[0, false], [0, false]]); // prettier-ignore
    expect(await getObjects('configmaps', `--namespace=${OWN}`)).toHaveLength(SETTINGS + 1); // with that of the cluster itself
    const again = await program(['apply', own, ...APPLY]);
    expect([again.exitCode, /created|configured/.test(again.output)]).toEqual([0, false]);
  });

  test.each([['before it begins', 'asking'], ['in its second stage', 'stage 00'], ['in its last stage', 'stage 20']] as const)(
    'an API server that goes away %s is told, and a second run goes on',
    async (_, word) => {
      let cut: Promise<void> | undefined;
      const said = await program(['apply', own, ...APPLY, '--kubeconfig', weak, '--timeout', '20'], (text) => {
        if (text.includes(word)) cut ??= link.cut();
      });
      expect(said.output + said.errors).toContain(word);
      await cut;
      expect(said.exitCode).not.toBe(0);
      expect(said.output + said.errors).toMatch(/The API server does not answer|refuses the connection|connection refused|EOF|reset/);
      expect(said.output + said.errors).not.toContain('mistake of cdk8s-autoscaling');
      await link.mend();
      const again = await program(['apply', own, ...APPLY, '--kubeconfig', weak]);
      expect([again.exitCode, again.errors]).toEqual([0, expect.not.stringContaining('error:')]);
    },
  ); // prettier-ignore

  test.each(['asking', 'stage 00', 'stage 10', 'stage 20'])(
    'Ctrl-C after "%s" ends it there, and a second run goes on',
    async (word) => {
      link.delay = 300; // so that there is time within a stage
      const stopping = new AbortController();
      const said = await program(['apply', own, ...APPLY, '--kubeconfig', weak], (text) => {
      if (text.includes(word)) setTimeout(() => stopping.abort(), 500);
    }, stopping.signal); // prettier-ignore
      expect([said.exitCode, said.errors]).toEqual([130, expect.stringMatching(/Stopped\.\n$/)]);
      if (word !== 'asking') expect(said.output).toMatch(/stopped in stage \d\d .*: \d+ of \d+ objects? /);
      link.delay = 0;
      expect((await program(['apply', own, ...APPLY])).exitCode).toBe(0);
    },
  );

  test('2 s for an answer are enough, and somebody who may only read is told so', async () => {
    link.delay = SLOW;
    const begun = Date.now();
    const said = await program(['apply', own, ...APPLY, '--kubeconfig', weak]);
    expect([said.exitCode, said.errors]).toEqual([0, expect.not.stringContaining('error:')]);
    const seconds = Math.round((Date.now() - begun) / 1000);
    const refused = await program(['apply', own, ...APPLY, '--kubeconfig', weakViewer]);
    expect([refused.exitCode, refused.output]).toEqual([1, expect.stringMatching(/refused .* may not:\n {2}get /)]);
    console.log(`apply of ${SETTINGS + 5} objects with ${SLOW / 1000} s for an answer: ${seconds} s`);
  });
});

describe('status', () => {
  beforeAll(async () => {
    await kubectl(
      'wait',
      '--for=jsonpath={.metadata.name}=default',
      'serviceaccount/default',
      `--namespace=${MANY}`,
      '--timeout=60s',
    );
    await kubectlWith(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: scaledApps() }), 'apply', '--filename=-');
    const proxy = await ApiProxy.start();
    try {
      const waiting = Array.from({ length: PODS }, (_, index) => index);
      const worker = async (): Promise<void> => {
        for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
          const { status, message } = await proxy.post(`/api/v1/namespaces/${MANY}/pods`, podOf(index));
          if (status >= 300 && status !== 409) throw new Error(message);
        }
      };
      await Promise.all(Array.from({ length: 16 }, worker));
    } finally {
      proxy.stop();
    }
  });

  test.each([['the administrator', () => undefined], ['somebody who may only read', () => viewer]])(
    'looks at 5,000 pods in 128 MiB, as %s',
    async (who, kubeconfig) => {
      const { exitCode, output, seconds, mebibytes } = await measured(['status', '--json'], kubeconfig());
      const { rows } = JSON.parse(output) as { readonly rows: readonly { readonly namespace: string }[] };
      expect([rows.filter(({ namespace }) => namespace === MANY).length, exitCode < 2]).toEqual([APPS, true]);
      console.log(`status of ${PODS} pods as ${who}: ${seconds.toFixed(1)} s, ${mebibytes} MiB at most`);
    },
  ); // prettier-ignore

  test.each([['the administrator', () => weak], ['somebody who may only read', () => weakViewer]])(
    'is told of an API server that needs 2 s for an answer, as %s',
    async (who, kubeconfig) => {
      link.delay = SLOW;
      const begun = Date.now();
      const { exitCode, output } = await program(['status', '--json', '--namespace', MANY, '--kubeconfig', kubeconfig()]);
      expect([exitCode < 2, (JSON.parse(output) as { rows: unknown[] }).rows.length]).toEqual([true, APPS]);
      console.log(`status with ${SLOW / 1000} s for an answer as ${who}: ${Math.round((Date.now() - begun) / 1000)} s`);
    },
  ); // prettier-ignore

  test('an API server that goes away is told', async () => {
    link.delay = SLOW;
    const ended = program(['status', '--kubeconfig', weak]);
    await pause(8000);
    await link.cut();
    const { exitCode, errors } = await ended;
    await link.mend();
    expect([exitCode, errors]).toEqual([
      2,
      expect.stringMatching(/The API server does not answer|refuses the connection/),
    ]);
  });
});

const APPS = 10;

function scaledApps(): object[] {
  return Array.from({ length: APPS }, (_, index) => {
    const name = `web-${index}`;
    const labels = { app: name };
    const metadata = { name, namespace: MANY };
    const containers = [{ name: 'web', image: 'web:1', resources: { requests: { cpu: '10m' } } }];
    const metrics = [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
    ];
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name };
    return [
      {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata },
        spec: {
          paused: true,
          replicas: 0,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers } },
        },
      },
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata,
        spec: { maxReplicas: 1000, scaleTargetRef, metrics },
      },
    ];
  }).flat();
}

/** A pod as large as those of a mesh: a sidecar, and a long annotation. */
function podOf(index: number): object {
  const container = (name: string): object => ({
    ...{ name, image: 'registry.example.io/some/long/name/of/an/image:1.2.3', resources: { requests: { cpu: '10m' } } },
    env: Array.from({ length: 20 }, (_, each) => ({ name: `SETTING_${each}`, value: `value ${each} of a setting` })),
  });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `web-${index}`, labels: { app: `web-${index % APPS}` }, annotations: { note: 'n'.repeat(2000) } },
    spec: { automountServiceAccountToken: false, containers: [container('web'), container('proxy')] },
  };
}

interface Measured {
  readonly exitCode: number;
  readonly output: string;
  readonly seconds: number;
  /** The most memory of the whole process. */
  readonly mebibytes: number;
}

/** The program in a process of its own, whose heap has 128 MiB. */
async function measured(args: readonly string[], kubeconfig: string | undefined): Promise<Measured> {
  const hook = path.join(folder, 'memory.cjs');
  fs.writeFileSync(
    hook,
    "process.on('exit', () => process.stderr.write('memory ' + process.resourceUsage().maxRSS + '\\n'));\n",
  );
  const command = [
    '--max-old-space-size=128',
    '--require',
    hook,
    '--import',
    'tsx',
    path.join(ROOT, 'lib', 'command', 'main.ts'),
  ];
  const env = { ...process.env, ...(kubeconfig !== undefined && { KUBECONFIG: kubeconfig }) };
  const begun = Date.now();
  const child = spawn(process.execPath, [...command, ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exitCode = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  const [, kibibytes = '0'] = /memory (\d+)/.exec(errors) ?? [];
  if (output === '') throw new Error(errors);
  return { exitCode, output, seconds: (Date.now() - begun) / 1000, mebibytes: Math.round(Number(kibibytes) / 1024) };
}
