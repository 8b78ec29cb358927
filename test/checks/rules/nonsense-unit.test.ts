import { nonsenseUnit } from '../../../lib/checks/rules/nonsense-unit';
import { container, deployment, findings, hpa, mistakes, object, scaledObject } from '../objects';

const of = (kind: string, resource: string, quantity: unknown): string[] =>
  mistakes(nonsenseUnit, [
    deployment('web', { containers: [container('app', { resources: { [kind]: { [resource]: quantity } } })] }),
  ]);

test.each([
  ['requests', 'cpu', '1000Mi', '1,048,576,000 cores'],
  ['requests', 'cpu', 2000, '2,000 cores'],
  ['limits', 'memory', '512m', 'less than a byte'],
  ['limits', 'memory', 512, '512 bytes'],
  ['requests', 'memory', '64k', '64000 bytes'],
])('%s.%s of %s is %s', (kind, resource, quantity, is) => {
  expect(of(kind, resource, quantity)).toEqual([
    `Deployment "shop/web" (app/web): ${kind}.${resource} of container "app" is ${quantity}, which is ${is}.`,
  ]);
});

test.each([
  ['requests', 'cpu', '500m'],
  ['limits', 'cpu', 64],
  ['requests', 'memory', '64Mi'],
  ['requests', 'memory', 134_217_728],
  ['limits', 'memory', '1e9'],
  ['limits', 'nvidia.com/gpu', 1],
  ['requests', 'memory', 0],
  ['requests', 'cpu', 'half'],
])('%s.%s of %s is left alone', (kind, resource, quantity) => {
  expect(of(kind, resource, quantity)).toEqual([]);
});

test('the target of an autoscaler has a unit, too', () => {
  const metric = (name: string, averageValue: string) => ({
    type: 'Resource',
    resource: { name, target: { type: 'AverageValue', averageValue } },
  });
  expect(mistakes(nonsenseUnit, [hpa('web', { metrics: [metric('memory', '500m')] })])).toEqual([
    'HorizontalPodAutoscaler "shop/web" (app/web): the target of memory is 500m, which is less than a byte.',
  ]);
  expect(mistakes(nonsenseUnit, [hpa('web', { metrics: [metric('memory', '500Mi'), metric('cpu', '500m')] })])).toEqual(
    [],
  );
});

test('a hundred cores are a warning that nothing mends by itself', () => {
  const found = findings(nonsenseUnit, [
    deployment('web', { containers: [container('app', { resources: { requests: { cpu: 500 } } })] }),
  ]);
  expect(found.map(({ severity, what, edits }) => [severity, what, edits])).toEqual([
    [
      'warning',
      'Deployment "shop/web" (app/web): requests.cpu of container "app" is 500, which is 500 cores.',
      undefined,
    ],
  ]);
});

test('so has the value of a trigger', () => {
  const trigger = (type: string, value: string, metricType?: string, more = {}) =>
    mistakes(nonsenseUnit, [scaledObject('web', { triggers: [{ type, metricType, metadata: { value, ...more } }] })]);
  const told = ['ScaledObject "shop/web" (app/web): the value of its memory trigger is 500, which is 500 bytes.'];
  expect(trigger('memory', '500', 'AverageValue')).toEqual(told);
  expect(trigger('memory', '500', undefined, { type: 'AverageValue' })).toEqual(told);
  expect(trigger('memory', '80', 'Utilization')).toEqual([]);
  expect(trigger('memory', '500Mi', 'AverageValue')).toEqual([]);
  expect(trigger('cpu', '500', 'AverageValue')).toHaveLength(1);
  expect(trigger('cron', '500', 'AverageValue')).toEqual([]);
});

test.each([
  ['ResourceQuota', { hard: { 'requests.memory': '8m' } }, 'requests.memory is 8m, which is less than a byte'],
  ['ResourceQuota', { hard: { 'limits.cpu': '4Gi' } }, 'limits.cpu is 4Gi, which is 4,294,967,296 cores'],
  ['ResourceQuota', { hard: { cpu: '2000', pods: '10' } }, undefined],
  ['LimitRange', { limits: [{ default: { memory: '512m' } }] }, 'default.memory is 512m, which is less than a byte'],
  ['LimitRange', { limits: [{ max: { cpu: 128 } }] }, undefined],
  [
    'PersistentVolumeClaim',
    { resources: { requests: { storage: '5m' } } },
    'the storage that it requests is 5m, which is less than a byte',
  ],
  [
    'PersistentVolumeClaim',
    { resources: { requests: { storage: 5 } } },
    'the storage that it requests is 5, which is 5 bytes',
  ],
  ['PersistentVolumeClaim', { resources: { requests: { storage: '5Gi' } } }, undefined],
])('a %s of %j', (kind, spec, is) => {
  expect(mistakes(nonsenseUnit, [object('v1', kind, 'a', { spec })])).toEqual(
    is === undefined ? [] : [`${kind} "shop/a" (app/a): ${is}.`],
  );
});

test('claims of a StatefulSet have a unit, too', () => {
  const claim = { spec: { resources: { requests: { storage: '10m' } } } };
  expect(
    mistakes(nonsenseUnit, [object('apps/v1', 'StatefulSet', 'db', { spec: { volumeClaimTemplates: [claim] } })]),
  ).toEqual(['StatefulSet "shop/db" (app/db): the storage that it requests is 10m, which is less than a byte.']);
});
