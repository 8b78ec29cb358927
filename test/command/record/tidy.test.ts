import { tidyHpa, tidyPod, tidyPodMetrics, tidyValue } from '../../../lib/command/record/tidy';

test('of an HPA stay its spec, its status and annotations that are not of kubectl', () => {
  const kept = { name: 'web', namespace: 'shop', creationTimestamp: 'then' };
  const metadata = { ...kept, uid: '1', managedFields: [] };
  const object = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', spec: { a: 1 }, status: { b: 2 } };
  expect(tidyHpa({ ...object, metadata })).toEqual({ ...object, metadata: kept });
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', mine: 'yes' };
  expect(tidyHpa({ ...object, metadata: { ...metadata, annotations } }).metadata).toEqual({
    ...kept,
    annotations: { mine: 'yes' },
  });
});

describe('of a pod stays', () => {
  const pod = {
    metadata: { name: 'web-1', uid: '1' },
    spec: {
      nodeName: 'one',
      containers: [{ name: 'web', image: 'x', resources: { requests: { cpu: '1' }, limits: {} } }],
    },
    status: { phase: 'Running', startTime: 'then', podIP: '10.0.0.1' },
  };

  test('what a decision depends on', () => {
    const ready = { type: 'Ready', status: 'True', lastTransitionTime: 'now' };
    const conditions = [
      { ...ready, lastProbeTime: null },
      { type: 'Initialized', status: 'True' },
    ];
    expect(tidyPod({ ...pod, status: { ...pod.status, conditions } })).toEqual({
      metadata: { name: 'web-1' },
      spec: { containers: [{ name: 'web', resources: { requests: { cpu: '1' } } }] },
      status: { phase: 'Running', startTime: 'then', conditions: [ready] },
    });
  });

  test('that it is on its way out, and nothing where there is nothing', () => {
    const bare = {
      metadata: { name: 'x', deletionTimestamp: 'now' },
      spec: { containers: [{ name: 'a' }] },
      status: {},
    };
    expect(tidyPod(bare)).toEqual({
      metadata: { name: 'x', deletionTimestamp: 'now' },
      spec: { containers: [{ name: 'a', resources: {} }] },
      status: { phase: undefined, startTime: undefined, conditions: [] },
    });
  });

  test('a sidecar, and what the pod asks for as a whole', () => {
    const sidecar = { name: 'proxy', restartPolicy: 'Always', resources: { requests: { cpu: '50m' } }, image: 'y' };
    const spec = { ...pod.spec, initContainers: [{ name: 'init' }, sidecar], resources: { requests: { cpu: '2' } } };
    expect(tidyPod({ ...pod, spec }).spec).toEqual({
      containers: [{ name: 'web', resources: { requests: { cpu: '1' } } }],
      initContainers: [{ name: 'proxy', restartPolicy: 'Always', resources: { requests: { cpu: '50m' } } }],
      resources: { requests: { cpu: '2' } },
    });
    expect(tidyPod({ ...pod, spec: { ...pod.spec, initContainers: [{ name: 'init' }] } }).spec).not.toHaveProperty(
      'initContainers',
    );
  });
});

test('of samples stay names and values', () => {
  const sample = { metadata: { name: 'web-1', labels: {} }, timestamp: 'now', window: '15s', containers: [] };
  expect(tidyPodMetrics(sample)).toEqual({ ...sample, metadata: { name: 'web-1' } });
  expect(tidyValue({ metricName: 'queue', metricLabels: { a: 'b' }, value: '1', timestamp: 'now' })).toEqual({
    metricName: 'queue',
    metricLabels: { a: 'b' },
    value: '1',
  });
  const describedObject = { kind: 'Pod', name: 'web-1', namespace: 'shop' };
  expect(tidyValue({ describedObject, metricName: 'hits', value: '1', timestamp: 'now' })).toEqual({
    describedObject: { kind: 'Pod', name: 'web-1' },
    metricName: 'hits',
    value: '1',
  });
});

test.each([null, 5, 'x', [], {}, { metadata: null, spec: null, status: null }])(
  'of %j stays what is there: nothing',
  (odd) => {
    const item = odd as Record<string, unknown>;
    expect(tidyPod(item)).toEqual({ metadata: {}, spec: { containers: [] }, status: { conditions: [] } });
    expect(tidyHpa(item ?? {}).metadata).toEqual({});
    expect(tidyPodMetrics(item ?? {}).metadata).toEqual({});
  },
);

test.each([
  { containers: [null, 5, { resources: null }, { name: 'a', resources: { requests: null } }] },
  { containers: 'x', initContainers: [null, { restartPolicy: 5 }] },
])('odd containers are containers without requests: %j', (spec) => {
  const { containers } = tidyPod({ spec }).spec as { readonly containers: readonly unknown[] };
  expect(containers).toEqual(
    Array.isArray(spec.containers) ? [{}, {}, {}, { name: 'a' }].map((each) => ({ ...each, resources: {} })) : [],
  );
});
