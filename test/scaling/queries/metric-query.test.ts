import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import * as ts from 'typescript';
import * as path from 'node:path';
import { GaugeMetric, KnownMetric, MetricExporter, MetricQuery, MetricType, type MetricSeries } from '../../../lib';
import { judgeQuery } from '../../../lib/scaling/queries/query-rules';
import { promqlShape } from '../../../lib/checks/rules/promql-shape';
import { mistakes, scaledObject } from '../../checks/objects';
import { messageOf } from '../../support/synthesize';

const window = Duration.minutes(2);
const interval = Duration.seconds(15);
const shop = { seriesLabels: { namespace: 'shop', app: 'web' } };
const requests = MetricExporter.PODINFO.counter('http_requests_total').of(shop);
const durations = MetricExporter.PODINFO.histogram('http_request_duration_seconds').of(shop);
const connections = MetricExporter.NGINX_EXPORTER.gauge('nginx_connections_active').of(shop);

test.each<[MetricQuery | MetricSeries, string, string]>([
  [requests.rate({ window }).sum(), 'sum(rate(http_requests_total{namespace="shop",app="web"}[2m]))', 'requests/s'],
  [
    requests.where({ status: '500' }).increase({ window }).max(),
    'max(increase(http_requests_total{namespace="shop",app="web",status="500"}[2m]))',
    'requests',
  ],
  [
    requests.whereNot({ status: '200' }).rate({ window }).average(),
    'avg(rate(http_requests_total{namespace="shop",app="web",status!="200"}[2m]))',
    'requests/s',
  ],
  [connections.now().sum(), 'sum(nginx_connections_active{namespace="shop",app="web"})', 'connections'],
  [
    connections.avgOverTime({ window: Duration.seconds(90) }).sum(),
    'sum(avg_over_time(nginx_connections_active{namespace="shop",app="web"}[90s]))',
    'connections',
  ],
  [
    connections.maxOverTime({ window: Duration.hours(1) }).min(),
    'min(max_over_time(nginx_connections_active{namespace="shop",app="web"}[1h]))',
    'connections',
  ],
  [
    connections
      .whereNot({ pod: 'web-0' })
      .where({ app: 'other' })
      .minOverTime({ window: Duration.millis(1500) })
      .count(),
    'count(min_over_time(nginx_connections_active{namespace="shop",pod!="web-0",app="other"}[1500ms]))',
    '',
  ],
  [
    connections.now().sum().smoothed({ window, resolution: interval }),
    'avg_over_time(sum(nginx_connections_active{namespace="shop",app="web"})[2m:15s])',
    'connections',
  ],
  [
    durations.quantile(0.95, { window }),
    'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{namespace="shop",app="web"}[2m])))',
    's',
  ],
  [
    durations.where({ path: '/' }).mean({ window }),
    'sum(rate(http_request_duration_seconds_sum{namespace="shop",app="web",path="/"}[2m])) / ' +
      '(sum(rate(http_request_duration_seconds_count{namespace="shop",app="web",path="/"}[2m])) > 0) or vector(0)',
    's',
  ],
  [
    requests.rate({ window }).sumBy({ by: ['status', 'pod'] }),
    'sum by (status, pod) (rate(http_requests_total{namespace="shop",app="web"}[2m]))',
    'requests/s',
  ],
  [connections.now(), 'nginx_connections_active{namespace="shop",app="web"}', 'connections'],
  [MetricExporter.NGINX_EXPORTER.gauge('nginx_up').now().count(), 'count(nginx_up)', ''],
])('%# is built as text with a unit', (query, promql, unit) => {
  expect([query.toPromql(), query.unit]).toEqual([promql, unit]);
});

describe('metrics of one name that differ by a label', () => {
  const nginx = MetricExporter.COMMUNITY_NGINX;
  const name = 'nginx_ingress_controller_nginx_process_connections';

  test('the name alone picks none of them', () => {
    expect(nginx.gauge(name).now().toPromql()).toBe(name);
    expect(nginx.counter(`${name}_total`).selector()).toBe(`${name}_total`);
  });

  test('the label picks one', () => {
    expect(nginx.gauge(name).where({ state: 'waiting' }).selector()).toBe(`${name}{state="waiting"}`);
    expect(nginx.counter(`${name}_total`).where({ state: 'handled' }).selector()).toBe(
      `${name}_total{state="handled"}`,
    );
  });

  test('a construct picks one, and another value of the label replaces it', () => {
    const [active] = nginx.metrics.filter(({ matchers }) => matchers.state === 'active');
    const connections = GaugeMetric.known(active!).of(shop);
    expect(connections.selector()).toBe(`${name}{state="active",namespace="shop",app="web"}`);
    expect(connections.where({ state: 'waiting' }).selector()).toBe(
      `${name}{namespace="shop",app="web",state="waiting"}`,
    );
  });
});

test('arithmetic keeps its order with parentheses where it needs them', () => {
  const a = MetricQuery.raw('sum(a)', { unit: 'x' });
  const b = MetricExporter.NGINX_EXPORTER.gauge('nginx_up').now().sum();
  const texts = [
    b.plus(b).times(b),
    b.minus(MetricQuery.number(-2)),
    a.dividedBy(b, 7),
    b.dividedBy(MetricQuery.raw('sum(c)', { unit: 's' })),
    a.orZero().atMost(9),
    b.atLeast(1).plus(a),
  ].map((query) => [query.toPromql(), query.unit]);
  expect(texts).toEqual([
    ['(sum(nginx_up) + sum(nginx_up)) * sum(nginx_up)', ''],
    ['sum(nginx_up) - (-2)', ''],
    ['(sum(a)) / (sum(nginx_up) > 0) or vector(7)', 'x'],
    ['sum(nginx_up) / ((sum(c)) > 0) or vector(0)', '1/s'],
    ['clamp_max((sum(a)) or vector(0), 9)', 'x'],
    ['clamp_min(sum(nginx_up), 1) + (sum(a))', ''],
  ]);
});

test('values of labels are quoted as Prometheus reads them', () => {
  const query = connections.where({ path: 'a"b\\c\nd' }).now().sum();
  expect(query.toPromql()).toContain('path="a\\"b\\\\c\\nd"');
  expect(judgeQuery(query, interval)).toEqual({ errors: [], warnings: [] });
});

test('the exporter stays with what is made of a query, unless another one joins in', () => {
  const exporter = MetricExporter.PODINFO;
  const raw = MetricQuery.raw('sum(rate(http_requests_total[2m]))', { exporter });
  expect(raw.orZero().exporter).toBe(exporter);
  expect(raw.plus(raw).exporter).toBe(exporter);
  expect(raw.plus(MetricQuery.number(1)).exporter).toBeUndefined();
});

test.each([
  [() => MetricExporter.NGINX_EXPORTER.gauge('nginx_conections_active'), 'Did you mean "nginx_connections_active"?'],
  [() => MetricExporter.NGINX_EXPORTER.gauge('nginx_http_requests_total'), 'is a counter.'],
  [() => MetricExporter.PODINFO.counter('cpu'), 'podinfo has no counter "cpu".'],
  [() => MetricExporter.PODINFO.histogram('http_duration_seconds'), 'Did you mean "http_request_duration_seconds"?'],
])('a metric that the exporter does not have is an error: %#', (action, message) => {
  expect(messageOf(action)).toContain(message);
});

test('an exporter of one’s own has the metrics that it is given', () => {
  const jobs = new KnownMetric({
    name: 'queue_jobs',
    type: MetricType.GAUGE,
    description: 'jobs',
    labels: [],
    unit: 'jobs',
  });
  const exporter = MetricExporter.of({ name: 'queue', metrics: [jobs] });
  expect(exporter.gauge('queue_jobs').now().sum().toPromql()).toBe('sum(queue_jobs)');
  expect(exporter.gauge('queue_jobs').name).toBe('queue_jobs');
});

/** What the compiler says of lines that use the library. */
function complaints(lines: string): string[] {
  const root = path.join(__dirname, '..', '..', '..');
  const file = path.join(root, 'counter.ts');
  const host = ts.createCompilerHost({});
  const [readFile, fileExists] = [host.readFile.bind(host), host.fileExists.bind(host)];
  const text = `import { Duration } from 'cdk8s'; import { MetricExporter, MetricQuery } from './lib';\n${lines}`;
  host.readFile = (name) => (name === file ? text : readFile(name));
  host.fileExists = (name) => name === file || fileExists(name);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.Node20,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
  };
  const program = ts.createProgram([file], options, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

test('a counter without rate, and many series in place of one number, do not compile', () => {
  const lines = [
    "const counter = MetricExporter.PODINFO.counter('http_requests_total');",
    'const window = Duration.minutes(2);',
    'export const query: MetricQuery = counter.rate({ window }).sum();',
    'counter.sum();',
    'export const series: MetricQuery = counter.rate({ window });',
  ];
  expect(complaints(lines.join('\n'))).toEqual([
    "Property 'sum' does not exist on type 'CounterMetric'.",
    expect.stringContaining("Type 'MetricSeries' is missing the following properties from type 'MetricQuery'"),
  ]);
}, 60_000);

const duration = fc.integer({ min: 1, max: 100_000 }).map((seconds) => Duration.seconds(seconds));
const labels = fc.dictionary(fc.stringMatching(/^[a-z_]{1,9}$/), fc.string(), { maxKeys: 3 });
/** What R8 says of sums with metricType Value, and of empty answers, is about the trigger. */
const MEANT = /is a total, and metricType Value|counts as 0/;
const leaf = fc.tuple(fc.integer({ min: 0, max: 6 }), labels, duration).map(([kind, matchers, range]) =>
  [
    () => requests.where(matchers).rate({ window: range }).sum(),
    () => connections.where(matchers).avgOverTime({ window: range }).average(),
    () => durations.where(matchers).quantile(0.9, { window: range }),
    () => durations.where(matchers).mean({ window: range }),
    () =>
      connections
        .whereNot(matchers)
        .now()
        .max()
        .smoothed({ window: range, resolution: Duration.seconds(1) }),
    () => requests.of(shop).increase({ window: range }).count().smoothed({ window, resolution: interval }),
    () => connections.maxOverTime({ window: range }).min(),
  ][kind]!(),
);
const { query } = fc.letrec<{ query: MetricQuery }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc
      .tuple(tie('query'), tie('query'), fc.integer({ min: 0, max: 6 }))
      .map(([a, b, operation]) =>
        [
          () => a.plus(b),
          () => a.minus(b),
          () => a.times(b),
          () => a.dividedBy(b),
          () => a.orZero().atLeast(1),
          () => a.atMost(5),
          () => a.smoothed({ window, resolution: interval }),
        ][operation]!(),
      ),
  ),
}));

test('whatever is built parses, gives one number, and keeps the rules when it comes back as text', () => {
  fc.assert(
    fc.property(query, (built) => {
      const back = MetricQuery.raw(built.toPromql());
      expect(back.toPromql()).toBe(built.toPromql());
      const { errors, warnings } = judgeQuery(back, Duration.millis(1));
      expect(errors).toEqual([]);
      // A made-up label may be a letter away from one that the exporter writes.
      expect(warnings.filter(({ what }) => !what.includes('for the label'))).toEqual([]);
      const prometheus = { type: 'prometheus', metricType: 'Value', metadata: { query: built.toPromql() } };
      const scaler = scaledObject('web', { triggers: [prometheus] });
      expect(mistakes(promqlShape, [scaler]).filter((mistake) => !MEANT.test(mistake))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test.each<[string, () => unknown]>([
  ['a quantile above 1', () => durations.quantile(95, { window })],
  ['a quantile below 0', () => durations.quantile(-0.1, { window })],
  ['a resolution of 0', () => MetricQuery.number(1).smoothed({ window, resolution: Duration.seconds(0) })],
  ['a resolution above the window', () => MetricQuery.number(1).smoothed({ window, resolution: Duration.minutes(5) })],
])('%s is a RangeError', (_, build) => {
  expect(build).toThrow(RangeError);
  expect(messageOf(build)).toMatchSnapshot();
});
