import { type Fields } from '../../lib/simulation';

/** A clock reading far from zero, so that ages can be subtracted from it. */
export const NOW = 100_000_000;

/** Milliseconds of a number of seconds before NOW. */
export function ago(seconds: number): number {
  return NOW - seconds * 1000;
}

/** A HorizontalPodAutoscaler of 50 % CPU and 1 to 10 replicas, unless the spec says otherwise. */
export function hpa(spec: Fields = {}, rest: Fields = {}): Fields {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [cpuUtilization(50)],
      ...spec,
    },
    ...rest,
  };
}

export function cpuUtilization(averageUtilization: number): Fields {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

export function resourceAverage(name: string, averageValue: string): Fields {
  return { type: 'Resource', resource: { name, target: { type: 'AverageValue', averageValue } } };
}

export function podsMetric(name: string, averageValue: string): Fields {
  return { type: 'Pods', pods: { metric: { name }, target: { type: 'AverageValue', averageValue } } };
}

export function objectMetric(name: string, target: Fields): Fields {
  const describedObject = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web' };
  return { type: 'Object', object: { metric: { name }, describedObject, target } };
}

export function externalMetric(name: string, target: Fields, selector?: Fields): Fields {
  return { type: 'External', external: { metric: { name, ...(selector && { selector }) }, target } };
}

/** What may differ in a pod. */
export interface PodOptions {
  readonly phase?: string;
  /** Seconds since it started. @default 10,000 */
  readonly age?: number;
  /** Status of Ready, or null for a pod without the condition. @default "True" */
  readonly ready?: string | null;
  /** Seconds since Ready changed. @default its age */
  readonly readySince?: number;
  readonly deleted?: boolean;
  /** Requests by container. @default { web: { cpu: "200m" } } */
  readonly requests?: Readonly<Record<string, Fields>>;
  readonly spec?: Fields;
}

export function pod(name: string, options: PodOptions = {}): Fields {
  const { phase = 'Running', age = 10_000, ready = 'True', readySince = age, deleted, requests, spec } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...(deleted === true && { deletionTimestamp: ago(1) }) },
    spec: {
      containers: Object.entries(requests ?? { web: { cpu: '200m' } }).map(([container, quantities]) => ({
        name: container,
        resources: { requests: quantities },
      })),
      ...spec,
    },
    status: {
      phase,
      startTime: ago(age),
      conditions: ready === null ? [] : [{ type: 'Ready', status: ready, lastTransitionTime: ago(readySince) }],
    },
  };
}

/** A number of equal pods, named p0, p1 and so on. */
export function podsOf(count: number, options: PodOptions = {}, prefix = 'p'): Fields[] {
  return Array.from({ length: count }, (_, index) => pod(`${prefix}${index}`, options));
}

/** PodMetrics of one container, measured over 15 seconds up to now. */
export function podMetrics(name: string, usage: Fields, age = 0, window = '15s'): Fields {
  return {
    metadata: { name },
    timestamp: ago(age),
    window,
    containers: [{ name: 'web', usage }],
  };
}

/** PodMetrics of pods p0, p1 and so on, by their CPU in millicores. */
export function cpuOf(...millis: readonly number[]): Fields[] {
  return millis.map((milli, index) => podMetrics(`p${index}`, { cpu: `${milli}m` }));
}

/** Values of a Pods metric of p0, p1 and so on. */
export function valuesOf(metric: string, ...values: readonly (string | number)[]): Fields[] {
  return values.map((value, index) => ({
    describedObject: { kind: 'Pod', name: `p${index}` },
    metric: { name: metric },
    timestamp: ago(0),
    value,
  }));
}

export function objectValue(metric: string, value: string | number): Fields {
  return { describedObject: { kind: 'Ingress', name: 'web' }, metric: { name: metric }, value };
}

export function series(metricName: string, ...values: readonly (string | number)[]): Fields[] {
  return values.map((value) => ({ metricName, value }));
}

/** A Scale; the pods that exist are the ones that it asks for, unless it is said otherwise. */
export function scale(replicas: number, statusReplicas = replicas) {
  return { spec: { replicas }, status: { replicas: statusReplicas } };
}
