import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse } from 'yaml';
import {
  AUTOSCALING_ALERTS,
  Alertmanager,
  AppImage,
  ClusterProfile,
  DataVolume,
  Exposure,
  PodSecurityLevel,
  PrometheusServer,
  PrometheusWorkload,
  ScalableWebApp,
  ScrapeJob,
  SecuredNamespace,
  type AutoscalingApp,
  type PrometheusServerProps,
} from '../../lib';
import { type Manifest } from '../../lib/checks/manifest';
import { at, fields, list, text, type Fields } from '../../lib/kubernetes/fields';
import { accessOf, inOrder, type AccessTable } from '../support/access';
import { byPromtool, checkConfig } from '../support/promtool';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const ALONE = { kubeStateMetrics: false, nodeExporter: false };

function manifestsOf(props: PrometheusServerProps = {}, cluster = ClusterProfile.kind()): Manifest[] {
  const chart = chartOn(cluster, 'monitoring');
  new PrometheusServer(chart, 'prometheus-server', props);
  return synthesize(chart);
}

function configOf(manifests: readonly Manifest[], name = 'prometheus-server'): Fields {
  const config = text(only(manifests, 'ConfigMap', name), 'data', 'prometheus.yml')!;
  checkConfig(config);
  return parse(config) as Fields;
}

function jobOf(manifests: readonly Manifest[], name: string): Fields {
  return fields(list(configOf(manifests), 'scrape_configs').find((job) => at(job, 'job_name') === name));
}

function containersOf(manifests: readonly Manifest[], kind = 'Deployment', name = 'prometheus-server'): Fields[] {
  return list(only(manifests, kind, name), 'spec', 'template', 'spec', 'containers').map((each) => fields(each));
}

const argsOf = (...manifests: Parameters<typeof containersOf>): unknown => containersOf(...manifests)[0]!.args;

const names = (manifests: readonly Manifest[]): string[] =>
  manifests.map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name].join(' '));

test('its manifests are locked', () => {
  const manifests = manifestsOf();
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
});

test(`its configuration has nothing but what Prometheus knows ${byPromtool}`, () => {
  expect(Object.keys(configOf(manifestsOf()))).toEqual(['global', 'scrape_configs']);
  expect(Object.keys(configOf(manifestsOf({ alertmanager: true })))).toEqual(['global', 'alerting', 'scrape_configs']);
});

test('it consists of Prometheus, kube-state-metrics and node-exporter', () => {
  expect(names(manifestsOf())).toEqual([
    'ServiceAccount monitoring prometheus-server',
    'ClusterRole  monitoring:prometheus-server',
    'ClusterRoleBinding  monitoring:prometheus-server',
    'ConfigMap monitoring prometheus-server',
    'Deployment monitoring prometheus-server',
    'Service monitoring prometheus-server',
    'ServiceAccount monitoring kube-state-metrics',
    'ClusterRole  monitoring:kube-state-metrics',
    'ClusterRoleBinding  monitoring:kube-state-metrics',
    'Deployment monitoring kube-state-metrics',
    'Service monitoring kube-state-metrics',
    'Namespace  node-exporter',
    'DaemonSet node-exporter node-exporter',
    'Service node-exporter node-exporter',
  ]);
});

test('the same app gives the same bytes', () => {
  expect(JSON.stringify(manifestsOf())).toBe(JSON.stringify(manifestsOf()));
});

test('without a namespace everything is in default, where kubectl puts it', () => {
  const chart = new Chart(chartOn().node.root, 'nowhere');
  const prometheus = new PrometheusServer(chart, 'prometheus', ALONE);
  expect(prometheus.url).toBe('http://prometheus.default.svc.cluster.local');
  expect(at(only(synthesize(chart), 'ClusterRoleBinding'), 'subjects')).toEqual([
    { kind: 'ServiceAccount', name: 'prometheus', namespace: 'default' },
  ]);
});

const READ = 'get list watch';

const SERVER_ACCESS: AccessTable = [
  ['', 'configmaps', READ],
  ['', 'endpoints', READ],
  ['', 'ingresses', READ],
  ['', 'nodes', READ],
  ['', 'nodes/metrics', READ],
  ['', 'pods', READ],
  ['', 'services', READ],
  ['discovery.k8s.io', 'endpointslices', READ],
  ['networking.k8s.io', 'ingresses', READ],
  ['networking.k8s.io', 'ingresses/status', READ],
  ['path', '/metrics', 'get'],
];

test('it may find its targets and ask API server and kubelets, and no more', () => {
  const manifests = manifestsOf();
  expect(accessOf(manifests, 'ClusterRole', 'monitoring:prometheus-server')).toEqual(inOrder(SERVER_ACCESS));
  expect(only(manifests, 'ClusterRoleBinding', 'monitoring:prometheus-server')).toMatchObject({
    roleRef: { kind: 'ClusterRole', name: 'monitoring:prometheus-server' },
    subjects: [{ kind: 'ServiceAccount', name: 'prometheus-server', namespace: 'monitoring' }],
  });
  expect(at(only(manifests, 'Deployment', 'prometheus-server'), 'spec', 'template', 'spec', 'serviceAccountName')).toBe(
    'prometheus-server',
  );
});

describe('the configuration', () => {
  test('has ten jobs, and asks every 15 s', () => {
    const config = configOf(manifestsOf());
    expect(config.global).toEqual({ scrape_interval: '15s', scrape_timeout: '10s', evaluation_interval: '15s' });
    expect(list(config, 'scrape_configs').map((job) => at(job, 'job_name'))).toEqual([
      'prometheus',
      'kubernetes-api-servers',
      'kubernetes-nodes',
      'kubernetes-nodes-cadvisor',
      'kubernetes-service-endpoints',
      'kubernetes-service-endpoints-slow',
      'prometheus-pushgateway',
      'kubernetes-services',
      'kubernetes-pods',
      'kubernetes-pods-slow',
    ]);
  });

  test('is one document without aliases', () => {
    expect(text(only(manifestsOf(), 'ConfigMap'), 'data', 'prometheus.yml')).not.toMatch(/&a1|\*a1|^---/m);
  });

  test.each([
    ['kind', ClusterProfile.kind(), true],
    ['eks', ClusterProfile.eks(), undefined],
  ])('on %s it verifies what can be verified', (_name, cluster, insecure) => {
    const manifests = manifestsOf({}, cluster);
    expect(at(jobOf(manifests, 'kubernetes-nodes'), 'tls_config', 'insecure_skip_verify')).toBe(insecure);
    expect(at(jobOf(manifests, 'kubernetes-nodes-cadvisor'), 'tls_config', 'insecure_skip_verify')).toBe(insecure);
    expect(at(jobOf(manifests, 'kubernetes-api-servers'), 'tls_config')).toEqual({
      ca_file: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
    });
  });

  test('is of the jobs that are given', () => {
    const jobs = ScrapeJob.defaults({ kubernetesServices: false, prometheusPushgateway: false });
    const config = configOf(manifestsOf({ jobs, additionalJobs: [ScrapeJob.static('db', { targets: ['db:9187'] })] }));
    const kept = list(config, 'scrape_configs').map((job) => at(job, 'job_name'));
    expect(kept).toContain('db');
    expect(kept).not.toContain('kubernetes-services');
    expect(kept).not.toContain('prometheus-pushgateway');
  });

  test('has the jobs that are added after the construct was made', () => {
    const chart = chartOn(undefined, 'monitoring');
    const prometheus = new PrometheusServer(chart, 'prometheus-server', { ...ALONE, jobs: [] });
    prometheus.addJob(ScrapeJob.prometheus());
    expect(list(configOf(synthesize(chart)), 'scrape_configs')).toHaveLength(1);
  });
});

test('every prop reaches a manifest', () => {
  const props: Required<PrometheusServerProps> = {
    name: 'prom',
    namespace: 'metrics',
    image: 'registry.example/prometheus:v3.14.1',
    reloaderImage: 'registry.example/reloader:v0.94.0',
    workload: PrometheusWorkload.STATEFUL_SET,
    storage: DataVolume.persistent(Size.gibibytes(8), { storageClass: 'fast' }),
    retention: Duration.days(3),
    retentionSize: Size.gibibytes(6),
    scrapeInterval: Duration.seconds(30),
    scrapeTimeout: Duration.seconds(20),
    evaluationInterval: Duration.minutes(1),
    jobs: [ScrapeJob.prometheus()],
    additionalJobs: [ScrapeJob.kubernetesPods()],
    rules: [AUTOSCALING_ALERTS],
    externalLabels: { cluster: 'lab' },
    configReload: true,
    exposure: Exposure.nodePort(30010),
    cpu: { request: kplus.Cpu.millis(200), limit: kplus.Cpu.units(1) },
    memory: { request: Size.mebibytes(512), limit: Size.gibibytes(1) },
    additionalArgs: ['--log.level=debug'],
    kubeStateMetrics: true,
    nodeExporter: true,
    nodeExporterNamespace: 'metrics',
    pushgateway: true,
    alertmanager: true,
  };
  const chart = chartOn(ClusterProfile.kind());
  const prometheus = new PrometheusServer(chart, 'prometheus-server', props);
  expect(prometheus.url).toBe('http://prom.metrics.svc.cluster.local');
  expect(prometheus.endpoint.url).toBe('http://prom.metrics.svc.cluster.local/');
  expect(prometheus.scrapeInterval.toSeconds()).toBe(30);
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
  expect(names(manifests).filter((name) => !/ metrics |^Cluster\w+ {2}metrics:/.test(name))).toEqual([]);
  const [server, reloader] = containersOf(manifests, 'StatefulSet', 'prom');
  expect(server).toMatchObject({
    image: props.image,
    args: [
      '--config.file=/etc/config/prometheus.yml',
      '--storage.tsdb.path=/data',
      '--storage.tsdb.retention.time=3d',
      '--storage.tsdb.retention.size=6144MB',
      '--log.level=debug',
    ],
    resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { cpu: '1', memory: '1024Mi' } },
  });
  expect(reloader).toMatchObject({
    image: props.reloaderImage,
    args: ['--watched-dir=/etc/config', '--listen-address=0.0.0.0:8080', '--reload-method=signal'],
  });
  const workload = only(manifests, 'StatefulSet', 'prom');
  expect(workload.spec.serviceName).toBe('prom');
  expect(workload.spec.volumeClaimTemplates).toMatchObject([
    { metadata: { name: 'data' }, spec: { storageClassName: 'fast', resources: { requests: { storage: '8Gi' } } } },
  ]);
  expect(list(workload, 'spec', 'template', 'spec', 'volumes').map((volume) => at(volume, 'name'))).toEqual(['config']);
  const config = configOf(manifests, 'prom');
  expect(config).toMatchObject({
    global: {
      scrape_interval: '30s',
      scrape_timeout: '20s',
      evaluation_interval: '1m',
      external_labels: { cluster: 'lab' },
    },
    alerting: {
      alertmanagers: [{ static_configs: [{ targets: ['alertmanager.metrics.svc.cluster.local:9093'] }] }],
    },
  });
  expect(list(config, 'scrape_configs').map((job) => at(job, 'job_name'))).toEqual(['prometheus', 'kubernetes-pods']);
  expect(only(manifests, 'Service', 'prom').spec).toMatchObject({
    type: 'NodePort',
    ports: [{ port: 80, targetPort: 9090, nodePort: 30010 }],
  });
  for (const name of ['kube-state-metrics', 'node-exporter', 'pushgateway', 'alertmanager']) {
    expect(only(manifests, 'Service', name).metadata.namespace).toBe('metrics');
  }
});

test('a Deployment claims its volume by name, and stops the old pod before the new one wants it', () => {
  const manifests = manifestsOf({ ...ALONE, storage: DataVolume.persistent(Size.mebibytes(500)) });
  expect(schemaProblems(manifests)).toEqual([]);
  expect(only(manifests, 'PersistentVolumeClaim')).toMatchObject({
    metadata: { name: 'prometheus-server', namespace: 'monitoring' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '500Mi' } } },
  });
  const { strategy, template } = only(manifests, 'Deployment').spec;
  expect(strategy).toEqual({ type: 'Recreate' });
  expect(at(template, 'spec', 'volumes')).toContainEqual({
    name: 'data',
    persistentVolumeClaim: { claimName: 'prometheus-server' },
  });
});

test('a StatefulSet without a volume of its own has an emptyDir, and it may be limited', () => {
  const storage = DataVolume.emptyDir(Size.gibibytes(2));
  const manifests = manifestsOf({ ...ALONE, workload: PrometheusWorkload.STATEFUL_SET, storage });
  const { spec } = only(manifests, 'StatefulSet');
  expect(spec).not.toHaveProperty('volumeClaimTemplates');
  expect(at(spec.template, 'spec', 'volumes')).toContainEqual({ name: 'data', emptyDir: { sizeLimit: '2Gi' } });
});

test.each([Exposure.nodePort(30010), Exposure.loadBalancer()])(
  'what is exposed cannot be stopped or reloaded over HTTP: the reloader sends a signal to the process that it sees',
  (exposure) => {
    const manifests = manifestsOf({ ...ALONE, exposure });
    const [, reloader] = containersOf(manifests, 'Deployment');
    expect(argsOf(manifests)).not.toContain('--web.enable-lifecycle');
    expect(argsOf(manifestsOf(ALONE))).toContain('--web.enable-lifecycle');
    expect(reloader).toMatchObject({
      args: ['--watched-dir=/etc/config', '--listen-address=0.0.0.0:8080', '--reload-method=signal'],
    });
    expect(at(only(manifests, 'Deployment').spec.template, 'spec', 'shareProcessNamespace')).toBe(true);
  },
);

test('without a reloader the pod is replaced when the configuration changes, and cannot be stopped over HTTP', () => {
  const render = (interval: number): Manifest[] =>
    manifestsOf({ ...ALONE, configReload: false, scrapeInterval: Duration.seconds(interval) });
  const annotation = (manifests: Manifest[]) =>
    at(only(manifests, 'Deployment'), 'spec', 'template', 'metadata', 'annotations', 'cdk8s-autoscaling/config');
  expect(containersOf(render(15))).toHaveLength(1);
  expect(argsOf(render(15))).not.toContain('--web.enable-lifecycle');
  expect(annotation(render(15))).toMatch(/^[0-9a-f]{16}$/);
  expect(annotation(render(15))).toBe(annotation(render(15)));
  expect(annotation(render(15))).not.toBe(annotation(render(30)));
});

test('an interval below 10 s shortens the timeout', () => {
  expect(configOf(manifestsOf({ ...ALONE, scrapeInterval: Duration.seconds(5) })).global).toMatchObject({
    scrape_interval: '5s',
    scrape_timeout: '5s',
  });
});

test('all its pods but node-exporter are restricted', () => {
  const manifests = manifestsOf({ pushgateway: true, alertmanager: true });
  const pods = manifests
    .filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind))
    .map((each) => fields(each, 'spec', 'template', 'spec'));
  expect(pods).toHaveLength(4);
  for (const pod of pods) {
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    for (const container of list(pod, 'containers')) {
      expect(at(container, 'securityContext')).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      });
    }
  }
});

test('alerts go to every Alertmanager that it is told', () => {
  const chart = chartOn(ClusterProfile.kind({ clusterDomain: 'lab.internal' }), 'monitoring');
  const prometheus = new PrometheusServer(chart, 'prometheus-server', ALONE);
  prometheus.sendAlertsTo(new Alertmanager(chart, 'pager', { configSecret: 'pager', namespace: 'alerts' }));
  expect(at(configOf(synthesize(chart)), 'alerting', 'alertmanagers')).toEqual([
    { static_configs: [{ targets: ['pager.alerts.svc.lab.internal:9093'] }] },
  ]);
});

describe('scrape', () => {
  const annotationsOf = (manifests: readonly Manifest[], name: string, kind = 'Deployment') =>
    fields(only(manifests, kind, name), 'spec', 'template', 'metadata', 'annotations');

  test('stamps what the job kubernetes-pods looks for on the pods of an app', () => {
    const chart = chartOn();
    const app = new ScalableWebApp(chart, 'podinfo', { image: AppImage.podinfo() });
    const prometheus = new PrometheusServer(chart, 'prometheus', ALONE);
    prometheus.scrape(app);
    prometheus.scrape(app); // the same again changes nothing
    expect(annotationsOf(synthesize(chart), 'podinfo')).toEqual({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '9898',
    });
    expect(app.containers).toHaveLength(1);
  });

  test('takes the port that is named metrics, or the one that it is told, and a path', () => {
    const chart = chartOn();
    const set = new kplus.DaemonSet(chart, 'agent', {
      metadata: { name: 'agent' },
      containers: [
        {
          image: 'agent:1',
          ports: [
            { number: 80, name: 'http' },
            { number: 9102, name: 'http-metrics' },
          ],
        },
      ],
    });
    const other = new kplus.StatefulSet(chart, 'db', {
      metadata: { name: 'db' },
      service: new kplus.Service(chart, 'headless', { ports: [{ port: 1 }] }),
      containers: [{ image: 'db:1', portNumber: 5432 }],
    });
    const prometheus = new PrometheusServer(chart, 'prometheus', ALONE);
    prometheus.scrape(set);
    prometheus.scrape(other, { port: 9187, path: '/probe', tls: true, slow: true });
    const manifests = synthesize(chart);
    expect(annotationsOf(manifests, 'agent', 'DaemonSet')).toMatchObject({ 'prometheus.io/port': '9102' });
    expect(annotationsOf(manifests, 'db', 'StatefulSet')).toMatchObject({
      'prometheus.io/scrape-slow': 'true',
      'prometheus.io/port': '9187',
      'prometheus.io/path': '/probe',
      'prometheus.io/scheme': 'https',
    });
  });

  function refused(
    options: Parameters<PrometheusServer['scrape']>[1],
    props: PrometheusServerProps = {},
    containers: kplus.ContainerProps[] = [{ image: 'web:1', portNumber: 80 }],
  ): string {
    const chart = chartOn();
    const web = new kplus.Deployment(chart, 'web', { metadata: { name: 'web' }, containers });
    const prometheus = new PrometheusServer(chart, 'prometheus', { ...ALONE, ...props });
    return messageOf(() => prometheus.scrape(web, options));
  }

  test('is an error where no job looks for the annotations', () => {
    expect(refused({}, { jobs: [] })).toMatchInlineSnapshot(`
     "[test/prometheus] Prometheus "prometheus" is to scrape the pods of "web", and has no job "kubernetes-pods".
         why: Nothing would look for the annotations: no metric of these pods would ever be there.
         fix: Add ScrapeJob.kubernetesPods() to its jobs."
    `);
    expect(refused({ slow: true }, { jobs: [] })).toContain('ScrapeJob.kubernetesPodsSlow()');
  });

  test('is an error without a port, and with one that is not valid', () => {
    expect(refused({}, {}, [{ image: 'web:1' }])).toMatchInlineSnapshot(`
     "[test/prometheus] The metrics of "web" are asked for, which declares no port.
         why: Nobody knows where they are served.
         fix: Name the port, such as { port: 9113 }."
    `);
    expect(refused({ port: 99999 })).toContain('The metrics port 99999 must be an integer from 1 to 65535.');
  });

  test('is an error with a path that is none', () => {
    expect(refused({ path: 'metrics' })).toContain('The metrics of "web" are asked for at the path "metrics".');
  });

  test('is an error where another Prometheus asks the same pods otherwise', () => {
    const chart = chartOn();
    const web = new kplus.Deployment(chart, 'web', { containers: [{ image: 'web:1', portNumber: 80 }] });
    new PrometheusServer(chart, 'one', ALONE).scrape(web);
    const two = new PrometheusServer(chart, 'two', ALONE);
    expect(messageOf(() => two.scrape(web, { port: 9113 }))).toContain(
      'and "test/one" stamped {"prometheus.io/scrape"',
    );
  });
});

describe('an error', () => {
  test.each<[string, PrometheusServerProps]>([
    ['The name "Prometheus" must be', { name: 'Prometheus' }],
    ['The namespace "a.b" must be', { namespace: 'a.b' }],
    ['The image "prometheus" has no tag.', { image: 'prometheus' }],
    ['The image "reloader" has no tag.', { reloaderImage: 'reloader' }],
    ['The scrape interval of Prometheus "prometheus-server" is 0 ms.', { scrapeInterval: Duration.seconds(0) }],
    ['The scrape timeout of Prometheus "prometheus-server" is 0 ms.', { scrapeTimeout: Duration.millis(0) }],
    ['The evaluation interval of Prometheus "prometheus-server" is 0 ms.', { evaluationInterval: Duration.seconds(0) }],
    ['The retention of Prometheus "prometheus-server" is 0 ms.', { retention: Duration.days(0) }],
    [
      'Prometheus "prometheus-server" has a scrape timeout of 20s, longer than its interval of 15s.',
      { scrapeTimeout: Duration.seconds(20) },
    ],
    ['The retention size of Prometheus "prometheus-server" is 0.5 MiB.', { retentionSize: Size.kibibytes(512) }],
    ['Prometheus "prometheus-server" keeps up to 0 MiB.', { retentionSize: Size.mebibytes(0) }],
    [
      'Prometheus "prometheus-server" keeps up to 8192 MiB on a volume of 8192 MiB.',
      { retentionSize: Size.gibibytes(8), storage: DataVolume.persistent(Size.gibibytes(8)) },
    ],
    ['two scrape jobs with the name "prometheus".', { additionalJobs: [ScrapeJob.prometheus()] }],
    [
      'The job "db" has a scrape timeout of 30s, longer than its interval of 15s.',
      { jobs: [ScrapeJob.static('db', { targets: ['db:1'], scrapeTimeout: Duration.seconds(30) })] },
    ],
    [
      'Service "prometheus-server" is exposed with the ports metrics.',
      { exposure: Exposure.clusterIp({ ports: [{ name: 'metrics' }] }) },
    ],
    [
      'Service "prometheus-server" is exposed with the ports 80, 81.',
      { exposure: Exposure.clusterIp({ ports: [{ port: 80 }, { port: 81 }] }) },
    ],
    ['Service "prometheus-server" is exposed with the ports (none).', { exposure: Exposure.clusterIp({ ports: [] }) }],
    ['The Service port 0 must be an integer', { exposure: Exposure.clusterIp({ ports: [{ port: 0 }] }) }],
  ])('%s', (what, props) => {
    expect(messageOf(() => manifestsOf(props))).toContain(what);
  });

  test('names both owners of a node port', () => {
    const chart = chartOn();
    new PrometheusServer(chart, 'one', { ...ALONE, exposure: Exposure.nodePort(30010) });
    expect(
      messageOf(() => new PrometheusServer(chart, 'two', { ...ALONE, exposure: Exposure.nodePort(30010) })),
    ).toContain('"test/two" wants the node port 30010, which "test/one" owns.');
  });

  test('names both node-exporters, because there is one port 9100', () => {
    const chart = chartOn();
    new PrometheusServer(chart, 'one', { kubeStateMetrics: false });
    expect(messageOf(() => new PrometheusServer(chart, 'two', { kubeStateMetrics: false }))).toContain(
      '"test/two/node-exporter" wants the host port 9100, which "test/one/node-exporter" owns.',
    );
  });

  test('says that a restricted namespace admits no node-exporter', () => {
    const chart = chartOn();
    new SecuredNamespace(chart, 'namespace', { enforce: PodSecurityLevel.BASELINE });
    new PrometheusServer(chart, 'prometheus', { nodeExporterNamespace: 'shop' });
    const message = messageOf(() => (chart.node.root as AutoscalingApp).synthYaml());
    expect(message).toMatch(/^1 mistake; .*R48: DaemonSet "shop\/node-exporter"/s);
    expect(message).toContain('Or let Namespace "shop" (test/namespace/namespace) enforce "privileged".');
  });
});

test('node-exporter has a privileged namespace of its own, so that the one of Prometheus can be restricted', () => {
  const chart = chartOn();
  new SecuredNamespace(chart, 'namespace', { enforce: PodSecurityLevel.RESTRICTED });
  new PrometheusServer(chart, 'prometheus', { alertmanager: true, pushgateway: true });
  (chart.node.root as AutoscalingApp).synthYaml(); // R48 has nothing to say
  const namespaces = synthesize(chart).filter(({ kind }) => kind === 'Namespace');
  expect(namespaces.map(({ metadata: { name, labels } }) => [name, Object.values(labels ?? {})])).toEqual([
    ['shop', ['restricted', 'restricted']],
    ['node-exporter', ['privileged', 'privileged']],
  ]);
});

test('a privileged namespace is none of node-exporter’s troubles', () => {
  const chart = chartOn();
  new SecuredNamespace(chart, 'namespace', { enforce: PodSecurityLevel.PRIVILEGED });
  new PrometheusServer(chart, 'prometheus', { nodeExporterNamespace: 'shop' });
  expect((chart.node.root as AutoscalingApp).synthYaml()).toContain('kind: DaemonSet');
});

test('a LoadBalancer has its annotations', () => {
  const exposure = Exposure.loadBalancer({ address: '10.0.0.1', ports: [{ port: 9090 }] });
  const service = only(manifestsOf({ ...ALONE, exposure }, ClusterProfile.generic()), 'Service');
  expect(service.metadata.annotations).toEqual({ 'metallb.io/loadBalancerIPs': '10.0.0.1' });
  expect(service.spec).toMatchObject({ type: 'LoadBalancer', ports: [{ port: 9090, targetPort: 9090 }] });
});

test('on kubeadm a volume without a StorageClass is a warning', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const storage = DataVolume.persistent(Size.gibibytes(8));
  manifestsOf({ ...ALONE, storage }, ClusterProfile.kubeadm());
  expect(write.mock.calls.flat().join('')).toContain('names no StorageClass, and kubeadm makes no default one');
  write.mockClear();
  manifestsOf({ ...ALONE, storage }, ClusterProfile.kind());
  expect(write.mock.calls.flat().join('')).not.toContain('StorageClass');
});

test.each<[string, Exposure | undefined, boolean]>([
  ['--web.enable-lifecycle', Exposure.nodePort(30010), true],
  ['--web.enable-admin-api', Exposure.loadBalancer(), true],
  ['--web.enable-lifecycle=false', Exposure.nodePort(30010), false],
  ['--web.enable-lifecycle', Exposure.clusterIp(), false],
  ['--web.enable-admin-api', undefined, false],
])('%s of a Prometheus that is reached from outside is a warning', (argument, exposure, isTold) => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  manifestsOf({ ...ALONE, exposure, additionalArgs: [argument] }, ClusterProfile.generic());
  const told = write.mock.calls.flat().join('');
  expect(told.includes(`is exposed, and ${argument} lets whoever reaches it`)).toBe(isTold);
});
