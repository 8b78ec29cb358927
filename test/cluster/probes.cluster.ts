import { AppImage } from '../../lib';
import { predict } from '../../lib/simulation';
import { valueAt, type Profile } from '../../lib/simulation/load/profile';
import { nodePortOf, PROBED, probedApp } from './charts/probed';
import { say } from './environment/progress';
import { nodeAddress } from './kubernetes/http';
import { getObjects, kubectl, kubectlWith, type StoredObject } from './kubernetes/kubectl';
import { sendAtRate, type LoadReport } from './kubernetes/open-load';
import { applyStages, untilAvailable } from './kubernetes/platform';
import { coresIn } from './kubernetes/pod-metrics';
import { untilMeasured } from './kubernetes/scaling';
import { pause } from './kubernetes/wait';
import { Recorder } from './recorder/recorder';

/*
 * A readiness probe that stands in line behind more requests than a pod can answer: what the autoscaler does then, and how much is lost.
 */

const PORT = 30105;
const MEASURED = 60;
const LOADED = 80;
const SECONDS = 180;
const BASE = 2;
/** More than a pod can answer: how much more decides how long it is away. */
const PEAK = Number(process.env.PROBES_PEAK ?? 30);
/** When each probe falls decides how long a pod is away: so much more or less may be lost. */
const FACTOR = 2.5;
const PROFILE: Profile = {
  shape: 'steps',
  points: [
    [0, BASE],
    [MEASURED, PEAK],
    [MEASURED + LOADED, BASE],
  ],
};

interface Event extends StoredObject {
  readonly reason: string;
  readonly message: string;
  readonly count?: number;
}

const MANIFESTS = probedApp(AppImage.hpaExample().reference);

beforeAll(async () => {
  await applyStages(['10'], ['metrics-server']);
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: PROBED } };
  const list = { apiVersion: 'v1', kind: 'List', items: [namespace, ...MANIFESTS, nodePortOf(PORT)] };
  await kubectlWith(JSON.stringify(list), 'apply', '--filename=-', '--validate=strict');
  await untilAvailable(`--namespace=${PROBED}`);
  await untilMeasured(PROBED, 'web');
});

afterAll(() => kubectl('delete', 'namespace', PROBED, '--timeout=180s'));

test('pods whose probe is late leave the Service, the autoscaler sees it, and the prediction told both', async () => {
  const address = `http://${await nodeAddress()}:${PORT}/`;
  const costs: number[] = [];
  let idle = 0;
  let report: LoadReport | undefined;
  const title = `Apache, 1 to 5 pods, whose readiness probe waits for 1 s, under ${BASE} and then ${PEAK} requests per second`;
  const options = { namespace: PROBED, hpa: 'web', title, loadUnit: 'requests per second' };
  const recorder = await Recorder.record(options, async (run) => {
    idle = await coresIn(PROBED); // of one pod, which its probes keep a little busy
    const begun = Date.now();
    const clock = setInterval(() => (run.load = valueAt(PROFILE, (Date.now() - begun) / 1000)), 100);
    try {
      const looks = [40, 50, 58].map((second) =>
        pause(second * 1000).then(async () => costs.push(((await coresIn(PROBED)) - idle * run.now.replicas) / BASE)),
      );
      report = await sendAtRate(address, PROFILE, SECONDS);
      await Promise.all(looks);
    } finally {
      clearInterval(clock);
    }
  });
  const { sent, lost, lostAt, p50, p95 } = report!;
  const cpuPerRequest = costs.reduce((sum, each) => sum + each, 0) / costs.length;
  const events = await getObjects<Event>('events', `--namespace=${PROBED}`);
  for (const { reason, message, count } of events) if (reason === 'Unhealthy') say(`${count ?? 1} × ${message}`);
  say(`${costs.map((each) => (each * 1000).toFixed(1)).join(', ')} ms of CPU per request; ${lost} of ${sent} lost, p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`); // prettier-ignore
  recorder.save(`probes/readiness-${PEAK}`, {
    manifests: MANIFESTS,
    requests: { sent, lost, lostAt, cpuPerRequest, idle },
  });
  const load = { kind: 'requests', text: 'steps', rate: PROFILE } as const;
  const world = { cpuPerRequest, idleCpu: idle, startSeconds: 1, ageSeconds: 60, requestTimeout: 10 };
  const [prediction] = predict(MANIFESTS, { load, duration: SECONDS, world });
  const { lostRequests, peakDesired } = prediction!.summary;
  say(`predicted ${Math.round(lostRequests)} lost, ${peakDesired} replicas; recorded ${recorder.mostDesired}`);
  expect(prediction!.slowProbes[0]?.probe).toBe('readinessProbe');
  expect(Math.abs(peakDesired - recorder.mostDesired)).toBeLessThanOrEqual(1);
  expect(lostRequests).toBeLessThan(FACTOR * lost);
  expect(lostRequests).toBeGreaterThan(lost / FACTOR);
  expect(events.some(({ reason, message }) => reason === 'Unhealthy' && message.includes('Readiness'))).toBe(true);
});
