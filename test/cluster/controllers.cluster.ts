import { curl, nodeAddress } from './kubernetes/http';
import { installPlatform, untilAvailable } from './kubernetes/platform';
import { getObject, getObjects, kubectl, type StoredObject } from './kubernetes/kubectl';
import { queryPrometheus } from './kubernetes/prometheus';
import { waitFor } from './kubernetes/wait';

interface Conditioned extends StoredObject {
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

interface Restarted extends StoredObject {
  readonly status: { readonly containerStatuses: readonly { readonly restartCount: number }[] };
}

const NAMESPACES = [
  'kube-system',
  'keda',
  'monitoring',
  'node-exporter',
  'prometheus-operator',
  'nginx-ingress',
  'ingress-nginx',
];

describe('the controllers under our manifests', () => {
  beforeAll(installPlatform);

  test('have every Deployment, StatefulSet and DaemonSet available', async () => {
    await untilAvailable('--all-namespaces');
  });

  test('make every APIService available', async () => {
    const missing = await waitFor({ seconds: 120, what: 'every APIService is available' }, async () => {
      const services = await getObjects<Conditioned>('apiservices');
      const unavailable = services.filter(
        ({ status }) => !status.conditions?.some(({ type, status: value }) => type === 'Available' && value === 'True'),
      );
      return unavailable.length === 0 ? unavailable : undefined;
    });
    expect(missing).toEqual([]);
    const names = (await getObjects('apiservices')).map(({ metadata }) => metadata.name);
    expect(names).toEqual(
      expect.arrayContaining([
        'v1beta1.custom.metrics.k8s.io',
        'v1beta1.external.metrics.k8s.io',
        'v1beta1.metrics.k8s.io',
      ]),
    );
  });

  test('have metrics of nodes and pods', async () => {
    const top = await waitFor({ seconds: 90, what: 'kubectl top answers' }, () =>
      kubectl('top', 'nodes', '--no-headers'),
    );
    expect(top).toMatch(/\d+m\s+\d+%\s+\d+Mi\s+\d+%/);
  });

  test('have every target of both Prometheuses up', async () => {
    for (const address of ['prometheus-server.monitoring:80', 'operated.prometheus-operator:9090']) {
      const down = await waitFor(
        { seconds: 120, what: `all targets of ${address} are up`, everyMs: 3000 },
        async () => {
          const all = await queryPrometheus(address, 'up');
          const failed = all.filter(({ value }) => value !== 1).map(({ labels }) => `${labels.job} ${labels.instance}`);
          if (all.length > 0 && failed.length === 0) return failed;
          throw new Error(failed.join(', '));
        },
      );
      expect(down).toEqual([]);
    }
  });

  test('are scraped under the labels that queries and alerts use', async () => {
    const jobs = (await queryPrometheus('prometheus-server.monitoring:80', 'count by (job) (up)')).map(
      ({ labels }) => labels.job,
    );
    expect(jobs.sort()).toMatchInlineSnapshot(`
     [
       "kubernetes-api-servers",
       "kubernetes-nodes",
       "kubernetes-nodes-cadvisor",
       "kubernetes-pods",
       "kubernetes-service-endpoints",
       "prometheus",
       "prometheus-pushgateway",
     ]
    `);
    const operated = (await queryPrometheus('operated.prometheus-operator:9090', 'count by (job) (up)')).map(
      ({ labels }) => labels.job,
    );
    expect(operated.sort()).toMatchInlineSnapshot(`
     [
       "apiserver",
       "kube-state-metrics",
       "kubelet",
       "node-exporter",
       "operated",
       "operated-operator",
     ]
    `);
  });

  test('let nobody stop or reload an exposed Prometheus over HTTP', async () => {
    const page = `http://${await nodeAddress()}:30010`;
    for (const action of ['quit', 'reload']) {
      const status = await curl(
        '--request',
        'POST',
        '--no-fail',
        '--output',
        '/dev/null',
        '--write-out',
        '%{http_code}',
        `${page}/-/${action}`,
      );
      expect([action, status]).toEqual([action, '403']);
    }
  });

  test('have a changed configuration read by a signal', async () => {
    const [name, label] = ['configmap/prometheus-server', 'read_again'];
    const map = await getObject<{ readonly data: Readonly<Record<string, string>> }>(name, '--namespace=monitoring');
    const before = map.data['prometheus.yml'] ?? '';
    const patched = async (text: string): Promise<void> => {
      const patch = JSON.stringify({ data: { 'prometheus.yml': text } });
      await kubectl('patch', name, '--namespace=monitoring', `--patch=${patch}`);
    };
    const configuration = (): Promise<string> =>
      kubectl('get', '--raw', '/api/v1/namespaces/monitoring/services/prometheus-server:80/proxy/api/v1/status/config');
    await patched(before.replace(/^global:\n/m, `global:\n  external_labels:\n    ${label}: by-signal\n`));
    try {
      await waitFor({ seconds: 180, what: 'Prometheus has read its configuration again', everyMs: 3000 }, async () =>
        (await configuration()).includes(label) ? true : undefined,
      );
    } finally {
      await patched(before);
    }
    const [pod] = await getObjects<Restarted>('pods', '--namespace=monitoring', '--selector=app=prometheus-server');
    expect(pod?.status.containerStatuses.map(({ restartCount }) => restartCount)).toEqual([0, 0]);
  });

  test.each(NAMESPACES)('log no lack of access in %s', async (namespace) => {
    const pods = await getObjects('pods', `--namespace=${namespace}`, '--field-selector=status.phase=Running');
    expect(pods.length).toBeGreaterThan(0);
    for (const { metadata } of pods) {
      const log = await kubectl('logs', metadata.name, `--namespace=${namespace}`, '--all-containers', '--tail=-1');
      const refused = log
        .split('\n')
        .filter((line) => /forbidden|cannot (get|list|watch|create|update|patch)/i.test(line));
      expect([metadata.name, refused]).toEqual([metadata.name, []]);
    }
  });
});
