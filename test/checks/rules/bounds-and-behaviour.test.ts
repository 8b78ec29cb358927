import { type CheckOptions, type Fields } from '../../../lib/checks';
import { boundsAndBehaviour } from '../../../lib/checks/rules/bounds-and-behaviour';
import { cpuUtilization, externalMetric, findings, hpa, mistakes, scaledObject, told } from '../objects';

/** What is wrong with an HPA of this spec, without its name. */
function hpaMistakes(spec: Fields, options: Partial<CheckOptions> = {}): string[] {
  return mistakes(boundsAndBehaviour, [hpa('web', spec)], options).map((what) =>
    what.replace('HorizontalPodAutoscaler "shop/web" (app/web): ', ''),
  );
}

function behaviourMistakes(direction: string, rules: unknown, options: Partial<CheckOptions> = {}): string[] {
  return hpaMistakes({ behavior: { [direction]: rules } }, options);
}

describe('bounds', () => {
  test('minReplicas above maxReplicas is an error', () => {
    const scaler = hpa('web', { minReplicas: 5, maxReplicas: 3 });
    const [finding, ...others] = findings(boundsAndBehaviour, [scaler]);
    expect(told(finding)).toMatchInlineSnapshot(`
     "error R6: HorizontalPodAutoscaler "shop/web" (app/web): minReplicas 5 is above maxReplicas 3.
         why: The API server refuses the HorizontalPodAutoscaler.
         fix: Raise maxReplicas to at least 5, or lower minReplicas."
    `);
    expect(finding?.objects).toEqual([scaler]);
    expect(others).toEqual([]);
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

  test.each([
    [0, 'maxReplicas 0'],
    [-1, 'maxReplicas -1'],
    [2.5, 'maxReplicas 2.5'],
    ['10', 'maxReplicas "10"'],
    [null, 'maxReplicas null'],
    [undefined, 'maxReplicas (missing)'],
    [{}, 'maxReplicas {}'],
  ])('maxReplicas of %j is refused', (maxReplicas, shown) => {
    expect(hpaMistakes({ maxReplicas })[0]).toBe(`${shown} is not a whole number from 1 up.`);
  });

  test.each([
    [-1, 'minReplicas -1'],
    [1.5, 'minReplicas 1.5'],
    ['2', 'minReplicas "2"'],
    [true, 'minReplicas true'],
  ])('minReplicas of %j is refused', (minReplicas, shown) => {
    expect(hpaMistakes({ minReplicas })).toEqual([`${shown} is not a whole number from 0 up.`]);
  });
});

describe('scale to zero', () => {
  const metrics = [cpuUtilization(50), externalMetric('queue')];

  test('zero without a metric that outlives the pods is an error on every release', () => {
    const [finding] = findings(boundsAndBehaviour, [hpa('web', { minReplicas: 0 })], { kubernetes: '1.37' });
    expect(told(finding)).toMatchInlineSnapshot(`
     "error R6: HorizontalPodAutoscaler "shop/web" (app/web): minReplicas is 0, and no metric is of type Object or External.
         why: Without pods there is no CPU, memory or pods metric, so nothing could ever wake it: the API server refuses it.
         fix: Set minReplicas to 1, add an Object or External metric, or let KEDA scale to zero."
    `);
    const pods = {
      type: 'Pods',
      pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '5' } },
    };
    expect(hpaMistakes({ minReplicas: 0, metrics: [pods] })).toHaveLength(1);
    expect(hpaMistakes({ minReplicas: 0, metrics: null })).toHaveLength(1);
    expect(hpaMistakes({ minReplicas: 0, metrics: [{}] })[0]).toContain('no metric is of type Object or External');
  });

  test('zero before 1.37 is an error that names the gate', () => {
    const [finding] = findings(boundsAndBehaviour, [hpa('web', { minReplicas: 0, metrics })]);
    expect(told(finding)).toMatchInlineSnapshot(`
     "error R6: HorizontalPodAutoscaler "shop/web" (app/web): minReplicas is 0, which Kubernetes 1.36 does not allow.
         why: The feature gate HPAScaleToZero is off by default before 1.37.
         fix: Set minReplicas to 1, let KEDA scale to zero, or declare featureGates: ['HPAScaleToZero'] on the cluster profile."
    `);
  });

  test('zero is fine from 1.37, and before it with the feature gate', () => {
    expect(hpaMistakes({ minReplicas: 0, metrics }, { kubernetes: '1.37' })).toEqual([]);
    expect(hpaMistakes({ minReplicas: 0, metrics }, { featureGates: ['HPAScaleToZero'] })).toEqual([]);
    expect(hpaMistakes({ minReplicas: 0, metrics }, { featureGates: ['HPAConfigurableTolerance'] })).toHaveLength(1);
  });
});

describe('metrics', () => {
  const metricOf = (type: string, source: unknown): string[] =>
    hpaMistakes({ metrics: [{ type, [type.charAt(0).toLowerCase() + type.slice(1)]: source }] });
  const named = (target: unknown) => ({ metric: { name: 'rps' }, target });

  test('a target that the type of metric does not take is an error', () => {
    const metrics = [externalMetric('queue', { type: 'Utilization', averageUtilization: 50 })];
    expect(told(findings(boundsAndBehaviour, [hpa('web', { metrics })])[0])).toMatchInlineSnapshot(`
     "error R6: HorizontalPodAutoscaler "shop/web" (app/web): its External metric "queue" has a target of type Utilization.
         why: The API server refuses the HorizontalPodAutoscaler.
         fix: A External metric takes Value or AverageValue."
    `);
  });

  test.each([
    ['Resource', { name: 'cpu', target: { type: 'Utilization', averageUtilization: 150 } }],
    ['Resource', { name: 'memory', target: { type: 'AverageValue', averageValue: '64Mi' } }],
    ['ContainerResource', { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 1 } }],
    ['Pods', named({ type: 'AverageValue', averageValue: '500m' })],
    ['Object', named({ type: 'Value', value: 100 })],
    ['Object', named({ type: 'AverageValue', averageValue: '1e3' })],
    ['External', named({ type: 'Value', value: '0.5' })],
    ['External', named({ type: 'AverageValue', averageValue: '2k' })],
  ])('a %s metric of %j is fine', (type, source) => {
    expect(metricOf(type, source)).toEqual([]);
  });

  test.each([
    [
      'Resource',
      { name: 'cpu', target: { type: 'Value', value: 1 } },
      'its Resource metric "cpu" has a target of type Value.',
    ],
    ['Pods', named({ type: 'Value', value: 1 }), 'its Pods metric "rps" has a target of type Value.'],
    [
      'Object',
      named({ type: 'Utilization', averageUtilization: 1 }),
      'its Object metric "rps" has a target of type Utilization.',
    ],
    ['External', named(null), 'its External metric "rps" has a target of type (missing).'],
  ])('a %s metric of %j is refused', (type, source, mistake) => {
    expect(metricOf(type, source)).toEqual([mistake]);
  });

  test.each([
    [0, '0'],
    [-5, '-5'],
    [50.5, '50.5'],
    ['50', '50'],
    ['50%', '50%'],
    [undefined, '(missing)'],
    [null, 'null'],
    [[50], '[50]'],
  ])('a utilization of %j is refused, because it is no whole percentage', (utilization, shown) => {
    expect(hpaMistakes({ metrics: [cpuUtilization(utilization)] })).toEqual([
      `its Resource metric "cpu" has the target ${shown}.`,
    ]);
  });

  test.each(['0', -1, '5 rps', {}])('a quantity of %j is refused as an average value', (averageValue) => {
    const [finding] = findings(boundsAndBehaviour, [
      hpa('web', { metrics: [externalMetric('queue', { type: 'AverageValue', averageValue })] }),
    ]);
    expect(finding?.fix).toBe('Use a quantity above 0, such as 50, 500m or 64Mi.');
  });

  test.each([undefined, null, 'resource', 'CPU', 'constructor', '__proto__', 'toString', 5])(
    'the type %j is none of the five',
    (type) => {
      const [finding, ...others] = findings(boundsAndBehaviour, [hpa('web', { metrics: [{ type }] })]);
      expect(finding?.what).toContain(
        `a metric has the type ${type === undefined ? '(missing)' : JSON.stringify(type)}.`,
      );
      expect(finding?.fix).toBe('Use one of Resource, ContainerResource, Pods, Object, External.');
      expect(others).toEqual([]);
    },
  );

  test.each(['', 'a/b', '..', '50%'])('the metric name "%s" is no segment of a path', (name) => {
    expect(hpaMistakes({ metrics: [externalMetric(name)] })).toEqual([
      `the name "${name}" of its External metric must be one segment of a path: not empty, not "." or "..", without "/" and "%".`,
    ]);
  });

  test('a metric without a source lacks a name and a target', () => {
    expect(metricOf('Resource', null)).toEqual([
      'the name "" of its Resource metric must be one segment of a path: not empty, not "." or "..", without "/" and "%".',
      'its Resource metric "" has a target of type (missing).',
    ]);
  });
});

describe('behaviour', () => {
  const policy = (value: unknown, periodSeconds: unknown = 60) => ({
    policies: [{ type: 'Pods', value, periodSeconds }],
  });

  test('a policy of value 0 is an error that says how to stop a direction', () => {
    const scaler = hpa('web', { behavior: { scaleDown: policy(0) } });
    expect(told(findings(boundsAndBehaviour, [scaler])[0])).toMatchInlineSnapshot(`
     "error R6: HorizontalPodAutoscaler "shop/web" (app/web): behavior.scaleDown has a policy with the value 0.
         why: The API server refuses the HorizontalPodAutoscaler.
         fix: Use a whole number above 0; to stop scaling down, disable the direction."
    `);
    const [up] = findings(boundsAndBehaviour, [hpa('web', { behavior: { scaleUp: policy(0) } })]);
    expect(up?.fix).toBe('Use a whole number above 0; to stop scaling up, disable the direction.');
  });

  test.each<[string, Fields]>([
    ['nothing', {}],
    ['null everywhere', { stabilizationWindowSeconds: null, policies: null, tolerance: null }],
    ['the shortest times', { stabilizationWindowSeconds: 0, ...policy(1, 1) }],
    ['the longest period', policy(1000, 1800)],
    ['a disabled direction', { selectPolicy: 'Disabled' }],
    ['a tolerance of 5 %', { tolerance: '50m' }],
    ['no tolerance at all', { tolerance: 0 }],
  ])('%s is fine in both directions', (_, rules) => {
    expect(behaviourMistakes('scaleUp', rules)).toEqual([]);
    expect(behaviourMistakes('scaleDown', rules)).toEqual([]);
  });

  test.each<[Fields, string]>([
    [{ stabilizationWindowSeconds: 3601 }, 'a stabilization window of 3601 s'],
    [{ stabilizationWindowSeconds: -1 }, 'a stabilization window of -1 s'],
    [{ stabilizationWindowSeconds: 0.5 }, 'a stabilization window of 0.5 s'],
    [{ stabilizationWindowSeconds: '300' }, 'a stabilization window of "300" s'],
    [{ policies: [] }, 'an empty list of policies'],
    [policy(1.5), 'a policy with the value 1.5'],
    [policy('4'), 'a policy with the value "4"'],
    [policy(undefined), 'a policy with the value (missing)'],
    [policy(4, 0), 'a policy with a period of 0 s'],
    [policy(4, 1801), 'a policy with a period of 1801 s'],
    [policy(4, null), 'a policy with a period of null s'],
    [{ tolerance: '-50m' }, 'the tolerance -50m'],
    [{ tolerance: 'a tenth' }, 'the tolerance a tenth'],
    [{ tolerance: {} }, 'the tolerance {}'],
  ])('%j is refused in both directions', (rules, mistake) => {
    expect(behaviourMistakes('scaleUp', rules)).toEqual([`behavior.scaleUp has ${mistake}.`]);
    expect(behaviourMistakes('scaleDown', rules)).toEqual([`behavior.scaleDown has ${mistake}.`]);
  });

  test('a policy that is no map lacks its type, its value and its period', () => {
    expect(behaviourMistakes('scaleUp', { policies: [null] })).toEqual([
      'behavior.scaleUp has a policy of the type (missing).',
      'behavior.scaleUp has a policy with the value (missing).',
      'behavior.scaleUp has a policy with a period of (missing) s.',
    ]);
  });

  test('a tolerance before 1.35 is an error that names the gate', () => {
    const scaler = hpa('web', { behavior: { scaleUp: { tolerance: '50m' } } });
    expect(told(findings(boundsAndBehaviour, [scaler], { kubernetes: '1.34' })[0])).toMatchInlineSnapshot(`
     "error R6: HorizontalPodAutoscaler "shop/web" (app/web): behavior.scaleUp has a tolerance, which Kubernetes 1.34 does not have.
         why: The field came with 1.33 behind a gate and is on by default from 1.35; the API server drops it silently.
         fix: Leave it out, move to Kubernetes 1.35, or declare featureGates: ['HPAConfigurableTolerance'] on the cluster profile."
    `);
  });

  test('a tolerance is fine from 1.35, and before it with the feature gate', () => {
    const rules = { tolerance: '50m' };
    expect(behaviourMistakes('scaleUp', rules, { kubernetes: '1.35' })).toEqual([]);
    const featureGates = ['HPAConfigurableTolerance'];
    expect(behaviourMistakes('scaleUp', rules, { kubernetes: '1.33', featureGates })).toEqual([]);
  });
});

test('every mistake of an HPA is told at once', () => {
  const behavior = { scaleUp: { policies: [] }, scaleDown: { stabilizationWindowSeconds: 4000 } };
  expect(hpaMistakes({ minReplicas: 9, maxReplicas: 3, metrics: [cpuUtilization(0)], behavior })).toHaveLength(4);
});

test('a ScaledObject has bounds of its own and is left alone', () => {
  const odd = scaledObject('web', { minReplicaCount: 5, maxReplicaCount: 3, minReplicas: 5, maxReplicas: 3 });
  expect(mistakes(boundsAndBehaviour, [odd])).toEqual([]);
});

describe('what the API server asks of the parts of an HPA', () => {
  test.each<[string, Fields, string]>([
    ['a target without kind', { scaleTargetRef: { name: 'web' } }, 'scaleTargetRef has no kind'],
    ['a target without name', { scaleTargetRef: { kind: 'Deployment' } }, 'scaleTargetRef has no name'],
    [
      'an unknown selectPolicy',
      { behavior: { scaleUp: { selectPolicy: 'Largest' } } },
      'behavior.scaleUp has the selectPolicy "Largest"',
    ],
    [
      'an unknown type of policy',
      { behavior: { scaleUp: { policies: [{ type: 'Nodes', value: 1, periodSeconds: 60 }] } } },
      'behavior.scaleUp has a policy of the type "Nodes"',
    ],
    [
      'a container metric without container',
      {
        metrics: [
          {
            type: 'ContainerResource',
            containerResource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
          },
        ],
      },
      'its ContainerResource metric "cpu" names no container',
    ],
    [
      'a target with two values',
      { metrics: [externalMetric('queue', { type: 'AverageValue', averageValue: '5', value: '5' })] },
      'its External metric "queue" has a target of type AverageValue, and value beside averageValue',
    ],
  ])('%s is refused', (_, spec, mistake) => {
    expect(hpaMistakes(spec)).toEqual([`${mistake}.`]);
  });
});

test('KEDA hands the behaviour to its HPA', () => {
  const behavior = { scaleDown: { policies: [{ type: 'Pods', value: 0, periodSeconds: 60 }] } };
  const advanced = { horizontalPodAutoscalerConfig: { behavior } };
  const [finding] = findings(boundsAndBehaviour, [scaledObject('web', { advanced })]);
  expect(finding?.field).toBe('spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies[0].value');
  expect(finding?.why).toContain('that KEDA makes of it');
});
