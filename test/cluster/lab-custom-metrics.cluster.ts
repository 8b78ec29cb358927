import { replay } from '../../lib/simulation';
import { customMetricsSieges, SIEGE_USERS } from './charts/custom-metrics-sieges';
import { fastScaleDown, fastScaledObject, requestsPerSecond } from './charts/fast-scale-down';
import { apply, removeFiles } from './kubernetes/apply';
import { curl, nodeAddress } from './kubernetes/http';
import { kubectl } from './kubernetes/kubectl';
import { applyStages, installPlatform, stageFiles, untilAvailable } from './kubernetes/platform';
import { queryPrometheus } from './kubernetes/prometheus';
import { expectPermittedSteps, scaleTo, untilDesired, untilMeasured } from './kubernetes/scaling';
import { waitFor } from './kubernetes/wait';
import { Recorder, REPRODUCED } from './recorder/recorder';

const NAMESPACE = 'custom-metrics';
const IN_NAMESPACE = `--namespace=${NAMESPACE}`;
const LAB = ['custom-metrics'];
const PROMETHEUS = 'operated.prometheus-operator:9090';

const BY_ADAPTER = {
  namespace: NAMESPACE,
  hpa: 'nginx-custom-metric',
  title:
    'Lab custom-metrics: siege on nginx-custom-metric, by prometheus-adapter (50 requests per second, 1 to 3 pods)',
  loadUnit: 'users of siege',
};
const BY_KEDA = {
  namespace: NAMESPACE,
  hpa: 'keda-hpa-nginx-keda-example',
  title: 'Lab custom-metrics: siege on nginx-keda-example, by KEDA (50 requests per second, 1 to 5 pods)',
  loadUnit: 'users of siege',
};

describe('lab custom-metrics', () => {
  beforeAll(async () => {
    await installPlatform();
    await applyStages(['00', '30', '40'], LAB);
    await untilAvailable(IN_NAMESPACE);
    await untilAvailable('--namespace=prometheus-operator');
  });

  afterAll(async () => removeFiles(await stageFiles(['30', '40'], LAB)));

  test('nginx and its exporter answer at their node ports', async () => {
    const node = await nodeAddress();
    const answer = (where: string) =>
      waitFor({ seconds: 20, what: `${where} answers` }, () => curl(`http://${node}:${where}`));
    for (const port of [30951, 30953]) expect(await answer(`${port}/`)).toMatch(/nginx/i);
    for (const port of [30952, 30954]) {
      expect(await answer(`${port}/metrics`)).toMatch(/^nginx_http_requests_total \d+$/m);
    }
  });

  test('the targets of the ServiceMonitors are up, and have the counter', async () => {
    await waitFor({ seconds: 120, what: 'both counters are scraped' }, async () =>
      (await queryPrometheus(PROMETHEUS, 'count by (service) (nginx_http_requests_total)')).length === 2
        ? true
        : undefined,
    );
    const targets = await queryPrometheus(PROMETHEUS, `up{namespace="${NAMESPACE}"}`);
    expect(targets.map(({ labels, value }) => [labels.service, value]).sort()).toEqual([
      ['nginx-custom-metric', 1],
      ['nginx-keda-example', 1],
    ]);
  });

  test('the adapter serves requests per second of the Service', async () => {
    const path = `/apis/custom.metrics.k8s.io/v1beta1/namespaces/${NAMESPACE}/services/nginx-custom-metric/nginx_http_requests_per_second`;
    const answer = await waitFor({ seconds: 150, what: 'the adapter has the metric' }, () =>
      kubectl('get', `--raw=${path}`),
    );
    expect(JSON.parse(answer)).toMatchObject({
      items: [{ describedObject: { kind: 'Service', name: 'nginx-custom-metric' } }],
    });
  });

  test('a curl loop of the lab is answered', async () => {
    await scaleTo(NAMESPACE, 'load', 1);
    await waitFor({ seconds: 60, what: 'a hundred requests are answered' }, async () =>
      (await kubectl('logs', 'deployment/load', IN_NAMESPACE)).includes('100 answered, 0 failed') ? true : undefined,
    );
    await scaleTo(NAMESPACE, 'load', 0);
  });

  test('load scales the one by the adapter to 3 and the other by KEDA to 5; without it both come down to 1', async () => {
    await untilMeasured(NAMESPACE, 'nginx-custom-metric');
    await untilMeasured(NAMESPACE, 'keda-hpa-nginx-keda-example');
    const runBoth = async (byAdapter: Recorder, byKeda: Recorder) => {
      await apply(await customMetricsSieges());
      byAdapter.load = byKeda.load = SIEGE_USERS;
      await untilDesired(byAdapter, 3, 150);
      await untilDesired(byKeda, 5, 150);
      await kubectl('delete', 'job', '--selector=app.kubernetes.io/component=load-generator', IN_NAMESPACE);
      byAdapter.load = byKeda.load = 0;
      const metric = requestsPerSecond('nginx-custom-metric');
      await apply(await fastScaleDown({ namespace: NAMESPACE, name: 'nginx-custom-metric', maxReplicas: 3, metric }));
      await apply(await fastScaledObject(NAMESPACE, 'nginx-keda-example'));
      await untilDesired(byAdapter, 1, 240);
      await untilDesired(byKeda, 1, 240);
    };
    const recorders: Record<string, Recorder> = {};
    recorders['custom-metrics-keda'] = await Recorder.record(BY_KEDA, async (byKeda) => {
      recorders['custom-metrics-adapter'] = await Recorder.record(BY_ADAPTER, (byAdapter) =>
        runBoth(byAdapter, byKeda),
      );
    });
    for (const [name, recorder] of Object.entries(recorders)) {
      recorder.save(name);
      expectPermittedSteps(recorder.steps);
      expect(replay(recorder.recording).share).toBeGreaterThanOrEqual(REPRODUCED);
    }
  });
});
