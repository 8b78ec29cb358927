import { causesOf, type Cause } from '../../../lib/command/status/causes';
import { type LiveWorld, type Warning } from '../../../lib/command/status/live-world';
import { scalersIn, type Scaler } from '../../../lib/command/status/scaler';
import { type FakeObject } from '../fake-cluster';

/** When the worlds of these tests are looked at. */
export const NOW = Date.parse('2026-08-01T12:00:00Z');

/** A moment before, as a status has it. */
export function secondsAgo(seconds: number): string {
  return new Date(NOW - seconds * 1000).toISOString();
}

const KINDS = [
  ...['HorizontalPodAutoscaler', 'ScaledObject', 'ScaledJob', 'TriggerAuthentication', 'Deployment', 'StatefulSet'],
  ...['Pod', 'Service', 'APIService', 'ResourceQuota'],
];

/** A cluster at one moment, in which everything may be read. */
export function worldOf(objects: readonly FakeObject[], more: Partial<LiveWorld> = {}): LiveWorld {
  const byKind = new Map<string, FakeObject[]>(KINDS.map((kind) => [kind, []]));
  for (const object of objects) byKind.set(object.kind, [...(byKind.get(object.kind) ?? []), object]);
  return { now: NOW, objects: byKind, warnings: [], readable: new Set(KINDS), forbidden: [], ...more };
}

/** The only autoscaler of a world. */
export function scalerIn(world: LiveWorld): Scaler {
  const [scaler, ...others] = scalersIn(world);
  if (!scaler || others.length > 0) throw new Error('There is not one autoscaler.');
  return scaler;
}

/** What is wrong on a cluster with these objects. */
export function causesIn(objects: readonly FakeObject[], more: Partial<LiveWorld> = {}): readonly Cause[] {
  const world = worldOf(objects, more);
  return causesOf(scalersIn(world), world, { rules: { kubernetes: '1.36' } }).causes;
}

/** A warning of KEDA about the ScaledObject shop/web. */
export function warning(message: string, more: Partial<Warning> = {}): Warning {
  return {
    kind: 'ScaledObject',
    namespace: 'shop',
    name: 'web',
    reason: 'KEDAScalerFailed',
    message,
    time: NOW,
    ...more,
  };
}

export type Conditions = readonly (readonly [type: string, status: string, reason?: string, message?: string])[];

export function conditions(given: Conditions) {
  return given.map(([type, value, reason = 'Because', message = '']) => ({ type, status: value, reason, message }));
}

export const HEALTHY: Conditions = [
  ['AbleToScale', 'True', 'ReadyForNewScale'],
  ['ScalingActive', 'True', 'ValidMetricFound'],
  ['ScalingLimited', 'False', 'DesiredWithinRange'],
];

export function hpa(given: Conditions = HEALTHY, more: object = {}): FakeObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      minReplicas: 1,
      maxReplicas: 10,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    },
    status: {
      desiredReplicas: 2,
      lastScaleTime: secondsAgo(90),
      currentMetrics: [
        { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 42, averageValue: '84m' } } },
      ],
      conditions: conditions(given),
    },
    ...more,
  };
}

export function deployment(
  ready = 2,
  more: Conditions = [],
  request: object = { requests: { cpu: '200m' } },
): FakeObject {
  const labels = { app: 'web' };
  const readinessProbe = { httpGet: { path: '/', port: 8080 } };
  const container = { name: 'web', image: 'ghcr.io/acme/web:1.0.0', resources: request, readinessProbe };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', generation: 1 },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
    status: {
      observedGeneration: 1,
      replicas: 2,
      readyReplicas: ready,
      updatedReplicas: 2,
      conditions: conditions(more),
    },
  };
}

export function pod(state: object = {}): FakeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-1', namespace: 'shop', labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: 'ghcr.io/acme/web:1.0.0' }] },
    status: { phase: 'Pending', ...state },
  };
}

export const METRICS_API: FakeObject = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.metrics.k8s.io' },
  spec: { group: 'metrics.k8s.io', version: 'v1beta1', service: { name: 'metrics-server', namespace: 'kube-system' } },
  status: { conditions: conditions([['Available', 'True']]) },
};

/** A container that waits. */
export function waiting(reason: string, message = '') {
  return { containerStatuses: [{ name: 'web', ready: false, state: { waiting: { reason, message } } }] };
}

/** A ScaledObject of Deployment shop/web with a Prometheus trigger. */
export function scaledObject(given: Conditions, more: object = {}, metadata: object = {}): FakeObject {
  const trigger = {
    type: 'prometheus',
    metadata: { serverAddress: 'http://prometheus:9090', query: 'sum(up)', threshold: '1' },
  };
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec: { scaleTargetRef: { name: 'web' }, maxReplicaCount: 5, triggers: [trigger], ...more },
    status: { conditions: conditions(given) },
  };
}

/** The HPA that KEDA makes for it. */
export function kedaHpa(given: Conditions = HEALTHY): FakeObject {
  const metadata = {
    name: 'keda-hpa-web',
    namespace: 'shop',
    ownerReferences: [{ kind: 'ScaledObject', name: 'web', controller: true }],
  };
  return hpa(given, { metadata });
}

export const READY: Conditions = [
  ['Ready', 'True'],
  ['Active', 'True'],
  ['Fallback', 'False'],
];

export const EXTERNAL_METRICS_API: FakeObject = {
  ...METRICS_API,
  metadata: { name: 'v1beta1.external.metrics.k8s.io' },
  spec: { group: 'external.metrics.k8s.io', service: { name: 'keda', namespace: 'keda' } },
};

/** A part of KEDA by its image. */
export function kedaPart(image: string, spec: object, ready: number): FakeObject {
  const containers = [{ name: 'part', image: `ghcr.io/kedacore/${image}:2.20.2` }];
  return {
    ...deployment(ready),
    metadata: { name: image, namespace: 'keda' },
    spec: { replicas: 1, template: { spec: { containers } }, ...spec },
  };
}
