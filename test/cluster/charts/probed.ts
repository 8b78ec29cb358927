import { type Fields } from '../../../lib/simulation';

export const PROBED = 'probed';

/** Apache with a page that costs some CPU, whose readiness probe asks for the same page and waits for a second only, with an autoscaler. */
export function probedApp(image: string): Fields[] {
  const container = {
    name: 'web',
    image,
    imagePullPolicy: 'IfNotPresent',
    ports: [{ containerPort: 80 }],
    resources: { requests: { cpu: '60m', memory: '32Mi' }, limits: { cpu: '100m', memory: '256Mi' } },
    readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 3, failureThreshold: 2 },
    lifecycle: { preStop: { exec: { command: ['sleep', '3'] } } },
  };
  const metadata = { name: 'web', namespace: PROBED };
  const labels = { app: 'web' };
  return [
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
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: {
        minReplicas: 1,
        maxReplicas: 5,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
        ],
      },
    },
  ];
}

/** A port of the node that leads to its pods. */
export function nodePortOf(nodePort: number): Fields {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: PROBED },
    spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, nodePort }] },
  };
}
