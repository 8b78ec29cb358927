import { targetOfTheRequest } from '../../../lib/checks/rules/target-of-the-request';
import { container, cpuUtilization, deployment, findings, hpa, mistakes, scaledObject } from '../objects';

const sized = (requests: object, limits: object) =>
  deployment('web', { containers: [container('app', { resources: { requests, limits } })] });

test('the target in units stands beside the limit, with the percentage that is the same share of it', () => {
  const [finding] = findings(targetOfTheRequest, [sized({ cpu: '250m' }, { cpu: 1 }), hpa('web', { metrics: [cpuUtilization(80)] })]); // prettier-ignore
  expect(finding).toMatchObject({
    severity: 'info',
    what: 'HorizontalPodAutoscaler "shop/web" (app/web): 80 % of the cpu request is 200m of a limit of 1 core.',
    fix: 'To scale at the same share of the limit, write 320 % for cpu; or raise the requests.',
  });
});

test('a target of the whole request or more was set with the limit in mind, whose same share nothing would exceed', () => {
  const found = (percent: number) =>
    mistakes(targetOfTheRequest, [sized({ cpu: '500m' }, { cpu: 4 }), hpa('web', { metrics: [cpuUtilization(percent)] })]); // prettier-ignore
  expect(found(300)).toEqual([]);
  expect(found(100)).toEqual([]);
  expect(found(99)).toHaveLength(1);
});

test('a limit near the request, and one that is not there, say nothing', () => {
  const scaler = hpa('web', { metrics: [cpuUtilization(80)] });
  expect(mistakes(targetOfTheRequest, [sized({ cpu: '600m' }, { cpu: 1 }), scaler])).toEqual([]);
  expect(mistakes(targetOfTheRequest, [sized({ cpu: '100m' }, {}), scaler])).toEqual([]);
  const metrics = [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '1' } } },
  ];
  expect(mistakes(targetOfTheRequest, [sized({ cpu: '100m' }, { cpu: 1 }), hpa('web', { metrics })])).toEqual([]);
});

test('a cpu trigger of KEDA is a percentage of the request, too', () => {
  const triggers = [{ type: 'memory', metricType: 'Utilization', metadata: { value: '70' } }];
  expect(
    mistakes(targetOfTheRequest, [sized({ memory: '1Gi' }, { memory: '4Gi' }), scaledObject('web', { triggers })]),
  ).toEqual(['ScaledObject "shop/web" (app/web): 70 % of the memory request is 717 MiB of a limit of 4 GiB.']);
});
