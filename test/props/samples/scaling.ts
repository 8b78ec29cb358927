import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Sample } from '../sample';

const window = Duration.minutes(2);

export const SCALING_SAMPLES: readonly Sample[] = [
  {
    name: 'ArgoRollout',
    cluster: (lib) => lib.ClusterProfile.kind({ provides: ['argoproj.io'] }),
    build: (lib, chart) => {
      const resources = { cpu: { request: Cpu.millis(100) } };
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo(), ...resources });
      const next = app.exposeAs('web-next', lib.Exposure.clusterIp());
      const rollout = new lib.ArgoRollout(chart, 'canary', {
        workload: app,
        name: 'web',
        revisionHistoryLimit: 3,
        strategy: lib.RolloutStrategy.canary({
          steps: [
            lib.RolloutStep.setWeight(20),
            lib.RolloutStep.pause(Duration.minutes(5)),
            lib.RolloutStep.analysis('errors'),
          ],
          stableService: app.service,
          canaryService: next,
        }),
      });
      rollout.scaleOnCpu(60, { minReplicas: 2, maxReplicas: 10 });
      const other = new lib.ScalableWebApp(chart, 'other', { image: lib.AppImage.podinfo() });
      new lib.ArgoRollout(chart, 'blue-green', {
        workload: other,
        replicas: 2,
        strategy: lib.RolloutStrategy.blueGreen({
          active: other.service,
          preview: other.exposeAs('other-preview', lib.Exposure.clusterIp()),
          autoPromotion: false,
          scaleDownDelay: Duration.seconds(60),
        }),
      });
    },
  },
  {
    name: 'HorizontalScaler on every kind of metric',
    build: (lib, chart) => {
      const target = lib.ScaleTarget.of({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        name: 'shop',
        namespace: 'shop',
      });
      new lib.HorizontalScaler(chart, 'scaler', {
        target,
        name: 'shop-scaler',
        labels: { team: 'shop' },
        annotations: { 'example.com/owner': 'shop' },
        overlookedByKeda: true,
        minReplicas: 2,
        maxReplicas: 9,
        behavior: { scaleDown: lib.ScalingRules.of({ stabilizationWindow: Duration.seconds(60) }) },
        metrics: [
          lib.ScalingMetric.cpuUtilization(50),
          lib.ScalingMetric.memoryAverage(Size.mebibytes(100)),
          lib.ScalingMetric.containerResource('web', 'cpu', lib.MetricTarget.averageUtilization(60)),
          lib.ScalingMetric.pods(
            { name: 'requests', matchLabels: { verb: 'GET' } },
            lib.MetricTarget.averageValue('10'),
          ),
          lib.ScalingMetric.object(
            { kind: 'Ingress', name: 'main', apiVersion: 'networking.k8s.io/v1' },
            { name: 'hits', matchLabels: { verb: 'GET' } },
            lib.MetricTarget.value('1k'),
          ),
          lib.ScalingMetric.external(
            { name: 'queue', matchLabels: { queue: 'orders' } },
            lib.MetricTarget.averageValue('30'),
          ),
        ],
      });
      const annotated = { image: lib.AppImage.podinfo(), cpu: { request: Cpu.millis(100) } };
      new lib.ScalableWebApp(chart, 'annotated', annotated).scaleOnCpu(50, {
        maxReplicas: 3,
        annotations: { 'example.com/owner': 'shop' },
        overlookedByKeda: true,
      });
      new lib.HorizontalScaler(chart, 'other', {
        target: lib.ScaleTarget.of({ name: 'other' }),
        maxReplicas: 3,
        metrics: [
          lib.ScalingMetric.cpuAverage(Cpu.millis(100)),
          lib.ScalingMetric.memoryUtilization(70),
          lib.ScalingMetric.resource('cpu', lib.MetricTarget.averageValue('100m')),
        ],
      });
    },
  },
  {
    name: 'KedaScaler with every trigger',
    build: (lib, chart) => {
      new lib.KedaStack(chart, 'keda');
      const prometheus = { url: 'http://prometheus.monitoring.svc:9090', scrapeInterval: Duration.seconds(15) };
      const secret = { name: 'prometheus', key: 'token' };
      const web = new lib.ScalableWebApp(chart, 'web', {
        image: lib.AppImage.podinfo(),
        cpu: { request: Cpu.millis(100) },
        memory: { request: Size.mebibytes(64) },
      });
      const trigger = lib.KedaTrigger.prometheus({
        prometheus,
        query: web.requestRate({ window }),
        threshold: 10,
        activationThreshold: 1,
        metricType: lib.KedaMetricType.AVERAGE_VALUE,
        ignoreNullValues: false,
        prometheusNamespace: 'tenant',
        customHeaders: { 'X-Scope': 'shop' },
        queryParameters: { dedup: 'true' },
        timeout: Duration.seconds(3),
        unsafeSsl: true,
        authentication: lib.HttpAuthentication.bearer({ token: secret, certificateAuthority: secret }),
        cached: true,
        triggerName: 'rate',
      });
      new lib.KedaScaler(chart, 'scaler', {
        target: web,
        name: 'shop-scaler',
        labels: { team: 'shop' },
        triggers: [
          trigger,
          lib.KedaTrigger.cpuUtilization(50, { container: 'web' }),
          lib.KedaTrigger.memoryAverage(Size.mebibytes(100), { container: 'web' }),
          lib.KedaTrigger.cron({ start: '0 8 * * *', end: '0 18 * * *', timezone: 'Europe/Berlin', replicas: 3 }),
        ],
        minReplicas: 2,
        maxReplicas: 9,
        idleReplicas: 0,
        pollingInterval: Duration.seconds(15),
        cooldown: Duration.seconds(60),
        initialCooldown: Duration.seconds(10),
        fallback: lib.KedaFallback.replicas(3, 2),
        behavior: { scaleDown: lib.ScalingRules.of({ stabilizationWindow: Duration.seconds(60) }) },
        restoreReplicas: true,
        hpaName: 'shop-hpa',
        pause: lib.KedaPause.now(),
        forceActivation: true,
        transferHpaOwnership: true,
        hpaExcludedLabels: ['team'],
        annotations: { 'example.com/owner': 'shop' },
        environmentContainer: 'web',
      });
    },
  },
  {
    name: 'KedaScaler with a formula, and other ways to log in',
    build: (lib, chart) => {
      new lib.KedaStack(chart, 'keda');
      const prometheus = { url: 'http://prometheus.monitoring.svc:9090', scrapeInterval: Duration.seconds(15) };
      const secret = { name: 'prometheus', key: 'token' };
      const query = lib.MetricQuery.raw('sum(rate(http_requests_total[2m]))', {
        exporter: lib.MetricExporter.PODINFO,
        unit: 'requests/s',
      });
      const shared = lib.HttpAuthentication.basic({
        username: secret,
        password: secret,
        certificateAuthority: secret,
      });
      new lib.ClusterTriggerAuthentication(chart, 'authentication', { from: shared, name: 'shared' });
      const trigger = (triggerName: string, mode: 'cluster' | 'tls') =>
        lib.KedaTrigger.prometheus({
          prometheus: { ...prometheus, url: 'https://prometheus.monitoring.svc:9090' },
          query,
          threshold: 10,
          triggerName,
          authentication:
            mode === 'cluster'
              ? lib.HttpAuthentication.ofCluster('shared', lib.AuthenticationMode.BASIC)
              : lib.HttpAuthentication.tls({
                  certificate: secret,
                  privateKey: secret,
                  certificateAuthority: secret,
                }),
        });
      new lib.KedaScaler(chart, 'formula', {
        target: lib.ScaleTarget.of({ name: 'a' }),
        triggers: [trigger('one', 'cluster'), trigger('two', 'tls')],
        maxReplicas: 9,
        formula: lib.ScalingFormula.of('max(one, two)', {
          target: 10,
          activationTarget: 1,
          metricType: lib.KedaMetricType.AVERAGE_VALUE,
        }),
        fallback: lib.KedaFallback.byFormula(3, 4),
      });
      const worker = new lib.ScalableWorker(chart, 'worker', {
        image: lib.AppImage.of('acme/worker:1', { uid: 10001 }),
      });
      worker.scaleOnTriggers([trigger('one', 'cluster')], {
        maxReplicas: 9,
        formula: lib.ScalingFormula.of('one + 1', { target: 10 }),
        fallback: lib.KedaFallback.byFormula(3, 4),
      });
      const fallbacks = [
        lib.KedaFallback.currentReplicas(3),
        lib.KedaFallback.atLeast(3, 3),
        lib.KedaFallback.atMost(3, 3),
      ];
      const pauses = [lib.KedaPause.at(0), lib.KedaPause.scaleIn(), lib.KedaPause.scaleOut()];
      fallbacks.forEach((fallback, index) => {
        new lib.KedaScaler(chart, `fallback-${index}`, {
          target: lib.ScaleTarget.of({ name: `b-${index}` }),
          triggers: [lib.KedaTrigger.prometheus({ prometheus, query, threshold: 10 })],
          maxReplicas: 9,
          fallback,
          pause: pauses[index],
        });
      });
      const resources = [
        lib.KedaTrigger.cpuAverage(Cpu.millis(100), { container: 'web' }),
        lib.KedaTrigger.memoryUtilization(70, { container: 'web' }),
      ];
      new lib.KedaScaler(chart, 'resources', {
        target: lib.ScaleTarget.of({ name: 'c' }),
        triggers: resources,
        minReplicas: 1,
        maxReplicas: 9,
      });
    },
  },
  {
    name: 'KedaPrometheusScaler',
    build: (lib, chart) => {
      new lib.KedaStack(chart, 'keda');
      const prometheus = { url: 'http://prometheus.monitoring.svc:9090', scrapeInterval: Duration.seconds(15) };
      const secret = { name: 'prometheus', key: 'token' };
      const query = lib.MetricExporter.PODINFO.counter('http_requests_total').rate({ window }).sum();
      new lib.KedaPrometheusScaler(chart, 'scaler', {
        target: lib.ScaleTarget.of({ name: 'a' }),
        prometheus,
        query,
        threshold: 10,
        activationThreshold: 1,
        metricType: lib.KedaMetricType.VALUE,
        ignoreNullValues: true,
        prometheusNamespace: 'tenant',
        customHeaders: { 'X-Scope': 'shop' },
        queryParameters: { dedup: 'true' },
        timeout: Duration.seconds(3),
        unsafeSsl: false,
        authentication: lib.HttpAuthentication.bearer({ token: secret }),
        cached: true,
        triggerName: 'rate',
        additionalTriggers: [
          lib.KedaTrigger.cron({ start: '0 8 * * *', end: '0 18 * * *', timezone: 'UTC', replicas: 3 }),
        ],
        name: 'shop-scaler',
        labels: { team: 'shop' },
        minReplicas: 1,
        maxReplicas: 9,
        idleReplicas: 0,
        pollingInterval: Duration.seconds(15),
        cooldown: Duration.seconds(60),
        initialCooldown: Duration.seconds(10),
        fallback: lib.KedaFallback.replicas(3),
        behavior: { scaleUp: lib.ScalingRules.of({ stabilizationWindow: Duration.seconds(60) }) },
        formula: lib.ScalingFormula.of('rate * 1', { target: 10 }),
        restoreReplicas: false,
        hpaName: 'shop-hpa',
        pause: lib.KedaPause.now(),
        forceActivation: true,
        transferHpaOwnership: true,
        hpaExcludedLabels: ['team'],
        annotations: { 'example.com/owner': 'shop' },
        environmentContainer: 'web',
      });
      new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() }).scaleOnQuery(query, {
        prometheus,
        threshold: 10,
        metricType: lib.KedaMetricType.AVERAGE_VALUE,
        additionalTriggers: [lib.KedaTrigger.prometheus({ prometheus, query, threshold: 5, triggerName: 'other' })],
        minReplicas: 1,
        maxReplicas: 9,
        idleReplicas: 0,
        pollingInterval: Duration.seconds(15),
        cooldown: Duration.seconds(60),
        initialCooldown: Duration.seconds(10),
        fallback: lib.KedaFallback.replicas(3),
        behavior: { scaleDown: lib.ScalingRules.of({ stabilizationWindow: Duration.seconds(60) }) },
        formula: lib.ScalingFormula.of('other * 1', { target: 10 }),
        restoreReplicas: false,
        hpaName: 'web-hpa',
        pause: lib.KedaPause.now(),
        forceActivation: true,
        transferHpaOwnership: true,
        hpaExcludedLabels: ['app'],
        annotations: { 'example.com/owner': 'shop' },
        environmentContainer: 'web',
      });
    },
  },
  {
    name: 'queries',
    build: (lib, chart) => {
      const { COUNTER, GAUGE, HISTOGRAM } = lib.MetricType;
      const known = (name: string, type: typeof COUNTER | typeof GAUGE | typeof HISTOGRAM) =>
        new lib.KnownMetric({
          name,
          type,
          description: 'what it counts',
          labels: ['status', 'pod'],
          unit: 's',
          matchers: { status: '200' },
        });
      const exporter = lib.MetricExporter.of({
        name: 'mine',
        metrics: [known('my_total', COUNTER), known('my_gauge', GAUGE), known('my_seconds', HISTOGRAM)],
      });
      const counter = exporter.counter('my_total').where({ pod: 'a' }).whereNot({ status: '500' });
      const gauge = exporter.gauge('my_gauge').where({ pod: 'a' }).whereNot({ status: '500' });
      const histogram = exporter.histogram('my_seconds').where({ pod: 'a' });
      const app = new lib.ScalableWebApp(chart, 'web', { image: lib.AppImage.podinfo() });
      const query = counter
        .of(app)
        .rate({ window })
        .sumBy({ by: ['pod'] })
        .sum()
        .plus(gauge.of(app).avgOverTime({ window }).sum())
        .minus(gauge.maxOverTime({ window }).sum())
        .times(gauge.minOverTime({ window }).sum())
        .dividedBy(counter.increase({ window }).sum(), 0)
        .plus(histogram.of(app).quantile(0.9, { window }))
        .plus(histogram.mean({ window }))
        .plus(histogram.rate({ window }).sum())
        .plus(lib.MetricQuery.number(2))
        .atLeast(1)
        .atMost(100)
        .smoothed({ window, resolution: Duration.minutes(1) });
      new lib.KedaPrometheusScaler(chart, 'scaler', {
        target: lib.ScaleTarget.of({ name: 'a' }),
        prometheus: { url: 'http://prometheus.monitoring.svc:9090', scrapeInterval: Duration.seconds(15) },
        query,
        threshold: 10,
        maxReplicas: 3,
      });
    },
  },
];
