import {
  decide,
  InputError,
  NEW_HPA,
  readHpa,
  readPod,
  reconcile,
  controllerSettings,
  releaseFeatures,
  type Fields,
} from '../../../lib/simulation';
import { cpuOf, hpa, NOW, pod, podsOf, scale } from '../objects';

const CPU_80 = { type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } };

describe('an HPA', () => {
  test('gets the defaults of the API server', () => {
    const read = readHpa(hpa({ minReplicas: undefined, metrics: undefined }));
    expect(read).toMatchObject({ minReplicas: 1, maxReplicas: 10, metrics: [CPU_80], namespace: 'shop', name: 'web' });
    expect(readHpa({ ...hpa({ minReplicas: null, metrics: [] }), metadata: {} })).toMatchObject({
      minReplicas: 1,
      metrics: [CPU_80],
      namespace: 'default',
      name: '',
    });
  });

  test.each<[string, Fields, string]>([
    [
      'of another kind',
      { ...hpa(), kind: 'ScaledObject' },
      'The object is a "ScaledObject", no HorizontalPodAutoscaler.',
    ],
    [
      'of no version',
      { ...hpa(), apiVersion: 'autoscaling/v3' },
      'The HorizontalPodAutoscaler has the apiVersion "autoscaling/v3".',
    ],
    [
      'without a target',
      hpa({ scaleTargetRef: { kind: 'Deployment' } }),
      'The HorizontalPodAutoscaler has no scaleTargetRef',
    ],
    [
      'without a maximum',
      hpa({ maxReplicas: undefined }),
      'spec.maxReplicas (missing) is not a whole number from 1 up.',
    ],
    ['with a maximum in quotes', hpa({ maxReplicas: '5' }), 'spec.maxReplicas "5" is not a whole number from 1 up.'],
    ['with a negative minimum', hpa({ minReplicas: -1 }), 'spec.minReplicas -1 is not a whole number from 0 up.'],
    ['with NaN', hpa({ minReplicas: NaN }), 'spec.minReplicas NaN is not a whole number'],
    [
      'with a metric without its source',
      hpa({ metrics: [{ type: 'Pods' }] }),
      "spec.metrics[0].pods is missing, although the metric's type is Pods.",
    ],
    [
      'with a target of zero',
      hpa({ metrics: [{ type: 'External', external: { metric: { name: 'q' }, target: { value: 0 } } }] }),
      'spec.metrics[0].external.target.value 0 is not above 0.',
    ],
    [
      'with a negative target',
      hpa({ metrics: [{ type: 'External', external: { metric: { name: 'q' }, target: { averageValue: '-5' } } }] }),
      'spec.metrics[0].external.target.averageValue "-5" is not above 0.',
    ],
    [
      'with a target that is none',
      hpa({ metrics: [{ type: 'External', external: { metric: { name: 'q' }, target: { value: 'much' } } }] }),
      'spec.metrics[0].external.target.value "much" is not a quantity.',
    ],
    [
      'with a percentage of zero',
      hpa({ metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 0 } } }] }),
      'spec.metrics[0].resource.target.averageUtilization 0 is not a whole number from 1 up.',
    ],
    [
      'with a Pods metric without an average',
      hpa({ metrics: [{ type: 'Pods', pods: { metric: { name: 'q' }, target: {} } }] }),
      'spec.metrics[0].pods.target.averageValue is missing.',
    ],
  ])('%s is refused', (_, manifest, message) => {
    expect(() => readHpa(manifest)).toThrow(message);
  });

  test('an error says what is wrong, why it hurts and how to fix it', () => {
    const refused = () => readHpa(hpa({ maxReplicas: 0 }));
    expect(refused).toThrow(InputError);
    expect(problemOf(refused)).toEqual({
      what: 'spec.maxReplicas 0 is not a whole number from 1 up.',
      why: 'The API server refuses it, so no controller ever sees it.',
      fix: 'Write a whole number without quotes, from 1 up.',
    });
  });
});

function problemOf(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error instanceof InputError ? error.problem : error;
  }
  return undefined;
}

describe('older versions', () => {
  test('v1 has a percentage of CPU, or the default', () => {
    const v1 = (spec: Fields) =>
      readHpa({ ...hpa({ metrics: undefined, ...spec }), apiVersion: 'autoscaling/v1' }).metrics;
    expect(v1({ targetCPUUtilizationPercentage: 50 })).toEqual([
      { ...CPU_80, target: { type: 'Utilization', averageUtilization: 50 } },
    ]);
    expect(v1({ targetCPUUtilizationPercentage: null })).toEqual([CPU_80]);
    expect(v1({})).toEqual([CPU_80]);
  });

  test('v1 keeps no metrics and no behavior: the defaults of both apply', () => {
    const behavior = { scaleDown: { stabilizationWindowSeconds: 60 } };
    const written = { ...hpa({ behavior }), apiVersion: 'autoscaling/v1' };
    expect(readHpa(written)).toEqual(readHpa({ ...hpa({ metrics: undefined }), apiVersion: 'autoscaling/v1' }));
    expect(readHpa(written).metrics).toEqual([CPU_80]);
  });

  test('v2beta2 is like v2', () => {
    expect(readHpa({ ...hpa(), apiVersion: 'autoscaling/v2beta2' })).toEqual(readHpa(hpa()));
  });

  test.each<[Fields, Fields]>([
    [
      { type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: 50 } },
      { type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
    ],
    [
      { type: 'Resource', resource: { name: 'cpu', targetAverageValue: '1' } },
      { type: 'Resource', target: { type: 'AverageValue', averageValue: 1000 } },
    ],
    [
      { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'web', targetAverageValue: '1' } },
      { type: 'ContainerResource', container: 'web', target: { averageValue: 1000 } },
    ],
    [
      { type: 'Pods', pods: { metricName: 'qps', targetAverageValue: 5 } },
      { type: 'Pods', metric: { name: 'qps' }, target: { averageValue: 5000 } },
    ],
    [
      { type: 'Object', object: { metricName: 'qps', targetValue: 5, target: { kind: 'Service', name: 'web' } } },
      { type: 'Object', describedObject: { kind: 'Service', name: 'web' }, target: { type: 'Value', value: 5000 } },
    ],
    [
      { type: 'Object', object: { metricName: 'qps', targetValue: 0, averageValue: 5, target: {} } },
      { type: 'Object', target: { type: 'AverageValue', averageValue: 5000 } },
    ],
    [
      { type: 'External', external: { metricName: 'q', metricSelector: { matchLabels: { a: 'b' } }, targetValue: 5 } },
      { type: 'External', metric: { name: 'q', selector: { matchLabels: { a: 'b' } } }, target: { value: 5000 } },
    ],
    [
      { type: 'External', external: { metricName: 'q', targetAverageValue: 5 } },
      { type: 'External', target: { averageValue: 5000 } },
    ],
    [{ type: 'Weather' }, { type: 'Unknown', written: 'Weather' }],
    [{}, { type: 'Unknown', written: '' }],
  ])('v2beta1: %j', (metric, read) => {
    expect(readHpa({ ...hpa({ metrics: [metric] }), apiVersion: 'autoscaling/v2beta1' }).metrics[0]).toMatchObject(
      read,
    );
  });
});

describe('pods', () => {
  test('a pod is read as the controller sees it', () => {
    expect(readPod(pod('a', { age: 60, readySince: 30, deleted: true }))).toEqual({
      name: 'a',
      phase: 'Running',
      deleted: true,
      startTime: NOW - 60_000,
      ready: { status: 'True', lastTransitionTime: NOW - 30_000 },
      containers: [{ name: 'web', sidecar: false, requests: { cpu: 200 } }],
    });
  });

  test('a pod that has only been created has little to read', () => {
    expect(readPod({ metadata: { name: 'a' } })).toEqual({ name: 'a', phase: '', deleted: false, containers: [] });
    expect(
      readPod({ metadata: { name: 'a' }, spec: { containers: [{}] }, status: { conditions: [{ type: 'Ready' }] } }),
    ).toMatchObject({
      ready: { status: '', lastTransitionTime: 0 },
      containers: [{ name: '' }],
    });
  });

  test.each<[Fields, string]>([
    [{}, 'A pod has the name (missing).'],
    [{ metadata: { name: '' } }, 'A pod has the name "".'],
    [
      { metadata: { name: 'a' }, status: { startTime: 'noon' } },
      'Pod "a": status.startTime "noon" is not a point in time.',
    ],
    [
      { metadata: { name: 'a' }, spec: { containers: [{ name: 'web', resources: { requests: { cpu: 'lots' } } }] } },
      'Pod "a", container "web": request of cpu "lots" is not a quantity.',
    ],
  ])('%j is refused', (manifest, message) => {
    expect(() => readPod(manifest)).toThrow(message);
  });

  test('times may be RFC 3339', () => {
    const manifest = { metadata: { name: 'a' }, status: { startTime: '2026-08-01T12:00:00Z' } };
    expect(readPod(manifest).startTime).toBe(Date.UTC(2026, 7, 1, 12));
  });
});

describe('the rest of the input', () => {
  const input = { hpa: hpa(), scale: scale(1), pods: podsOf(1), metrics: { resource: cpuOf(100) }, now: NOW };

  test('a clock that goes backwards is refused', () => {
    const { history } = decide(input);
    expect(() => decide({ ...input, history, now: NOW - 1 })).toThrow(
      `The clock goes backwards: now is ${NOW - 1}, but the history has a recommendation of ${NOW}.`,
    );
  });

  test.each<[Partial<typeof input>, string]>([
    [{ now: NaN }, 'now NaN is not a point in time.'],
    [
      { scale: { spec: { replicas: -1 }, status: { replicas: 1 } } },
      'scale.spec.replicas -1 is not a whole number from 0 up.',
    ],
    [
      { scale: { spec: { replicas: 1 }, status: { replicas: 0.5 } } },
      'scale.status.replicas 0.5 is not a whole number from 0 up.',
    ],
  ])('%j is refused', (rest, message) => {
    expect(() => decide({ ...input, ...rest })).toThrow(message);
  });

  test.each([
    [{ kubernetes: '2.0' }, '"2.0" is not a Kubernetes 1.x release.'],
    [{ kubernetes: 'latest' }, '"latest" is not a Kubernetes 1.x release.'],
    [{ featureGates: { HPAScaleToHero: true } }, 'Feature gate "HPAScaleToHero" changes no decision of an autoscaler.'],
    [{ tolerance: -0.1 }, 'Option tolerance is -0.1.'],
    [{ syncPeriodSeconds: Infinity }, 'Option syncPeriodSeconds is Infinity.'],
  ])('the option %j is refused', (options, message) => {
    expect(() => decide({ ...input, options })).toThrow(message);
  });

  test.each(['1.36', 'v1.36.3', '1.36.0-rc.1', '1.36+k3s1'])('%s is a release', (kubernetes) => {
    expect(releaseFeatures(kubernetes)).toEqual(releaseFeatures());
  });

  test('a reading that is missing or of another shape fails the metric', () => {
    const observation = { now: NOW, scale: { specReplicas: 1, statusReplicas: 1 }, pods: podsOf(1).map(readPod) };
    const of = (readings: Parameters<typeof reconcile>[1]['readings']) =>
      reconcile(readHpa(hpa()), { ...observation, readings }, NEW_HPA, controllerSettings()).error;
    expect(of([])).toContain('no reading was given');
    expect(of([{ value: 5 }])).toContain('the reading is not of the kind that the metric needs');
  });
});
