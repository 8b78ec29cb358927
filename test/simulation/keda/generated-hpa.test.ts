import { generateHpa, metricMilli, readHpa, kedaRelease, truncatedMilli, type Fields } from '../../../lib/simulation';
import { cpuTrigger, prometheus, scaledObject } from './scaled-objects';

function specOf(manifest: Fields): Fields {
  return (generateHpa(manifest)?.spec ?? {}) as Fields;
}

function metricsOf(spec: Fields): readonly Fields[] {
  return specOf(scaledObject(spec)).metrics as readonly Fields[];
}

const SELECTOR = { matchLabels: { 'scaledobject.keda.sh/name': 'web' } };

function external(name: string, target: Fields): Fields {
  return { type: 'External', external: { metric: { name, selector: SELECTOR }, target } };
}

test('the HPA of a plain ScaledObject', () => {
  const hpa = generateHpa(scaledObject());
  expect(hpa).toEqual({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: 'keda-hpa-web',
      namespace: 'shop',
      labels: {
        'app.kubernetes.io/name': 'keda-hpa-web',
        'app.kubernetes.io/version': '2.20',
        'app.kubernetes.io/part-of': 'web',
        'app.kubernetes.io/managed-by': 'keda-operator',
      },
      ownerReferences: [
        {
          apiVersion: 'keda.sh/v1alpha1',
          kind: 'ScaledObject',
          name: 'web',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 1,
      maxReplicas: 100,
      metrics: [external('s0-prometheus', { type: 'AverageValue', averageValue: '100' })],
    },
  });
  expect(readHpa(hpa ?? {}).behavior).toBeUndefined();
});

test.each([
  [{ minReplicaCount: 0, maxReplicaCount: 5 }, 1, 5],
  [{ minReplicaCount: 3, idleReplicaCount: 0 }, 3, 100],
])('%j becomes a minimum of %d and a maximum of %d', (spec, minReplicas, maxReplicas) => {
  expect(specOf(scaledObject(spec))).toMatchObject({ minReplicas, maxReplicas });
});

test('a behaviour and a name are passed on, also empty ones', () => {
  const advanced = (config: Fields) =>
    generateHpa(scaledObject({ advanced: { horizontalPodAutoscalerConfig: config } }));
  expect(advanced({ behavior: {}, name: 'own' })).toMatchObject({ metadata: { name: 'own' }, spec: { behavior: {} } });
  expect(advanced({ name: '' })).toMatchObject({ metadata: { name: 'keda-hpa-web' } });
});

test('its own labels and annotations are passed on, except for excluded labels', () => {
  const annotations = { 'scaledobject.keda.sh/hpa-excluded-labels': 'team,stage' };
  const hpa = generateHpa(scaledObject({}, annotations, { team: 'a', stage: 'b', tier: 1 }), '2.19');
  expect(hpa).toMatchObject({ metadata: { annotations, labels: { tier: '1', 'app.kubernetes.io/version': '2.19' } } });
  expect(Object.keys((hpa?.metadata as Fields).labels as Fields)).not.toContain('team');
});

test('a name that is too long for a label is cut at a letter or digit', () => {
  const name = `${'a'.repeat(53)}-b`;
  const hpa = generateHpa({ ...scaledObject(), metadata: { name } });
  expect(hpa).toMatchObject({ metadata: { labels: { 'app.kubernetes.io/name': `keda-hpa-${'a'.repeat(53)}` } } });
});

test('metrics are sorted by type, and stay in order within one', () => {
  const triggers = [
    prometheus({}, { name: 'one' }),
    cpuTrigger('50'),
    { type: 'memory', metricType: 'AverageValue', metadata: { value: '64Mi', containerName: 'web' } },
    prometheus({ threshold: 0.5 }, { metricType: 'Value' }),
  ];
  expect(metricsOf({ triggers })).toEqual([
    {
      type: 'ContainerResource',
      containerResource: { name: 'memory', container: 'web', target: { type: 'AverageValue', averageValue: '64Mi' } },
    },
    external('s0-prometheus', { type: 'AverageValue', averageValue: '100' }),
    external('s3-prometheus', { type: 'Value', value: '500m' }),
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
  ]);
});

test.each<[Fields, string, string]>([
  [{ type: 'kafka', metadata: {} }, 's0-kafka', '10'],
  [{ type: 'kafka', metadata: { lagThreshold: '50' } }, 's0-kafka', '50'],
  [{ type: 'rabbitmq', metadata: { value: '7' } }, 's0-rabbitmq', '7'],
  [{ type: 'redis', metadata: {} }, 's0-redis', '5'],
  [{ type: 'aws-sqs-queue', metadata: { queueLength: '3' } }, 's0-aws-sqs-queue', '3'],
  [{ type: 'cron', metadata: { desiredReplicas: '3' } }, 's0-cron', '1'],
  [{ type: 'metrics-api', metadata: { targetValue: '2.5' } }, 's0-metrics-api', '2500m'],
  [{ type: 'datadog', metadata: { targetValue: 4 } }, 's0-datadog', '4'],
])('the trigger %j gives %s with the target %s', (trigger, name, averageValue) => {
  expect(metricsOf({ triggers: [trigger] })).toEqual([external(name, { type: 'AverageValue', averageValue })]);
});

test('with a formula there is one composite metric beside cpu and memory', () => {
  const triggers = [prometheus({}, { name: 'a' }), prometheus({}, { name: 'b' }), cpuTrigger()];
  const modifiers = (scalingModifiers: Fields) => metricsOf({ triggers, advanced: { scalingModifiers } });
  expect(modifiers({ formula: 'a + b', target: '2.0009' }).map(({ type }) => type)).toEqual(['Resource', 'External']);
  expect(modifiers({ formula: 'a + b', target: '2.0009' })[1]).toEqual(
    external('composite-metric', { type: 'AverageValue', averageValue: '2' }),
  );
  expect(modifiers({ formula: 'a', target: 2, metricType: 'Value' })[1]).toEqual(
    external('composite-metric', { type: 'Value', value: '2' }),
  );
  expect(modifiers({ formula: 'a', target: '0' })).toHaveLength(3);
});

describe('annotations', () => {
  test.each([
    ['paused', 'true', false],
    ['paused', 'false', true],
    ['paused', 'F', true],
    ['paused', 'maybe', false],
    ['paused', '', false],
    ['paused-replicas', '0', false],
    ['paused-scale-in', 'true', true],
  ])('%s: %p leaves an HPA: %p', (name, value, there) => {
    expect(generateHpa(scaledObject({}, { [`autoscaling.keda.sh/${name}`]: value })) !== undefined).toBe(there);
  });

  test('a number of paused replicas wins over paused: "false"', () => {
    expect(
      generateHpa(
        scaledObject({}, { 'autoscaling.keda.sh/paused-replicas': '2', 'autoscaling.keda.sh/paused': 'false' }),
      ),
    ).toBeUndefined();
  });

  test('a number of paused replicas that is none is refused', () => {
    expect(() => generateHpa(scaledObject({}, { 'autoscaling.keda.sh/paused-replicas': 'two' }))).toThrow(
      'The annotation autoscaling.keda.sh/paused-replicas is "two".',
    );
  });

  test('a paused direction is disabled in the behaviour', () => {
    const advanced = { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 5 } } } };
    const paused = (name: string, spec: Fields = {}) =>
      specOf(scaledObject(spec, { [`autoscaling.keda.sh/${name}`]: 'true' })).behavior;
    expect(paused('paused-scale-in', { advanced })).toEqual({
      scaleDown: { stabilizationWindowSeconds: 5, selectPolicy: 'Disabled' },
    });
    expect(paused('paused-scale-out', { advanced })).toEqual({
      scaleDown: { stabilizationWindowSeconds: 5 },
      scaleUp: { selectPolicy: 'Disabled' },
    });
    expect(paused('paused-scale-in')).toEqual({ scaleDown: { selectPolicy: 'Disabled' } });
  });
});

describe('what cannot be read', () => {
  test.each<[Fields, string]>([
    [{ ...scaledObject(), kind: 'ScaledJob' }, 'The object is a "ScaledJob", no ScaledObject.'],
    [
      scaledObject({ triggers: [prometheus({ threshold: 'x' })] }),
      'spec.triggers[0] (prometheus): threshold is "x", which is not a number.',
    ],
    [
      scaledObject({ triggers: [prometheus({ threshold: '' })] }),
      'spec.triggers[0] (prometheus): threshold is "", which is not a number.',
    ],
    [scaledObject({ triggers: [{ type: 'prometheus' }] }), 'spec.triggers[0] (prometheus): threshold is missing.'],
    [
      scaledObject({ triggers: [prometheus({ activationThreshold: 'x' })] }),
      'spec.triggers[0] (prometheus): activationThreshold is "x"',
    ],
    [
      scaledObject({ triggers: [cpuTrigger('50', { metricType: 'Value' })] }),
      'spec.triggers[0] (cpu) has the metricType "Value" and the value "50".',
    ],
    [
      scaledObject({ triggers: [{ type: 'cpu', metricType: 'Utilization' }] }),
      'spec.triggers[0] (cpu) has the metricType "Utilization" and the value "".',
    ],
    [
      scaledObject({ triggers: [cpuTrigger('5.5')] }),
      'spec.triggers[0] (cpu) has the metricType "Utilization" and the value "5.5".',
    ],
    [scaledObject({ maxReplicaCount: '5' }), 'spec.maxReplicaCount "5" is not a whole number from 0 up.'],
  ])('%j is refused', (manifest, message) => {
    expect(() => generateHpa(manifest)).toThrow(message);
  });

  test('the metricType of cpu may stand in the metadata, as it did in KEDA 2.6', () => {
    const triggers = [{ type: 'cpu', metadata: { type: 'Utilization', value: 50 } }];
    expect(metricsOf({ triggers })).toEqual([
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
    ]);
  });

  test.each(['1.5', '3.0', 'latest'])('%s is not a release of KEDA 2', (version) => {
    expect(() => generateHpa(scaledObject(), version)).toThrow(`"${version}" is not a KEDA 2.x release.`);
  });
});

describe('metric conversion', () => {
  const now = kedaRelease();
  const before = kedaRelease('v2.19.0');
  /** What Go makes on amd64 of a float that 64 bits do not hold. */
  const LOWEST = -(2n ** 63n);

  test.each([
    [1.0006, 1001, 1000],
    [1.0004, 1000, 1000],
    [0.0625, 62, 62],
    [0.1875, 188, 187],
    [0.3125, 312, 312],
    [250, 250_000, 250_000],
    [0, 0, 0],
    [-5, 0, -5000],
    [NaN, 0, LOWEST],
    [Infinity, 0, LOWEST],
    [-Infinity, 0, LOWEST],
    [1e15, 1_000_000_000_000_000_000n, 1_000_000_000_000_000_000n],
    [1e16, 2n ** 63n - 1n, LOWEST],
    [1e300, 2n ** 63n - 1n, LOWEST],
  ])('%d is handed over as %s thousandths, and before 2.20 as %s', (value, rounded, truncated) => {
    expect(metricMilli(value, now)).toBe(rounded);
    expect(metricMilli(value, before)).toBe(truncated);
  });

  test('a composite value is cut off, whatever its sign', () => {
    expect(truncatedMilli(1.9999)).toBe(1999);
    expect(truncatedMilli(-1.9999)).toBe(-1999);
    expect(truncatedMilli(-1e300)).toBe(LOWEST);
    expect(truncatedMilli(Infinity)).toBe(LOWEST);
  });

  test.each([
    ['2.20.2', 0],
    ['2.20', 0],
    ['2.21', 0],
    ['2.20.1', -1501],
    ['2.19', -1500],
  ])('KEDA %s hands over -1.5006 as %d thousandths', (release, milli) => {
    expect(metricMilli(-1.5006, kedaRelease(release))).toBe(milli);
  });
});
