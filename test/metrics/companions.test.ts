import { Chart, Size } from 'cdk8s';
import {
  Alertmanager,
  ClusterProfile,
  DataVolume,
  KubeStateMetrics,
  NodeExporter,
  Pushgateway,
  RootMount,
  type AlertmanagerProps,
  type KubeStateMetricsProps,
  type NodeExporterProps,
  type PushgatewayProps,
} from '../../lib';
import { type Manifest } from '../../lib/checks/manifest';
import { at, fields, list } from '../../lib/kubernetes/fields';
import { accessOf, inOrder, type AccessTable } from '../support/access';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const FOLLOW = 'list watch';

/** What kube-state-metrics 2.20 follows. */
const KUBE_STATE_ACCESS: AccessTable = [
  ['certificates.k8s.io', 'certificatesigningrequests', FOLLOW],
  ['', 'configmaps', FOLLOW],
  ['batch', 'cronjobs', FOLLOW],
  ['apps', 'daemonsets', FOLLOW],
  ['apps', 'deployments', FOLLOW],
  ['discovery.k8s.io', 'endpointslices', FOLLOW],
  ['autoscaling', 'horizontalpodautoscalers', FOLLOW],
  ['networking.k8s.io', 'ingresses', FOLLOW],
  ['batch', 'jobs', FOLLOW],
  ['coordination.k8s.io', 'leases', FOLLOW],
  ['', 'limitranges', FOLLOW],
  ['admissionregistration.k8s.io', 'mutatingwebhookconfigurations', FOLLOW],
  ['', 'namespaces', FOLLOW],
  ['networking.k8s.io', 'networkpolicies', FOLLOW],
  ['', 'nodes', FOLLOW],
  ['', 'persistentvolumeclaims', FOLLOW],
  ['', 'persistentvolumes', FOLLOW],
  ['policy', 'poddisruptionbudgets', FOLLOW],
  ['', 'pods', FOLLOW],
  ['apps', 'replicasets', FOLLOW],
  ['', 'replicationcontrollers', FOLLOW],
  ['', 'resourcequotas', FOLLOW],
  ['', 'secrets', FOLLOW],
  ['', 'services', FOLLOW],
  ['apps', 'statefulsets', FOLLOW],
  ['storage.k8s.io', 'storageclasses', FOLLOW],
  ['admissionregistration.k8s.io', 'validatingwebhookconfigurations', FOLLOW],
  ['storage.k8s.io', 'volumeattachments', FOLLOW],
];

const containerOf = (manifests: readonly Manifest[], kind: string) =>
  fields(list(only(manifests, kind), 'spec', 'template', 'spec', 'containers')[0]);

test('in a chart without a namespace they are in default', () => {
  const chart = new Chart(chartOn().node.root, 'nowhere');
  new KubeStateMetrics(chart, 'kube-state-metrics');
  new NodeExporter(chart, 'node-exporter');
  new Pushgateway(chart, 'pushgateway');
  new Alertmanager(chart, 'alertmanager');
  const namespaced = synthesize(chart).filter(({ kind }) => !kind.startsWith('Cluster'));
  expect(namespaced.map(({ metadata }) => metadata.namespace)).toEqual(namespaced.map(() => 'default'));
});

describe('kube-state-metrics', () => {
  function manifestsOf(props: KubeStateMetricsProps = {}): Manifest[] {
    const chart = chartOn();
    new KubeStateMetrics(chart, 'kube-state-metrics', props);
    return synthesize(chart);
  }

  test('is locked, and follows what it tells about', () => {
    const manifests = manifestsOf();
    expect(schemaProblems(manifests)).toEqual([]);
    expect(manifests).toMatchSnapshot();
    expect(accessOf(manifests, 'ClusterRole', 'shop:kube-state-metrics')).toEqual(inOrder(KUBE_STATE_ACCESS));
  });

  test('every prop reaches a manifest, and fewer resources mean fewer rights', () => {
    const props: Required<KubeStateMetricsProps> = {
      namespace: 'metrics',
      image: 'registry.example/ksm:v2.20.1',
      resources: ['horizontalpodautoscalers', 'pods'],
    };
    const manifests = manifestsOf(props);
    expect(containerOf(manifests, 'Deployment')).toMatchObject({
      image: props.image,
      args: ['--port=8080', '--telemetry-port=8081', '--resources=horizontalpodautoscalers,pods'],
    });
    expect(accessOf(manifests, 'ClusterRole', 'metrics:kube-state-metrics')).toEqual(
      inOrder([
        ['', 'pods', FOLLOW],
        ['autoscaling', 'horizontalpodautoscalers', FOLLOW],
      ]),
    );
  });

  test.each<[string, KubeStateMetricsProps]>([
    ['kube-state-metrics is to tell about "deployment", which it does not know.', { resources: ['deployment'] }],
    ['kube-state-metrics is to tell about nothing.', { resources: [] }],
    ['The image "ksm" has no tag.', { image: 'ksm' }],
    ['The namespace "A" must be', { namespace: 'A' }],
  ])('%s', (what, props) => {
    expect(messageOf(() => manifestsOf(props))).toContain(what);
  });

  test('a second one is an error, because every sum would double', () => {
    const chart = chartOn();
    new KubeStateMetrics(chart, 'one');
    expect(messageOf(() => new KubeStateMetrics(chart, 'two'))).toContain(
      '"test/two" wants the kube-state-metrics installation, which "test/one" owns.',
    );
  });
});

describe('node-exporter', () => {
  function manifestsOf(props: NodeExporterProps = {}, cluster = ClusterProfile.kind()): Manifest[] {
    const chart = chartOn(cluster);
    new NodeExporter(chart, 'node-exporter', props);
    return synthesize(chart);
  }
  const rootOf = (manifests: readonly Manifest[]) =>
    list(containerOf(manifests, 'DaemonSet'), 'volumeMounts').find((mount) => at(mount, 'name') === 'root');

  test('is locked, runs on every node and has no token', () => {
    const manifests = manifestsOf();
    expect(schemaProblems(manifests)).toEqual([]);
    expect(manifests).toMatchSnapshot();
    expect(at(only(manifests, 'DaemonSet'), 'spec', 'template', 'spec')).toMatchObject({
      automountServiceAccountToken: false,
      hostNetwork: true,
      hostPID: true,
      tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
    });
  });

  test('every prop reaches a manifest', () => {
    const props: Required<NodeExporterProps> = {
      namespace: 'metrics',
      image: 'registry.example/node-exporter:v1.12.2',
      hostNetwork: false,
      hostPid: false,
      rootMount: RootMount.NONE,
    };
    const manifests = manifestsOf(props);
    expect(schemaProblems(manifests)).toEqual([]);
    const pod = fields(only(manifests, 'DaemonSet'), 'spec', 'template', 'spec');
    expect(only(manifests, 'DaemonSet').metadata.namespace).toBe('metrics');
    expect(pod).not.toHaveProperty('hostNetwork');
    expect(pod).not.toHaveProperty('hostPID');
    expect(containerOf(manifests, 'DaemonSet')).toMatchObject({
      image: props.image,
      args: [
        '--path.procfs=/host/proc',
        '--path.sysfs=/host/sys',
        '--no-collector.filesystem',
        '--web.listen-address=:9100',
      ],
    });
    expect(rootOf(manifests)).toBeUndefined();
  });

  test.each([
    ['kind', ClusterProfile.kind(), 'HostToContainer'],
    ['minikube', ClusterProfile.minikube(), undefined],
  ])('on %s the root is mounted as its nodes allow', (_name, cluster, propagation) => {
    expect(rootOf(manifestsOf({}, cluster))).toEqual({
      name: 'root',
      mountPath: '/host/root',
      readOnly: true,
      ...(propagation === undefined ? {} : { mountPropagation: propagation }),
    });
  });

  test('outside of the hosts’ network there may be a second one', () => {
    const chart = chartOn();
    new NodeExporter(chart, 'one');
    expect(() => new NodeExporter(chart, 'two', { hostNetwork: false })).not.toThrow();
  });

  test.each<[string, NodeExporterProps]>([
    ['The image "exporter" has no tag.', { image: 'exporter' }],
    ['The namespace "A" must be', { namespace: 'A' }],
  ])('%s', (what, props) => {
    expect(messageOf(() => manifestsOf(props))).toContain(what);
  });
});

describe('Pushgateway', () => {
  function manifestsOf(props: PushgatewayProps = {}): Manifest[] {
    const chart = chartOn();
    new Pushgateway(chart, 'pushgateway', props);
    return synthesize(chart);
  }

  test('is locked, and marked for the job prometheus-pushgateway', () => {
    const manifests = manifestsOf();
    expect(schemaProblems(manifests)).toEqual([]);
    expect(manifests).toMatchSnapshot();
    expect(only(manifests, 'Service').metadata.annotations).toEqual({ 'prometheus.io/probe': 'pushgateway' });
  });

  test('every prop reaches a manifest', () => {
    const props: Required<PushgatewayProps> = { namespace: 'metrics', image: 'registry.example/pushgateway:v1' };
    const manifests = manifestsOf(props);
    expect(containerOf(manifests, 'Deployment').image).toBe(props.image);
    expect(only(manifests, 'Service').metadata.namespace).toBe('metrics');
  });

  test('an image without a tag is an error', () => {
    expect(messageOf(() => manifestsOf({ image: 'pushgateway' }))).toContain('has no tag');
  });
});

describe('Alertmanager', () => {
  function manifestsOf(props: AlertmanagerProps = {}): Manifest[] {
    const chart = chartOn();
    new Alertmanager(chart, 'alertmanager', props);
    return synthesize(chart);
  }

  test('is locked, shows alerts and tells nobody', () => {
    const manifests = manifestsOf();
    expect(schemaProblems(manifests)).toEqual([]);
    expect(manifests).toMatchSnapshot();
    expect(at(only(manifests, 'ConfigMap'), 'data', 'alertmanager.yml')).toBe(
      'route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n',
    );
  });

  test('every prop reaches a manifest, and a configuration with credentials stays a Secret', () => {
    const props: Required<AlertmanagerProps> = {
      namespace: 'metrics',
      image: 'registry.example/alertmanager:v0.34.1',
      configSecret: 'pager',
      storage: DataVolume.persistent(Size.gibibytes(2)),
    };
    const manifests = manifestsOf(props);
    expect(schemaProblems(manifests)).toEqual([]);
    expect(manifests.map(({ kind }) => kind)).toEqual(['StatefulSet', 'Service']);
    const { spec, metadata } = only(manifests, 'StatefulSet');
    expect(metadata.namespace).toBe('metrics');
    expect(at(spec.template, 'spec', 'volumes')).toEqual([{ name: 'config', secret: { secretName: 'pager' } }]);
    expect(spec.volumeClaimTemplates).toMatchObject([{ spec: { resources: { requests: { storage: '2Gi' } } } }]);
    expect(containerOf(manifests, 'StatefulSet').image).toBe(props.image);
  });

  test.each<[string, AlertmanagerProps]>([
    ['The Secret "Pager!" must be', { configSecret: 'Pager!' }],
    ['The image "alertmanager" has no tag.', { image: 'alertmanager' }],
  ])('%s', (what, props) => {
    expect(messageOf(() => manifestsOf(props))).toContain(what);
  });
});
