import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AdmissionWebhook,
  ClusterProfile,
  CommunityNginxIngressStack,
  IngressExposure,
  IngressWorkload,
  type AutoscalingApp,
  type CommunityNginxIngressStackProps,
  type NginxTuning,
} from '../../lib';
import { fields, list } from '../../lib/checks';
import { TUNING } from './tuning';
import { chart, manifestsOf, messageOf, only, printed, rulesOf, rulesOfTable } from './manifests';

const CLUSTER_RULES = [
  ['', 'configmaps, endpoints, nodes, pods, secrets, namespaces', 'list,watch'],
  ['coordination.k8s.io', 'leases', 'list,watch'],
  ['', 'nodes', 'get'],
  ['', 'services', 'get,list,watch'],
  ['networking.k8s.io', 'ingresses, ingressclasses', 'get,list,watch'],
  ['', 'events', 'create,patch'],
  ['networking.k8s.io', 'ingresses/status', 'update'],
  ['discovery.k8s.io', 'endpointslices', 'list,watch,get'],
] as const;

const NAMESPACE_RULES = [
  ['', 'namespaces', 'get'],
  ['', 'configmaps, pods, secrets, endpoints', 'get,list,watch'],
  ['', 'services', 'get,list,watch'],
  ['networking.k8s.io', 'ingresses, ingressclasses', 'get,list,watch'],
  ['networking.k8s.io', 'ingresses/status', 'update'],
  ['coordination.k8s.io', 'leases [ingress-nginx-leader]', 'get,update'],
  ['coordination.k8s.io', 'leases', 'create'],
  ['', 'events', 'create,patch'],
  ['discovery.k8s.io', 'endpointslices', 'list,watch,get'],
] as const;

function containerOf(scope: ReturnType<typeof chart>, kind = 'Deployment') {
  return fields(list(only(scope, kind), 'spec', 'template', 'spec', 'containers')[0]);
}

test('without props it makes the 19 objects of the static manifest', () => {
  const scope = chart();
  new CommunityNginxIngressStack(scope, 'ingress');
  expect(manifestsOf(scope)).toMatchSnapshot();
  expect(
    manifestsOf(scope)
      .map(({ kind, metadata }) => `${kind} ${String(metadata.name)}`)
      .sort(),
  ).toEqual([
    'ClusterRole ingress-nginx',
    'ClusterRole ingress-nginx-admission',
    'ClusterRoleBinding ingress-nginx',
    'ClusterRoleBinding ingress-nginx-admission',
    'ConfigMap ingress-nginx-controller',
    'Deployment ingress-nginx-controller',
    'IngressClass nginx',
    'Job ingress-nginx-admission-create',
    'Job ingress-nginx-admission-patch',
    'Namespace ingress-nginx',
    'Role ingress-nginx',
    'Role ingress-nginx-admission',
    'RoleBinding ingress-nginx',
    'RoleBinding ingress-nginx-admission',
    'Service ingress-nginx-controller',
    'Service ingress-nginx-controller-admission',
    'ServiceAccount ingress-nginx',
    'ServiceAccount ingress-nginx-admission',
    'ValidatingWebhookConfiguration ingress-nginx-admission',
  ]);
});

test('its permissions are those of the version, no more and no less', () => {
  const scope = chart();
  new CommunityNginxIngressStack(scope, 'ingress');
  const rules = (kind: string, name: string) => rulesOf(only(scope, kind, name).rules);
  expect(rules('ClusterRole', 'ingress-nginx')).toEqual(rulesOfTable(CLUSTER_RULES));
  expect(rules('Role', 'ingress-nginx')).toEqual(rulesOfTable(NAMESPACE_RULES));
  expect(rules('Role', 'ingress-nginx-admission')).toEqual(rulesOfTable([['', 'secrets', 'get,create']]));
  expect(rules('ClusterRole', 'ingress-nginx-admission')).toEqual(
    rulesOfTable([['admissionregistration.k8s.io', 'validatingwebhookconfigurations', 'get,update']]),
  );
});

test('every prop shows in the manifests', () => {
  const props: Required<CommunityNginxIngressStackProps> = {
    name: 'edge',
    namespace: 'edge',
    createNamespace: false,
    ingressClass: 'edge',
    defaultClass: true,
    exposure: IngressExposure.loadBalancer({ preserveClientIp: false }),
    workload: IngressWorkload.DEPLOYMENT,
    replicas: 3,
    cpu: { request: Cpu.millis(200) },
    memory: { limit: Size.mebibytes(512) },
    tuning: TUNING,
    additionalConfig: { 'use-gzip': 'true' },
    metrics: false,
    defaultTlsSecretName: 'wildcard',
    image: 'registry.acme.com/controller:v1.15.1',
    additionalArgs: ['--v=3'],
    admissionWebhook: AdmissionWebhook.FAIL,
    certificateImage: 'registry.acme.com/certgen:v1.6.9',
    watchIngressWithoutClass: true,
  };
  const scope = chart();
  new CommunityNginxIngressStack(scope, 'ingress', props);
  expect(manifestsOf(scope)).toMatchSnapshot();
});

test.each(Object.keys(TUNING) as (keyof NginxTuning)[])('tuning %s changes one key of the ConfigMap', (prop) => {
  const scope = chart();
  new CommunityNginxIngressStack(scope, 'ingress', { tuning: { [prop]: TUNING[prop] } });
  expect(Object.keys(fields(only(scope, 'ConfigMap'), 'data'))).toHaveLength(1);
});

test('tuning is written as the community reads it: seconds without a unit', () => {
  const scope = chart();
  new CommunityNginxIngressStack(scope, 'ingress', { tuning: TUNING });
  expect(only(scope, 'ConfigMap').data).toMatchObject({
    'max-worker-connections': '4096',
    'proxy-read-timeout': '120',
    'proxy-body-size': '8m',
    'disable-access-log': 'true',
  });
});

test("with an image of one's own, which no rule knows, it says once that it is retired, and names its successors", () => {
  const scope = chart();
  const image = 'registry.acme.example/ingress:v1.15.1';
  new CommunityNginxIngressStack(scope, 'one', { name: 'one', namespace: 'one', image });
  new CommunityNginxIngressStack(scope, 'two', { name: 'two', namespace: 'two', ingressClass: 'two', image });
  expect(printed().match(/retired in March 2026/g)).toHaveLength(1);
  expect(printed()).toContain('F5NginxIngressStack for Ingress, HttpGateway for the Gateway API');
});

test('with the image of the project, rule R25 says it', () => {
  const scope = chart();
  new CommunityNginxIngressStack(scope, 'ingress');
  expect(printed()).not.toContain('retired');
  (scope.node.root as AutoscalingApp).synthYaml();
  expect(printed().match(/retired in March 2026/g)).toHaveLength(1);
});

test('a second controller has a controller class of its own, or both would serve the same classes', () => {
  const scope = chart();
  const [one, two] = [
    new CommunityNginxIngressStack(scope, 'one'),
    new CommunityNginxIngressStack(scope, 'two', { name: 'two', namespace: 'two', ingressClass: 'two' }),
  ];
  expect(one.controller).toBe('k8s.io/ingress-nginx');
  expect(two.controller).toBe('k8s.io/ingress-nginx/two');
});

test('its Service selects the controller and not the pods of the Jobs, which share two of three labels', () => {
  const scope = chart();
  new CommunityNginxIngressStack(scope, 'ingress');
  const selector = only(scope, 'Service', 'ingress-nginx-controller').spec.selector as object;
  const jobLabels = fields(only(scope, 'Job', 'ingress-nginx-admission-create'), 'spec', 'template', 'metadata');
  expect(jobLabels.labels).not.toMatchObject(selector);
});

test.each([
  [AdmissionWebhook.IGNORE, 'Ignore'],
  [AdmissionWebhook.FAIL, 'Fail'],
])('the webhook %s says so before and after the Job has patched it', (admissionWebhook, policy) => {
  const scope = chart();
  new CommunityNginxIngressStack(scope, 'ingress', { admissionWebhook });
  const [webhook] = only(scope, 'ValidatingWebhookConfiguration').webhooks as object[];
  expect(webhook).toMatchObject({ failurePolicy: policy });
  const job = only(scope, 'Job', 'ingress-nginx-admission-patch');
  const container = fields(list(job, 'spec', 'template', 'spec', 'containers')[0]);
  expect(container.args).toContain(`--patch-failure-policy=${policy}`);
});

test('without the webhook there is no certificate to wait for', () => {
  const scope = chart();
  new CommunityNginxIngressStack(scope, 'ingress', { admissionWebhook: AdmissionWebhook.OFF });
  expect(manifestsOf(scope)).toHaveLength(10);
  const container = containerOf(scope);
  expect(list(container, 'args').join(' ')).not.toContain('webhook');
  expect('volumeMounts' in container).toBe(false);
});

test.each([
  ['kubeadm', ClusterProfile.kubeadm(), 'NodePort', [], false],
  [
    'kind',
    ClusterProfile.kind(),
    'ClusterIP',
    ['--watch-ingress-without-class=true', '--publish-status-address=localhost'],
    true,
  ],
  ['eks', ClusterProfile.eks(), 'LoadBalancer', ['--publish-service=$(POD_NAMESPACE)/ingress-nginx-controller'], false],
] as const)('on %s it is the variant for such a cluster', (_name, cluster, type, args, hostPorts) => {
  const scope = chart(cluster);
  new CommunityNginxIngressStack(scope, 'ingress');
  expect(only(scope, 'Service', 'ingress-nginx-controller').spec.type).toBe(type);
  const given = list(containerOf(scope), 'args');
  expect(given.filter((arg) => /publish|without-class/.test(String(arg)))).toEqual(expect.arrayContaining([...args]));
  expect(given.filter((arg) => /publish|without-class/.test(String(arg)))).toHaveLength(args.length);
  expect(JSON.stringify(containerOf(scope).ports).includes('hostPort')).toBe(hostPorts);
});

test('node ports are those of its own Service: a second Service is not needed', () => {
  const scope = chart();
  new CommunityNginxIngressStack(scope, 'ingress', {
    exposure: IngressExposure.nodePort({ http: 30100, https: 30101 }),
  });
  expect(only(scope, 'Service', 'ingress-nginx-controller').spec.ports).toEqual([
    { name: 'http', port: 80, nodePort: 30100, protocol: 'TCP', appProtocol: 'http', targetPort: 'http' },
    { name: 'https', port: 443, nodePort: 30101, protocol: 'TCP', appProtocol: 'https', targetPort: 'https' },
  ]);
});

test('its catalogue knows that active connections are one state of a gauge', () => {
  const { metrics } = new CommunityNginxIngressStack(chart(), 'ingress');
  expect(metrics.activeConnections.metric).toMatchObject({
    name: 'nginx_ingress_controller_nginx_process_connections',
    type: 'gauge',
    matchers: { state: 'active' },
  });
  expect(new Set(metrics.all.map(({ name, type }) => `${type} ${name}`))).toEqual(
    new Set([
      'gauge nginx_ingress_controller_nginx_process_connections',
      'counter nginx_ingress_controller_nginx_process_requests_total',
      'counter nginx_ingress_controller_nginx_process_connections_total',
      'counter nginx_ingress_controller_requests',
      'histogram nginx_ingress_controller_request_duration_seconds',
    ]),
  );
});

test('metrics off means no flag, no port and no annotation', () => {
  const scope = chart();
  const ingress = new CommunityNginxIngressStack(scope, 'ingress', { metrics: false });
  expect(list(containerOf(scope), 'args')).not.toContain('--enable-metrics=true');
  expect(only(scope, 'Deployment').spec.template).not.toHaveProperty('metadata.annotations');
  expect(messageOf(() => ingress.metrics)).toContain('switched off');
});

test('a certificate image without a tag is refused', () => {
  expect(messageOf(() => new CommunityNginxIngressStack(chart(), 'i', { certificateImage: 'acme/certgen' }))).toContain(
    'has no tag',
  );
});
