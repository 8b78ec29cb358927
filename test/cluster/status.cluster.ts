import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type Cause } from '../../lib/command/status/causes';
import { type Status } from '../../lib/command/status/human';
import { run } from '../command/run';
import { namespaceOf, STAGED_FAULTS, STAGED_NAMESPACES, stagedObjects, type StagedFault } from './charts/status-faults';
import { kubectl, kubectlWith } from './kubernetes/kubectl';
import { applyStages, untilAvailable } from './kubernetes/platform';
import { waitFor } from './kubernetes/wait';

const PLATFORM = ['metrics-server', 'keda', 'prometheus-operator'];
const VIEWER = 'status-viewer';
/** What is turned off at the end, and on again. */
const PARTS = [
  ['keda', 'keda-admission-webhooks'],
  ['kube-system', 'metrics-server'],
] as const;

async function statusNow(...flags: string[]): Promise<Status> {
  const { output, errors } = await run(['status', '--json', ...flags], '', { environment: process.env });
  if (output === '') throw new Error(errors);
  return JSON.parse(output) as Status;
}

function scaleParts(replicas: number): Promise<string[]> {
  return Promise.all(
    PARTS.map(([namespace, name]) =>
      kubectl('scale', `deployment/${name}`, `--namespace=${namespace}`, `--replicas=${replicas}`),
    ),
  );
}

/** The causes of a staged autoscaler; of two of them, those of the first. */
function causesOf(fault: StagedFault, { causes }: Status): readonly Cause[] {
  return causes.filter(({ object }) => object.endsWith(` ${namespaceOf(fault)}/web`));
}

function isTold({ cause, rule, says }: StagedFault, causes: readonly Cause[]): boolean {
  return causes.some((each) => each.cause === cause && each.rule === rule && says.test(each.what));
}

function told(causes: readonly Cause[]): string {
  return causes.map(({ cause, rule, what, evidence }) => `${rule ?? cause}: ${what} [${evidence}]`).join(' | ');
}

let viewersFolder: string | undefined;

describe('status', () => {
  let status: Status;

  beforeAll(async () => {
    await applyStages(['00'], [...PLATFORM, 'custom-metrics', 'monitoring']); // whose monitors are in stage 20 of prometheus-operator
    await applyStages(['10', '20'], PLATFORM);
    await untilAvailable('--namespace=keda');
    await untilAvailable('--namespace=kube-system');
    await waitFor({ seconds: 60, what: 'every fault is staged', everyMs: 3000 }, () =>
      kubectlWith(stagedObjects(), 'apply', '--filename=-'),
    );
    // Each fault has one cause, and what only follows from it has gone.
    await waitFor({ seconds: 200, what: 'each fault is told', everyMs: 5000 }, async () => {
      status = await statusNow();
      const isSettled = STAGED_FAULTS.every((fault) => isTold(fault, causesOf(fault, status)));
      return isSettled ? true : undefined;
    }).catch(() => undefined); // each test says what is missing
  });

  afterAll(async () => {
    if (viewersFolder !== undefined) fs.rmSync(viewersFolder, { recursive: true });
    await scaleParts(1);
    await kubectl('delete', 'clusterrolebinding', VIEWER, '--ignore-not-found');
    await kubectl('delete', 'namespace', ...STAGED_NAMESPACES, '--ignore-not-found', '--timeout=120s');
    for (const [namespace] of PARTS) await untilAvailable(`--namespace=${namespace}`);
  });

  test.each(STAGED_FAULTS.map((fault) => [fault.name, fault] as const))('names the cause: %s', (_, fault) => {
    const causes = causesOf(fault, status);
    if (!isTold(fault, causes)) throw new Error(`It says: ${told(causes) || 'nothing'}`);
    // No other error beside it: a consequence is told only where its cause is not.
    const others = causes.filter(({ severity }) => severity === 'error').filter((each) => !isTold(fault, [each]));
    expect(told(others)).toBe('');
  });

  test('says to somebody who may only read what is missing, and shows the rest', async () => {
    const { rows, forbidden } = await statusNow('--kubeconfig', await viewer());
    expect(forbidden).toContain('list apiservices.apiregistration.k8s.io in all namespaces');
    expect(rows).toContainEqual(expect.objectContaining({ namespace: 'status-no-request', name: 'web' }));
  });

  test("names KEDA's webhook and a metrics-server that do not run, once each", async () => {
    await scaleParts(0);
    await waitFor({ seconds: 90, what: 'both are named', everyMs: 3000 }, async () => {
      const { causes } = await statusNow();
      const webhook = causes.filter(({ cause }) => cause === 'no-keda-webhook');
      const unserved = causes.filter(({ cause }) => cause === 'no-metrics-api').map(({ what }) => what);
      const isNamed = unserved.some((what) => what.startsWith('The APIService v1beta1.metrics.k8s.io does not answer'));
      return webhook.length === 1 && isNamed ? true : undefined;
    });
    const { output } = await run(['status'], '', { environment: process.env });
    expect(output.match(/v1beta1\.metrics\.k8s\.io does not answer/g)).toHaveLength(1);
  });
});

/** The kubeconfig of somebody who may look at what `view` shows. */
async function viewer(): Promise<string> {
  const namespace = STAGED_NAMESPACES[0] ?? '';
  await kubectl('create', 'serviceaccount', 'viewer', `--namespace=${namespace}`);
  const subject = `--serviceaccount=${namespace}:viewer`;
  await kubectl('create', 'clusterrolebinding', VIEWER, '--clusterrole=view', subject);
  const token = await kubectl('create', 'token', 'viewer', `--namespace=${namespace}`);
  const config = JSON.parse(await kubectl('config', 'view', '--raw', '--minify', '--output=json')) as {
    readonly contexts: readonly { readonly name: string; readonly context: object }[];
  };
  const contexts = config.contexts.map(({ name, context }) => ({ name, context: { ...context, user: 'viewer' } }));
  viewersFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'viewer-'));
  const file = path.join(viewersFolder, 'kubeconfig');
  fs.writeFileSync(file, JSON.stringify({ ...config, users: [{ name: 'viewer', user: { token } }], contexts }));
  return file;
}
