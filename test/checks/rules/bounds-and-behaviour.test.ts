import { type CheckOptions, type Fields } from '../../../lib/checks';
import { boundsAndBehaviour } from '../../../lib/checks/rules/bounds-and-behaviour';
import { cpuUtilization, externalMetric, findings, hpa, mistakes, scaledObject, told } from '../objects';

/** What is wrong with an HPA of this spec, without its name. */
function hpaMistakes(spec: Fields, options: Partial<CheckOptions> = {}): string[] {
  return mistakes(boundsAndBehaviour, [hpa('web', spec)], options).map((what) =>
    what.replace('HorizontalPodAutoscaler "shop/web" (app/web): ', ''),
  );
}

test('what the API server refuses is told of the object', () => {
  const scaler = hpa('web', { minReplicas: 5, maxReplicas: 3 });
  const [finding, ...others] = findings(boundsAndBehaviour, [scaler]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R6: HorizontalPodAutoscaler "shop/web" (app/web): minReplicas 5 is above maxReplicas 3.
       why: The API server refuses the HorizontalPodAutoscaler.
       fix: Raise maxReplicas to at least 5, or lower minReplicas."
  `);
  expect(finding?.objects).toEqual([scaler]);
  expect(finding?.field).toBe('spec.minReplicas');
  expect(others).toEqual([]);
});

test('the release and the gates of the cluster count', () => {
  const zero = { minReplicas: 0, metrics: [externalMetric('queue')] };
  expect(hpaMistakes(zero)).toEqual([
    'minReplicas is 0, which Kubernetes 1.36 allows only with the feature gate HPAScaleToZero.',
  ]);
  expect(hpaMistakes(zero, { kubernetes: '1.37' })).toEqual([]);
  expect(hpaMistakes(zero, { featureGates: ['HPAScaleToZero'] })).toEqual([]);
});

test('minReplicas may equal maxReplicas, and is 1 where it is missing or null: an info says that nothing scales', () => {
  for (const [bounds, both] of [
    [{ minReplicas: 3, maxReplicas: 3 }, 3],
    [{ minReplicas: null, maxReplicas: 1 }, 1],
    [{ maxReplicas: 1 }, 1],
  ] as const) {
    expect(findings(boundsAndBehaviour, [hpa('web', bounds)])).toMatchObject([
      { severity: 'info', what: expect.stringContaining(`minReplicas and maxReplicas are both ${both}.`) as string },
    ]);
  }
});

test('every mistake of an HPA is told at once', () => {
  const behavior = { scaleUp: { policies: [] }, scaleDown: { stabilizationWindowSeconds: 4000 } };
  expect(hpaMistakes({ minReplicas: 9, maxReplicas: 3, metrics: [cpuUtilization(0)], behavior })).toHaveLength(4);
});

test('a ScaledObject has bounds of its own and is left alone', () => {
  const odd = scaledObject('web', { minReplicaCount: 5, maxReplicaCount: 3, minReplicas: 5, maxReplicas: 3 });
  expect(mistakes(boundsAndBehaviour, [odd])).toEqual([]);
});

test('KEDA hands the behaviour to its HPA', () => {
  const behavior = { scaleDown: { policies: [{ type: 'Pods', value: 0, periodSeconds: 60 }] } };
  const advanced = { horizontalPodAutoscalerConfig: { behavior } };
  const [finding] = findings(boundsAndBehaviour, [scaledObject('web', { advanced })]);
  expect(finding?.field).toBe('spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies[0].value');
  expect(finding?.why).toContain('that KEDA makes of it');
});
