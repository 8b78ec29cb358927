import { controllerSettings, readHpa, readMetrics, type Fields, type MetricsAnswers } from '../../../lib/simulation';
import {
  ago,
  externalMetric,
  hpa,
  NOW,
  objectMetric,
  objectValue,
  podMetrics,
  podsMetric,
  series,
  valuesOf,
} from '../objects';

function reading(metric: Fields | undefined, answers: MetricsAnswers, kubernetes = '1.36') {
  const spec = readHpa(hpa({ metrics: metric && [metric] }));
  return readMetrics(spec, answers, controllerSettings({ kubernetes }))[0];
}

function container(name: string, usage: Fields): Fields {
  return { name, usage };
}

const CONTAINER_CPU = {
  type: 'ContainerResource',
  containerResource: { name: 'cpu', container: 'web', target: { type: 'Utilization', averageUtilization: 50 } },
};

describe('metrics.k8s.io', () => {
  const item = (containers: readonly Fields[], rest: Fields = {}): Fields => ({
    metadata: { name: 'p0' },
    timestamp: ago(5),
    window: '15.014s',
    containers,
    ...rest,
  });

  test('usage is the sum of all containers, each rounded up to thousandths', () => {
    const items = [item([container('web', { cpu: '100000001n' }), container('log', { cpu: '1n' })])];
    expect(reading(undefined, { resource: items })).toEqual({
      samples: new Map([['p0', { value: 102, timestamp: ago(5), window: 15_014 }]]),
    });
  });

  test('a pod with a container without the resource, or without containers, has no sample', () => {
    const items = [
      item([container('web', { cpu: '1' }), container('log', {})]),
      item([], { metadata: { name: 'p1' } }),
    ];
    expect(reading(undefined, { resource: items })).toEqual({ samples: new Map() });
  });

  test('only the named container counts', () => {
    const items = [item([container('log', {}), container('web', { cpu: '1' })])];
    expect(reading(CONTAINER_CPU, { resource: items })).toEqual({
      samples: new Map([['p0', { value: 1000, timestamp: ago(5), window: 15_014 }]]),
    });
  });

  test('a pod without the named container fails everything up to 1.32, and is missing from 1.33 on', () => {
    const items = [item([container('log', { cpu: '1' })])];
    expect(reading(CONTAINER_CPU, { resource: items }, '1.32')).toEqual({
      error: 'failed to get container metrics: container web not present in metrics for pod shop/p0',
    });
    expect(reading(CONTAINER_CPU, { resource: items }, '1.33')).toEqual({ samples: new Map() });
  });

  test.each([
    ['1m0s', 60_000],
    ['1h1m1.5s', 3_661_500],
    ['30s', 30_000],
    ['706ms', 706], // what metrics-server says of a container that it has just met
    ['1m12.5ms', 60_013],
    ['900µs', 1],
    [20, 20_000],
    [undefined, 0],
  ])('a window of %p is %d ms', (window, milliseconds) => {
    const answer = reading(undefined, { resource: [{ ...podMetrics('p0', { cpu: 1 }), window }] });
    expect(answer).toEqual({ samples: new Map([['p0', { value: 1000, timestamp: NOW, window: milliseconds }]]) });
  });

  test('a window or usage that is none is refused', () => {
    expect(() => reading(undefined, { resource: [podMetrics('p0', { cpu: 1 }, 0, 'soon')] })).toThrow(
      'PodMetrics "p0": window "soon" is not a point in time.',
    );
    expect(() => reading(undefined, { resource: [podMetrics('p0', { cpu: 'x' })] })).toThrow(
      'PodMetrics "p0": usage of cpu "x" is not a quantity.',
    );
  });

  test('an answer without items, and one that failed, are failures', () => {
    expect(reading(undefined, { resource: [] })).toEqual({ error: 'no metrics returned from resource metrics API' });
    expect(reading(undefined, {})).toEqual({ error: 'no metrics returned from resource metrics API' });
    expect(reading(undefined, { resource: { error: 'boom' } })).toEqual({
      error: 'unable to fetch metrics from resource metrics API: boom',
    });
  });
});

describe('custom.metrics.k8s.io', () => {
  test('values of pods span a minute unless they say otherwise', () => {
    const [first, second] = valuesOf('qps', 10, '500m');
    const custom = [
      { ...first, windowSeconds: 30 },
      { ...second, timestamp: undefined },
      ...valuesOf('other', 9),
      objectValue('qps', 7),
    ];
    expect(reading(podsMetric('qps', '1'), { custom })).toEqual({
      samples: new Map([
        ['p0', { value: 10_000, timestamp: NOW, window: 30_000 }],
        ['p1', { value: 500, timestamp: 0, window: 60_000 }],
      ]),
    });
  });

  test('the value of the named object is read', () => {
    const custom = [
      { ...objectValue('qps', 1), describedObject: { kind: 'Ingress', name: 'other' } },
      ...valuesOf('qps', 5),
      objectValue('qps', 7),
    ];
    expect(reading(objectMetric('qps', { type: 'Value', value: 1 }), { custom })).toEqual({ value: 7000 });
  });

  test.each<[Fields, MetricsAnswers, string]>([
    [podsMetric('qps', '1'), {}, 'no metrics returned from custom metrics API'],
    [podsMetric('qps', '1'), { custom: { error: 'boom' } }, 'unable to fetch metrics from custom metrics API: boom'],
    [
      podsMetric('qps', '1'),
      { custom: [{ describedObject: { kind: 'Pod' }, metricName: 'qps', error: 'boom' }] },
      'unable to fetch metrics from custom metrics API: boom',
    ],
    [
      objectMetric('qps', { type: 'Value', value: 1 }),
      { custom: { error: 'boom' } },
      'unable to fetch metrics from custom metrics API: boom',
    ],
    [
      objectMetric('qps', { type: 'Value', value: 1 }),
      { custom: [{ ...objectValue('qps', 1), error: 'boom' }] },
      'unable to fetch metrics from custom metrics API: boom',
    ],
    [{ type: 'Weather' }, {}, 'no metrics returned from custom metrics API'],
  ])('%j with %j is a failure', (metric, answers, error) => {
    expect(reading(metric, answers)).toEqual({ error });
  });

  test('a value that is none is refused', () => {
    expect(() => reading(objectMetric('qps', {}), { custom: [objectValue('qps', 'NaN')] })).toThrow(
      'The value of a metric "NaN" is not a quantity.',
    );
  });
});

describe('external.metrics.k8s.io', () => {
  const queue = (selector?: Fields) => externalMetric('queue', { type: 'Value', value: 1 }, selector);

  test('all series of the metric are read', () => {
    expect(reading(queue(), { external: [...series('queue', 1, '2500m'), ...series('other', 9)] })).toEqual({
      series: [1000, 2500],
    });
  });

  const labelled = [
    { metricName: 'queue', metricLabels: { zone: 'a', tier: 'gold' }, value: 1 },
    { metricName: 'queue', metricLabels: { zone: 'b' }, value: 2 },
    { metricName: 'queue', value: 4 },
  ];

  test.each([
    [{ matchLabels: { zone: 'a' } }, [1000, 4000]],
    [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['b', 'c'] }] }, [2000, 4000]],
    [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['gold'] }] }, [1000, 4000]],
    [{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['b'] }] }, [1000, 4000]],
    [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['gold'] }] }, [2000, 4000]],
    [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, [1000, 4000]],
    [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, [2000, 4000]],
    [{ matchExpressions: [{ key: 'tier', operator: 'Like' }] }, [4000]],
    [{}, [1000, 2000, 4000]],
  ])('the selector %j chooses by the labels that the answer has', (selector, values) => {
    expect(reading(queue(selector), { external: labelled })).toEqual({ series: values });
  });

  test.each<[MetricsAnswers, string]>([
    [{}, 'no metrics returned from external metrics API'],
    [{ external: { error: 'boom' } }, 'unable to fetch metrics from external metrics API: boom'],
    [{ external: [{ metricName: 'queue', error: 'boom' }] }, 'unable to fetch metrics from external metrics API: boom'],
  ])('%j is a failure', (answers, error) => {
    expect(reading(queue(), answers)).toEqual({ error });
  });
});
