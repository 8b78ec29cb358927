import { replay } from '../../lib/simulation';
import { fastScaledObject } from './charts/fast-scale-down';
import { apply, removeFiles } from './kubernetes/apply';
import { curl, nodeAddress } from './kubernetes/http';
import { getObject, kubectl, type StoredObject } from './kubernetes/kubectl';
import { applyStages, installPlatform, stageFiles, untilAvailable } from './kubernetes/platform';
import { queryPrometheus } from './kubernetes/prometheus';
import { expectPermittedSteps, untilDesired, untilMeasured } from './kubernetes/scaling';
import { startJob } from './kubernetes/siege';
import { waitFor } from './kubernetes/wait';
import { Recorder, REPRODUCED } from './recorder/recorder';

const LAB = ['ingress-keda'];
const INGRESS = 'nginx-ingress';
const HPA = 'keda-hpa-nginx-scale';
const CONNECTIONS = 'sum(nginx_ingress_nginx_connections_active)';
const USERS = 450;
const SPAWN_RATE = 15;
const EXPECTED = 5; // 450 connections, the scrape's own, 100 per replica

interface JobObject extends StoredObject {
  readonly status: { readonly succeeded?: number };
}

const RUN = {
  namespace: INGRESS,
  hpa: HPA,
  title: `Lab ingress-keda: ${USERS} users of Locust, ${SPAWN_RATE} more each second, on the ingress controller (a stand-in), by KEDA (100 connections, 1 to 20 pods)`,
  loadUnit: 'users of Locust',
};

/** On a node of its own the ingress controller is stand-ins/ingress.go: it counts connections under the names of F5's. */
describe('lab ingress-keda', () => {
  let node: string;

  beforeAll(async () => {
    await installPlatform();
    await applyStages(['00', '30', '40'], LAB);
    await untilAvailable('--namespace=ingress-keda');
    await untilAvailable(`--namespace=${INGRESS}`);
    node = await nodeAddress();
  });

  afterAll(async () => removeFiles(await stageFiles(['30', '40'], LAB)));

  test('section 1: podinfo answers at its node port, and through the controller by its host', async () => {
    expect(await curl(`http://${node}:30009/`)).toMatch(/podinfo/);
    const routed = await waitFor({ seconds: 30, what: 'the route answers' }, () =>
      curl('--header', 'Host: example.com', `http://${node}:30080/`),
    );
    expect(routed).toMatch(/podinfo/);
    await expect(curl(`http://${node}:30080/`)).rejects.toThrow(/404/);
  });

  test('section 2: the probe finds the metric of active connections', async () => {
    await startJob('ingress-keda', 'metrics-probe');
    await waitFor({ seconds: 60, what: 'the probe ends' }, async () =>
      (await getObject<JobObject>('job/metrics-probe', '--namespace=ingress-keda')).status.succeeded === 1
        ? true
        : undefined,
    );
    expect(await kubectl('logs', 'job/metrics-probe', '--namespace=ingress-keda')).toMatch(/PASSED/);
  });

  test('section 3: Prometheus counts the connections of an idle controller', async () => {
    const [sample] = await waitFor({ seconds: 60, what: 'Prometheus has the metric' }, async () => {
      const samples = await queryPrometheus('prometheus-server.monitoring:80', CONNECTIONS);
      return samples.length > 0 ? samples : undefined;
    });
    expect(sample?.value).toBeLessThanOrEqual(3);
  });

  test('sections 4 and 5: users of Locust open connections, and KEDA scales the controller', async () => {
    await untilMeasured(INGRESS, HPA);
    const host = 'http://main-nginx-ingress.nginx-ingress.svc.cluster.local';
    const form = [`user_count=${USERS}`, `spawn_rate=${SPAWN_RATE}`, `host=${host}`];
    const recorder = await Recorder.record(RUN, async (run) => {
      await curl(`http://${node}:30015/swarm`, ...form.flatMap((each) => ['--data', each]));
      const counting = setInterval(
        () => void locustStats(node).then(({ user_count }) => (run.load = user_count)),
        1000,
      );
      try {
        await untilDesired(run, EXPECTED, 180);
        const total = (await locustStats(node)).stats.find(({ name }) => name === 'Aggregated');
        expect(total?.num_requests).toBeGreaterThan(1000);
        expect(total?.num_failures).toBe(0);
        await curl('--request', 'POST', `http://${node}:30015/stop`);
        await apply(await fastScaledObject(INGRESS, 'nginx-scale'));
        await untilDesired(run, 1, 240);
      } finally {
        clearInterval(counting);
      }
    });
    recorder.save('ingress-keda');
    expectPermittedSteps(recorder.steps);
    expect(replay(recorder.recording).share).toBeGreaterThanOrEqual(REPRODUCED);
  });
});

interface LocustStats {
  readonly user_count: number;
  readonly stats: readonly { readonly name: string; readonly num_requests: number; readonly num_failures: number }[];
}

async function locustStats(node: string): Promise<LocustStats> {
  return JSON.parse(await curl(`http://${node}:30015/stats/requests`)) as LocustStats;
}
