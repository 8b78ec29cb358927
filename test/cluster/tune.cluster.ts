import { AppImage } from '../../lib';
import { parseGoal, parseLoad, tune, type Fields, type Tuning } from '../../lib/simulation';
import { type Profile } from '../../lib/simulation/load/profile';
import { firstSetting, servedAs, TUNED } from './charts/tuned';
import { nodeAddress } from './kubernetes/http';
import { getObject, kubectl, kubectlWith, type StoredObject } from './kubernetes/kubectl';
import { sendAtRate, type LoadReport } from './kubernetes/open-load';
import { applyStages, untilAvailable } from './kubernetes/platform';
import { coresIn } from './kubernetes/pod-metrics';
import { untilMeasured } from './kubernetes/scaling';
import { pause } from './kubernetes/wait';
import { say } from './environment/progress';

/*
 * The settings that `tune` recommends against those that somebody began with: side by side on one node, under the same requests at the same time.
 */

/** A load squeezed into minutes. */
interface Trace {
  readonly name: string;
  readonly load: string;
  readonly port: number;
  readonly minReplicas: number;
}

const SECONDS = 240;
const BASE = 1;
const PEAK = 8;
const MAX = 10;
const TRACES: readonly Trace[] = [
  { name: 'spike', load: `spike:${BASE}..${PEAK}rps@60s/60s`, port: 30101, minReplicas: 6 },
  { name: 'office-hours', load: `wave:${BASE}..${PEAK}rps/${SECONDS}s`, port: 30103, minReplicas: 6 },
];
const EVERY_MS = 2000;
const MEASURED_SECONDS = 95;

/** What a setting cost and gave. */
interface Outcome extends LoadReport {
  readonly podSeconds: number;
  readonly replicas: readonly number[];
}

interface Deployment extends StoredObject {
  readonly status: { readonly replicas?: number };
}

let address: string;
const tunings = new Map<string, Tuning>();

beforeAll(async () => {
  await applyStages(['10'], ['metrics-server']);
  await kubectlWith(
    JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: TUNED } }),
    'apply',
    '--filename=-',
  );
  address = await nodeAddress();
  for (const { name, port, minReplicas } of TRACES) {
    const image = AppImage.hpaExample().reference;
    await applyObjects(servedAs(firstSetting(name, image, { minReplicas, maxReplicas: MAX }), name, port));
  }
  await untilAvailable(`--namespace=${TUNED}`);
  for (const { name } of TRACES) await untilMeasured(TUNED, name);
});

afterAll(() => kubectl('delete', 'namespace', TUNED, '--timeout=180s'));

test('what tune recommends takes fewer pods than what somebody began with, and loses no more requests', async () => {
  const cpuPerRequest = await measuredCost();
  say(`a request costs ${cpuPerRequest.map((each) => (each * 1000).toFixed(1)).join(' to ')} ms of CPU`);
  for (const trace of TRACES) {
    tunings.set(trace.name, await tuned(trace, cpuPerRequest));
    await applyObjects(servedAs(recommendedOf(trace), thenOf(trace), trace.port + 1));
  }
  await untilAvailable(`--namespace=${TUNED}`);
  for (const trace of TRACES) await untilMeasured(TUNED, thenOf(trace));
  const base = { shape: 'steps' as const, points: [[0, BASE] as const] };
  await underLoad(() => base, 45); // the autoscalers have been there for a while
  const outcomes = await underLoad(({ load }) => profileOf(load), SECONDS);
  for (const trace of TRACES) {
    const [first, then] = [outcomes.get(trace.name)!, outcomes.get(thenOf(trace))!];
    const fields = tunings.get(trace.name)!.recommended.fields.map(({ name, text }) => `${name} ${text}`);
    say(`${trace.name}: ${fields.join(', ')}`);
    for (const [name, outcome] of [
      ['first', first],
      ['recommended', then],
    ] as const) {
      say(`  ${name}: ${told(outcome)}`);
    }
    expect(then.podSeconds).toBeLessThan(0.8 * first.podSeconds);
    expect(then.lost).toBeLessThanOrEqual(first.lost + 0.002 * first.sent);
  }
});

function thenOf({ name }: Trace): string {
  return `${name}-tuned`;
}

function profileOf(load: string): Profile {
  const parsed = parseLoad(load);
  return parsed.kind === 'requests' ? parsed.rate : parsed.users;
}

async function applyObjects(objects: readonly Fields[]): Promise<void> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  await kubectlWith(JSON.stringify(list), 'apply', '--filename=-', '--validate=strict');
}

/** CPU of a request, as `calibrate` computes it: what all pods use under a known rate, without what they use idle; the least and the most of several looks. */
async function measuredCost(): Promise<[number, number]> {
  const idle = await coresIn(TUNED);
  const rate = { shape: 'steps' as const, points: [[0, PEAK / 2] as const] };
  const costs: number[] = [];
  await Promise.all([
    ...TRACES.map(({ port }) => sendAtRate(`http://${address}:${port}/`, rate, MEASURED_SECONDS)),
    ...[45, 60, 75, 90].map((second) =>
      pause(second * 1000).then(async () => costs.push(((await coresIn(TUNED)) - idle) / ((PEAK / 2) * TRACES.length))),
    ),
  ]);
  return [Math.max(0.0005, Math.min(...costs)), Math.max(0.001, ...costs)];
}

function tuned({ name, load, minReplicas }: Trace, cpuPerRequest: [number, number]): Promise<Tuning> {
  const manifests = firstSetting(name, AppImage.hpaExample().reference, { minReplicas, maxReplicas: MAX });
  const world = { cpuPerRequest, startSeconds: [1, 5], bootSeconds: 1, idleCpu: 0.001 } as const;
  const options = { load, duration: SECONDS, world };
  return tune({
    manifests,
    name: `HorizontalPodAutoscaler/${TUNED}/${name}`,
    options,
    candidates: 80,
    runs: 8,
    leastReplicas: 1,
    goals: [parseGoal('p95<1s')],
  });
}

function recommendedOf({ name }: Trace): Fields[] {
  const { workload, scaler } = tunings.get(name)!.manifests;
  return [workload, scaler];
}

/** Lets requests come to all that are there, and counts their pods meanwhile. */
async function underLoad(profileOfTrace: (trace: Trace) => Profile, seconds: number): Promise<Map<string, Outcome>> {
  const replicas = new Map<string, number[]>();
  const looks = setInterval(() => void look(replicas), EVERY_MS);
  try {
    const reports = await Promise.all(
      TRACES.flatMap((trace) =>
        [trace.port, trace.port + 1].map(async (port) => {
          const name = port === trace.port ? trace.name : thenOf(trace);
          return [name, await sendAtRate(`http://${address}:${port}/`, profileOfTrace(trace), seconds)] as const;
        }),
      ),
    );
    return new Map(
      reports.map(([name, report]) => {
        const seen = replicas.get(name) ?? [];
        const mean = seen.reduce((sum, each) => sum + each, 0) / Math.max(1, seen.length);
        return [name, { ...report, podSeconds: mean * seconds, replicas: stepsOf(seen) }];
      }),
    );
  } finally {
    clearInterval(looks);
  }
}

async function look(replicas: Map<string, number[]>): Promise<void> {
  const { items } = await getObject<StoredObject & { readonly items: readonly Deployment[] }>(
    'deployments',
    `--namespace=${TUNED}`,
  );
  for (const { metadata, status } of items) {
    replicas.set(metadata.name, [...(replicas.get(metadata.name) ?? []), status.replicas ?? 0]);
  }
}

function stepsOf(all: readonly number[]): number[] {
  return all.filter((each, index) => each !== all[index - 1]);
}

function told({ podSeconds, sent, lost, p50, p95, replicas }: Outcome): string {
  const latency = `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`;
  return `${podSeconds.toFixed(0)} pod seconds, ${lost} of ${sent} requests lost, ${latency}, replicas ${replicas.join(' ')}`;
}
