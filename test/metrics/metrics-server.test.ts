import { Duration } from 'cdk8s';
import { ClusterProfile, MetricsServer, type MetricsServerProps } from '../../lib';
import { fields, list, type Manifest } from '../../lib/checks';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

function manifestsOf(props: MetricsServerProps = {}, cluster = ClusterProfile.kind()): Manifest[] {
  const chart = chartOn(cluster);
  new MetricsServer(chart, 'metrics-server', props);
  return synthesize(chart);
}

function containerOf(manifests: readonly Manifest[]): Record<string, unknown> {
  return fields(list(only(manifests, 'Deployment'), 'spec', 'template', 'spec', 'containers')[0]);
}

function argsOf(props: MetricsServerProps = {}, cluster = ClusterProfile.kind()): readonly unknown[] {
  return list(containerOf(manifestsOf(props, cluster)), 'args');
}

test('its manifests are locked', () => {
  const manifests = manifestsOf();
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
});

test('it consists of the objects of its release, the cluster-wide ones without a namespace', () => {
  const names = manifestsOf().map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name]);
  expect(names).toEqual([
    ['ServiceAccount', 'kube-system', 'metrics-server'],
    ['ClusterRole', undefined, 'system:aggregated-metrics-reader'],
    ['ClusterRole', undefined, 'system:metrics-server'],
    ['RoleBinding', 'kube-system', 'metrics-server-auth-reader'],
    ['ClusterRoleBinding', undefined, 'metrics-server:system:auth-delegator'],
    ['ClusterRoleBinding', undefined, 'system:metrics-server'],
    ['Deployment', 'kube-system', 'metrics-server'],
    ['Service', 'kube-system', 'metrics-server'],
    ['APIService', undefined, 'v1beta1.metrics.k8s.io'],
  ]);
});

test('it may read what it serves, and no more', () => {
  const manifests = manifestsOf();
  expect(only(manifests, 'ClusterRole', 'system:metrics-server').rules).toEqual([
    { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
  ]);
  expect(only(manifests, 'ClusterRole', 'system:aggregated-metrics-reader').rules).toEqual([
    { apiGroups: ['metrics.k8s.io'], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
  ]);
  expect(only(manifests, 'ClusterRole', 'system:aggregated-metrics-reader').metadata.labels).toMatchObject({
    'rbac.authorization.k8s.io/aggregate-to-view': 'true',
    'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
    'rbac.authorization.k8s.io/aggregate-to-admin': 'true',
  });
  expect(only(manifests, 'RoleBinding')).toMatchObject({
    roleRef: { kind: 'Role', name: 'extension-apiserver-authentication-reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'metrics-server', namespace: 'kube-system' }],
  });
});

test('Service, container port and probes agree', () => {
  const manifests = manifestsOf();
  expect(only(manifests, 'Service').spec.ports).toMatchObject([{ port: 443, targetPort: 'https' }]);
  expect(containerOf(manifests)).toMatchObject({
    ports: [{ name: 'https', containerPort: 10250 }],
    livenessProbe: { httpGet: { path: '/livez', port: 'https', scheme: 'HTTPS' } },
    readinessProbe: { httpGet: { path: '/readyz', port: 'https', scheme: 'HTTPS' }, initialDelaySeconds: 20 },
  });
});

test.each([
  ['kind', ClusterProfile.kind(), true],
  ['minikube', ClusterProfile.minikube(), true],
  ['kubeadm', ClusterProfile.kubeadm(), true],
  ['eks', ClusterProfile.eks(), false],
  ['generic', ClusterProfile.generic(), false],
])('on %s kubelet certificates are verified unless they are self-signed', (_name, cluster, insecure) => {
  expect(argsOf({}, cluster).includes('--kubelet-insecure-tls')).toBe(insecure);
});

test.each([
  ['1.28', '0.7.2'],
  ['1.30', '0.7.2'],
  ['1.31', '0.8.1'],
  ['1.33', '0.8.1'],
  ['1.34', '0.9.0'],
  ['1.36', '0.9.0'],
])('Kubernetes %s gets metrics-server %s', (kubernetes, version) => {
  const manifests = manifestsOf({}, ClusterProfile.kind({ kubernetes }));
  expect(containerOf(manifests).image).toBe(`registry.k8s.io/metrics-server/metrics-server:v${version}`);
});

test('a release that does not support the cluster is an error that names the one that does', () => {
  expect(messageOf(() => manifestsOf({ version: '0.9.0' }, ClusterProfile.kind({ kubernetes: '1.33' })))).toBe(
    `[test/metrics-server] metrics-server 0.9.0 is asked for on Kubernetes 1.33.
    why: It supports Kubernetes 1.34 and newer.
    fix: Use metrics-server 0.8.1, or leave the version out.`,
  );
});

test('a release that is newer than this library is taken as it is', () => {
  expect(containerOf(manifestsOf({ version: '0.10.0' })).image).toBe(
    'registry.k8s.io/metrics-server/metrics-server:v0.10.0',
  );
});

test('every prop reaches a manifest', () => {
  const props: Required<MetricsServerProps> = {
    version: '0.8.1',
    image: 'registry.example.com/metrics-server:v0.8.1',
    namespace: 'monitoring',
    kubeletInsecureTls: false,
    resolution: Duration.seconds(30),
    highAvailability: true,
    verbosity: 4,
    additionalArgs: ['--profiling=false'],
  };
  const manifests = manifestsOf(props, ClusterProfile.kind({ nodes: 2 }));
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
  const chart = chartOn(ClusterProfile.kind({ nodes: 2 }));
  expect(new MetricsServer(chart, 'metrics-server', props).version).toBe('0.8.1');
  expect(containerOf(manifests)).toMatchObject({ image: props.image });
  expect(list(containerOf(manifests), 'args')).toEqual([
    '--cert-dir=/tmp',
    '--secure-port=10250',
    '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
    '--kubelet-use-node-status-port',
    '--metric-resolution=30s',
    '--v=4',
    '--profiling=false',
  ]);
  expect(only(manifests, 'Deployment').spec).toMatchObject({
    replicas: 2,
    strategy: { rollingUpdate: { maxUnavailable: 1 } },
  });
  expect(only(manifests, 'PodDisruptionBudget').spec).toMatchObject({ minAvailable: 1 });
  expect(only(manifests, 'RoleBinding').metadata.namespace).toBe('kube-system');
  expect(only(manifests, 'APIService').spec.service).toEqual({ name: 'metrics-server', namespace: 'monitoring' });
});

test('two replicas on one node are an error', () => {
  expect(messageOf(() => manifestsOf({ highAvailability: true }))).toContain(
    'metrics-server is to run twice, and the cluster profile "kind" has one node.',
  );
});

test('a resolution below what kubelets measure is an error', () => {
  expect(messageOf(() => manifestsOf({ resolution: Duration.seconds(5) }))).toContain(
    'metrics-server is to ask the kubelets every 5 seconds.',
  );
});

test.each<[string, MetricsServerProps]>([
  ['The verbosity of metrics-server is -1.', { verbosity: -1 }],
  ['The resolution of metrics-server is 15.5 s.', { resolution: Duration.millis(15500) }],
  ['The namespace "Kube" must be', { namespace: 'Kube' }],
])('%s', (what, props) => {
  expect(messageOf(() => manifestsOf(props))).toContain(`[test/metrics-server] ${what}`);
});

test('an image without a tag is an error', () => {
  expect(messageOf(() => manifestsOf({ image: 'metrics-server' }))).toContain('has no tag');
});

test('two of them are an error that names both', () => {
  const chart = chartOn();
  new MetricsServer(chart, 'one');
  expect(messageOf(() => new MetricsServer(chart, 'two'))).toContain(
    '"test/two" wants the APIService v1beta1.metrics.k8s.io, which "test/one" owns.',
  );
});
