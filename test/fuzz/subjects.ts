/** What is broken: manifests, queries and frames that are right. */
export const METADATA = { name: 'web', namespace: 'shop' };
export const TEMPLATE = {
  metadata: { labels: { app: 'web' } },
  spec: {
    containers: [
      {
        name: 'web',
        image: 'registry.example/web:1',
        ports: [{ name: 'http', containerPort: 8080 }],
        readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 5 },
        lifecycle: { preStop: { sleep: { seconds: 5 } } },
        resources: { requests: { cpu: '200m', memory: '64Mi' }, limits: { cpu: '1' } },
      },
    ],
  },
};
export const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: METADATA,
  spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: TEMPLATE },
};
export const HPA = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: METADATA,
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
    behavior: {
      scaleDown: { stabilizationWindowSeconds: 60, policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }] },
    },
  },
};
export const QUERY =
  'sum by (pod) (rate(http_requests_total{namespace="shop", pod=~"web-.+"}[2m])) / on (pod) group_left up or vector(0)';
export const FORMULA = '(trig_a ?? 0) > 5 ? max([trig_a, 2]) : float(trig_b) * 1.5';

export function scaledObject(query: string, formula: string): object {
  const trigger = (name: string) => ({
    ...{ type: 'prometheus', name },
    metadata: { serverAddress: 'http://prometheus.monitoring:9090', query, threshold: '5' },
  });
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: METADATA,
    spec: {
      scaleTargetRef: { name: 'web' },
      minReplicaCount: 0,
      maxReplicaCount: 5,
      triggers: [
        trigger('trig_a'),
        trigger('trig_b'),
        {
          type: 'cron',
          metadata: { timezone: 'Etc/UTC', start: '0 8 * * *', end: '0 18 * * *', desiredReplicas: '2' },
        },
      ],
      advanced: { scalingModifiers: { formula, target: '5' } },
    },
  };
}

export const FRAMES = [0, 15, 30].map((second) => ({
  time: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
  hpa: { ...HPA, status: { currentReplicas: 2, desiredReplicas: 2 + (second > 15 ? 1 : 0) } },
  scale: { spec: { replicas: 2 }, status: { replicas: 2, selector: 'app=web' } },
  pods: [
    {
      metadata: { name: 'web-1', labels: { app: 'web' } },
      spec: TEMPLATE.spec,
      status: {
        phase: 'Running',
        startTime: '2025-12-31T00:00:00Z',
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2025-12-31T00:00:00Z' }],
      },
    },
  ],
  metrics: {
    resource: [
      {
        metadata: { name: 'web-1' },
        timestamp: '2026-01-01T00:00:00Z',
        window: '15s',
        containers: [{ name: 'web', usage: { cpu: '300m', memory: '60Mi' } }],
      },
    ],
  },
}));

export function yaml(...objects: readonly unknown[]): string {
  return objects.map((object) => `---\n${JSON.stringify(object, undefined, 2)}\n`).join('');
}
