import { hpaRefusals, type Refusal, type Servers } from '../../../lib/kubernetes/admission';
import { type Fields } from '../../../lib/kubernetes/fields';

const SERVERS: Servers = { kubernetes: '1.36', keda: '2.20' };
const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

function refusals(spec: Fields, servers: Partial<Servers> = {}, apiVersion = 'autoscaling/v2'): Refusal[] {
  const manifest = {
    apiVersion,
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: { scaleTargetRef: TARGET, maxReplicas: 10, ...spec },
  };
  return [...hpaRefusals(manifest, { ...SERVERS, ...servers })];
}

function faults(spec: Fields, servers?: Partial<Servers>, apiVersion?: string): string[] {
  return refusals(spec, servers, apiVersion).map(({ what }) => what);
}

const cpu = (averageUtilization: unknown): Fields => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});
const external = (target: unknown, name = 'queue'): Fields => ({
  type: 'External',
  external: { metric: { name }, target },
});
const object = (target: Fields, describedObject: Fields = { kind: 'Ingress', name: 'web' }): Fields => ({
  type: 'Object',
  object: { metric: { name: 'rps' }, describedObject, target },
});
const pods = (target: Fields, name = 'rps'): Fields => ({ type: 'Pods', pods: { metric: { name }, target } });
const AVERAGE = { type: 'AverageValue', averageValue: '5' };

describe('the target', () => {
  test.each<[Fields, string]>([
    [{ apiVersion: 'apps/v1', name: 'web' }, 'scaleTargetRef has no kind'],
    [{ apiVersion: 'apps/v1', kind: 'Deployment', name: '' }, 'scaleTargetRef has no name'],
    [
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a/b' },
      'the name "a/b" of scaleTargetRef must be one segment of a path: not empty, not "." or "..", without "/" and "%"',
    ],
  ])('%j is refused by every release', (scaleTargetRef, fault) => {
    expect(faults({ scaleTargetRef })).toEqual([fault]);
    expect(faults({ scaleTargetRef }, { kubernetes: '1.28' })).toEqual([fault]);
  });

  test.each<[Fields, string]>([
    [{ kind: 'Deployment', name: 'web' }, 'scaleTargetRef has no apiVersion'],
    [{ apiVersion: 'v1', kind: 'Deployment', name: 'web' }, 'the apiVersion "v1" of scaleTargetRef has no group'],
    [{ apiVersion: '/v1', kind: 'Deployment', name: 'web' }, 'the apiVersion "/v1" of scaleTargetRef has no group'],
    [
      { apiVersion: 'apps/v1/x', kind: 'Deployment', name: 'web' },
      'the apiVersion "apps/v1/x" of scaleTargetRef has more than one slash',
    ],
  ])('%j is refused from 1.34', (scaleTargetRef, fault) => {
    expect(faults({ scaleTargetRef }, { kubernetes: '1.34' })).toEqual([fault]);
    expect(faults({ scaleTargetRef }, { kubernetes: '1.33' })).toEqual([]);
  });

  test('a ReplicationController has no group', () => {
    expect(faults({ scaleTargetRef: { apiVersion: 'v1', kind: 'ReplicationController', name: 'web' } })).toEqual([]);
    expect(faults({ scaleTargetRef: { kind: 'ReplicationController', name: 'web' } })).toEqual([]);
  });
});

describe('bounds', () => {
  test.each<[Fields, string]>([
    [{ maxReplicas: undefined }, 'maxReplicas (missing) is not a whole number from 1 up'],
    [{ maxReplicas: null }, 'maxReplicas null is not a whole number from 1 up'],
    [{ maxReplicas: 0 }, 'maxReplicas 0 is not a whole number from 1 up'],
    [{ maxReplicas: 2.5 }, 'maxReplicas 2.5 is not a whole number from 1 up'],
    [{ maxReplicas: '10' }, 'maxReplicas "10" is not a whole number from 1 up'],
    [{ maxReplicas: {} }, 'maxReplicas {} is not a whole number from 1 up'],
    [{ maxReplicas: 2 ** 31 }, 'maxReplicas 2147483648 does not fit into 32 bits'],
    [{ minReplicas: -1 }, 'minReplicas -1 is not a whole number from 0 up'],
    [{ minReplicas: '2' }, 'minReplicas "2" is not a whole number from 0 up'],
    [{ minReplicas: 5, maxReplicas: 3 }, 'minReplicas 5 is above maxReplicas 3'],
  ])('%j is refused', (spec, fault) => {
    expect(faults(spec)).toEqual([fault]);
  });

  test.each<Fields>([
    { minReplicas: null },
    { minReplicas: 10 },
    { minReplicas: 1, maxReplicas: 1 },
    { maxReplicas: 2 ** 31 - 1 },
  ])('%j is taken', (spec) => {
    expect(faults(spec)).toEqual([]);
  });

  test('a refusal says where, why and what to do', () => {
    expect(refusals({ minReplicas: 5, maxReplicas: 3 })).toEqual([
      {
        field: 'spec.minReplicas',
        what: 'minReplicas 5 is above maxReplicas 3',
        why: 'The API server refuses the HorizontalPodAutoscaler.',
        fix: 'Raise maxReplicas to at least 5, or lower minReplicas.',
      },
    ]);
  });

  test('zero needs a metric that outlives the pods, and the gate or 1.37', () => {
    const queue = { minReplicas: 0, metrics: [cpu(50), external(AVERAGE)] };
    expect(faults(queue, { kubernetes: '1.37' })).toEqual([]);
    expect(faults(queue, { featureGates: { HPAScaleToZero: true } })).toEqual([]);
    expect(faults(queue)).toEqual([
      'minReplicas is 0, which Kubernetes 1.36 allows only with the feature gate HPAScaleToZero',
    ]);
    expect(faults(queue, { featureGates: { HPAConfigurableTolerance: true } })).toHaveLength(1);
    expect(faults(queue, { kubernetes: '1.37', featureGates: { HPAScaleToZero: false } })).toHaveLength(1);
    for (const metrics of [null, [cpu(50)], [pods(AVERAGE)]]) {
      expect(faults({ minReplicas: 0, metrics }, { kubernetes: '1.37' })).toEqual([
        'minReplicas is 0, and no metric is of type Object or External',
      ]);
    }
  });
});

describe('metrics', () => {
  test.each<Fields>([
    cpu(150),
    { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '64Mi' } } },
    {
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 1 } },
    },
    pods({ type: 'AverageValue', averageValue: '500m' }),
    object({ type: 'Value', value: 100 }),
    object({ type: 'AverageValue', averageValue: '1e3' }),
    external({ type: 'Value', value: '0.5' }),
    external({ type: 'AverageValue', averageValue: '2k' }),
  ])('%j is taken', (metric) => {
    expect(faults({ metrics: [metric] })).toEqual([]);
  });

  test('a resource that metrics-server does not measure is taken, and a warning', () => {
    const target = { type: 'Utilization', averageUtilization: 50 };
    const told = (name: string) => refusals({ metrics: [{ type: 'Resource', resource: { name, target } }] });
    expect(told('ephemeral-storage')).toMatchObject([
      { severity: 'warning', admitted: true, what: 'its Resource metric is ephemeral-storage' },
    ]);
    expect(told('nvidia.com/gpu')).toMatchObject([{ severity: 'warning' }]);
    expect([...told('cpu'), ...told('memory')]).toEqual([]);
  });

  test('a resource in capitals is taken, and measured by nobody', () => {
    const target = { type: 'Utilization', averageUtilization: 50 };
    const told = (metric: Fields) =>
      refusals({ metrics: [metric] }).map(({ field, what, fix, admitted }) => [field, what, fix, admitted]);
    expect(told({ type: 'Resource', resource: { name: 'Memory', target } })).toEqual([
      ['spec.metrics[0].resource.name', 'its Resource metric is called "Memory"', 'Write memory.', true],
    ]);
    expect(told({ type: 'ContainerResource', containerResource: { name: 'CPU', container: 'app', target } })).toEqual([
      [
        'spec.metrics[0].containerResource.name',
        'the name "CPU" of its ContainerResource metric is not a resource of containers',
        'Write cpu.',
        undefined,
      ],
    ]);
  });

  test.each([undefined, null, 'resource', 'CPU', 'constructor', '__proto__', 'toString', 5])(
    'the type %j is none of the five',
    (type) => {
      const shown = type === undefined ? '(missing)' : JSON.stringify(type);
      expect(refusals({ metrics: [{ type }] })).toMatchObject([
        {
          field: 'spec.metrics[0].type',
          what: `a metric has the type ${shown}`,
          fix: 'Use one of Resource, ContainerResource, Pods, Object, External.',
        },
      ]);
    },
  );

  test.each<[Fields, string[]]>([
    [{ type: 'Resource' }, ['a metric of type Resource has no resource']],
    [{ ...cpu(50), pods: {} }, ['a metric of type Resource has pods beside resource']],
    [cpu(0), ['its Resource metric "cpu" has the target 0']],
    [cpu(50.5), ['its Resource metric "cpu" has the target 50.5']],
    [cpu('50'), ['its Resource metric "cpu" has the target 50']],
    [cpu(2 ** 31), ['its Resource metric "cpu" has the target 2147483648']],
    [cpu(null), ['its Resource metric "cpu" has a target of type Utilization without averageUtilization']],
    [
      { type: 'Resource', resource: { name: '', target: { type: 'Utilization', averageUtilization: 1 } } },
      ['the name "" of its Resource metric is empty'],
    ],
    [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Value', value: 1 } } },
      ['its Resource metric "cpu" has a target of type Value'],
    ],
    [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 1, averageValue: '1' } },
      },
      ['its Resource metric "cpu" has a target with both averageValue and averageUtilization'],
    ],
    [
      {
        type: 'ContainerResource',
        containerResource: { name: 'gpu', target: { type: 'Utilization', averageUtilization: 1 } },
      },
      [
        'the name "gpu" of its ContainerResource metric is not a resource of containers',
        'its ContainerResource metric "gpu" names no container',
      ],
    ],
    [pods({ type: 'Value', value: 1 }), ['its Pods metric "rps" has a target of type Value']],
    [external(null), ['its External metric "queue" has a target of type (missing)']],
    [external({ type: 'Average', averageValue: 1 }), ['its External metric "queue" has a target of type Average']],
    [external({ type: 'AverageValue', averageValue: '0' }), ['its External metric "queue" has the target 0']],
    [external({ type: 'AverageValue', averageValue: '5 rps' }), ['its External metric "queue" has the target 5 rps']],
    [
      external({ type: 'AverageValue', averageValue: '5', value: '5' }),
      ['its External metric "queue" has a target with both averageValue and value'],
    ],
    [
      external(AVERAGE, 'a/b'),
      [
        'the name "a/b" of its External metric must be one segment of a path: not empty, not "." or "..", without "/" and "%"',
      ],
    ],
    [object({ type: 'Value', value: 1 }, { name: 'web' }), ['describedObject of its Object metric "rps" has no kind']],
    [
      object({ type: 'Utilization', averageUtilization: 1 }),
      ['its Object metric "rps" has a target of type Utilization'],
    ],
  ])('%j is refused', (metric, expected) => {
    expect(faults({ metrics: [metric] })).toEqual(expected);
    expect(refusals({ metrics: [metric] }).some(({ admitted }) => admitted)).toBe(false);
  });

  test('the type of a target is not compared with its value, except by the controller of Object metrics', () => {
    const told = (metric: Fields) =>
      refusals({ metrics: [metric] }).map(({ what, severity, admitted }) => ({ what, severity, admitted }));
    expect(told(external({ type: 'Value', averageValue: '5' }))).toEqual([
      {
        what: 'its External metric "queue" has a target of type Value, and averageValue',
        severity: 'warning',
        admitted: true,
      },
    ]);
    expect(told(object({ type: 'Value', averageValue: '5' }))).toEqual([
      {
        what: 'its Object metric "rps" has a target of type Value, and averageValue',
        severity: undefined,
        admitted: true,
      },
    ]);
    expect(told(object({ type: 'Value', averageValue: '5', value: '5' }))).toEqual([
      {
        what: 'its Object metric "rps" has a target with averageValue beside value',
        severity: 'warning',
        admitted: true,
      },
    ]);
    expect(told(pods({ type: 'AverageValue', averageValue: '5', value: '5' }))).toEqual([
      {
        what: 'its Pods metric "rps" has a target with value beside averageValue',
        severity: 'warning',
        admitted: true,
      },
    ]);
  });
});

describe('behaviour', () => {
  const policy = (value: unknown, periodSeconds: unknown = 60, type: unknown = 'Pods'): Fields => ({
    policies: [{ type, value, periodSeconds }],
  });

  test.each<[string, Fields]>([
    ['nothing', {}],
    ['null everywhere', { stabilizationWindowSeconds: null, policies: null, selectPolicy: null, tolerance: null }],
    ['the shortest times', { stabilizationWindowSeconds: 0, ...policy(1, 1) }],
    ['the longest times', { stabilizationWindowSeconds: 3600, ...policy(1000, 1800) }],
    ['a disabled direction', { selectPolicy: 'Disabled' }],
    ['a tolerance of 5 %', { tolerance: '50m' }],
    ['no tolerance at all', { tolerance: 0 }],
  ])('%s is taken in both directions', (_, rules) => {
    expect(faults({ behavior: { scaleUp: rules, scaleDown: rules } })).toEqual([]);
  });

  test.each<[Fields, string]>([
    [{ stabilizationWindowSeconds: 3601 }, 'a stabilization window of 3601 s'],
    [{ stabilizationWindowSeconds: -1 }, 'a stabilization window of -1 s'],
    [{ stabilizationWindowSeconds: 0.5 }, 'a stabilization window of 0.5 s'],
    [{ stabilizationWindowSeconds: '300' }, 'a stabilization window of "300" s'],
    [{ selectPolicy: 'Largest' }, 'the selectPolicy "Largest"'],
    [{ policies: [] }, 'an empty list of policies'],
    [policy(1, 60, 'Nodes'), 'a policy of the type "Nodes"'],
    [policy(1.5), 'a policy with the value 1.5'],
    [policy('4'), 'a policy with the value "4"'],
    [policy(2 ** 31), 'a policy with the value 2147483648'],
    [policy(undefined), 'a policy with the value (missing)'],
    [policy(4, 0), 'a policy with a period of 0 s'],
    [policy(4, 1801), 'a policy with a period of 1801 s'],
    [policy(4, null), 'a policy with a period of null s'],
    [{ tolerance: '-50m' }, 'the tolerance -50m'],
    [{ tolerance: 'a tenth' }, 'the tolerance a tenth'],
    [{ tolerance: {} }, 'the tolerance {}'],
  ])('%j is refused in both directions', (rules, fault) => {
    expect(faults({ behavior: { scaleUp: rules } })).toEqual([`behavior.scaleUp has ${fault}`]);
    expect(faults({ behavior: { scaleDown: rules } })).toEqual([`behavior.scaleDown has ${fault}`]);
  });

  test('a policy of value 0 is told how to stop a direction', () => {
    const fixes = refusals({ behavior: { scaleUp: policy(0), scaleDown: policy(0) } }).map(({ fix }) => fix);
    expect(fixes).toEqual([
      'Use a whole number above 0; to stop scaling up, disable the direction.',
      'Use a whole number above 0; to stop scaling down, disable the direction.',
    ]);
  });

  test('a policy that is not a map lacks its type, its value and its period', () => {
    expect(faults({ behavior: { scaleUp: { policies: [null] } } })).toEqual([
      'behavior.scaleUp has a policy of the type (missing)',
      'behavior.scaleUp has a policy with the value (missing)',
      'behavior.scaleUp has a policy with a period of (missing) s',
    ]);
  });

  test('a tolerance is dropped before 1.35, and unknown before 1.33', () => {
    const behavior = { scaleUp: { tolerance: '50m' } };
    const gate = { featureGates: { HPAConfigurableTolerance: true } };
    expect(faults({ behavior }, { kubernetes: '1.35' })).toEqual([]);
    expect(faults({ behavior }, { kubernetes: '1.33', ...gate })).toEqual([]);
    expect(refusals({ behavior }, { kubernetes: '1.34' })).toMatchObject([
      { what: 'behavior.scaleUp has a tolerance, which Kubernetes 1.34 drops', admitted: true },
    ]);
    const [unknown] = refusals({ behavior }, { kubernetes: '1.32', ...gate });
    expect(unknown?.what).toBe('behavior.scaleUp has a tolerance, which Kubernetes 1.32 does not have');
    expect(unknown?.admitted).toBeFalsy();
  });
});

describe('versions', () => {
  test('v1 has a percentage, and neither metrics nor behaviour', () => {
    expect(faults({ targetCPUUtilizationPercentage: 50 }, {}, 'autoscaling/v1')).toEqual([]);
    expect(faults({ targetCPUUtilizationPercentage: 0 }, {}, 'autoscaling/v1')).toEqual([
      'targetCPUUtilizationPercentage 0 is not a whole number from 1 up',
    ]);
    expect(faults({ metrics: [{}], behavior: { scaleUp: { policies: [] } } }, {}, 'autoscaling/v1')).toEqual([]);
    expect(faults({ minReplicas: 3, maxReplicas: 2 }, {}, 'autoscaling/v1')).toEqual([
      'minReplicas 3 is above maxReplicas 2',
    ]);
  });

  test('a version that never was is refused', () => {
    expect(faults({}, {}, 'autoscaling/v3')).toEqual([
      'no API server knows the apiVersion "autoscaling/v3" of a HorizontalPodAutoscaler',
    ]);
  });
});
