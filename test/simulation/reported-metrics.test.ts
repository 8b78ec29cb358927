import { reportedMetrics } from '../../lib/simulation/reported-metrics';
import { type Fields, type Recording, replay } from '../../lib/simulation';
import { type Frame } from '../../lib/simulation/recording';
import { externalMetric, hpa, NOW, objectMetric, podsOf, resourceAverage, scale, series } from './objects';

const target = { type: 'AverageValue', averageValue: '50' };

function frameOf(metrics: readonly Fields[], status: Fields, answers: Frame['metrics'] = {}): Frame {
  return { time: NOW, hpa: hpa({ metrics }, { status }), scale: scale(2), pods: podsOf(2), metrics: answers };
}

function reported(metric: Fields, current: Fields, answers: Frame['metrics'] = {}): Frame['metrics'] {
  const type = metric.type === 'Object' ? 'object' : 'external';
  const { metric: of, describedObject } = metric[type] as Fields;
  const status = { currentMetrics: [{ type: metric.type, [type]: { metric: of, describedObject, current } }] };
  return reportedMetrics(frameOf([metric], {}, answers), frameOf([metric], status));
}

test('an average is that of the replicas that there were', () => {
  expect(reported(objectMetric('hits', target), { averageValue: '1500m' }).custom).toEqual([
    { describedObject: { kind: 'Ingress', name: 'web' }, metricName: 'hits', value: '3' },
  ]);
  expect(reported(externalMetric('queue', target), { value: '7' }).external).toEqual([
    { metricName: 'queue', value: '7' },
  ]);
});

test('what was answered about anything else stays', () => {
  const other = { metricName: 'other', value: '1' };
  const elsewhere = { describedObject: { kind: 'Ingress', name: 'else' }, metric: { name: 'hits' }, value: '9' };
  const own = { describedObject: { kind: 'Ingress', name: 'web' }, metricName: 'hits', value: '9' };
  const answers = { external: [other, { metricName: 'queue', value: '1' }], custom: [own, elsewhere], resource: [] };
  expect(reported(externalMetric('queue', target), { value: '7' }, answers)).toEqual({
    ...answers,
    external: [other, { metricName: 'queue', value: '7' }],
  });
  expect(reported(objectMetric('hits', target), { value: '2' }, answers).custom).toEqual([
    elsewhere,
    { ...own, value: '2' },
  ]);
  expect(
    reported(externalMetric('queue', target), { value: '7' }, { external: { error: 'away' } }).external,
  ).toHaveLength(1);
});

test.each([{}, { value: 'many' }, { averageValue: '9007199254740992' }])('a status of %j tells nothing', (current) => {
  expect(reported(externalMetric('queue', target), current)).toEqual({});
});

test('metrics of pods, and those that the status has not, stay as they were seen', () => {
  const metrics = [resourceAverage('cpu', '1'), externalMetric('queue', target)];
  expect(reportedMetrics(frameOf(metrics, {}, { resource: [] }), frameOf(metrics, {}))).toEqual({ resource: [] });
});

test('a value that crossed the target between two looks is decided as the controller saw it', () => {
  const metrics = [externalMetric('queue', target)];
  const status = { desiredReplicas: 3, conditions: [], currentMetrics: [{ type: 'External', external: { metric: { name: 'queue' }, current: { averageValue: '60' } } }] }; // prettier-ignore
  const frames = [
    { ...frameOf(metrics, { desiredReplicas: 2, conditions: [] }, { external: series('queue', 90) }), scale: scale(2) },
    { ...frameOf(metrics, { ...status, currentReplicas: 2 }, { external: series('queue', 130) }), time: NOW + 1000 },
  ];
  const recording: Recording = { version: 1, options: { kubernetes: '1.36' }, frames };
  expect(replay(recording).syncs).toMatchObject([{ recordedReplicas: 3, desiredReplicas: 3, matches: true }]);
});
