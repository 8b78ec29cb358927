import { Duration } from 'cdk8s';
import { parse } from 'yaml';
import {
  AUTOSCALING_ALERTS,
  AlertSeverity,
  MetricQuery,
  PrometheusOperatorStack,
  PrometheusRule,
  PrometheusServer,
  type RuleGroup,
} from '../../lib';
import { fields, list, text, type Fields } from '../../lib/kubernetes/fields';
import { byPromtool, checkConfig, checkRules, hasPromtool, testRules } from '../support/promtool';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const ALONE = { kubeStateMetrics: false, nodeExporter: false };
const UP = MetricQuery.raw('up == 0');

const GROUP: RuleGroup = {
  name: 'shop',
  interval: Duration.seconds(30),
  rules: [
    PrometheusRule.record('namespace:http_requests:rate2m', {
      query: MetricQuery.raw('sum by (namespace) (rate(http_requests_total[2m]))'),
      labels: { team: 'shop' },
    }),
    PrometheusRule.alert('TargetDown', {
      query: UP,
      summary: '{{ $labels.instance }} does not answer.',
      description: 'Look at its pod.',
      for: Duration.minutes(5),
      severity: AlertSeverity.CRITICAL,
      labels: { team: 'shop' },
    }),
  ],
};

function server(...groups: RuleGroup[]): Fields {
  const chart = chartOn(undefined, 'monitoring');
  const prometheus = new PrometheusServer(chart, 'prometheus', { ...ALONE, rules: groups.slice(0, 1) });
  for (const group of groups.slice(1)) prometheus.addRules(group);
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  return fields(only(manifests, 'ConfigMap', 'prometheus'), 'data');
}

test(`a Prometheus reads its rules from a file ${byPromtool}`, () => {
  const files = server(AUTOSCALING_ALERTS, GROUP);
  const config = text(files, 'prometheus.yml')!;
  const rules = text(files, 'rules.yml')!;
  checkConfig(config);
  checkRules(rules);
  expect(parse(config)).toMatchObject({ rule_files: ['/etc/config/rules.yml'] });
  expect(list(parse(rules), 'groups').map((group) => fields(group).name)).toEqual(['autoscaling', 'shop']);
});

test('the alerts about autoscalers are locked', () => {
  expect(parse(text(server(AUTOSCALING_ALERTS), 'rules.yml')!)).toMatchSnapshot();
});

describe(`the alerts about autoscalers, by series of 30 minutes ${hasPromtool ? '' : '(promtool was not at hand)'}`, () => {
  const HPA = '{namespace="shop",horizontalpodautoscaler="web"';
  const metric = (name: string, values: string, labels = '') => ({
    series: `kube_horizontalpodautoscaler_${name}${HPA}${labels}}`,
    values,
  });
  const bounds = (least: number, most: number) => [
    metric('spec_min_replicas', `${least}x40`),
    metric('spec_max_replicas', `${most}x40`),
  ];
  const replicas = (desired: string, current = desired) => [
    metric('status_desired_replicas', desired),
    metric('status_current_replicas', current),
  ];
  const inactive = metric('status_condition', '1x40', ',condition="ScalingActive",status="false"');

  /** Which alerts fire after 30 minutes. */
  test.each<[string, object[], string[]]>([
    ['at the maximum all the time', [...bounds(1, 10), ...replicas('10x40')], ['AutoscalerAtMaximum']],
    ['back at the maximum for 20 minutes', [...bounds(1, 10), ...replicas('10x8 9 10x40')], ['AutoscalerAtMaximum']],
    ['below the maximum', [...bounds(1, 10), ...replicas('9x40')], []],
    ['at the maximum for 10 minutes', [...bounds(1, 10), ...replicas('5x19 10x20')], []],
    ['fixed in size', [...bounds(3, 3), ...replicas('3x40')], []],
    ['without a metric', [...bounds(1, 10), ...replicas('2x40'), inactive], ['AutoscalerCannotScale']],
    ['without a metric at 0 replicas', [...bounds(1, 10), ...replicas('0x40'), inactive], []],
    ['with fewer pods than it wants', [...bounds(1, 10), ...replicas('5x40', '4x40')], ['AutoscalerReplicasMissing']],
    ['on its way down', [...bounds(1, 10), ...replicas('4x40', '5x40')], []],
  ])('of one %s', (_what, series, firing) => {
    const rules = text(server(AUTOSCALING_ALERTS), 'rules.yml')!;
    const names = ['AutoscalerAtMaximum', 'AutoscalerCannotScale', 'AutoscalerReplicasMissing'];
    const promql_expr_test = names.map((alertname) => ({
      expr: `count(ALERTS{alertname="${alertname}",alertstate="firing"}) or vector(0)`,
      eval_time: '30m',
      exp_samples: [{ labels: '{}', value: firing.includes(alertname) ? 1 : 0 }],
    }));
    expect(() => testRules(rules, [{ interval: '1m', input_series: series, promql_expr_test }])).not.toThrow();
  });
});

test('without rules there is no file, and the configuration names none', () => {
  const files = server();
  expect(Object.keys(files)).toEqual(['prometheus.yml']);
  expect(parse(text(files, 'prometheus.yml')!)).not.toHaveProperty('rule_files');
});

test('a Prometheus of the operator gets a PrometheusRule that it selects', () => {
  const chart = chartOn(undefined, 'monitoring');
  const stack = new PrometheusOperatorStack(chart, 'prometheus', ALONE);
  stack.addRules(GROUP);
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  const rule = only(manifests, 'PrometheusRule', 'shop');
  expect(rule.metadata).toMatchObject({ namespace: 'monitoring', labels: stack.monitorLabels });
  expect(rule.spec).toMatchObject({
    groups: [{ name: 'shop', interval: '30s', rules: [{}, { alert: 'TargetDown', for: '5m' }] }],
  });
  expect(fields(only(manifests, 'Prometheus'), 'spec').ruleSelector).toEqual({ matchLabels: stack.monitorLabels });
  checkRules(JSON.stringify(rule.spec));
});

test('an alert is a warning unless it says otherwise', () => {
  expect(PrometheusRule.alert('Down', { query: UP, summary: 'down' }).toConfig()).toEqual({
    alert: 'Down',
    expr: 'up == 0',
    labels: { severity: 'warning' },
    annotations: { summary: 'down' },
  });
  expect(PrometheusRule.record('up:sum', { query: MetricQuery.raw('sum(up)') }).toConfig()).toEqual({
    record: 'up:sum',
    expr: 'sum(up)',
  });
});

const oneRule = (rule: PrometheusRule): RuleGroup => ({ name: 'one', rules: [rule] });

test.each<[string, RuleGroup[]]>([
  ['Two groups of Prometheus rules have the name "shop".', [GROUP, GROUP]],
  ['A Prometheus rule has the name "a b".', [oneRule(PrometheusRule.alert('a b', { query: UP, summary: '' }))]],
  ['A Prometheus rule has the name "1:x".', [oneRule(PrometheusRule.record('1:x', { query: UP }))]],
  ['The interval of rule group "shop" is 0 ms.', [{ ...GROUP, interval: Duration.millis(0) }]],
  [
    'The duration of alert "Down" is 0 ms.',
    [oneRule(PrometheusRule.alert('Down', { query: UP, summary: '', for: Duration.millis(0) }))],
  ],
  [
    'Rule "Down" has the label "__name__".',
    [oneRule(PrometheusRule.alert('Down', { query: UP, summary: '', labels: { __name__: 'x' } }))],
  ],
  [
    'Rule "Down" has the text "{{ $labels.pod }": its braces do not match.',
    [oneRule(PrometheusRule.alert('Down', { query: UP, summary: '{{ $labels.pod }' }))],
  ],
  ['A group of Prometheus rules has no name.', [{ ...GROUP, name: '' }]],
  ['does not parse', [oneRule(PrometheusRule.record('a', { query: MetricQuery.raw('sum(') }))]],
  [
    'Did you mean "kube_horizontalpodautoscaler_spec_max_replicas"?',
    [oneRule(PrometheusRule.record('a', { query: MetricQuery.raw('kube_horizontalpodautoscaler_max_replicas') }))],
  ],
])('%s', (message, groups) => {
  expect(messageOf(() => server(...groups))).toContain(message);
  const stack = new PrometheusOperatorStack(chartOn(), 'prometheus', ALONE);
  expect(messageOf(() => groups.forEach((group) => stack.addRules(group)))).toContain(message);
});

test('an alert may watch nothing but the way to whoever is told, and a counter as it is deserves a word', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const watchdog = PrometheusRule.alert('Watchdog', { query: MetricQuery.raw('vector(1)'), summary: 'all is well' });
  const restarts = MetricQuery.raw('kube_pod_container_status_restarts_total > 5');
  const rules = [watchdog, PrometheusRule.alert('Restarts', { query: restarts, summary: 'restarts' })];
  expect(text(server({ name: 'one', rules }), 'rules.yml')).toContain('expr: vector(1)');
  new PrometheusOperatorStack(chartOn(), 'prometheus', ALONE).addRules({ name: 'one', rules });
  const told = write.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('rule'));
  expect(told).toHaveLength(2);
  expect(told[0]).toMatch(
    /^warning: \[test\/\S+\] Prometheus rule "Restarts": The query .* takes the counter "kube_pod_container_status_restarts_total" as it is/,
  );
});

test('a group of the operator has a name that an object can have', () => {
  const stack = new PrometheusOperatorStack(chartOn(), 'prometheus', ALONE);
  expect(messageOf(() => stack.addRules({ ...GROUP, name: 'My rules' }))).toContain('The group "My rules"');
});
