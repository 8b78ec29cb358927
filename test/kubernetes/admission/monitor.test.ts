import { monitorRefusals } from '../../../lib/kubernetes/admission';

/** What is refused in a monitor, by its fields. */
function refused(endpoint: object, kind = 'ServiceMonitor', selector: object = {}): string[] {
  const field = kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints';
  const manifest = { kind, spec: { selector, [field]: [{ port: 'http' }, { port: 'metrics', ...endpoint }] } };
  return [...monitorRefusals(manifest)].map((each) => `${each.field}: ${each.what}`);
}

test.each<[object]>([
  [{}],
  [{ interval: '30s', scrapeTimeout: '30s' }],
  [{ interval: '1m', scrapeTimeout: '45s' }],
  [{ scrapeTimeout: '5m' }],
  [{ interval: '30', scrapeTimeout: '5m' }],
  [{ relabelings: [{ targetLabel: 'node', sourceLabels: ['__meta_kubernetes_pod_node_name'] }] }],
  [{ relabelings: [{ action: 'Keep', sourceLabels: ['a'], regex: 'b.*' }] }],
  [{ relabelings: [{ action: 'hashmod', sourceLabels: ['a'], modulus: 4, targetLabel: 'shard' }] }],
  [{ relabelings: [{ action: 'lowercase', sourceLabels: ['a'], targetLabel: 'b', replacement: '$1' }] }],
  [{ metricRelabelings: [{ action: 'labeldrop', regex: 'pod_.*' }] }],
  [{ metricRelabelings: [{ action: 'labelmap', regex: '__meta_(.+)', replacement: '$1' }] }],
])('takes %j', (endpoint) => {
  expect(refused(endpoint)).toEqual([]);
});

test.each<[object, string, string]>([
  [{ interval: '15s', scrapeTimeout: '30s' }, 'scrapeTimeout', 'has scrapeTimeout 30s, longer than its interval 15s'],
  [{ relabelings: [{ action: 'keep', regex: '(?!a)' }] }, 'relabelings[0].regex', 'which Go cannot read'],
  [{ relabelings: [{ sourceLabels: ['a'] }] }, 'relabelings[0].targetLabel', 'the action replace has no targetLabel'],
  [{ relabelings: [{ action: 'HashMod', targetLabel: 'a' }] }, 'relabelings[0].modulus', 'hashmod has no modulus'],
  [
    { metricRelabelings: [{ action: 'uppercase', targetLabel: 'a', replacement: 'b' }] },
    'metricRelabelings[0].replacement',
    'uppercase has a replacement',
  ],
  [
    { metricRelabelings: [{ action: 'labeldrop', regex: 'a', sourceLabels: ['b'] }] },
    'metricRelabelings[0].sourceLabels',
    'has sourceLabels, and takes regex alone',
  ],
  [
    { metricRelabelings: [{ action: 'labelkeep', regex: 'a', targetLabel: 'b' }] },
    'metricRelabelings[0].targetLabel',
    'has targetLabel, and takes regex alone',
  ],
  [
    { metricRelabelings: [{ action: 'labelkeep', regex: 'a', replacement: 'b' }] },
    'metricRelabelings[0].replacement',
    'has replacement, and takes regex alone',
  ],
])('the operator leaves a monitor out with %j', (endpoint, field, what) => {
  expect(refused(endpoint)).toEqual([expect.stringContaining(what)]);
  expect(refused(endpoint)[0]).toContain(`spec.endpoints[1].${field}: `);
  expect(refused(endpoint, 'PodMonitor')[0]).toContain(`spec.podMetricsEndpoints[1].${field}: `);
});

test('its selector is one', () => {
  const selector = { matchExpressions: [{ key: 'app', operator: 'In' }] };
  expect(refused({}, 'PodMonitor', selector)).toEqual([
    'spec.selector.matchExpressions[0].values: the selector of "app" has the operator In and no values',
  ]);
});

test('the API server takes it all the same', () => {
  const manifest = { kind: 'ServiceMonitor', spec: { endpoints: [{ interval: '15s', scrapeTimeout: '30s' }] } };
  expect([...monitorRefusals(manifest)]).toEqual([
    expect.objectContaining({
      admitted: true,
      why: 'The Prometheus operator leaves the whole ServiceMonitor out: none of its targets is scraped.',
    }),
  ]);
});
