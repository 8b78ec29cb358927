import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  AppImage,
  F5NginxIngressStack,
  KedaFallback,
  KedaMetricType,
  KedaPause,
  KedaPrometheusScaler,
  KedaScaler,
  KedaTrigger,
  MetricExporter,
  MetricQuery,
  AuthenticationMode,
  ClusterTriggerAuthentication,
  HttpAuthentication,
  ScalableWebApp,
  ScaleTarget,
  ScalingFormula,
  ScalingRules,
  type KedaPrometheusScalerProps,
  type KedaScalerProps,
  type QueryScalingOptions,
  type ClusterTriggerAuthenticationProps,
} from '../../../lib';
import { type Manifest } from '../../../lib/checks/manifest';
import { at, fields, list } from '../../../lib/kubernetes/fields';
import { schemaProblems } from '../../support/schema';
import { chartOn, messageOf, only, synthesize } from '../../support/synthesize';

const prometheus = {
  url: 'http://prometheus-server.monitoring.svc.cluster.local',
  scrapeInterval: Duration.seconds(30),
};
const target = ScaleTarget.of({ name: 'web', namespace: 'shop' });
const query = MetricQuery.raw('sum(queue_jobs)');
const window = Duration.minutes(2);
const minimal = { target, prometheus, query, threshold: 100, maxReplicas: 20 };
const cpu = KedaTrigger.cpuUtilization(50);

function scalerOf(props: Partial<KedaPrometheusScalerProps> = {}) {
  const chart = chartOn();
  const scaler = new KedaPrometheusScaler(chart, 'web-scale', { ...minimal, ...props });
  return { scaler, manifests: synthesize(chart) };
}

function manifestsOf(props: Partial<KedaScalerProps>): Manifest[] {
  const chart = chartOn();
  new KedaScaler(chart, 'web-scale', { target, maxReplicas: 5, triggers: [cpu], ...props });
  return synthesize(chart);
}

function warningsOf(props: Partial<KedaPrometheusScalerProps>): string {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  scalerOf(props);
  return write.mock.calls.flat().join('');
}

test('with the fewest props it scales between 1 and the maximum, and an empty answer is an error', () => {
  const { scaler, manifests } = scalerOf();
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
  expect(scaler).toMatchObject({
    name: 'web-scale',
    hpaName: 'keda-hpa-web-scale',
    metricName: 's0-prometheus',
    metricNames: ['s0-prometheus'],
  });
  expect(scaler.metricPath(scaler.metricName)).toBe(
    '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/s0-prometheus?labelSelector=scaledobject.keda.sh%2Fname%3Dweb-scale',
  );
  expect(warningsOf({})).toBe('');
});

test.each<[string, Partial<KedaScalerProps>, object]>([
  ['paused', { pause: KedaPause.now() }, { 'autoscaling.keda.sh/paused': 'true' }],
  ['paused at a number', { pause: KedaPause.at(0) }, { 'autoscaling.keda.sh/paused-replicas': '0' }],
  ['paused down', { pause: KedaPause.scaleIn() }, { 'autoscaling.keda.sh/paused-scale-in': 'true' }],
  ['paused up', { pause: KedaPause.scaleOut() }, { 'autoscaling.keda.sh/paused-scale-out': 'true' }],
  ['awake', { forceActivation: true }, { 'autoscaling.keda.sh/force-activation': 'true' }],
  [
    'taking an autoscaler over',
    { transferHpaOwnership: true, hpaName: 'web' },
    { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' },
  ],
  [
    'keeping a label',
    { labels: { team: 'shop' }, hpaExcludedLabels: ['team'], annotations: { 'example.com/a': '1' } },
    { 'example.com/a': '1', 'scaledobject.keda.sh/hpa-excluded-labels': 'team' },
  ],
])('a scaler that is %s says so by annotations', (_, props, annotations) => {
  expect(only(manifestsOf(props), 'ScaledObject').metadata.annotations).toEqual(annotations);
});

test.each<[string, Partial<KedaScalerProps>]>([
  ['The number of replicas of a pause is -1.', { pause: KedaPause.at(-1) }],
  [
    'The annotation "autoscaling.keda.sh/paused" is set beside the prop that writes it.',
    { pause: KedaPause.now(), annotations: { 'autoscaling.keda.sh/paused': 'false' } },
  ],
  ['The annotation "a b" must', { annotations: { 'a b': '' } }],
  [
    'The label "team" is kept from the autoscaler, and the ScaledObject does not have it.',
    { hpaExcludedLabels: ['team'] },
  ],
  ['The ScaledObject is to take over an autoscaler, and has no hpaName.', { transferHpaOwnership: true }],
  ['The container with the environment "A" must', { environmentContainer: 'A' }],
])('%s', (message, props) => {
  expect(messageOf(() => manifestsOf(props))).toContain(`[test/web-scale] ${message}`);
});

test('every prop reaches the manifests', () => {
  const props: Required<KedaPrometheusScalerProps> = {
    target,
    prometheus,
    query,
    threshold: 0.5,
    activationThreshold: 2,
    metricType: KedaMetricType.VALUE,
    ignoreNullValues: true,
    prometheusNamespace: 'tenant',
    customHeaders: { 'X-Scope-OrgID': 'shop', 'X-Trace': 'no' },
    queryParameters: { partial_response: 'true' },
    timeout: Duration.millis(1500),
    unsafeSsl: true,
    authentication: HttpAuthentication.basic({
      username: { name: 'prometheus', key: 'user' },
      password: { name: 'prometheus', key: 'password' },
      certificateAuthority: { name: 'authority', key: 'ca.crt' },
    }),
    cached: true,
    triggerName: 'jobs',
    additionalTriggers: [cpu],
    maxReplicas: 20,
    minReplicas: 2,
    idleReplicas: 0,
    pollingInterval: Duration.seconds(10),
    cooldown: Duration.minutes(1),
    initialCooldown: Duration.minutes(2),
    fallback: KedaFallback.byFormula(3, 4),
    behavior: { scaleDown: ScalingRules.of({ stabilizationWindow: Duration.minutes(1) }) },
    formula: ScalingFormula.of('max([jobs, 1]) + (jobs > 5 ? 1 : 0)', {
      target: 10,
      activationTarget: 1,
      metricType: KedaMetricType.AVERAGE_VALUE,
    }),
    restoreReplicas: true,
    hpaName: 'web',
    name: 'web-on-jobs',
    labels: { team: 'shop' },
    pause: KedaPause.at(2),
    forceActivation: true,
    transferHpaOwnership: true,
    hpaExcludedLabels: ['team'],
    annotations: { 'example.com/owner': 'shop' },
    environmentContainer: 'web',
  };
  const { scaler, manifests } = scalerOf(props);
  expect(scaler).toMatchObject({ name: 'web-on-jobs', hpaName: 'web' });
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
});

test.each([
  [
    HttpAuthentication.bearer({ token: { name: 'token', key: 'value' } }),
    'bearer',
    [{ parameter: 'bearerToken', name: 'token', key: 'value' }],
  ],
  [
    HttpAuthentication.bearer({
      token: { name: 'token', key: 'value' },
      certificateAuthority: { name: 'authority', key: 'ca.crt' },
    }),
    'bearer',
    [
      { parameter: 'bearerToken', name: 'token', key: 'value' },
      { parameter: 'ca', name: 'authority', key: 'ca.crt' },
    ],
  ],
  [
    HttpAuthentication.tls({
      certificate: { name: 'client', key: 'tls.crt' },
      privateKey: { name: 'client', key: 'tls.key' },
      certificateAuthority: { name: 'client', key: 'ca.crt' },
    }),
    'tls',
    [
      { parameter: 'ca', name: 'client', key: 'ca.crt' },
      { parameter: 'cert', name: 'client', key: 'tls.crt' },
      { parameter: 'key', name: 'client', key: 'tls.key' },
    ],
  ],
])('KEDA finds its secrets by reference: %#', (authentication, mode, references) => {
  const { manifests } = scalerOf({ authentication });
  expect(schemaProblems(manifests)).toEqual([]);
  const trigger = list(only(manifests, 'ScaledObject'), 'spec', 'triggers')[0];
  const name = at(trigger, 'authenticationRef', 'name');
  expect(name).toBe('web-scale-prometheus');
  expect(at(trigger, 'metadata', 'authModes')).toBe(mode);
  expect(only(manifests, 'TriggerAuthentication', String(name))).toMatchObject({
    metadata: { namespace: 'shop' },
    spec: { secretTargetRef: references },
  });
});

describe('an authentication that all namespaces share', () => {
  const from = HttpAuthentication.bearer({ token: { name: 'token', key: 'value' } });

  test('is a ClusterTriggerAuthentication, to which scalers refer', () => {
    const chart = chartOn();
    const shared = new ClusterTriggerAuthentication(chart, 'prometheus-token', { from });
    const target = new ScalableWebApp(chart, 'web', { image: AppImage.podinfo() });
    new KedaPrometheusScaler(chart, 'web-scale', { ...minimal, target, authentication: shared.authentication });
    const manifests = synthesize(chart);
    expect(schemaProblems(manifests)).toEqual([]);
    const authentication = only(manifests, 'ClusterTriggerAuthentication', 'prometheus-token');
    expect(authentication).toMatchObject({
      spec: { secretTargetRef: [{ parameter: 'bearerToken', name: 'token', key: 'value' }] },
    });
    expect(authentication.metadata).not.toHaveProperty('namespace');
    expect(list(only(manifests, 'ScaledObject'), 'spec', 'triggers')[0]).toMatchObject({
      metadata: { authModes: 'bearer' },
      authenticationRef: { name: 'prometheus-token', kind: 'ClusterTriggerAuthentication' },
    });
    expect(manifests.filter(({ kind }) => kind === 'TriggerAuthentication')).toEqual([]);
  });

  test('may be there otherwise', () => {
    const authentication = HttpAuthentication.ofCluster('shared', AuthenticationMode.BASIC);
    const trigger = list(only(scalerOf({ authentication }).manifests, 'ScaledObject'), 'spec', 'triggers')[0];
    expect(at(trigger, 'authenticationRef')).toEqual({ name: 'shared', kind: 'ClusterTriggerAuthentication' });
    expect(at(trigger, 'metadata', 'authModes')).toBe('basic');
  });

  test.each<[string, Partial<ClusterTriggerAuthenticationProps>]>([
    ['The ClusterTriggerAuthentication "A b" must', { name: 'A b' }],
    [
      'is to be made of another one, "shared".',
      { from: HttpAuthentication.ofCluster('shared', AuthenticationMode.TLS) },
    ],
  ])('%s', (message, props) => {
    expect(messageOf(() => new ClusterTriggerAuthentication(chartOn(), 'token', { from, ...props }))).toContain(
      message,
    );
  });
});

test('several triggers have metrics and authentications of their own', () => {
  const authentication = HttpAuthentication.bearer({ token: { name: 'token', key: 'value' } });
  const trigger = KedaTrigger.prometheus({ prometheus, query, threshold: 1, authentication });
  const office = KedaTrigger.cron({
    start: '0 8 * * mon-5',
    end: '*/30 18 * JAN ?',
    timezone: 'Asia/Seoul',
    replicas: 4,
  });
  const chart = chartOn();
  const scaler = new KedaScaler(chart, 'web', {
    target,
    maxReplicas: 5,
    triggers: [trigger, KedaTrigger.memoryAverage(Size.mebibytes(64), { container: 'web' }), trigger, office],
  });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(scaler.metricNames).toEqual(['s0-prometheus', 's2-prometheus', 's3-cron-Asia-Seoul-08xxmon-5-xSl3018xJANQm']);
  const names = manifests.filter(({ kind }) => kind === 'TriggerAuthentication').map(({ metadata }) => metadata.name);
  expect(names).toEqual(['web-prometheus', 'web-prometheus-2']);
});

test.each([
  [KedaTrigger.cpuUtilization(50), 'cpu', 'Utilization', { value: '50' }],
  [
    KedaTrigger.cpuAverage(Cpu.millis(500), { container: 'web' }),
    'cpu',
    'AverageValue',
    { value: '500m', containerName: 'web' },
  ],
  [KedaTrigger.memoryUtilization(80), 'memory', 'Utilization', { value: '80' }],
  [KedaTrigger.memoryAverage(Size.kibibytes(1500)), 'memory', 'AverageValue', { value: '1500Ki' }],
])('CPU and memory are what Kubernetes measures: %#', (trigger, type, metricType, metadata) => {
  const manifests = manifestsOf({ triggers: [trigger] });
  expect(schemaProblems(manifests)).toEqual([]);
  expect(list(only(manifests, 'ScaledObject'), 'spec', 'triggers')).toEqual([{ type, metricType, metadata }]);
});

test.each([
  [KedaFallback.replicas(3), { behavior: 'static', replicas: 3, failureThreshold: 3 }],
  [KedaFallback.currentReplicas(5), { behavior: 'currentReplicas', replicas: 1, failureThreshold: 5 }],
  [KedaFallback.atLeast(2), { behavior: 'currentReplicasIfHigher', replicas: 2, failureThreshold: 3 }],
  [KedaFallback.atMost(9), { behavior: 'currentReplicasIfLower', replicas: 9, failureThreshold: 3 }],
])('a fallback says how many replicas there are meanwhile: %#', (fallback, spec) => {
  const { manifests } = scalerOf({ fallback });
  expect(schemaProblems(manifests)).toEqual([]);
  expect(only(manifests, 'ScaledObject').spec.fallback).toEqual(spec);
});

test('an ingress controller is scaled on its own connections, by the labels that it has', () => {
  const chart = chartOn(undefined, undefined);
  const ingress = new F5NginxIngressStack(chart, 'ingress', { release: 'main' });
  new KedaPrometheusScaler(chart, 'nginx-scale', {
    target: ingress.scaleTarget,
    prometheus,
    query: ingress.metrics.activeConnections.avgOverTime({ window }).sum(),
    threshold: 100,
    maxReplicas: 20,
  });
  const { spec, metadata } = only(synthesize(chart), 'ScaledObject');
  expect(metadata.namespace).toBe('nginx-ingress');
  expect(spec.scaleTargetRef).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'main-nginx-ingress-controller',
  });
  expect(at(list(spec, 'triggers')[0], 'metadata', 'query')).toBe(
    'sum(avg_over_time(nginx_ingress_nginx_connections_active{namespace="nginx-ingress",' +
      'app_kubernetes_io_name="nginx-ingress",app_kubernetes_io_instance="main"}[2m]))',
  );
});

test('an app is scaled on a query in one statement, and gives up its own number of replicas', () => {
  const chart = chartOn();
  const app = new ScalableWebApp(chart, 'web', { image: AppImage.podinfo() });
  const options: Required<Pick<QueryScalingOptions, 'prometheus' | 'threshold' | 'maxReplicas'>> = {
    prometheus,
    threshold: 50,
    maxReplicas: 4,
  };
  const requests = MetricExporter.PODINFO.counter('http_requests_total').of(app).rate({ window }).sum();
  const scaler = app.scaleOnQuery(requests, options);
  const manifests = synthesize(chart);
  expect(only(manifests, 'Deployment').spec).not.toHaveProperty('replicas');
  expect(only(manifests, 'ScaledObject', 'web')).toMatchObject({
    metadata: { labels: { app: 'web' } },
    spec: { scaleTargetRef: { name: 'web' } },
  });
  expect(requests.toPromql()).toBe('sum(rate(http_requests_total{namespace="shop",app="web"}[2m]))');
  expect(scaler.instructions().map(({ commands }) => commands)).toEqual([
    ['kubectl --namespace=shop get scaledobject web', `kubectl get --raw '${scaler.metricPath('s0-prometheus')}'`],
    ['kubectl --namespace=shop get horizontalpodautoscaler keda-hpa-web --watch'],
  ]);
  expect(scaler.hpaName).toBe('keda-hpa-web');
  expect(messageOf(() => app.scaleOnQuery(requests, options))).toMatchInlineSnapshot(`
   "[test/web] Deployment "web" is scaled by ScaledObject "web" (test/web/scaler) already, and asks for a second autoscaler.
       why: Two autoscalers overwrite each other, and recent Kubernetes stops both with AmbiguousSelector.
       fix: Give all of them to one KedaScaler as triggers: the highest recommendation wins."
  `);
  expect(messageOf(() => app.scaleOnCpu(50, { maxReplicas: 2 }))).toContain('is scaled by ScaledObject "web"');
  const alone = new ScalableWebApp(chartOn(), 'web', { image: AppImage.podinfo() });
  alone.scaleOnCpu(50, { maxReplicas: 2 });
  expect(messageOf(() => alone.scaleOnQuery(requests, options))).toContain('by HorizontalPodAutoscaler "web"');
});

test('without a namespace the series of an app are those of the default one', () => {
  const app = new ScalableWebApp(chartOn(undefined, undefined), 'web', { image: AppImage.podinfo() });
  expect(app.seriesLabels).toMatchObject({ app: 'web' });
});

test('a target that another scaler has stops the synthesis', () => {
  const chart = chartOn();
  new KedaPrometheusScaler(chart, 'first', minimal);
  new KedaPrometheusScaler(chart, 'second', minimal);
  expect(messageOf(() => synthesize(chart))).toContain('both scale Deployment "shop/web"');
});

test('a metric path without a namespace is one of the default namespace', () => {
  const chart = chartOn(undefined, undefined);
  const scaler = new KedaScaler(chart, 'web', {
    target: ScaleTarget.of({ name: 'web' }),
    maxReplicas: 2,
    triggers: [cpu],
  });
  expect(scaler.metricPath('s0-prometheus')).toContain('/namespaces/default/');
  expect(scaler.metricNames).toEqual([]);
});

test.each<[string, Partial<KedaPrometheusScalerProps>]>([
  ['a threshold of 0', { threshold: 0 }],
  ['a threshold below 0', { threshold: -5 }],
  ['a threshold that KEDA would round to 0', { threshold: 0.0001 }],
  ['an activation threshold below 0', { activationThreshold: -1 }],
  ['an address that is not a URL', { prometheus: { ...prometheus, url: 'prometheus-server' } }],
  ['a header with a comma', { customHeaders: { accept: 'a,b' } }],
  ['a parameter with an equals sign', { queryParameters: { match: 'a=b' } }],
  ['a timeout of 0', { timeout: Duration.seconds(0) }],
  ['a query that does not parse', { query: MetricQuery.raw('sum(rate(queue_jobs[2m])') }],
  ['a counter without rate', { query: MetricQuery.raw('sum(nginx_http_requests_total)') }],
  ['a window as long as the scrape interval', { query: MetricQuery.raw('sum(avg_over_time(queue_jobs[30s]))') }],
  ['min above max', { minReplicas: 21 }],
  ['a fraction of a replica', { maxReplicas: 1.5 }],
  ['less than no replica', { minReplicas: -1 }],
  ['idle as many as the minimum', { minReplicas: 1, idleReplicas: 1 }],
  ['a polling interval of 0', { pollingInterval: Duration.seconds(0) }],
  ['a cooldown of half a second', { cooldown: Duration.millis(500) }],
  ['an initial cooldown of half a second', { initialCooldown: Duration.millis(500) }],
  ['a name that leaves no room for its autoscaler', { name: 'n'.repeat(55) }],
  ['a name that is not a label', { name: 'n'.repeat(64), hpaName: 'web' }],
  ['a name that is none', { name: 'Web' }],
  ['a name of its autoscaler that is none', { hpaName: 'web/1' }],
  [
    'a name of two triggers',
    { triggerName: 'a', additionalTriggers: [KedaTrigger.prometheus({ ...minimal, triggerName: 'a' })] },
  ],
  ['a fallback to less than nothing', { fallback: KedaFallback.replicas(-1) }],
  ['a fallback after half a failure', { fallback: KedaFallback.replicas(1, 0.5) }],
  ['a fallback on no formula', { fallback: KedaFallback.byFormula(1) }],
  ['a formula with an unknown name', { triggerName: 'jobs', formula: ScalingFormula.of('jobs + job', { target: 1 }) }],
  ['a formula without named triggers', { formula: ScalingFormula.of('jobs', { target: 1 }) }],
  ['an empty formula', { formula: ScalingFormula.of(' ', { target: 1 }) }],
  ['a formula with the target 0', { triggerName: 'jobs', formula: ScalingFormula.of('jobs', { target: 0 }) }],
  [
    'a formula whose target KEDA would round to 0',
    { triggerName: 'jobs', formula: ScalingFormula.of('jobs', { target: 0.0001 }) },
  ],
  ['a trigger whose name a formula cannot have', { triggerName: 'my-jobs' }],
  ['a trigger without a name', { triggerName: '' }],
  ['a Secret without a name', { authentication: HttpAuthentication.bearer({ token: { name: '', key: 'value' } }) }],
  ['a key that no Secret has', { authentication: HttpAuthentication.bearer({ token: { name: 'token', key: '' } }) }],
  [
    'a shared authentication without a name',
    { authentication: HttpAuthentication.ofCluster('', AuthenticationMode.TLS) },
  ],
  ['a header without a name', { customHeaders: { '': 'a' } }],
  ['an address with a space', { prometheus: { ...prometheus, url: 'http://a b/' } }],
  ['a Prometheus that never asks', { prometheus: { ...prometheus, scrapeInterval: Duration.seconds(0) } }],
  ['more replicas than a number has room for', { maxReplicas: 3_000_000_000 }],
  ['a label that is invalid', { labels: { 'a b': 'c' } }],
  [
    'a window of half a second',
    { behavior: { scaleDown: ScalingRules.of({ stabilizationWindow: Duration.millis(500) }) } },
  ],
])('%s is an error', (_name, props) => {
  expect(messageOf(() => scalerOf(props))).toMatchSnapshot();
});

const daily = { start: '0 8 * * *', end: '0 18 * * *', timezone: 'Asia/Seoul', replicas: 2 };

test.each<[string, Partial<KedaScalerProps>]>([
  ['no trigger', { triggers: [] }],
  ['CPU alone down to 0', { minReplicas: 0, triggers: [cpu, KedaTrigger.memoryUtilization(50)] }],
  ['a fallback for CPU alone', { fallback: KedaFallback.replicas(3) }],
  ['0 % CPU', { triggers: [KedaTrigger.cpuUtilization(0)] }],
  ['half a percent', { triggers: [KedaTrigger.memoryUtilization(0.5)] }],
  ['no memory', { triggers: [KedaTrigger.memoryAverage(Size.kibibytes(0))] }],
  ['a schedule of four fields', { triggers: [KedaTrigger.cron({ ...daily, start: '0 8 * *' })] }],
  ['an hour that no day has', { triggers: [KedaTrigger.cron({ ...daily, end: '0 24 * * *' })] }],
  ['a step of 0', { triggers: [KedaTrigger.cron({ ...daily, end: '*/0 8 * * *' })] }],
  ['a schedule without length', { triggers: [KedaTrigger.cron({ ...daily, end: daily.start })] }],
  ['a time zone that is not valid', { triggers: [KedaTrigger.cron({ ...daily, timezone: 'KST+9:00' })] }],
  ['a schedule for no replica', { triggers: [KedaTrigger.cron({ ...daily, replicas: 0 })] }],
])('%s is an error', (_name, props) => {
  expect(messageOf(() => manifestsOf(props))).toMatchSnapshot();
});

test.each<[string, Partial<KedaPrometheusScalerProps>]>([
  [
    'a cooldown and a polling interval that have no effect',
    { cooldown: Duration.seconds(30), pollingInterval: Duration.seconds(1) },
  ],
  ['idle above 0', { minReplicas: 3, idleReplicas: 1 }],
  ['an average divided by the replicas once more', { query: MetricQuery.raw('avg(queue_jobs)') }],
  ['a total that replicas do not lower', { metricType: KedaMetricType.VALUE }],
  ['nothing that counts as 0', { ignoreNullValues: true }],
  [
    'a rate over fewer than four scrapes of a Prometheus that is elsewhere',
    { query: MetricQuery.raw('sum(rate(queue_jobs_total[1m]))') },
  ],
  ['a name of a counter', { query: MetricQuery.raw('sum(queue_jobs_total)') }],
  ['a query that may give several series', { query: MetricQuery.raw('queue_jobs') }],
  ['a metric that goes to 0 with its pods', { minReplicas: 0, query: MetricQuery.raw('sum(queue_jobs{app="web"})') }],
])('%s is a warning', (_name, props) => {
  expect(warningsOf(props)).toMatchSnapshot();
});

test.each<[string, Partial<KedaPrometheusScalerProps>]>([
  [
    'cooldown and polling of a target that goes to 0',
    { minReplicas: 0, cooldown: Duration.seconds(30), pollingInterval: Duration.seconds(1) },
  ],
  ['polling for cached values', { cached: true, pollingInterval: Duration.seconds(1) }],
  ['an average as it is', { metricType: KedaMetricType.VALUE, query: MetricQuery.raw('avg(queue_jobs)') }],
  ['nothing that is 0 in the query', { query: query.orZero() }],
  [
    'a gauge that has the name of a counter',
    { query: MetricQuery.raw('sum(nginx_ingress_controller_ingress_resources_total)') },
  ],
  ['CPU beside a query', { minReplicas: 0, additionalTriggers: [cpu] }],
])('%s is fine', (_name, props) => {
  expect(warningsOf(props)).toBe('');
});

const seconds = (min: number) => fc.integer({ min, max: 3600 }).map((amount) => Duration.seconds(amount));
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const valid = fc.record({
  name: fc.stringMatching(/^[a-z]([a-z0-9-]{0,40}[a-z0-9])?$/),
  threshold: fc.integer({ min: 1, max: 1_000_000 }).map((amount) => amount / 1000),
  activationThreshold: some(fc.nat(1000)),
  metricType: fc.constantFrom(undefined, KedaMetricType.VALUE, KedaMetricType.AVERAGE_VALUE),
  minReplicas: some(fc.integer({ min: 1, max: 50 })),
  maxReplicas: fc.integer({ min: 50, max: 500 }),
  idleReplicas: fc.constantFrom(undefined, 0),
  pollingInterval: some(seconds(1)),
  cooldown: some(seconds(0)),
  initialCooldown: some(seconds(0)),
  fallback: fc.constantFrom(undefined, KedaFallback.replicas(2), KedaFallback.currentReplicas()),
  timeout: some(seconds(1)),
  customHeaders: some(fc.dictionary(fc.stringMatching(/^[A-Za-z-]{1,9}$/), fc.stringMatching(/^[A-Za-z0-9 ]{0,9}$/))),
  additionalTriggers: some(fc.subarray([cpu, KedaTrigger.cron(daily), KedaTrigger.memoryAverage(Size.mebibytes(9))])),
});

test('valid props give ScaledObjects that KEDA’s definitions take', () => {
  const manifests = fc.sample(valid, { numRuns: 100, seed: 1 }).flatMap((props) => scalerOf(props).manifests);
  expect(schemaProblems(manifests)).toEqual([]);
  for (const manifest of manifests) {
    const spec = fields(manifest, 'spec');
    expect(Number(spec.minReplicaCount)).toBeLessThanOrEqual(Number(spec.maxReplicaCount));
    for (const trigger of list(spec, 'triggers')) {
      for (const value of Object.values(fields(trigger, 'metadata'))) expect(typeof value).toBe('string');
    }
  }
});
