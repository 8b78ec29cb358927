import { type CheckedObject, type Fields } from '../../../lib/checks';
import { fieldWithoutEffect } from '../../../lib/checks/rules/field-without-effect';
import { findings, hpa, mistakes, object, scaledObject } from '../objects';

const QUEUE = { type: 'kafka', name: 'queue', metadata: { lagThreshold: '5' } };

test('fields without effect are warnings', () => {
  const spec = { minReplicaCount: 1, cooldownPeriod: 30, pollingInterval: 1, triggers: [QUEUE] };
  const severities = (more: Fields) =>
    findings(fieldWithoutEffect, [scaledObject('web', { ...spec, ...more })]).map(({ severity }) => severity);
  expect(severities({})).toEqual(['warning', 'warning']);
  expect(severities({ triggers: [{ ...QUEUE, useCachedMetrics: true }] })).toEqual(['warning']);
  expect(severities({ cooldownPeriod: undefined, pollingInterval: undefined })).toEqual([]);
});

test('where the target may go to zero, both have an effect', () => {
  const spec = { triggers: [QUEUE], cooldownPeriod: 30, pollingInterval: 5 };
  expect(mistakes(fieldWithoutEffect, [scaledObject('web', spec), hpa('web')])).toEqual([]);
  expect(
    mistakes(fieldWithoutEffect, [scaledObject('web', { ...spec, minReplicaCount: 2, idleReplicaCount: 0 })]),
  ).toEqual([]);
});

test('an object that was left paused says so', () => {
  const annotated = (annotations: Fields) => {
    const { manifest, ...rest } = scaledObject('web', { triggers: [QUEUE] });
    return { ...rest, manifest: { ...manifest, metadata: { ...manifest.metadata, annotations } } };
  };
  const told = (annotations: Fields) => mistakes(fieldWithoutEffect, [annotated(annotations)]);
  expect(told({ 'autoscaling.keda.sh/paused': 'true' })).toEqual([expect.stringContaining('is paused: its triggers')]);
  expect(told({ 'autoscaling.keda.sh/paused-replicas': '0' })).toEqual([expect.stringContaining('is paused at 0: ')]);
  expect(told({ 'autoscaling.keda.sh/paused': 'false' })).toEqual([]);
  expect(told({ 'autoscaling.keda.sh/paused': 'yes' })).toHaveLength(1);
  expect(told({ 'autoscaling.keda.sh/paused-scale-in': 'true' })).toEqual([
    expect.stringContaining('never takes replicas away'),
  ]);
  expect(told({ 'autoscaling.keda.sh/paused-scale-out': 'true' })).toEqual([
    expect.stringContaining('never adds replicas'),
  ]);
});

test('so does a ScaledJob', () => {
  const { manifest, origin } = object('keda.sh/v1alpha1', 'ScaledJob', 'web', { spec: {} });
  const told = (annotations: Fields) =>
    findings(fieldWithoutEffect, [
      { origin, manifest: { ...manifest, metadata: { ...manifest.metadata, annotations } } },
    ]);
  expect(told({ 'autoscaling.keda.sh/paused': 'true' })).toMatchObject([
    { why: expect.stringContaining('holds the queue') as string },
  ]);
  expect(told({ 'autoscaling.keda.sh/paused-replicas': '1' })).toEqual([]);
});

test('KEDA asks for no more consumers than the topic has partitions', () => {
  const kafka = { type: 'kafka', metadata: { topic: 'orders', lagThreshold: '5' } };
  const topic = (name: string, spec: Fields) => object('kafka.strimzi.io/v1beta2', 'KafkaTopic', name, { spec });
  const told = (spec: Fields, ...topics: CheckedObject[]) =>
    mistakes(fieldWithoutEffect, [scaledObject('web', { maxReplicaCount: 6, triggers: [kafka], ...spec }), ...topics]);
  const one = topic('orders', { partitions: 1 });
  expect(told({}, one)).toEqual([expect.stringContaining('has 1 partition.')]);
  expect(told({}, topic('o-1', { topicName: 'orders', partitions: 3 }))).toEqual([
    expect.stringContaining('has 3 partitions.'),
  ]);
  expect(told({}, topic('orders', { partitions: 6 }))).toEqual([]);
  expect(told({}, topic('orders', {}))).toEqual([]);
  expect(told({}, topic('other', { partitions: 1 }))).toEqual([]);
  expect(told({ maxReplicaCount: undefined }, one)).toEqual([]);
  expect(told({ triggers: [kafka, QUEUE] }, one)).toEqual([]);
  expect(told({ triggers: [{ ...kafka, metadata: { ...kafka.metadata, allowIdleConsumers: 'true' } }] }, one)).toEqual(
    [],
  );
});

test.each([
  [
    { minReplicaCount: 5, maxReplicaCount: 2 },
    ['ScaledJob "shop/web" (app/web) has minReplicaCount 5 and maxReplicaCount 2.'],
  ],
  [{ minReplicaCount: 200 }, ['ScaledJob "shop/web" (app/web) has minReplicaCount 200 and maxReplicaCount 100.']],
  [{ minReplicaCount: 2, maxReplicaCount: 2 }, []],
  [{}, []],
])('the minimum of Jobs in %j', (spec, told) => {
  expect(mistakes(fieldWithoutEffect, [object('keda.sh/v1alpha1', 'ScaledJob', 'web', { spec })])).toEqual(told);
});
