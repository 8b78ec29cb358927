import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Library, type Sample } from '../sample';

const window = Duration.minutes(2);
const RESOURCES = {
  cpu: { request: Cpu.millis(100), limit: Cpu.millis(200) },
  memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
};

const relabelingsOf = (lib: Library) => [
  lib.Relabeling.keep(['job'], 'shop.*'),
  lib.Relabeling.drop(['job'], 'test.*'),
  lib.Relabeling.replace({
    from: ['a', 'b'],
    to: 'c',
    regex: '(.+)',
    replacement: '$1',
    separator: ';',
  }),
  lib.Relabeling.set('cluster', 'west'),
  lib.Relabeling.labelMap('__meta_(.+)', 'meta_$1'),
  lib.Relabeling.labelDrop('tmp_.*'),
  lib.Relabeling.labelKeep('.*'),
];

const timingOf = (lib: Library) => ({
  scrapeInterval: Duration.seconds(30),
  scrapeTimeout: Duration.seconds(10),
  relabelings: relabelingsOf(lib),
  metricRelabelings: [lib.Relabeling.labelDrop('tmp')],
});

const rulesOf = (lib: Library) => {
  const query = lib.MetricExporter.PODINFO.counter('http_requests_total').rate({ window }).sum();
  return {
    name: 'shop',
    interval: Duration.minutes(1),
    rules: [
      lib.PrometheusRule.alert('Busy', {
        query: query.atLeast(1),
        summary: 'busy',
        description: 'very busy',
        for: Duration.minutes(5),
        severity: lib.AlertSeverity.WARNING,
        labels: { team: 'shop' },
      }),
      lib.PrometheusRule.record('shop:requests:rate2m', { query, labels: { team: 'shop' } }),
    ],
  };
};

export const METRICS_SAMPLES: readonly Sample[] = [
  {
    name: 'PrometheusServer',
    build: (lib, chart) => {
      const prometheus = new lib.PrometheusServer(chart, 'prometheus', {
        name: 'prometheus-main',
        namespace: 'monitoring',
        image: 'acme/prometheus:3',
        reloaderImage: 'acme/reloader:1',
        workload: lib.PrometheusWorkload.STATEFUL_SET,
        storage: lib.DataVolume.persistent(Size.gibibytes(8), { storageClass: 'fast' }),
        retention: Duration.days(15),
        retentionSize: Size.gibibytes(7),
        scrapeInterval: Duration.seconds(30),
        scrapeTimeout: Duration.seconds(10),
        evaluationInterval: Duration.seconds(30),
        additionalJobs: [
          lib.ScrapeJob.static('static', {
            targets: ['shop.example.com:9100'],
            labels: { team: 'shop' },
            path: '/metrics',
            tls: true,
            ...timingOf(lib),
          }),
        ],
        rules: [rulesOf(lib)],
        externalLabels: { cluster: 'west' },
        configReload: true,
        exposure: lib.Exposure.nodePort(30010),
        ...RESOURCES,
        additionalArgs: ['--log.level=debug'],
        kubeStateMetrics: false,
        nodeExporter: true,
        nodeExporterNamespace: 'nodes',
        pushgateway: false,
        alertmanager: false,
      });
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() });
      prometheus.scrape(app, { port: 9898, path: '/metrics', tls: true, slow: true });
      prometheus.addRules({ ...rulesOf(lib), name: 'other' });
      prometheus.addJob(lib.ScrapeJob.static('other', { targets: ['shop.example.com:9101'] }));
      prometheus.sendAlertsTo(
        new lib.Alertmanager(chart, 'alerts', {
          namespace: 'monitoring',
          image: 'acme/alertmanager:0.34',
          configSecret: 'receivers',
          storage: lib.DataVolume.emptyDir(Size.mebibytes(64)),
        }),
      );
    },
  },
  {
    name: 'scrape jobs',
    build: (lib, chart) => {
      const timing = timingOf(lib);
      new lib.PrometheusServer(chart, 'prometheus', {
        workload: lib.PrometheusWorkload.DEPLOYMENT,
        jobs: [
          lib.ScrapeJob.prometheus(timing),
          lib.ScrapeJob.kubernetesApiServers(timing),
          lib.ScrapeJob.kubernetesNodes({ ...timing, insecureTls: true }),
          lib.ScrapeJob.kubernetesNodesCadvisor({ ...timing, insecureTls: true }),
          lib.ScrapeJob.kubernetesServiceEndpoints(timing),
          lib.ScrapeJob.kubernetesServiceEndpointsSlow(timing),
          lib.ScrapeJob.prometheusPushgateway(timing),
          lib.ScrapeJob.kubernetesServices(timing),
          lib.ScrapeJob.kubernetesPods(timing),
          lib.ScrapeJob.kubernetesPodsSlow(timing),
        ],
      });
      lib.ScrapeJob.defaults({
        prometheus: true,
        kubernetesApiServers: true,
        kubernetesNodes: true,
        kubernetesNodesCadvisor: true,
        kubernetesServiceEndpoints: true,
        kubernetesServiceEndpointsSlow: true,
        prometheusPushgateway: true,
        kubernetesServices: true,
        kubernetesPods: true,
        kubernetesPodsSlow: true,
      });
    },
  },
  {
    name: 'companions of Prometheus',
    build: (lib, chart) => {
      new lib.KubeStateMetrics(chart, 'state', { namespace: 'monitoring', image: 'acme/ksm:2', resources: ['pods'] });
      new lib.NodeExporter(chart, 'nodes', {
        namespace: 'monitoring',
        image: 'acme/node-exporter:1',
        hostNetwork: true,
        hostPid: true,
        rootMount: lib.RootMount.PRIVATE,
      });
      new lib.Pushgateway(chart, 'push', { namespace: 'monitoring', image: 'acme/pushgateway:1' });
      new lib.ServiceObject(chart, 'service', {
        name: 'service',
        namespace: 'monitoring',
        labels: { app: 'x' },
        annotations: { note: 'a b' },
        selector: { app: 'push' },
        ports: [{ name: 'http', port: 9091, targetPort: 9091, nodePort: 30091 }],
        exposure: lib.Exposure.nodePort(30091),
      });
    },
  },
  {
    name: 'MetricsServer',
    build: (lib, chart) => {
      new lib.MetricsServer(chart, 'metrics-server', {
        version: '0.9.0',
        image: 'acme/metrics-server:v0.9.0',
        namespace: 'kube-system',
        kubeletInsecureTls: true,
        resolution: Duration.seconds(15),
        highAvailability: true,
        verbosity: 2,
        additionalArgs: ['--profiling'],
      });
    },
  },
  {
    name: 'PrometheusOperatorStack',
    build: (lib, chart) => {
      const operator = new lib.PrometheusOperatorStack(chart, 'operator', {
        name: 'main',
        namespace: 'monitoring',
        operatorImage: 'acme/operator:v0.93.1',
        reloaderImage: 'acme/reloader:v0.93.1',
        image: 'acme/prometheus:v3',
        replicas: 2,
        storage: lib.DataVolume.persistent(Size.gibibytes(8), { storageClass: 'fast' }),
        retention: Duration.days(15),
        retentionSize: Size.gibibytes(7),
        scrapeInterval: Duration.seconds(30),
        evaluationInterval: Duration.seconds(30),
        exposure: lib.Exposure.nodePort(30010),
        ...RESOURCES,
        kubeStateMetrics: false,
        nodeExporter: true,
        nodeExporterNamespace: 'nodes',
        kubelet: true,
        apiServer: true,
      });
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() });
      const monitor = {
        path: '/metrics',
        interval: Duration.seconds(30),
        honorLabels: true,
        relabelings: [lib.Relabeling.set('a', 'b')],
        metricRelabelings: [lib.Relabeling.labelDrop('tmp')],
      };
      operator.monitor(app.service, { ...monitor, port: 'http' });
      operator.monitorPods(app, { ...monitor, port: 9898 });
      operator.addRules(rulesOf(lib));
    },
  },
  {
    name: 'PrometheusOperatorReference',
    build: (lib, chart) => {
      const prometheus = new lib.PrometheusOperatorReference(chart, 'prometheus', {
        monitorLabels: { release: 'kube-prometheus-stack' },
        namespace: 'monitoring',
        ruleLabels: { role: 'alerts' },
        prometheusName: 'main',
        url: 'http://prometheus-operated.monitoring.svc:9090',
        scrapeInterval: Duration.seconds(30),
      });
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() });
      prometheus.monitor(app.service, { path: '/metrics' });
      prometheus.monitorPods(app, { port: 9898 });
      prometheus.addRules(rulesOf(lib));
    },
  },
  {
    name: 'PrometheusAdapter',
    build: (lib, chart) => {
      const options = {
        as: 'requests',
        labels: { job: 'web' },
        exporter: lib.MetricExporter.PODINFO,
        resources: { namespace: 'namespace', pod: 'pod' },
        external: false,
      };
      new lib.PrometheusAdapter(chart, 'adapter', {
        prometheus: { url: 'http://prometheus.monitoring.svc:9090', scrapeInterval: Duration.seconds(15) },
        rules: [
          lib.AdapterRule.counterRate('http_requests_total', { ...options, window }),
          lib.AdapterRule.gauge('go_goroutines', {
            exporter: lib.MetricExporter.of({
              name: 'Go',
              metrics: [
                new lib.KnownMetric({
                  name: 'go_goroutines',
                  type: lib.MetricType.GAUGE,
                  description: 'goroutines',
                  labels: [],
                }),
              ],
            }),
            as: 'goroutines',
            labels: { job: 'web' },
            resources: { namespace: 'namespace' },
            external: true,
          }),
          lib.AdapterRule.rawCounter('http_requests_total', { ...options, as: 'raw', reason: 'to show it' }),
        ],
        namespace: 'monitoring',
        image: 'acme/adapter:v0.12.0',
        relistInterval: Duration.minutes(1),
        verbosity: 2,
      });
    },
  },
  {
    name: 'Grafana and dashboards',
    cluster: (lib) => lib.ClusterProfile.kind({ provides: ['grafana.integreatly.org'] }),
    build: (lib, chart) => {
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() });
      const panel = { title: 'Mine', unit: 's', queries: [{ query: 'up', legend: '{{pod}}' }] };
      const dashboard = lib.AppDashboard.of(
        {
          kind: 'Deployment',
          name: 'web',
          metadata: { namespace: 'shop' },
          requests: app.requests,
          durations: app.durations,
        },
        {
          uid: 'web',
          title: 'Web',
          requests: lib.MetricExporter.PODINFO.counter('http_requests_total'),
          durations: lib.MetricExporter.PODINFO.histogram('http_request_duration_seconds'),
          panels: [panel],
        },
      );
      const grafana = new lib.Grafana(chart, 'grafana', {
        prometheus: { url: 'http://prometheus.monitoring.svc:9090', scrapeInterval: Duration.seconds(15) },
        adminSecret: 'grafana-admin',
        dashboards: [dashboard],
        namespace: 'monitoring',
        image: 'acme/grafana:13',
        exposure: lib.Exposure.nodePort(30002),
      });
      grafana.addDashboard({ uid: 'second', title: 'Second', panels: [panel] });
      new lib.GrafanaDashboard(chart, 'dashboard', {
        dashboard,
        name: 'web-dashboard',
        namespace: 'monitoring',
        operatorInstance: { dashboards: 'grafana' },
      });
    },
  },
];
