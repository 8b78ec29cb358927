import { type Finding } from '../../../lib/checks';
import { requireStored, unansweredBy, unreadableBy } from '../../../lib/command/predict/verdict/told-findings';

function finding(name: string, given: Partial<Finding> = {}): Finding {
  return {
    ...{ rule: 'R0', name, severity: 'error', docs: '', objects: [] },
    ...{ what: `${name} is wrong.`, why: 'It hurts.', fix: 'Mend it.' },
    ...given,
  };
}

function adapter(data: Record<string, string> | undefined): Finding['objects'] {
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'rules' }, data };
  return [{ manifest: manifest, origin: 'adapter.yaml:1' }];
}

const RULE = '- seriesQuery: requests\n  metricsQuery: sum(\n';
const METRICS = {
  spec: {
    metrics: [
      { type: 'Pods', pods: { metric: { name: 'requests' } } },
      { type: 'External', external: { metric: { name: 'queue' } } },
      { type: 'Resource', resource: { name: 'cpu' } },
    ],
  },
};

describe('metrics of an adapter whose query is broken', () => {
  test('have no answer where it has one rule', () => {
    const broken = finding('invalid-query', { objects: adapter({ 'config.yaml': RULE }) });
    expect(unansweredBy([broken], METRICS)).toEqual({ requests: broken.what, queue: broken.what });
    expect(unansweredBy([broken], {})).toEqual({});
  });

  test.each<[string, Finding['objects']]>([
    ['several rules, of which nobody knows whose it is', adapter({ 'config.yaml': RULE + RULE })],
    ['no rule', adapter({ 'config.yaml': 'rules: []' })],
    ['no data', adapter(undefined)],
    ['no object', []],
  ])('are not told where it has %s', (_, objects) => {
    expect(unansweredBy([finding('invalid-query', { objects })], METRICS)).toEqual({});
  });
});

test('what the API server refuses is refused in the same words', () => {
  expect(() => requireStored([finding('refused-value')])).toThrow('refused-value is wrong.');
  expect(() => requireStored([finding('wrong-type')])).toThrow('wrong-type is wrong.');
  expect(() =>
    requireStored([finding('refused-value', { severity: 'warning' }), finding('promql-shape')]),
  ).not.toThrow();
});

describe('what findings say of metrics that are not read', () => {
  const scaler = { spec: { triggers: [{ type: 'cpu' }, { type: 'redis' }] } };

  test('an address that nothing answers at, by the metric that KEDA makes of its trigger', () => {
    const unreachable = finding('trigger-unreachable', { field: 'spec.triggers[1].metadata.address' });
    expect(unreadableBy([unreachable], scaler)).toEqual({ unreadable: { 's1-redis': unreachable.what } });
    const prometheus = finding('prometheus-unreachable', { field: 'spec.triggers[0].metadata.serverAddress' });
    expect(unreadableBy([prometheus], scaler)).toEqual({ unreadable: { 's0-cpu': prometheus.what } });
  });

  test('a warning counts where the address is the pod itself', () => {
    const field = 'spec.triggers[1].metadata.address';
    const warned = finding('trigger-unreachable', { severity: 'warning', field });
    expect(unreadableBy([warned], scaler)).toEqual({});
    const local = { ...warned, what: 'The address is localhost:6379.' };
    expect(unreadableBy([local], scaler)).toEqual({ unreadable: { 's1-redis': local.what } });
  });

  test('a trigger that is not there, or a finding without a field, tells of nothing', () => {
    expect(unreadableBy([finding('trigger-unreachable', { field: 'spec.triggers[7].metadata' })], scaler)).toEqual({});
    expect(unreadableBy([finding('trigger-unreachable')], scaler)).toEqual({});
    expect(unreadableBy([finding('trigger-unreachable', { field: 'spec.triggers[0]' })], {})).toEqual({});
  });

  test('an authentication that is not there keeps the scaler from being built', () => {
    const field = 'spec.triggers[0].authenticationRef';
    const first = finding('authentication-missing', { field });
    const second = finding('authentication-missing', { field, what: 'another' });
    expect(unreadableBy([first, second], scaler)).toEqual({ unbuilt: first.what });
    expect(unreadableBy([finding('authentication-missing', { field: 'spec.env' })], scaler)).toEqual({});
  });

  test('a sidecar that is injected, by the container that it names', () => {
    const injected = finding('injected-sidecar', {
      why: 'There is no request for cpu in container istio-proxy", so that it fails.',
    });
    expect(unreadableBy([injected], scaler)).toEqual({ sidecars: ['istio-proxy'] });
    expect(unreadableBy([finding('injected-sidecar')], scaler)).toEqual({});
  });
});
