import { type Fields, type TuneOptions, type WorldOptions } from '../../../lib/simulation';

const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

export function deployment(container: Fields = {}): Fields {
  const resources = { requests: { cpu: '250m', memory: '128Mi' }, limits: { cpu: '500m' } };
  const template = { spec: { containers: [{ name: 'web', image: 'acme/web:1', resources, ...container }] } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template } };
}

export function resource(name: string, averageUtilization: number): Fields {
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } };
}

export function autoscaler(spec: Fields = {}): Fields {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: { scaleTargetRef: TARGET, minReplicas: 6, maxReplicas: 20, metrics: [resource('cpu', 40)], ...spec },
  };
}

export function scaledObject(spec: Fields = {}): Fields {
  const query = 'sum(rate(http_requests_total[5m]))';
  const trigger = { type: 'prometheus', metadata: { serverAddress: 'http://p', query, threshold: '5' } };
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'web' },
    spec: { scaleTargetRef: { name: 'web' }, minReplicaCount: 4, maxReplicaCount: 20, triggers: [trigger], ...spec },
  };
}

/** Everything but what a request costs and how long a pod takes to start was measured: each open number costs runs. */
export const MEASURED: WorldOptions = {
  ...{ extraLatency: 0.005, idleCpu: 0.001, bootSeconds: 1, endpointLag: 1, drainSeconds: 0, requestTimeout: 30 },
  ...{ loadFactor: 1, memory: 6e7, kubeletInterval: 15, scrapeInterval: 15, syncSeconds: 0.02, pullSeconds: 0 },
};

/** Few settings, and few runs of each, under users, who need no warm-up: what a test has time for. */
export const QUICK: TuneOptions = {
  manifests: [deployment(), autoscaler()],
  name: 'HorizontalPodAutoscaler/default/web',
  options: { load: 'locust:100@10/s,wait=500ms..1s', duration: '4m', world: MEASURED },
  candidates: 12,
  runs: 2,
};
