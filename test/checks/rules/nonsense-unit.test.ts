import { nonsenseUnit } from '../../../lib/checks/rules/nonsense-unit';
import { container, deployment, hpa, mistakes } from '../objects';

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
