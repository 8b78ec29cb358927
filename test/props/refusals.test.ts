import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { type Chart, Duration, Size } from 'cdk8s';
import { Capability, Cpu, type k8s } from 'cdk8s-plus-28';
import * as lib from '../../lib';
import { chartOn, messageOf, synthesize } from '../support/synthesize';

const TOO_LARGE = 2 ** 31;
const PROMETHEUS = { url: 'http://prometheus.monitoring.svc:9090', scrapeInterval: Duration.seconds(15) };
const podinfo = () => lib.AppImage.podinfo();
const app = (chart: Chart, props: Partial<lib.ScalableWebAppProps> = {}) =>
  new lib.ScalableWebApp(chart, 'web', { image: podinfo(), cpu: { request: Cpu.millis(100) }, ...props });
const f5 = (chart: Chart, props: lib.F5NginxIngressStackProps) => new lib.F5NginxIngressStack(chart, 'f5', props);
const community = (chart: Chart, props: lib.CommunityNginxIngressStackProps) =>
  new lib.CommunityNginxIngressStack(chart, 'community', props);
const scaler = (chart: Chart, metric: lib.ScalingMetric, target: Partial<lib.ScaleTargetReference> = {}) =>
  new lib.HorizontalScaler(chart, 'scaler', {
    target: lib.ScaleTarget.of({ name: 'web', ...target }),
    metrics: [metric],
    maxReplicas: 3,
  });
const locust = (chart: Chart, props: Partial<lib.LocustLoadTestProps>) =>
  new lib.LocustLoadTest(chart, 'locust', {
    target: app(chart).endpoint(),
    tasks: [lib.LocustTask.get('/')],
    users: 1,
    spawnRate: 1,
    ...props,
  });
const counter = (name: string, labels: string[] = []) =>
  new lib.KnownMetric({ name, type: lib.MetricType.COUNTER, description: '', labels });
const metallb = (chart: Chart, advertisement: lib.Advertisement) =>
  new lib.MetalLbStack(chart, 'metallb').addPool('pool', lib.AddressPool.cidr('192.0.2.0/28'), {
    advertisements: [advertisement],
  });
const nodesWith = (key: string): k8s.Affinity => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'Exists' }] }],
    },
  },
});
const preferring = (weight: number): k8s.NodeAffinity => ({
  preferredDuringSchedulingIgnoredDuringExecution: [{ weight, preference: {} }],
});
const beside = (term: k8s.PodAffinityTerm): k8s.Affinity => ({
  podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }] },
});
const mounted = (chart: Chart, volume: lib.PodVolume) => app(chart, { volumeMounts: [volume.at('/mnt')] });
const filesAt = (path: string) =>
  lib.PodVolume.configMap({ name: 'files' }, { volumeName: 'config', items: { key: path } });
const ranges = (loadBalancerSourceRanges: string[]) => lib.Exposure.loadBalancer({ loadBalancerSourceRanges });
const haproxy = (options: lib.HaproxyRouteOptions) => lib.IngressClass.haproxy('haproxy').withOptions(options);
const traefik = (options: lib.TraefikRouteOptions) => lib.IngressClass.traefik('traefik').withOptions(options);
const alb = (options: lib.AlbRouteOptions) => lib.IngressClass.alb('alb').withOptions(options);
const routed = (chart: Chart, router: lib.IRouter) => app(chart).routeThrough(router, { host: 'shop.example.com' });
const gauges = lib.MetricExporter.of({
  name: 'gauges',
  metrics: [
    new lib.KnownMetric({ name: 'podinfo_gauge', type: lib.MetricType.GAUGE, description: '', labels: ['job'] }),
  ],
});
const scaled = (chart: Chart, options: Partial<lib.KedaPrometheusScalerProps>) =>
  new lib.KedaPrometheusScaler(chart, 'scaler', {
    target: app(chart),
    prometheus: PROMETHEUS,
    query: lib.MetricQuery.raw('sum(rate(http_requests_total[2m]))'),
    threshold: 1,
    maxReplicas: 3,
    ...options,
  });
const cpuTooLarge = { cpu: { request: Cpu.units(2), limit: Cpu.units(1) } };

/** Values of the right type that the API server, Prometheus or nginx would refuse, or take for another one. */
test.each<[string, (chart: Chart) => unknown]>([
  ['The maxReplicas of the autoscaler "web" is 2147483648.', (c) => app(c).scaleOnCpu(50, { maxReplicas: TOO_LARGE })],
  ['The utilization in percent is 2147483648.', (c) => app(c).scaleOnCpu(TOO_LARGE, { maxReplicas: 3 })],
  [
    'The value of a scaling policy is 1e+21.',
    (c) =>
      app(c).scaleOnCpu(50, {
        maxReplicas: 3,
        behavior: { scaleUp: lib.ScalingRules.of({ policies: [lib.ScalingPolicy.pods(1e21, Duration.seconds(15))] }) },
      }),
  ],
  [
    'The kind of the described object "a b" must be',
    (c) => scaler(c, lib.ScalingMetric.object({ kind: 'a b', name: 'x' }, { name: 'x' }, lib.MetricTarget.value('1'))),
  ],
  [
    'The API version of the scale target "a b" must be',
    (c) => scaler(c, lib.ScalingMetric.cpuUtilization(50), { apiVersion: 'a b' }),
  ],
  [
    'The disruption budget has maxUnavailable 2147483648.',
    (c) => app(c, { disruptionBudget: lib.DisruptionBudget.maxUnavailable(TOO_LARGE) }),
  ],
  ['The port of a health check 0 must be', (c) => app(c, { readiness: lib.HealthCheck.grpc({ port: 0 }) })],
  ['The fsGroup of the pods is -1.', (c) => app(c, { podSecurityContext: { fsGroup: -1 } })],
  ['The runAsUser of the pods is 2147483648.', (c) => app(c, { podSecurityContext: { runAsUser: TOO_LARGE } })],
  ['A supplemental group of the pods is 1.5.', (c) => app(c, { podSecurityContext: { supplementalGroups: [1.5] } })],
  [
    'The seccompProfile of the pods has',
    (c) => app(c, { podSecurityContext: { seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } } }),
  ],
  [
    'The localhostProfile "../a" must be',
    (c) => app(c, { podSecurityContext: { seccompProfile: { type: 'Localhost', localhostProfile: '../a' } } }),
  ],
  ['The sysctl "a b" must be', (c) => app(c, { podSecurityContext: { sysctls: [{ name: 'a b', value: '1' }] } })],
  ['The key of a toleration "a b" must be', (c) => app(c, { tolerations: [{ key: 'a b', operator: 'Exists' }] })],
  ['The value of a toleration "a b" must be', (c) => app(c, { tolerations: [{ key: 'a', value: 'a b' }] })],
  ['The IP address of a host alias "web" must be', (c) => app(c, { hostAliases: [{ ip: 'web' }] })],
  ['The host alias "a b" must be', (c) => app(c, { hostAliases: [{ ip: '10.0.0.1', hostnames: ['a b'] }] })],
  ['The nameserver "dns" must be', (c) => app(c, { dnsConfig: { nameservers: ['dns'] } })],
  ['The search domain "a b" must be', (c) => app(c, { dnsConfig: { searches: ['.', 'ok.', 'a b'] } })],
  [
    'The DNS option "" must have a name',
    (c) => app(c, { dnsConfig: { options: [{ name: 'ndots' }, { value: '2' }] } }),
  ],
  ['The label key of an affinity "a b" must be', (c) => app(c, { affinity: nodesWith('a b') })],
  ['The weight of an affinity is 101.', (c) => app(c, { affinity: { nodeAffinity: preferring(101) } })],
  ['The topology key "" must be', (c) => app(c, { affinity: beside({ topologyKey: '' }) })],
  [
    'The label key "a b" must be',
    (c) => app(c, { affinity: beside({ topologyKey: 'zone', labelSelector: { matchLabels: { 'a b': 'c' } } }) }),
  ],
  [
    'The label key of an affinity "a b" must be',
    (c) =>
      app(c, {
        affinity: beside({
          topologyKey: 'zone',
          namespaceSelector: { matchExpressions: [{ key: 'a b', operator: 'Exists' }] },
        }),
      }),
  ],
  [
    'The namespace of an affinity "a b" must be',
    (c) => app(c, { affinity: beside({ topologyKey: 'zone', namespaces: ['a b'] }) }),
  ],
  ['The path of a file of the volume "files", "../a" must not begin', (c) => mounted(c, filesAt('../a'))],
  ['The path of a file of the volume "files", "a/../b" must be', (c) => mounted(c, filesAt('a/../b'))],
  ['The path of a file of the volume "files", "" must be', (c) => mounted(c, filesAt(''))],
  [
    'The path of a file of the volume "pod", "/a" must be',
    (c) => mounted(c, lib.PodVolume.downwardApi('pod', { '/a': 'metadata.name' })),
  ],
  [
    'is to have the field "spec.nodeName" of the pod.',
    (c) => mounted(c, lib.PodVolume.downwardApi('pod', { a: 'spec.nodeName' })),
  ],
  [
    'The path of a file of the volume "token", "" must be',
    (c) => mounted(c, lib.PodVolume.serviceAccountToken('token', { audience: 'vault', path: '' })),
  ],
  [
    'The Secret of the CSI driver "a b" must be',
    (c) => mounted(c, lib.PodVolume.csi('store', { driver: 'csi.acme.com', nodePublishSecretRef: { name: 'a b' } })),
  ],
  ['The prop "watchNamespaces" is an empty list.', (c) => new lib.KedaStack(c, 'keda', { watchNamespaces: [] })],
  ['loadBalancerSourceRanges is an empty list.', (c) => app(c, { exposure: ranges([]) })],
  [
    'The ports of the connection is an empty list.',
    (c) => lib.Connections.of(c).add(lib.ConnectionPeer.podsOf(app(c)), lib.ConnectionPeer.outside(), { ports: [] }),
  ],
  ['allowFrom of a route is an empty list.', (c) => routed(c, haproxy({ allowFrom: [] }))],
  ['allowFrom of a route has "office"', (c) => routed(c, haproxy({ allowFrom: ['203.0.113.7', 'office'] }))],
  ['allowFrom of a route has "0.0.0.0/0,::/0"', (c) => routed(c, haproxy({ allowFrom: ['0.0.0.0/0,::/0'] }))],
  ['securityGroups of a route is an empty list.', (c) => routed(c, alb({ securityGroups: [] }))],
  ['securityGroups of a route has "sg-a,sg-b".', (c) => routed(c, alb({ securityGroups: ['sg-a,sg-b'] }))],
  ['The tags of a route have "team": "a,b=c".', (c) => routed(c, alb({ tags: { team: 'a,b=c' } }))],
  ['The peer "https:api.example.com" is not a URL', () => lib.ConnectionPeer.url('https:api.example.com')],
  ['The peer "http:///api" is not a URL', () => lib.ConnectionPeer.url('http:///api')],
  ['The peer " http://api.example.com" is not a URL', () => lib.ConnectionPeer.url(' http://api.example.com')],
  [
    'has the label job: "<<.Series>>".',
    () => lib.AdapterRule.gauge('podinfo_gauge', { labels: { job: '<<.Series>>' }, exporter: gauges }),
  ],
  [
    'has the resource "a b".',
    () => lib.AdapterRule.gauge('podinfo_gauge', { resources: { 'a b': 'pod' }, exporter: gauges }),
  ],
  ['entryPoints of a route is an empty list.', (c) => routed(c, traefik({ entryPoints: [] }))],
  ['middlewares of a route has "a,b".', (c) => routed(c, traefik({ middlewares: ['a,b'] }))],
  [
    'The interfaces of an advertisement of "pool" is an empty list.',
    (c) => metallb(c, lib.Advertisement.layer2({ interfaces: [] })),
  ],
  [
    'The peers of an advertisement of "pool" is an empty list.',
    (c) => metallb(c, lib.Advertisement.bgp({ peers: [] })),
  ],
  [
    'The scrape interval of Prometheus "prometheus" is 31536000000000 ms.',
    (c) => new lib.PrometheusServer(c, 'prometheus', { scrapeInterval: Duration.days(365_000) }),
  ],
  ['tuning.logFormat has a single quote.', (c) => f5(c, { tuning: { logFormat: "$status'; }" } })],
  [
    'The value of the header "X-A" "b\\u000d\nX-B: c" must be',
    (c) => scaled(c, { customHeaders: { 'X-A': 'b\r\nX-B: c' } }),
  ],
  [
    'The prop "secretAcess" does not exist.',
    (c) => new lib.KedaStack(c, 'keda', { secretAcess: lib.KedaSecretAccess.OWN_NAMESPACE } as lib.KedaStackProps),
  ],
  [
    'The argument "options.port_name" of Endpoint.ofService does not exist.',
    (c) => lib.Endpoint.ofService(c, app(c).service, { port_name: 'http' } as lib.EndpointOptions),
  ],
  ['The topology key "" must be', (c) => app(c, { spread: [lib.PodSpread.over('')] })],
  ['The node port 0 must be', (c) => app(c, { exposure: lib.Exposure.nodePort(0) })],
  [
    'The load balancer is to have the address "a b".',
    (c) => app(c, { exposure: lib.Exposure.loadBalancer({ address: 'a b' }) }),
  ],
  ['The app "web" requests more CPU than its limit.', (c) => app(c, cpuTooLarge)],
  [
    'An image is to run as root without a reason.',
    (c) =>
      app(c, { image: lib.AppImage.root('acme/root:1', { port: 80, reason: ' ', capabilities: [Capability.KILL] }) }),
  ],
  ['The number of replicas is 1.5.', (c) => f5(c, { replicas: 1.5 })],
  ['tuning.workerProcesses is -1.', (c) => f5(c, { tuning: { workerProcesses: -1 } })],
  ['tuning.keepAliveRequests is 0.', (c) => community(c, { tuning: { keepAliveRequests: 0 } })],
  ['tuning.readTimeout is 0.001 s.', (c) => f5(c, { tuning: { readTimeout: Duration.millis(1) } })],
  ['tuning.keepAliveTimeout is 1.5 s.', (c) => community(c, { tuning: { keepAliveTimeout: Duration.millis(1500) } })],
  ['tuning.logFormat is empty.', (c) => f5(c, { tuning: { logFormat: '' } })],
  ['The key "a b" must be', (c) => f5(c, { additionalConfig: { 'a b': 'x' } })],
  ['The TLS Secret "a b" must be', (c) => community(c, { defaultTlsSecretName: 'a b' })],
  [
    'The annotation "a b" must be',
    (c) => f5(c, { exposure: lib.IngressExposure.nodePort({ annotations: { 'a b': '' } }) }),
  ],
  ['The controller "nginx-ingress-controller" requests more CPU than its limit.', (c) => f5(c, cpuTooLarge)],
  [
    'The keepAliveConnections of a route is 1.5.',
    (c) =>
      new lib.F5IngressRoute(c, 'route', {
        ingress: f5(c, { allowEmptyHost: true }),
        backends: [{ service: app(c).service }],
        keepAliveConnections: 1.5,
      }),
  ],
  [
    'The requestsPerSecond of a route is 0.',
    (c) =>
      new lib.CommunityIngressRoute(c, 'route', {
        ingress: community(c, {}),
        backends: [{ service: app(c).service }],
        requestsPerSecond: 0,
      }),
  ],
  [
    'The connectTimeout of a route is 1.5 s.',
    (c) =>
      new lib.CommunityIngressRoute(c, 'route', {
        ingress: community(c, {}),
        backends: [{ service: app(c).service }],
        connectTimeout: Duration.millis(1500),
      }),
  ],
  [
    'The port of Service "web" 1.5 must be',
    (c) => lib.Endpoint.ofService(c, { name: 'web', metadata: {}, ports: [{ port: 1.5 }] }),
  ],
  ['The Host header "a\nb" must be one line of text', (c) => app(c).endpoint({ host: 'a\nb' })],
  [
    'is to run 2147483648 times.',
    (c) => new lib.CurlLoadLoop(c, 'curl', { target: app(c).endpoint(), parallelism: TOO_LARGE }),
  ],
  ['has the weight 1e+21.', (c) => locust(c, { tasks: [lib.LocustTask.get('/', { weight: 1e21 })] })],
  ['The header "a b" must be', (c) => locust(c, { tasks: [lib.LocustTask.get('/', { headers: { 'a b': 'x' } })] })],
  ['starts 1e+21 users per second.', (c) => locust(c, { spawnRate: 1e21 })],
  ['The duration of a load test is 1.5 s.', (c) => locust(c, { duration: Duration.millis(1500) })],
  ['The locustfile of the load test "locust" is empty.', (c) => locust(c, { tasks: undefined, locustfile: '' })],
  ['The name "" must be', (c) => locust(c, { name: '' })],
  ['has the localPref 2147483648.', (c) => metallb(c, lib.Advertisement.bgp({ localPref: TOO_LARGE }))],
  ['The label key "a b" must be', (c) => metallb(c, lib.Advertisement.layer2({ nodeLabels: { 'a b': 'x' } }))],
  [
    'The prop "nodeLabels" of an advertisement of "pool" has no labels.',
    (c) => metallb(c, lib.Advertisement.layer2({ nodeLabels: {} })),
  ],
  [
    'The prop "nodeLabels" has no labels.',
    (c) => new lib.BgpPeer(c, 'peer', { myAsn: 64512, peerAsn: 64513, address: '192.0.2.1', nodeLabels: {} }),
  ],
  [
    'The prop "matchLabels" of metric "depth" has no labels.',
    (c) => scaler(c, lib.ScalingMetric.external({ name: 'depth', matchLabels: {} }, lib.MetricTarget.value('1'))),
  ],
  [
    'The prop "operatorInstance" has no labels.',
    (c) => new lib.GrafanaDashboard(c, 'dashboard', { dashboard: lib.AUTOSCALING_DASHBOARD, operatorInstance: {} }),
  ],
  [
    'ConnectionPeer.pods() has no labels.',
    (c) => routed(c, lib.IngressClass.haproxy('haproxy', { pods: { labels: {} } })),
  ],
  ['on the network interface "a b".', (c) => metallb(c, lib.Advertisement.layer2({ interfaces: ['a b'] }))],
  ['The StorageClass "a b" must be', () => lib.DataVolume.persistent(Size.gibibytes(1), { storageClass: 'a b' })],
  [
    'Prometheus "prometheus" requests more CPU than its limit.',
    (c) => new lib.PrometheusOperatorStack(c, 'prometheus', cpuTooLarge),
  ],
  [
    'The prop "cpu.request" is -0.005, where a Cpu from 0 up belongs.',
    (c) => new lib.PrometheusOperatorStack(c, 'prometheus', { cpu: { request: Cpu.millis(-5) } }),
  ],
  [
    'The memory request is 1.5 MiB.',
    (c) => new lib.PrometheusServer(c, 'p', { memory: { request: Size.kibibytes(1536) } }),
  ],
  [
    'The label key "a b" must be',
    (c) =>
      new lib.GrafanaDashboard(c, 'dashboard', {
        dashboard: lib.AUTOSCALING_DASHBOARD,
        operatorInstance: { 'a b': 'x' },
      }),
  ],
  ['The namespace "a b" must be', (c) => new lib.SecuredNamespace(c, 'namespace', { name: 'a b' })],
  [
    'The namespace of the conversion "a b" must be',
    (c) =>
      new lib.CustomResourceDefinitions(c, 'crds', { component: lib.CrdComponent.KEDA, conversionNamespace: 'a b' }),
  ],
  [
    'The API group "a b" must be',
    (c) =>
      new lib.KedaStack(c, 'keda', {
        scaleTargets: lib.KedaScaleTargets.of([{ apiGroup: 'a b', resource: 'rollouts' }]),
      }),
  ],
  ['The label "a b" of Prometheus must be', () => counter('x_total').name && counter('x_total', ['a b'])],
  ['The metric "up or my" must be', () => counter('up or my')],
  [
    'The label "a) (up) or sum by (a" of Prometheus must be',
    () =>
      lib.MetricExporter.of({ name: 'mine', metrics: [counter('x_total')] })
        .counter('x_total')
        .rate({ window: Duration.minutes(2) })
        .sumBy({ by: ['a) (up) or sum by (a'] }),
  ],
  [
    'The label "a="1"}[2m])) or vector(1e9) or sum(rate(x{b" of Prometheus must be',
    (c) =>
      new lib.KedaPrometheusScaler(c, 'scaler', {
        target: lib.ScaleTarget.of({ name: 'web' }),
        prometheus: PROMETHEUS,
        query: lib.MetricExporter.of({ name: 'mine', metrics: [counter('x_total')] })
          .counter('x_total')
          .where({ 'a="1"}[2m])) or vector(1e9) or sum(rate(x{b': 'y' })
          .rate({ window: Duration.minutes(2) })
          .sum(),
        threshold: 1,
        maxReplicas: 3,
      }),
  ],
  ['The name "x"}" must be', () => lib.AppDashboard.of({ kind: 'Deployment', name: 'x"}' })],
])('%s', (what, make) => {
  const chart = chartOn(lib.ClusterProfile.kind({ nodes: 3, provides: ['grafana.integreatly.org'] }));
  const message = messageOf(() => {
    make(chart);
    synthesize(chart);
  });
  expect(message).toContain(what);
  expect(message).toMatch(/why: \S[^]*fix: \S/);
});

test.each([
  ['secretAccess', { secretAccess: 'OWN_NAMESPACE' }, 'Use KedaSecretAccess.OWN_NAMESPACE ("OwnNamespace").'],
  ['logLevel', { logLevel: 'verbose' }, 'Use KedaLogLevel.DEBUG ("debug"), KedaLogLevel.INFO ("info")'],
])('an unknown value of %s is refused, with the values that there are', (prop, props, fix) => {
  const message = messageOf(() => new lib.KedaStack(chartOn(), 'keda', props as lib.KedaStackProps));
  expect(message).toContain(`[test/keda] The prop "${prop}" is "${Object.values(props)[0]}", which is not a Keda`);
  expect(message).toContain(fix);
});

test('a project that tsx compiles file by file has its arguments checked, too', () => {
  const program = "require('./lib').HealthCheck.http('/', { initialDelay: '5m' })";
  const { stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', program], {
    cwd: path.join(__dirname, '../..'),
    encoding: 'utf8',
  });
  expect(stderr).toContain('[HealthCheck.http] The argument "options.initialDelay"');
});
