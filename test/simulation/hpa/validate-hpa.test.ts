import { validateHpa, type ControllerOptions, type Fields } from '../../../lib/simulation';
import { cpuUtilization, externalMetric, hpa, objectMetric, podsMetric } from '../objects';

function problems(spec: Fields, options?: ControllerOptions): string[] {
  return validateHpa(hpa(spec), options).map(({ field, problem }) => `${field} ${problem}`);
}

const QUEUE = externalMetric('queue', { type: 'Value', value: 1 });

test('an HPA that the API server takes has no problem', () => {
  expect(problems({})).toEqual([]);
  expect(
    problems({
      metrics: [
        cpuUtilization(50),
        podsMetric('qps', '1'),
        objectMetric('qps', { type: 'AverageValue', averageValue: '1' }),
        QUEUE,
      ],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 3600,
          selectPolicy: 'Min',
          policies: [{ type: 'Pods', value: 1, periodSeconds: 1800 }],
          tolerance: 0,
        },
        scaleDown: { policies: null, selectPolicy: null, stabilizationWindowSeconds: null, tolerance: null },
      },
    }),
  ).toEqual([]);
});

test.each<[Fields, string]>([
  [{ scaleTargetRef: { name: 'web' } }, 'spec.scaleTargetRef.kind is required'],
  [{ scaleTargetRef: { kind: 'Deployment' } }, 'spec.scaleTargetRef.name is required'],
  [{ maxReplicas: 0 }, 'spec.maxReplicas must be a whole number above 0'],
  [{ minReplicas: -1 }, 'spec.minReplicas must be a whole number from 1 up'],
  [{ minReplicas: 11 }, 'spec.maxReplicas must be at least minReplicas'],
  [
    { metrics: [{ type: 'Weather' }] },
    'spec.metrics[0].type must be one of Resource, ContainerResource, Pods, Object, External',
  ],
  [{ metrics: [{ ...cpuUtilization(50), pods: {} }] }, 'spec.metrics[0].pods is not of its type'],
  [
    { metrics: [podsMetric('a/b', '1')] },
    'spec.metrics[0].pods.metric.name must be one segment of a path: not empty, not "." or "..", without "/" and "%"',
  ],
  [
    { metrics: [objectMetric('q', { type: 'Value', value: 0 })] },
    'spec.metrics[0].object.target.value must be above 0',
  ],
  [
    { metrics: [externalMetric('q', { type: 'Value', value: 1, averageValue: 1 })] },
    'spec.metrics[0].external.target must have exactly one of value, averageValue',
  ],
  [
    { metrics: [externalMetric('q', { type: 'AverageValue', value: 1 })] },
    'spec.metrics[0].external.target.type must name the field that is set',
  ],
  [
    { behavior: { scaleUp: { stabilizationWindowSeconds: 3601 } } },
    'spec.behavior.scaleUp.stabilizationWindowSeconds must be a whole number from 0 to 3600',
  ],
  [
    { behavior: { scaleUp: { selectPolicy: 'Most' } } },
    'spec.behavior.scaleUp.selectPolicy must be Max, Min or Disabled',
  ],
  [{ behavior: { scaleUp: { policies: [] } } }, 'spec.behavior.scaleUp.policies must have at least one policy'],
  [
    { behavior: { scaleDown: { policies: [{ type: 'Cores', value: 1, periodSeconds: 1 }] } } },
    'spec.behavior.scaleDown.policies[0].type must be Pods or Percent',
  ],
  [
    { behavior: { scaleDown: { policies: [{ type: 'Pods', value: 0, periodSeconds: 1 }] } } },
    'spec.behavior.scaleDown.policies[0].value must be a whole number above 0',
  ],
  [
    { behavior: { scaleDown: { policies: [{ type: 'Pods', value: 1, periodSeconds: 1801 }] } } },
    'spec.behavior.scaleDown.policies[0].periodSeconds must be a whole number from 1 to 1800',
  ],
  [{ behavior: { scaleDown: { tolerance: -1 } } }, 'spec.behavior.scaleDown.tolerance must be a quantity from 0 up'],
  [{ behavior: { scaleDown: { tolerance: 'x' } } }, 'spec.behavior.scaleDown.tolerance must be a quantity from 0 up'],
])('%j: %s', (spec, problem) => {
  expect(problems(spec)).toEqual([problem]);
});

test('a metric without its source lacks everything', () => {
  expect(problems({ metrics: [{ type: 'ContainerResource' }] })).toEqual([
    'spec.metrics[0].containerResource is required for its type',
    'spec.metrics[0].containerResource.name must be one segment of a path: not empty, not "." or "..", without "/" and "%"',
    'spec.metrics[0].containerResource.container is required',
    'spec.metrics[0].containerResource.target must have exactly one of averageUtilization, averageValue',
    'spec.metrics[0].containerResource.target.type must name the field that is set',
  ]);
});

test('a percentage is for resources only', () => {
  expect(problems({ metrics: [externalMetric('q', { type: 'Utilization', averageUtilization: 0 })] })).toEqual([
    'spec.metrics[0].external.target.averageUtilization is not for this type of metric',
    'spec.metrics[0].external.target.averageUtilization must be above 0',
    'spec.metrics[0].external.target must have exactly one of value, averageValue',
  ]);
});

test('a minimum of 0 needs the gate and a metric that outlives the pods', () => {
  expect(problems({ minReplicas: 0, metrics: [QUEUE] }, { kubernetes: '1.37' })).toEqual([]);
  expect(problems({ minReplicas: 0 }, { featureGates: { HPAScaleToZero: true } })).toEqual([
    'spec.metrics must have an Object or External metric to scale to zero',
  ]);
  expect(problems({ minReplicas: 0, metrics: [QUEUE] }, { kubernetes: '1.36' })).toEqual([
    'spec.minReplicas must be a whole number from 1 up',
  ]);
});
