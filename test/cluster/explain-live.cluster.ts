import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run } from '../command/run';
import { fastScaleDown, HALF_OF_THE_REQUEST } from './charts/fast-scale-down';
import { apply, removeFiles } from './kubernetes/apply';
import { kubectl } from './kubernetes/kubectl';
import { applyStages, stageFiles, untilAvailable } from './kubernetes/platform';
import { scaleTo, untilMeasured } from './kubernetes/scaling';
import { pause } from './kubernetes/wait';

/*
 * record and explain --live beside one another on three labs whose load comes and goes: how many syncs are decided as the controller did, as they fall and afterwards.
 * EXPLAIN_SECONDS says how long; an hour is for a release.
 */

const SECONDS = Number(process.env.EXPLAIN_SECONDS ?? 360);
/** Those that need metrics-server alone: with Prometheus and KEDA, a machine of two cores has no room for their load. */
const LABS = ['cpu-autoscaling', 'zero-downtime', 'exposing-services'];
const AS_RECORDED = /all \d+ decisions as recorded/;
/** What of the syncs has to be decided as the controller did. */
const ASKED = 0.95;

const SCALERS = [
  'hpa/cpu-autoscaling/scalable-app',
  'hpa/zero-downtime/order',
  'hpa/exposing-services/hpa-hname-pods',
] as const;

interface Followed {
  readonly syncs: number;
  readonly matching: number;
  readonly rescaled: number;
  readonly differing: readonly string[];
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-autoscaling-live-'));
const environment = process.env;

beforeAll(async () => {
  await applyStages(['10'], ['metrics-server']);
  await applyStages(['00', '30', '40'], LABS);
  for (const lab of LABS) await untilAvailable(`--namespace=${lab}`);
  const metric = HALF_OF_THE_REQUEST;
  await apply(await fastScaleDown({ namespace: 'cpu-autoscaling', name: 'scalable-app', maxReplicas: 10, metric }));
  await apply(await fastScaleDown({ namespace: 'zero-downtime', name: 'order', maxReplicas: 3, metric }));
  await apply(await fastScaleDown({ namespace: 'exposing-services', name: 'hpa-hname-pods', maxReplicas: 6, metric }));
  await untilMeasured('cpu-autoscaling', 'scalable-app');
  await untilMeasured('zero-downtime', 'order');
  await untilMeasured('exposing-services', 'hpa-hname-pods');
});

afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await removeFiles(await stageFiles(['00', '30', '40'], LABS));
});

test(
  'every decision is told as the controller made it, as it falls and afterwards',
  async () => {
    const stopping = new AbortController();
    const loading = load(stopping.signal);
    const [live, recorded] = await Promise.all([
      Promise.all(SCALERS.map(followed)),
      Promise.all(SCALERS.map(recordedAndExplained)),
    ]);
    stopping.abort();
    await loading;
    for (const [index, scaler] of SCALERS.entries()) {
      const { syncs, matching, rescaled, differing } = live[index]!;
      const line = `${matching} of ${syncs} syncs (${rescaled} rescales) as they fell`;
      console.log(`${scaler} for ${SECONDS} s: ${line}; afterwards: ${recorded[index]}\n${differing.join('\n')}`);
    }
    for (const { syncs, matching } of live) expect(matching / syncs).toBeGreaterThanOrEqual(ASKED);
    expect(live.reduce((sum, { rescaled }) => sum + rescaled, 0)).toBeGreaterThan(0);
    for (const told of recorded) expect(told).toMatch(AS_RECORDED);
  },
  (SECONDS + 300) * 1000,
);

async function followed(scaler: string): Promise<Followed> {
  const args = ['explain', '--live', scaler, '--all', '--format', 'json', '--for', String(SECONDS)];
  const { output, errors } = await run(args, '', { environment });
  if (output === '') throw new Error(errors);
  const events = output.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore
  const syncs = events.filter(({ event }) => event === 'sync');
  return {
    syncs: syncs.length,
    matching: syncs.filter(({ matches }) => matches).length,
    rescaled: syncs.filter(({ currentReplicas, recordedReplicas }) => currentReplicas !== recordedReplicas).length,
    differing: syncs.filter(({ matches }) => matches !== true).map((each) => JSON.stringify(each)),
  };
}

/** What explain says of a recording: its first line, or all of it where a decision differs. */
async function recordedAndExplained(scaler: string, index: number): Promise<string> {
  const file = path.join(folder, `${index}.jsonl`);
  const { errors } = await run(['record', scaler, '--for', String(SECONDS), '--output', file], '', { environment });
  if (!fs.existsSync(file)) throw new Error(errors);
  const { output } = await run(['explain', file], '');
  const [first = ''] = output.split('\n');
  return AS_RECORDED.test(first) ? first : output;
}

/** Load that comes and goes, on one lab after the other: the machine is small. */
async function load(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await scaleTo('cpu-autoscaling', 'load', 2);
    await until(60, signal);
    await scaleTo('cpu-autoscaling', 'load', 0);
    const url = 'http://order.zero-downtime.svc.cluster.local:8080/orders';
    const siege = ['siege', '--concurrent=10', '--time=45S', '--benchmark', url];
    await kubectl('exec', 'siege', '--namespace=zero-downtime', '--', ...siege).catch(() => undefined);
    await scaleTo('exposing-services', 'load', 2);
    await until(60, signal);
    await scaleTo('exposing-services', 'load', 0);
    await until(30, signal);
  }
}

async function until(seconds: number, signal: AbortSignal): Promise<void> {
  for (let second = 0; second < seconds && !signal.aborted; second += 1) await pause(1000);
}
