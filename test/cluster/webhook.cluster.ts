import * as path from 'node:path';
import { checkManifests, type Finding } from '../../lib/checks';
import { KEDA_KINDS, randomKedaObject } from '../differential/keda-objects';
import { type RandomObject } from '../differential/mutated-object';
import { Random } from '../differential/random';
import { ApiProxy, type Reply } from './kubernetes/api-proxy';
import { IS_OURS, release } from './kubernetes/cluster';
import { KedaWebhook } from './kubernetes/keda-webhook';
import { kubectl, kubectlWith } from './kubernetes/kubectl';
import { waitFor } from './kubernetes/wait';

const SEED = Number(process.env.WEBHOOK_SEED ?? 1);
const OBJECTS = Number(process.env.WEBHOOK_OBJECTS ?? 3000);
const LANES = 8;
const CRDS = path.join(__dirname, '..', '..', 'crds', 'keda.json');

/** The webhook is a process of this machine, which only the API server of this machine reaches. */
const judged = IS_OURS ? test : test.skip;

let server: ApiProxy;
let webhook: KedaWebhook | undefined;
let kubernetes: string;

beforeAll(async () => {
  if (!IS_OURS) return;
  await kubectl('apply', '--server-side', `--filename=${CRDS}`);
  await kubectl('wait', '--for=condition=Established', '--timeout=60s', `--filename=${CRDS}`);
  for (const lane of Array(LANES).keys()) await makeLane(lane);
  webhook = await KedaWebhook.start(process.env.TMPDIR ?? '/tmp');
  server = await ApiProxy.start();
  kubernetes = await release();
  await waitFor({ seconds: 60, what: 'KEDA judges what it sees', everyMs: 500 }, async () => {
    const { message } = await send(0, { kind: 'ScaledObject', metadata: { name: 'web' }, spec: ONE_NAME_TWICE });
    return message.includes('is defined multiple times') ? true : undefined;
  });
});

afterAll(async () => {
  if (!IS_OURS) return;
  server?.stop();
  await webhook?.stop();
  await kubectl('delete', 'namespaces', '--wait=false', ...Array.from(Array(LANES).keys(), namespacesOf).flat());
  await kubectl('delete', `--filename=${CRDS}`);
});

const CRON = { type: 'cron', name: 'day', metadata: {} };
const ONE_NAME_TWICE = { scaleTargetRef: { name: 'web' }, triggers: [CRON, CRON] };

interface Verdict extends RandomObject {
  readonly findings: readonly Finding[];
  readonly reply: Reply;
}

judged("check, the definitions and KEDA's webhook give one verdict (needs an API server of this machine)", async () => {
  const random = new Random(SEED);
  const verdicts = await ask(Array.from({ length: OBJECTS }, () => randomKedaObject(random)));
  const different = verdicts.filter(({ findings, reply }) => findings.length > 0 !== reply.status >= 400);
  expect(different.map(told)).toEqual([]);
  for (const kind of KEDA_KINDS) {
    const of = verdicts.filter(({ object }) => object.kind === kind);
    expect(of.filter(({ reply }) => reply.status >= 400).length).toBeGreaterThan(of.length / 5);
    expect(of.filter(({ reply }) => reply.status < 300).length).toBeGreaterThan(of.length / 5);
  }
  expect(verdicts.filter(({ reply }) => reply.message.includes('denied the request')).length).toBeGreaterThan(100);
});

/** Objects of a lane come one after the other under one name: the webhook's cache may still have the one before, and knows it by its name. */
async function ask(objects: readonly RandomObject[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const left = objects.values();
  const work = async (lane: number) => {
    for (const { object, change } of left) {
      verdicts.push({ object, change, findings: refusals(object), reply: await send(lane, object) });
    }
  };
  await Promise.all(Array.from(Array(LANES).keys(), work));
  return verdicts;
}

/** The namespaces of a lane: of the usual name, and of others. */
function namespacesOf(lane: number): [string, string] {
  return [`lane-${lane}`, `lane-${lane}-others`];
}

/** Namespaces in which everything that is named "web" has requests of CPU and memory. */
async function makeLane(lane: number): Promise<void> {
  const resources = { requests: { cpu: '10m', memory: '16Mi' } };
  const labels = { app: 'web' };
  const spec = {
    replicas: 0,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'example.com/web:1', resources }] } },
  };
  const items = namespacesOf(lane).flatMap((namespace) => [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    ...['Deployment', 'StatefulSet'].map((kind) => ({
      apiVersion: 'apps/v1',
      kind,
      metadata: { name: 'web', namespace },
      spec: kind === 'StatefulSet' ? { ...spec, serviceName: 'web' } : spec,
    })),
  ]);
  await kubectlWith(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), 'apply', '--filename=-');
}

const RESOURCES: Readonly<Record<string, string>> = {
  ScaledObject: 'scaledobjects',
  ScaledJob: 'scaledjobs',
  TriggerAuthentication: 'triggerauthentications',
  ClusterTriggerAuthentication: 'clustertriggerauthentications',
};

/** Creates an object in the namespace of its lane, and deletes it: the webhook looks at requests only of what is stored. */
async function send(
  lane: number,
  object: Readonly<Record<string, unknown>> & { readonly kind: string },
): Promise<Reply> {
  const { name } = object.metadata as { readonly name: string };
  const [usual, others] = namespacesOf(lane);
  const isOfCluster = object.kind === 'ClusterTriggerAuthentication';
  const own = isOfCluster ? `${name}-${lane}` : name;
  const namespace = isOfCluster ? undefined : name === 'web' ? usual : others;
  const base = `/apis/keda.sh/v1alpha1${namespace === undefined ? '' : `/namespaces/${namespace}`}/${RESOURCES[object.kind]}`;
  const manifest = { apiVersion: 'keda.sh/v1alpha1', ...object, metadata: { name: own, namespace } };
  const reply = await server.post(`${base}?fieldValidation=Strict`, manifest);
  if (reply.status < 300) await server.delete(`${base}/${own}`);
  return reply;
}

/** What check has against an object itself: that it is refused, not that nothing comes of it. An unknown field may be a warning. */
function refusals(object: RandomObject['object']): Finding[] {
  const isRefused = /refuses (?:the )?(?:ScaledObject|ScaledJob|(?:Cluster)?TriggerAuthentication|object|it)\b/;
  return checkManifests([{ manifest: object as never, origin: 'web.yaml' }], { kubernetes }).filter(
    ({ severity, objects, why, rule }) =>
      objects.length === 1 && (rule === 'R43' || (severity === 'error' && (isRefused.test(why) || rule === 'R60'))),
  );
}

function told({ object, change, findings, reply }: Verdict): string {
  const ours = findings.map(({ rule, what }) => `${rule} ${what}`).join(' ');
  return `${object.kind}, ${change}: ${reply.status} ${reply.message.slice(0, 300)} | ${ours}`;
}
