import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AppImage,
  AutoscalingApp,
  ClusterDns,
  ClusterProfile,
  CommunityNginxIngressStack,
  ConnectionPeer,
  Connections,
  CurlLoadLoop,
  Exposure,
  F5NginxIngressStack,
  Grafana,
  HttpGateway,
  IngressExposure,
  Isolation,
  IsolatableConstruct,
  KedaStack,
  LocustLoadTest,
  LocustTask,
  MetricExporter,
  MetalLbStack,
  MetricsServer,
  PodSecurityLevel,
  PrometheusOperatorStack,
  PrometheusServer,
  ScalableWebApp,
  SecuredNamespace,
  SiegeLoadJob,
  SiegeLoadPod,
} from '../../../lib';
import { fields, list, mayReach, NetworkPolicies, podTemplateOf } from '../../../lib/checks';
import { everyConstruct } from '../../support/every-construct';
import { schemaProblems } from '../../support/schema';
import { chartOn, messageOf, only, synthesize } from '../../support/synthesize';
import { admitted } from './connections';

const podinfo = { image: AppImage.podinfo() };

function chartIn(app: AutoscalingApp, namespace: string): Chart {
  return new Chart(app, namespace, { namespace });
}

function newApp(cluster = ClusterProfile.kind()): AutoscalingApp {
  return new AutoscalingApp({ cluster, outdir: Testing.app().outdir });
}

/** The warnings that are printed from now on. */
function listen(): string[] {
  const warnings: string[] = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => warnings.push(String(text)) > 0);
  return warnings;
}

describe('a whole app, isolated', () => {
  const app = newApp();
  Isolation.isolate(app); // before there is anything: what comes later counts
  const shop = chartIn(app, 'shop');
  const monitoring = chartIn(app, 'monitoring');
  const system = chartIn(app, 'system');
  const web = new ScalableWebApp(shop, 'web', podinfo);
  const internal = new ScalableWebApp(shop, 'internal', podinfo);
  const prometheus = new PrometheusServer(monitoring, 'prometheus', { pushgateway: true, alertmanager: true });
  prometheus.scrape(web);
  new Grafana(monitoring, 'grafana', { prometheus, exposure: Exposure.nodePort(30002) });
  new KedaStack(system, 'keda');
  new MetricsServer(system, 'metrics-server');
  const exposure = IngressExposure.nodePort({ http: 30080, https: 30443 });
  const ingress = new F5NginxIngressStack(system, 'ingress', { exposure });
  const route = web.routeThrough(ingress, { host: 'shop.example.com' });
  const query = ingress.metrics.activeConnections.avgOverTime({ window: Duration.minutes(2) }).sum();
  web.scaleOnQuery(query, { prometheus, threshold: 10, maxReplicas: 5 });
  new CurlLoadLoop(shop, 'load', { target: route.endpoint() });
  const target = internal.endpoint();
  const siege = { target, concurrency: 1, time: Duration.seconds(9) };
  new SiegeLoadJob(shop, 'siege', siege);
  const tasks = [LocustTask.get('/')];
  new LocustLoadTest(shop, 'locust', { target, tasks, users: 1, spawnRate: 1, workers: 2 });

  test('admits what its objects declare, and nothing else', () => {
    expect(admitted(app)).toMatchInlineSnapshot(`
     [
       "Deployment shop/load -> Deployment nginx-ingress/nginx-ingress-controller: 80",
       "Deployment shop/load -> DNS: 53",
       "Job shop/siege -> Deployment shop/internal: 9898",
       "Job shop/siege -> DNS: 53",
       "Deployment shop/locust-worker -> Deployment shop/internal: 9898",
       "Deployment shop/locust-worker -> Deployment shop/locust: 5557",
       "Deployment shop/locust-worker -> DNS: 53",
       "Deployment monitoring/prometheus -> Deployment shop/web: 9898",
       "Deployment monitoring/prometheus -> Deployment monitoring/kube-state-metrics: 8080",
       "Deployment monitoring/prometheus -> DaemonSet node-exporter/node-exporter: 9100",
       "Deployment monitoring/prometheus -> Deployment monitoring/pushgateway: 9091",
       "Deployment monitoring/prometheus -> StatefulSet monitoring/alertmanager: 9093",
       "Deployment monitoring/prometheus -> Deployment keda/keda-operator-metrics-apiserver: 6443",
       "Deployment monitoring/prometheus -> Deployment kube-system/metrics-server: 10250",
       "Deployment monitoring/prometheus -> Deployment nginx-ingress/nginx-ingress-controller: 443, 9113",
       "Deployment monitoring/prometheus -> DNS: 53",
       "Deployment monitoring/prometheus -> anybody: 443, 6443, 10250",
       "Deployment monitoring/kube-state-metrics -> Deployment keda/keda-operator-metrics-apiserver: 6443",
       "Deployment monitoring/kube-state-metrics -> Deployment nginx-ingress/nginx-ingress-controller: 443",
       "Deployment monitoring/kube-state-metrics -> anybody: 443, 6443",
       "DaemonSet node-exporter/node-exporter -> Deployment monitoring/grafana: 3000",
       "DaemonSet node-exporter/node-exporter -> Deployment keda/keda-operator-metrics-apiserver: 6443",
       "DaemonSet node-exporter/node-exporter -> Deployment keda/keda-admission-webhooks: 9443",
       "DaemonSet node-exporter/node-exporter -> Deployment kube-system/metrics-server: 10250",
       "DaemonSet node-exporter/node-exporter -> Deployment nginx-ingress/nginx-ingress-controller: 80, 443",
       "DaemonSet node-exporter/node-exporter -> DNS: 53",
       "DaemonSet node-exporter/node-exporter -> anybody: 443, 6443, 10250",
       "Deployment monitoring/grafana -> Deployment monitoring/prometheus: 9090",
       "Deployment monitoring/grafana -> DNS: 53",
       "Deployment keda/keda-operator -> Deployment monitoring/prometheus: 9090",
       "Deployment keda/keda-operator -> Deployment keda/keda-operator-metrics-apiserver: 6443",
       "Deployment keda/keda-operator -> Deployment nginx-ingress/nginx-ingress-controller: 443",
       "Deployment keda/keda-operator -> DNS: 53",
       "Deployment keda/keda-operator -> anybody: 443, 6443",
       "Deployment keda/keda-operator-metrics-apiserver -> Deployment keda/keda-operator: 9666",
       "Deployment keda/keda-operator-metrics-apiserver -> Deployment nginx-ingress/nginx-ingress-controller: 443",
       "Deployment keda/keda-operator-metrics-apiserver -> DNS: 53",
       "Deployment keda/keda-operator-metrics-apiserver -> anybody: 443, 6443",
       "Deployment keda/keda-admission-webhooks -> Deployment keda/keda-operator-metrics-apiserver: 6443",
       "Deployment keda/keda-admission-webhooks -> Deployment nginx-ingress/nginx-ingress-controller: 443",
       "Deployment keda/keda-admission-webhooks -> anybody: 443, 6443",
       "Deployment kube-system/metrics-server -> Deployment keda/keda-operator-metrics-apiserver: 6443",
       "Deployment kube-system/metrics-server -> Deployment nginx-ingress/nginx-ingress-controller: 443",
       "Deployment kube-system/metrics-server -> anybody: 443, 6443, 10250",
       "Deployment nginx-ingress/nginx-ingress-controller -> Deployment shop/web: 9898",
       "Deployment nginx-ingress/nginx-ingress-controller -> Deployment keda/keda-operator-metrics-apiserver: 6443",
       "Deployment nginx-ingress/nginx-ingress-controller -> anybody: 443, 6443",
       "anybody -> DaemonSet node-exporter/node-exporter: 9100",
       "anybody -> Deployment monitoring/grafana: 3000",
       "anybody -> Deployment keda/keda-operator-metrics-apiserver: 6443",
       "anybody -> Deployment keda/keda-admission-webhooks: 9443",
       "anybody -> Deployment kube-system/metrics-server: 10250",
       "anybody -> Deployment nginx-ingress/nginx-ingress-controller: 80, 443",
     ]
    `);
  });

  test('writes policies that the API server takes, before the pods that they are for', () => {
    const manifests = synthesize(app);
    const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies).toHaveLength(16);
    expect(schemaProblems(policies)).toEqual([]);
    for (const { metadata } of policies) {
      const places = manifests.flatMap((each, place) =>
        each.metadata.name === metadata.name && (each.kind === 'NetworkPolicy' || /Set|Deployment|Job/.test(each.kind))
          ? [{ kind: each.kind, place }]
          : [],
      );
      expect(places[0]?.kind).toBe('NetworkPolicy');
    }
  });

  test('writes the same for the same app, however often', () => {
    expect(synthesize(app)).toEqual(synthesize(app));
  });
});

describe('what is isolated', () => {
  test('every construct: each of its pods but those in the network of their nodes', () => {
    const app = everyConstruct();
    for (const construct of app.node.findAll()) if (construct instanceof IsolatableConstruct) construct.isolate();
    const manifests = synthesize(app);
    const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
    expect(schemaProblems(policies)).toEqual([]);
    const isolated = new NetworkPolicies(manifests);
    const open = manifests.flatMap((manifest) => {
      const template = podTemplateOf({ manifest, origin: '' });
      if (!template) return [];
      const { namespace = 'default', name } = manifest.metadata;
      const to = `${manifest.kind} ${String(namespace)}/${String(name)}`;
      return isolated.mayReach({ from: { ip: '192.0.2.1' }, to, port: 1 }).reachable ? [to] : [];
    });
    expect(open).toEqual(['DaemonSet node-exporter/node-exporter', 'DaemonSet metallb-system/speaker']);
  });

  test('an app alone: who may reach it is limited, and whom others may reach is not', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    new CurlLoadLoop(chart, 'load', { target: web.endpoint() });
    new CurlLoadLoop(chart, 'stranger', { target: web.endpoint({ path: '/other' }), parallelism: 0 });
    const other = new ScalableWebApp(chart, 'other', podinfo);
    web.isolate();
    const manifests = synthesize(chart);
    expect(only(manifests, 'NetworkPolicy').metadata).toMatchObject({ name: 'web', namespace: 'shop' });
    const ask = (from: string, to: string) => mayReach(manifests, { from, to, port: 9898 }).reachable;
    expect(ask('Deployment shop/load', 'Deployment shop/web')).toBe(true);
    expect(ask('Deployment shop/other', 'Deployment shop/web')).toBe(false);
    expect(ask('Deployment shop/web', 'Deployment shop/other')).toBe(false);
    expect(ask('Deployment shop/load', 'Deployment shop/other')).toBe(true);
    expect(other.name).toBe('other');
  });

  test('a chart of a plain cdk8s app, with Deployments of cdk8s-plus', () => {
    const chart = new Chart(Testing.app(), 'plain', { namespace: 'shop' });
    const back = new kplus.Deployment(chart, 'back', {
      metadata: { name: 'back' },
      containers: [{ image: 'acme/back:1', portNumber: 8080 }],
    });
    const front = new kplus.Deployment(chart, 'front', {
      metadata: { name: 'front' },
      containers: [{ image: 'acme/front:1', portNumber: 80 }],
    });
    const service = back.exposeViaService({ name: 'back', ports: [{ port: 80, targetPort: 8080 }] });
    Connections.of(chart).add(ConnectionPeer.podsOf(front), ConnectionPeer.url('http://back.shop'));
    Isolation.isolate(chart);
    expect(service.name).toBe('back');
    expect(admitted(chart)).toEqual([
      'Deployment shop/front -> Deployment shop/back: 8080',
      'Deployment shop/front -> DNS: 53',
    ]);
  });

  test('everything in an app that writes files', () => {
    const app = newApp();
    const web = new ScalableWebApp(chartIn(app, 'shop'), 'web', podinfo);
    web.isolate();
    const yaml = app.synthYaml();
    expect(yaml.indexOf('kind: NetworkPolicy')).toBeGreaterThan(0);
    expect(yaml.indexOf('kind: NetworkPolicy')).toBeLessThan(yaml.indexOf('kind: Deployment'));
    expect(app.synthYaml()).toBe(yaml);
  });

  test('nothing, without isolate()', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    new CurlLoadLoop(chart, 'load', { target: web.endpoint() });
    expect(synthesize(chart).filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
  });

  test('twice is once', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.isolate();
    Isolation.isolate(chart);
    expect(synthesize(chart).filter(({ kind }) => kind === 'NetworkPolicy')).toHaveLength(1);
  });

  test('two workloads of one name have policies of two', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    new SiegeLoadJob(chart, 'siege', {
      name: 'web',
      target: web.endpoint(),
      concurrency: 1,
      time: Duration.seconds(1),
    });
    Isolation.isolate(chart);
    const names = synthesize(chart).flatMap(({ kind, metadata }) => (kind === 'NetworkPolicy' ? metadata.name : []));
    expect(names).toEqual(['web', 'web-job']);
  });

  test('in the namespace "default" a policy names none, like its workload', () => {
    const chart = new Chart(newApp(), 'test');
    new ScalableWebApp(chart, 'web', podinfo).isolate();
    expect(only(synthesize(chart), 'NetworkPolicy').metadata).not.toHaveProperty('namespace');
  });

  test('where there are no pods it says so', () => {
    const chart = chartOn();
    Isolation.isolate(chart);
    new SecuredNamespace(chart, 'namespace');
    new ScalableWebApp(new Chart(chart.node.root, 'other'), 'web', podinfo);
    const warnings = listen();
    synthesize(chart);
    expect(warnings).toEqual(['warning: [test] isolate() has no effect: there are no pods here.\n']);
  });

  test('pods in the network of their nodes are out of reach, and it says so', () => {
    const chart = chartOn(undefined, 'monitoring');
    new SecuredNamespace(chart, 'namespace', { enforce: PodSecurityLevel.PRIVILEGED });
    new PrometheusServer(chart, 'prometheus').nodeExporter?.isolate();
    const warnings = listen();
    expect(synthesize(chart).filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
    expect(warnings.join('')).toContain(
      '[test/prometheus/node-exporter/daemon-set] DaemonSet "node-exporter" cannot be isolated: policies do not select pods in the network of their nodes.',
    );
  });
});

describe('connections', () => {
  test('those that somebody else adds', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    const back = new ScalableWebApp(chart, 'back', podinfo);
    const connections = Connections.of(chart);
    connections.add(ConnectionPeer.podsOf(web), ConnectionPeer.podsOf(back));
    connections.add(ConnectionPeer.service(back.service), ConnectionPeer.podsOf(web), { ports: [7000] });
    connections.add(
      ConnectionPeer.pods({ namespace: 'ops', labels: { app: 'batch' } }),
      ConnectionPeer.service(web.service),
    );
    connections.add(ConnectionPeer.podsOf(back), ConnectionPeer.pods({ labels: { app: 'postgres' } }), {
      ports: [5432],
    });
    connections.add(ConnectionPeer.podsOf(back), ConnectionPeer.outside(), { ports: [25] });
    Isolation.isolate(chart);
    const manifests = synthesize(chart);
    expect(only(manifests, 'NetworkPolicy', 'web').spec).toEqual({
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } },
              podSelector: { matchLabels: { app: 'batch' } },
            },
          ],
          ports: [{ protocol: 'TCP', port: 9898 }],
        },
        { from: [{ podSelector: { matchLabels: { app: 'back' } } }], ports: [{ protocol: 'TCP', port: 7000 }] },
      ],
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'back' } } }], ports: [{ protocol: 'TCP', port: 9898 }] }],
    });
    expect(only(manifests, 'NetworkPolicy', 'back').spec.egress).toEqual([
      {
        to: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }],
        ports: [{ protocol: 'TCP', port: 25 }],
      },
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: [
          { protocol: 'TCP', port: 53 },
          { protocol: 'UDP', port: 53 },
        ],
      },
      {
        to: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'postgres' } } }],
        ports: [{ protocol: 'TCP', port: 5432 }],
      },
      { to: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ protocol: 'TCP', port: 7000 }] },
    ]);
  });

  test.each([
    [
      'a host outside',
      'https://api.example.com/v1',
      [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }],
      443,
    ],
    ['an address', 'http://192.0.2.7:8080', [{ ipBlock: { cidr: '192.0.2.7/32' } }], 8080],
    ['an address of IPv6', 'http://[2001:db8::1]', [{ ipBlock: { cidr: '2001:db8::1/128' } }], 80],
  ])('to the URL of %s', (_, url, to, port) => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.isolate();
    Connections.of(chart).add(ConnectionPeer.podsOf(web), ConnectionPeer.url(url));
    const { egress } = only(synthesize(chart), 'NetworkPolicy').spec;
    expect(egress).toContainEqual({ to, ports: [{ protocol: 'TCP', port }] });
    expect(JSON.stringify(egress).includes('kube-dns')).toBe(url.includes('example.com'));
  });

  test.each([
    ['postgres://db.example.com', 'TCP', 5432],
    ['mysql://db.example.com', 'TCP', 3306],
    ['rediss://cache.example.com/0', 'TCP', 6379],
    ['amqps://user:secret@queue.example.com', 'TCP', 5671],
    ['mongodb://db.example.com', 'TCP', 27017],
    ['nats://queue.example.com', 'TCP', 4222],
    ['wss://push.example.com', 'TCP', 443],
    ['grpc://api.example.com:9000', 'TCP', 9000],
    ['https://api.example.com:8443', 'TCP', 8443],
    ['udp://log.example.com:514', 'UDP', 514],
  ])('to %s: %s %i of any address, and the DNS of the cluster', (url, protocol, port) => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.isolate();
    Connections.of(chart).add(ConnectionPeer.podsOf(web), ConnectionPeer.url(url));
    const { egress } = only(synthesize(chart), 'NetworkPolicy').spec;
    const to = [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }];
    expect(egress).toContainEqual({ to, ports: [{ protocol, port }] });
  });

  test.each(['dns://169.254.20.10', 'http://169.254.20.10:53'])('to %s: DNS, which asks by UDP and by TCP', (url) => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.isolate();
    Connections.of(chart).add(ConnectionPeer.podsOf(web), ConnectionPeer.url(url));
    expect(only(synthesize(chart), 'NetworkPolicy').spec.egress).toEqual([
      {
        to: [{ ipBlock: { cidr: '169.254.20.10/32' } }],
        ports: ['TCP', 'UDP'].map((protocol) => ({ protocol, port: 53 })),
      },
    ]);
  });

  test.each([
    ['api.example.com', 'is not a URL with a scheme and a host'],
    ['api.example.com:443', 'is not a URL with a scheme and a host'],
    ['', 'is not a URL with a scheme and a host'],
    ['https://', 'is not a URL with a scheme and a host'],
    ['https:///path', 'is not a URL with a scheme and a host'],
    ['tcp://a b', 'is not a URL with a scheme and a host'],
    ['postgres://$(id)', 'is not a URL with a scheme and a host'],
    ['grpc://api.example.com', 'has no port, and the scheme "grpc" has none that is known'],
    ['kafka://api.example.com', 'has no port, and the scheme "kafka" has none that is known'],
    ['http://api.example.com:0', 'has no port'],
  ])('the peer "%s" is held to a URL', (url, what) => {
    const message = messageOf(() => ConnectionPeer.url(url));
    expect(message).toContain(`The peer "${url}" ${what}`);
    expect(message).toMatch(/why: [^]*fix: /);
  });

  test.each([
    ['The namespace "Ops Team" must be', ConnectionPeer.pods({ namespace: 'Ops Team', labels: { app: 'x' } })],
    ['The label key "a b" must be', ConnectionPeer.pods({ labels: { 'a b': 'x' } })],
    ['ConnectionPeer.pods() has no labels.', ConnectionPeer.pods({ labels: {}, namespace: 'ops' })],
    ['The value of the label "a" "x\ny" must be', ConnectionPeer.pods({ labels: { a: 'x\ny' } })],
    [
      'The port of Service "web" 1.5 must be',
      ConnectionPeer.service({ name: 'web', metadata: {}, ports: [{ port: 80 }] }, 1.5),
    ],
  ])('%s', (what, peer) => {
    const chart = chartOn();
    expect(messageOf(() => Connections.of(chart).add(peer, ConnectionPeer.outside()))).toContain(`[test] ${what}`);
    expect(messageOf(() => Connections.of(chart).add(ConnectionPeer.outside(), peer))).toContain(`[test] ${what}`);
  });

  test('to pods at ports of UDP', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.isolate();
    const labels = { app: 'statsd' };
    const statsd = ConnectionPeer.pods({ namespace: 'ops', labels });
    Connections.of(chart).add(ConnectionPeer.podsOf(web), statsd, { ports: [8126], udpPorts: [8125] });
    const peer = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } },
      podSelector: { matchLabels: labels },
    };
    expect(only(synthesize(chart), 'NetworkPolicy').spec.egress).toEqual([
      {
        to: [peer],
        ports: [
          { protocol: 'UDP', port: 8125 },
          { protocol: 'TCP', port: 8126 },
        ],
      },
    ]);
    const odd = messageOf(() => Connections.of(web).add(statsd, statsd, { udpPorts: [0] }));
    expect(odd).toContain('[test/web] The port of the connection 0 must be an integer from 1 to 65535.');
  });

  test.each<[string, ClusterDns, unknown[]]>([
    [
      'NodeLocal DNSCache',
      ClusterDns.nodeLocal(),
      [{ to: [{ ipBlock: { cidr: '169.254.20.10/32' } }, 'kube-system'], ports: [53, 53] }],
    ],
    ['OpenShift', ClusterDns.openShift(), [{ to: ['openshift-dns'], ports: [5353, 5353] }]],
  ])('who connects by name asks %s', (_, dns, expected) => {
    const chart = chartOn(ClusterProfile.generic({ dns }));
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.isolate();
    Connections.of(chart).add(ConnectionPeer.podsOf(web), ConnectionPeer.url('https://example.com'));
    const rules = list(only(synthesize(chart), 'NetworkPolicy'), 'spec', 'egress')
      .map((rule) => ({
        to: list(rule, 'to').map((peer) => {
          const labels = fields(peer, 'namespaceSelector', 'matchLabels');
          return 'ipBlock' in fields(peer) ? peer : labels['kubernetes.io/metadata.name'];
        }),
        ports: list(rule, 'ports').map((port) => fields(port).port),
        protocols: list(rule, 'ports').map((port) => fields(port).protocol),
      }))
      .filter(({ ports }) => !ports.includes(443));
    expect(rules.map(({ to, ports }) => ({ to, ports }))).toEqual(expected);
    expect(rules.every(({ protocols }) => protocols.join() === 'TCP,UDP')).toBe(true);
  });

  test('to the API server at the port that the profile says', () => {
    const chart = chartOn(ClusterProfile.generic({ apiServerPort: 16443 }));
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.isolate();
    Connections.of(chart).add(ConnectionPeer.podsOf(web), ConnectionPeer.apiServer());
    expect(only(synthesize(chart), 'NetworkPolicy').spec.egress).toEqual([
      {
        ports: [
          { protocol: 'TCP', port: 443 },
          { protocol: 'TCP', port: 16443 },
        ],
      },
    ]);
  });

  test('to the pod itself: nothing to admit', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.isolate();
    Connections.of(chart).add(ConnectionPeer.podsOf(web), ConnectionPeer.url('http://localhost:1234'));
    expect(only(synthesize(chart), 'NetworkPolicy').spec).not.toHaveProperty('egress');
  });

  test('to a Service that is elsewhere: every pod of its namespace, and a word about it', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.isolate();
    const target = ConnectionPeer.url('http://prometheus.monitoring.svc:9090');
    Connections.of(chart).add(ConnectionPeer.podsOf(web), target);
    const warnings = listen();
    const { egress } = only(synthesize(chart), 'NetworkPolicy').spec;
    const peer = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } };
    expect(egress).toContainEqual({ to: [peer] });
    expect(warnings.join()).toContain(
      '[test] Service "monitoring/prometheus" is not in the app: whoever connects to it',
    );
  });

  test('a host of two words is outside, unless it is a Service and its namespace', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.isolate();
    Connections.of(chart).add(ConnectionPeer.podsOf(web), ConnectionPeer.url('https://example.com'));
    expect(JSON.stringify(only(synthesize(chart), 'NetworkPolicy').spec.egress)).toContain('0.0.0.0/0');
  });

  test.each([
    ['its bare name, in the namespace of who connects', 'http://back', 9898],
    ['name and namespace', 'http://back.shop', 9898],
    ['a port that it does not have', 'http://back:81', undefined],
    ['the name of a headless one: the port is the pods’', 'http://headless:9898', 9898],
  ])('to a Service by %s', (_, url, port) => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    const back = new ScalableWebApp(chart, 'back', podinfo);
    new kplus.Service(chart, 'headless', {
      metadata: { name: 'headless' },
      clusterIP: 'None',
      selector: back.deployment,
      ports: [{ port: 80, targetPort: 9898 }],
    });
    Connections.of(chart).add(ConnectionPeer.podsOf(web), ConnectionPeer.url(url));
    Isolation.isolate(chart);
    expect(admitted(chart).filter((line) => !line.includes('DNS'))).toEqual(
      port === undefined ? [] : [`Deployment shop/web -> Deployment shop/back: ${port}`],
    );
  });

  test('from a Service that is elsewhere, and to pods that nobody isolates: nothing to write', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.isolate();
    const elsewhere = { name: 'api', metadata: { namespace: 'other' }, ports: [] };
    Connections.of(chart).add(ConnectionPeer.service(elsewhere), ConnectionPeer.podsOf(web));
    const { ingress, egress } = only(synthesize(chart), 'NetworkPolicy').spec;
    expect([ingress, egress]).toEqual([undefined, undefined]);
  });

  test('from outside to a Service with addresses of its own, by whatever port it names', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    new kplus.Service(chart, 'public', {
      metadata: { name: 'public' },
      externalIPs: ['192.0.2.7'],
      selector: web.deployment,
      ports: [{ port: 80, targetPort: 9898 }],
    });
    web.isolate();
    expect(only(synthesize(chart), 'NetworkPolicy').spec.ingress).toEqual([
      { ports: [{ protocol: 'TCP', port: 9898 }] },
    ]);
  });

  test('to a Service without a selector: anybody, at its port', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    const database = new kplus.Service(chart, 'database', { metadata: { name: 'database' }, ports: [{ port: 5432 }] });
    web.isolate();
    Connections.of(chart).add(ConnectionPeer.podsOf(web), ConnectionPeer.service(database));
    expect(only(synthesize(chart), 'NetworkPolicy').spec.egress).toEqual([
      { ports: [{ protocol: 'TCP', port: 5432 }] },
    ]);
  });

  test.each([
    [ClusterProfile.eks(), [443]],
    [ClusterProfile.minikube(), [443, 8443]],
    [ClusterProfile.kubeadm(), [443, 6443]],
    [ClusterProfile.generic(), [443, 6443, 8443]],
  ])('to the API server, at the ports that a kind of cluster has', (cluster, ports) => {
    const chart = chartOn(cluster, 'keda');
    new KedaStack(chart, 'keda').isolate();
    const { egress } = only(synthesize(chart), 'NetworkPolicy', 'keda-admission-webhooks').spec;
    expect(egress).toEqual([{ ports: ports.map((port) => ({ protocol: 'TCP', port })) }]);
  });

  test('of Prometheus that an operator runs, by its monitors', () => {
    const chart = chartOn(ClusterProfile.kind(), 'monitoring');
    new SecuredNamespace(chart, 'namespace', { enforce: PodSecurityLevel.PRIVILEGED });
    const stack = new PrometheusOperatorStack(chart, 'prometheus');
    const web = new ScalableWebApp(chart, 'web', podinfo);
    const back = new ScalableWebApp(chart, 'back', podinfo);
    stack.monitor(web.service);
    stack.monitorPods(back);
    new Grafana(chart, 'grafana', { prometheus: stack });
    Isolation.isolate(chart);
    const manifests = synthesize(chart);
    const operated = {
      namespace: 'monitoring',
      labels: { 'app.kubernetes.io/name': 'prometheus', 'operator.prometheus.io/name': 'prometheus' },
    };
    const reaches = (to: string, port: number) => mayReach(manifests, { from: operated, to, port }).reachable;
    expect(reaches('Deployment monitoring/web', 9898)).toBe(true);
    expect(reaches('Deployment monitoring/back', 9898)).toBe(true);
    expect(reaches('Deployment monitoring/kube-state-metrics', 8080)).toBe(true);
    expect(reaches('Deployment monitoring/prometheus-operator', 8080)).toBe(true);
    expect(reaches('Deployment monitoring/grafana', 3000)).toBe(false);
    const from = 'Deployment monitoring/grafana';
    expect(mayReach(manifests, { from, to: operated, port: 9090 }).reason).toContain(
      'monitoring/prometheus-prometheus ingress[0] admits it',
    );
    expect(mayReach(manifests, { from: 'Deployment monitoring/web', to: operated, port: 9090 }).reachable).toBe(false);
  });

  test('of the community’s controller, its webhook and its Jobs', () => {
    const app = newApp();
    const chart = chartIn(app, 'shop');
    const ingress = new CommunityNginxIngressStack(chart, 'ingress');
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.routeThrough(ingress);
    Isolation.isolate(app);
    expect(admitted(app)).toEqual([
      'Deployment ingress-nginx/ingress-nginx-controller -> Deployment shop/web: 9898',
      'Deployment ingress-nginx/ingress-nginx-controller -> anybody: 443, 6443',
      'Job ingress-nginx/ingress-nginx-admission-create -> Deployment ingress-nginx/ingress-nginx-controller: 443',
      'Job ingress-nginx/ingress-nginx-admission-create -> anybody: 443, 6443',
      'Job ingress-nginx/ingress-nginx-admission-patch -> Deployment ingress-nginx/ingress-nginx-controller: 443',
      'Job ingress-nginx/ingress-nginx-admission-patch -> anybody: 443, 6443',
      'anybody -> Deployment ingress-nginx/ingress-nginx-controller: 80, 443, 8443',
    ]);
  });

  test('of F5’s controller to F5, with telemetry', () => {
    const chart = chartOn();
    new F5NginxIngressStack(chart, 'ingress', { telemetry: true, exposure: IngressExposure.clusterIp() }).isolate();
    const { ingress, egress } = only(synthesize(chart), 'NetworkPolicy').spec;
    expect(ingress).toBeUndefined();
    expect(JSON.stringify(egress)).toContain('kube-dns');
  });

  test('of MetalLB, whose webhook the API server calls', () => {
    const chart = chartOn(ClusterProfile.kind());
    new MetalLbStack(chart, 'metallb').isolate();
    expect(only(synthesize(chart), 'NetworkPolicy').spec).toMatchObject({
      podSelector: { matchLabels: { app: 'metallb', component: 'controller' } },
      ingress: [{ ports: [{ protocol: 'TCP', port: 9443 }] }],
      egress: [{ ports: [{ port: 443 }, { port: 6443 }] }],
    });
  });

  test('of a Gateway, by the label that the Gateway API gives its pods', () => {
    const chart = chartOn(ClusterProfile.kind({ provides: ['gateway.networking.k8s.io'] }));
    const gateway = new HttpGateway(chart, 'gateway', { namespace: 'edge' });
    const web = new ScalableWebApp(chart, 'web', podinfo);
    web.routeThrough(gateway);
    web.isolate();
    expect(only(synthesize(chart), 'NetworkPolicy').spec.ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } },
            podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'gateway' } },
          },
        ],
        ports: [{ protocol: 'TCP', port: 9898 }],
      },
    ]);
  });

  test('of a siege Pod, to what it was given commands for', () => {
    const chart = chartOn();
    const web = new ScalableWebApp(chart, 'web', podinfo);
    new ScalableWebApp(chart, 'other', podinfo);
    const siege = new SiegeLoadPod(chart, 'siege');
    siege.isolate();
    siege.execCommand({ target: web.endpoint(), concurrency: 1, time: Duration.seconds(1) });
    const ask = (name: string) =>
      mayReach(synthesize(chart), { from: 'Pod shop/siege', to: `Deployment shop/${name}`, port: 9898 }).reachable;
    expect([ask('web'), ask('other')]).toEqual([true, false]);
  });

  test.each<[string, ClusterDns, object[]]>([
    ['CoreDNS, whose Service asks for it', ClusterDns.coreDns(), [{ namespace: 'kube-system', port: 9153 }]],
    ['CoreDNS behind a cache on every node', ClusterDns.nodeLocal(), [{ namespace: 'kube-system', port: 9153 }]],
    ['not the DNS of OpenShift, whose Service does not', ClusterDns.openShift(), []],
  ])('of Prometheus to %s', (_, dns, expected) => {
    const chart = chartOn(ClusterProfile.generic({ dns }), 'monitoring');
    const prometheus = new PrometheusServer(chart, 'prometheus', { kubeStateMetrics: false, nodeExporter: false });
    prometheus.isolate();
    const from = 'Deployment monitoring/prometheus';
    const ends = ['kube-system', 'openshift-dns'].flatMap((namespace) =>
      [9153, 9154].map((port) => ({ namespace, port })),
    );
    const policies = new NetworkPolicies(synthesize(chart));
    const reached = ends.filter(({ namespace, port }) => {
      const to = { namespace, labels: { 'k8s-app': 'kube-dns' } };
      return policies.mayReach({ from, to, port }).reachable;
    });
    expect(reached).toEqual(expected);
  });

  test('of KEDA that somebody else installed, by the label of its operator', () => {
    const chart = chartOn(undefined, 'monitoring');
    const prometheus = new PrometheusServer(chart, 'prometheus', { kubeStateMetrics: false, nodeExporter: false });
    const web = new ScalableWebApp(chart, 'web', { ...podinfo });
    const window = Duration.minutes(2);
    const query = MetricExporter.PODINFO.counter('http_requests_total').of(web).rate({ window }).sum();
    web.scaleOnQuery(query, { prometheus, threshold: 10, maxReplicas: 3 });
    prometheus.scrape(web);
    prometheus.isolate();
    const operator = { namespace: 'keda', labels: { app: 'keda-operator' } };
    const to = 'Deployment monitoring/prometheus';
    const manifests = synthesize(chart);
    expect(mayReach(manifests, { from: operator, to, port: 9090 }).reachable).toBe(true);
    expect(mayReach(manifests, { from: { ...operator, labels: {} }, to, port: 9090 }).reachable).toBe(false);
  });

  test('to what every node or everybody outside is told of: host ports and exposed Services', () => {
    const app = newApp();
    const chart = chartIn(app, 'shop');
    new F5NginxIngressStack(chart, 'ingress', { exposure: IngressExposure.hostPorts() });
    new ScalableWebApp(chart, 'web', { ...podinfo, exposure: Exposure.loadBalancer() });
    new ScalableWebApp(chart, 'inside', podinfo);
    Isolation.isolate(app);
    expect(admitted(app).filter((line) => line.startsWith('anybody'))).toEqual([
      'anybody -> Deployment nginx-ingress/nginx-ingress-controller: 80, 443',
      'anybody -> Deployment shop/web: 9898',
    ]);
  });
});
