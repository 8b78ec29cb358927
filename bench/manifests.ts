import { type CheckedObject, type Manifest } from '../lib/checks';

/** Apps of four objects each: Deployment, Service, autoscaler (HPA or ScaledObject in turn) and PodDisruptionBudget. */
export function shopOf(apps: number): CheckedObject[] {
  return Array.from({ length: apps }, (_, i) => appOf(i)).flat();
}

function appOf(i: number): CheckedObject[] {
  const name = `web-${i}`;
  const metadata = { name, namespace: `shop-${i % 50}` };
  const labels = { app: name, 'app.kubernetes.io/part-of': 'shop' };
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name };
  const container = {
    name: 'app',
    image: 'ghcr.io/acme/shop:1.4.2',
    ports: [{ name: 'http', containerPort: 8080 }],
    readinessProbe: { httpGet: { path: '/', port: 'http' } },
    resources: { requests: { cpu: '100m', memory: '64Mi' } },
  };
  const query = `sum(rate(http_requests_total{app="${name}"}[2m]))`;
  const trigger = {
    type: 'prometheus',
    metadata: { serverAddress: 'http://prometheus.monitoring.svc:9090', query, threshold: '100' },
  };
  const manifests: Manifest[] = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 'http' }] },
    },
    i % 2 === 0
      ? {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata,
          spec: { scaleTargetRef: target, minReplicas: 2, maxReplicas: 10 },
        }
      : {
          apiVersion: 'keda.sh/v1alpha1',
          kind: 'ScaledObject',
          metadata,
          spec: { scaleTargetRef: target, minReplicaCount: 2, maxReplicaCount: 10, triggers: [trigger] },
        },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: name } } },
    },
  ];
  return manifests.map((manifest) => ({ manifest, origin: `shop.yaml:${i + 1}` }));
}
