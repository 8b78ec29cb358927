import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  ClusterProfile,
  F5Naming,
  F5NginxIngressStack,
  HorizontalScaler,
  IngressExposure,
  IngressWorkload,
  ScalingMetric,
  type F5NginxIngressStackProps,
  type NginxTuning,
} from '../../lib';
import { fields, list } from '../../lib/checks';
import { chart, manifestsOf, messageOf, only, rulesOf, rulesOfTable } from './manifests';
import { TUNING } from './tuning';

const CLUSTER_RULES = [
  ['', 'configmaps, namespaces, pods, secrets', 'get,list,watch'],
  ['', 'events', 'create,patch,list'],
  ['', 'services', 'get,list,watch,create,update,patch,delete'],
  ['coordination.k8s.io', 'leases', 'list,watch'],
  ['discovery.k8s.io', 'endpointslices', 'get,list,watch'],
  ['networking.k8s.io', 'ingresses', 'get,list,watch'],
  ['', 'nodes', 'list'],
  ['apps', 'replicasets, daemonsets, statefulsets', 'get'],
  ['networking.k8s.io', 'ingressclasses', 'get,list'],
  ['networking.k8s.io', 'ingresses/status', 'update'],
] as const;

const CUSTOM_RESOURCE_RULES = [
  [
    'k8s.nginx.org',
    'virtualservers, virtualserverroutes, globalconfigurations, transportservers, policies',
    'list,watch,get',
  ],
  [
    'k8s.nginx.org',
    'virtualservers/status, virtualserverroutes/status, policies/status, transportservers/status',
    'update',
  ],
] as const;

const NAMESPACE_RULES = [
  ['', 'configmaps, pods, secrets, services', 'get,list,watch'],
  ['', 'namespaces', 'get'],
  ['', 'pods', 'update'],
  ['', 'events', 'create,patch,list'],
  ['coordination.k8s.io', 'leases [nginx-ingress-leader-election]', 'get,update'],
  ['coordination.k8s.io', 'leases', 'create'],
] as const;

function podOf(scope: ReturnType<typeof chart>, kind = 'Deployment') {
  return fields(only(scope, kind), 'spec', 'template', 'spec');
}

function containerOf(scope: ReturnType<typeof chart>, kind = 'Deployment') {
  return fields(list(podOf(scope, kind), 'containers')[0]);
}

test('without props it makes a whole controller that needs no custom resource definition', () => {
  const scope = chart();
  new F5NginxIngressStack(scope, 'ingress');
  expect(manifestsOf(scope)).toMatchSnapshot();
  expect(manifestsOf(scope).map(({ kind }) => kind)).toEqual([
    'Namespace',
    'ServiceAccount',
    'ClusterRole',
    'ClusterRoleBinding',
    'Role',
    'RoleBinding',
    'ConfigMap',
    'IngressClass',
    'Service',
    'Deployment',
  ]);
  expect(list(containerOf(scope), 'args')).toEqual(
    expect.arrayContaining(['-enable-custom-resources=false', '-enable-telemetry-reporting=false']),
  );
});

test('its permissions are those of the version, no more and no less', () => {
  const scope = chart();
  new F5NginxIngressStack(scope, 'ingress');
  expect(rulesOf(only(scope, 'ClusterRole').rules)).toEqual(rulesOfTable(CLUSTER_RULES));
  expect(rulesOf(only(scope, 'Role').rules)).toEqual(rulesOfTable(NAMESPACE_RULES));
});

test('with custom resources it may read them, and the flag is on', () => {
  const scope = chart(ClusterProfile.kubeadm({ provides: ['k8s.nginx.org'] }));
  new F5NginxIngressStack(scope, 'ingress', { customResources: true });
  expect(rulesOf(only(scope, 'ClusterRole').rules)).toEqual(rulesOfTable([...CLUSTER_RULES, ...CUSTOM_RESOURCE_RULES]));
  expect(list(containerOf(scope), 'args')).toContain('-enable-custom-resources=true');
});

test('custom resources without their definitions are refused, with the place that has them', () => {
  expect(messageOf(() => new F5NginxIngressStack(chart(), 'ingress', { customResources: true })))
    .toMatchInlineSnapshot(`
    "[test/ingress] Ingress class "nginx" needs the custom resource definitions of F5's NGINX Ingress Controller (k8s.nginx.org), which this app does not install.
        why: Without them the API server refuses the objects: "no matches for kind".
        fix: Install them from https://github.com/nginx/kubernetes-ingress/tree/v5.5.4/config/crd/bases, then say so in the cluster profile: provides: ['k8s.nginx.org']."
  `);
});

test('every prop shows in the manifests', () => {
  const props: Required<F5NginxIngressStackProps> = {
    release: 'main',
    naming: F5Naming.LEGACY,
    namespace: 'edge',
    createNamespace: false,
    ingressClass: 'edge',
    defaultClass: true,
    exposure: IngressExposure.loadBalancer({ http: 30100, https: 30101, annotations: { 'acme.com/zone': 'a' } }),
    workload: IngressWorkload.DEPLOYMENT,
    replicas: 3,
    cpu: { request: Cpu.millis(200), limit: Cpu.units(1) },
    memory: { request: Size.mebibytes(256), limit: Size.kibibytes(300000) },
    tuning: TUNING,
    additionalConfig: { 'variables-hash-max-size': '2048' },
    metrics: false,
    defaultTlsSecretName: 'wildcard',
    image: 'registry.acme.com/nginx-ingress:5.5.4',
    additionalArgs: ['-v=3'],
    customResources: true,
    telemetry: true,
    allowEmptyHost: true,
    readOnlyRootFilesystem: false,
  };
  const scope = chart(ClusterProfile.kubeadm({ provides: ['k8s.nginx.org'] }));
  new F5NginxIngressStack(scope, 'ingress', props);
  expect(manifestsOf(scope)).toMatchSnapshot();
});

test.each(Object.keys(TUNING) as (keyof NginxTuning)[])('tuning %s changes one key of the ConfigMap', (prop) => {
  const scope = chart();
  new F5NginxIngressStack(scope, 'ingress', { tuning: { [prop]: TUNING[prop] } });
  expect(Object.keys(fields(only(scope, 'ConfigMap'), 'data'))).toHaveLength(1);
});

test('tuning is written as F5 reads it', () => {
  const scope = chart();
  new F5NginxIngressStack(scope, 'ingress', { tuning: { ...TUNING, clientMaxBodySize: Size.kibibytes(500) } });
  expect(only(scope, 'ConfigMap').data).toMatchObject({
    'worker-connections': '4096',
    'proxy-read-timeout': '120s',
    'client-max-body-size': '500k',
    'access-log-off': 'true',
    'server-tokens': 'false',
  });
});

test('today it is called after its release and selected by the recommended labels', () => {
  const scope = chart();
  const ingress = new F5NginxIngressStack(scope, 'ingress', { release: 'main' });
  expect(ingress.workloadName).toBe('main-nginx-ingress-controller');
  expect(ingress.service.name).toBe('main-nginx-ingress-controller');
  expect(ingress.podLabels).toEqual({
    'app.kubernetes.io/name': 'nginx-ingress',
    'app.kubernetes.io/instance': 'main',
  });
  expect(only(scope, 'ServiceAccount').metadata.name).toBe('main-nginx-ingress');
});

test('with the legacy names it is called and selected as guides from before 2023 type it', () => {
  const scope = chart();
  const ingress = new F5NginxIngressStack(scope, 'ingress', { release: 'main', naming: F5Naming.LEGACY });
  expect(ingress.workloadName).toBe('main-nginx-ingress');
  expect(ingress.service.name).toBe('main-nginx-ingress');
  expect(fields(only(scope, 'Deployment'), 'spec', 'selector', 'matchLabels')).toEqual({ app: 'main-nginx-ingress' });
  expect(ingress.instructions()[0]?.commands).toEqual([
    'kubectl --namespace=nginx-ingress get pods --selector=app=main-nginx-ingress',
  ]);
});

test('it runs by the standard restricted, with a read-only file system and folders to write to', () => {
  const scope = chart();
  new F5NginxIngressStack(scope, 'ingress');
  expect(containerOf(scope).securityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 101,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(list(podOf(scope), 'volumes')).toHaveLength(5);
  expect(fields(only(scope, 'Namespace'), 'metadata', 'labels')).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'restricted',
  });
});

test('with host ports its namespace is privileged, because the standards forbid them, and a rollout replaces in place', () => {
  const scope = chart(ClusterProfile.kind());
  new F5NginxIngressStack(scope, 'ingress');
  expect(fields(only(scope, 'Namespace'), 'metadata', 'labels')).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'privileged',
  });
  expect(list(containerOf(scope), 'ports')).toContainEqual({
    name: 'https',
    containerPort: 443,
    hostPort: 443,
    protocol: 'TCP',
  });
  expect(only(scope, 'Deployment').spec.strategy).toEqual({
    type: 'RollingUpdate',
    rollingUpdate: { maxUnavailable: 1 },
  });
});

test.each([
  ['eks', ClusterProfile.eks(), 'LoadBalancer', 'Local'],
  ['minikube', ClusterProfile.minikube(), 'NodePort', undefined],
  ['kind', ClusterProfile.kind(), 'ClusterIP', undefined],
  ['generic', ClusterProfile.generic(), 'NodePort', undefined],
] as const)('on %s its Service is what works there', (_name, cluster, type, externalTrafficPolicy) => {
  const scope = chart(cluster);
  new F5NginxIngressStack(scope, 'ingress');
  expect(only(scope, 'Service').spec).toMatchObject({ type });
  expect(only(scope, 'Service').spec.externalTrafficPolicy).toBe(externalTrafficPolicy);
});

test('behind something else it needs no address of its own', () => {
  const scope = chart();
  const exposure = IngressExposure.clusterIp({ annotations: { 'acme.com/tunnel': 'on' } });
  const ingress = new F5NginxIngressStack(scope, 'ingress', { exposure });
  expect(only(scope, 'Service')).toMatchObject({
    metadata: { annotations: { 'acme.com/tunnel': 'on' } },
    spec: { type: 'ClusterIP' },
  });
  expect(ingress.outsideAddress().instruction('Open').commands).toEqual([
    'kubectl --namespace=nginx-ingress port-forward service/nginx-ingress-controller 8080:80',
    'curl http://localhost:8080/',
  ]);
});

test.each([
  ['no annotation of Prometheus and no port', { metrics: false }, undefined, 3],
  ['the annotations and port 9113', {}, '9113', 4],
] as const)('its pods have %s', (_title, props, port, ports) => {
  const scope = chart();
  new F5NginxIngressStack(scope, 'ingress', props);
  const template = fields(only(scope, 'Deployment'), 'spec', 'template');
  expect(fields(template, 'metadata', 'annotations')['prometheus.io/port']).toBe(port);
  expect(list(containerOf(scope), 'ports')).toHaveLength(ports);
});

test('its catalogue knows names and types, and the labels that tell its series from others', () => {
  const { metrics } = new F5NginxIngressStack(chart(), 'ingress', { release: 'main' });
  expect(metrics.port).toBe(9113);
  expect(metrics.seriesLabels).toEqual({
    namespace: 'nginx-ingress',
    app_kubernetes_io_name: 'nginx-ingress',
    app_kubernetes_io_instance: 'main',
  });
  expect(metrics.activeConnections.metric).toMatchObject({
    name: 'nginx_ingress_nginx_connections_active',
    type: 'gauge',
    labels: ['class'],
    matchers: {},
  });
  expect(metrics.all.map(({ name, type }) => `${type} ${name}`)).toEqual([
    'gauge nginx_ingress_nginx_connections_active',
    'counter nginx_ingress_nginx_http_requests_total',
    'counter nginx_ingress_nginx_connections_accepted',
    'counter nginx_ingress_nginx_connections_handled',
    'gauge nginx_ingress_nginx_connections_reading',
    'gauge nginx_ingress_nginx_connections_writing',
    'gauge nginx_ingress_nginx_connections_waiting',
    'gauge nginx_ingress_nginx_up',
    'gauge nginx_ingress_controller_ingress_resources_total',
    'counter nginx_ingress_controller_nginx_reloads_total',
    'gauge nginx_ingress_controller_nginx_last_reload_status',
  ]);
});

test('metrics that are switched off cannot be asked for', () => {
  const ingress = new F5NginxIngressStack(chart(), 'ingress', { metrics: false });
  expect(messageOf(() => ingress.metrics)).toContain(
    'The metrics of ingress class "nginx" are wanted, and switched off.',
  );
});

test('an autoscaler takes it as it is: no replicas in the manifest, its own namespace', () => {
  const scope = chart();
  const ingress = new F5NginxIngressStack(scope, 'ingress');
  new HorizontalScaler(scope, 'scaler', {
    target: ingress.scaleTarget,
    metrics: [ScalingMetric.cpuUtilization(50)],
    maxReplicas: 20,
  });
  expect('replicas' in only(scope, 'Deployment').spec).toBe(false);
  expect(only(scope, 'HorizontalPodAutoscaler')).toMatchObject({
    metadata: { namespace: 'nginx-ingress' },
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'nginx-ingress-controller' } },
  });
});

test('a DaemonSet runs on every node, and cannot be scaled', () => {
  const scope = chart(ClusterProfile.kind());
  const ingress = new F5NginxIngressStack(scope, 'ingress', { workload: IngressWorkload.DAEMON_SET });
  expect(only(scope, 'DaemonSet').spec.updateStrategy).toMatchObject({ type: 'RollingUpdate' });
  expect(messageOf(() => ingress.scaleTarget)).toContain(
    'DaemonSet "nginx-ingress-controller" of ingress class "nginx" is to be scaled.',
  );
  expect(
    messageOf(() => new F5NginxIngressStack(chart(), 'i', { workload: IngressWorkload.DAEMON_SET, replicas: 2 })),
  ).toContain('DaemonSet "nginx-ingress-controller" is to have 2 replicas.');
});

test('two controllers of one class are an error that names both', () => {
  const scope = chart();
  new F5NginxIngressStack(scope, 'one');
  expect(messageOf(() => new F5NginxIngressStack(scope, 'two', { release: 'two' }))).toContain(
    '"test/two" wants the IngressClass nginx, which "test/one" owns.',
  );
});

test.each([
  ['a node port', { exposure: IngressExposure.nodePort({ http: 30100 }) }, 'wants the node port 30100'],
  ['a host port', { exposure: IngressExposure.hostPorts() }, 'wants the host port 80'],
])('two controllers with %s in common are an error that names both', (_what, props, message) => {
  const scope = chart();
  new F5NginxIngressStack(scope, 'one', props);
  expect(
    messageOf(() => new F5NginxIngressStack(scope, 'two', { ...props, release: 'b', ingressClass: 'b' })),
  ).toContain(message);
});

test('an image without a tag is refused', () => {
  expect(messageOf(() => new F5NginxIngressStack(chart(), 'ingress', { image: 'acme/nginx' }))).toContain('has no tag');
});

test('resources may be left out altogether', () => {
  const scope = chart();
  new F5NginxIngressStack(scope, 'ingress', { cpu: {}, memory: {} });
  expect(containerOf(scope).resources).toEqual({});
});

test.each(['default', 'kube-system'])('it does not make the namespace %s', (namespace) => {
  const scope = chart();
  new F5NginxIngressStack(scope, 'ingress', { namespace });
  expect(manifestsOf(scope).map(({ kind }) => kind)).not.toContain('Namespace');
});

test('its endpoint is its Service, with the host that a route listens to', () => {
  const ingress = new F5NginxIngressStack(chart(), 'ingress');
  expect(ingress.endpoint('example.com', '/x')).toMatchObject({
    url: 'http://nginx-ingress-controller.nginx-ingress.svc.cluster.local/x',
    host: 'example.com',
  });
});
