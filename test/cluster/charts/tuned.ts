import { type Fields } from '../../../lib/simulation';

export const TUNED = 'tuned';

/** What an autoscaler of the test begins with. */
export interface FirstSetting {
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

const RESOURCES = { requests: { cpu: '40m', memory: '32Mi' }, limits: { cpu: '100m', memory: '128Mi' } };

/** Apache with a page that costs some CPU, and an autoscaler that is ready for the peak at all times, at 50 %. */
export function firstSetting(name: string, image: string, setting: FirstSetting): Fields[] {
  const container = {
    name: 'web',
    image,
    imagePullPolicy: 'IfNotPresent',
    ports: [{ containerPort: 80 }],
    resources: RESOURCES,
    readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 5 },
    lifecycle: { preStop: { exec: { command: ['sleep', '3'] } } },
  };
  const metadata = { name, namespace: TUNED };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
      },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: {
        ...setting,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
        ],
      },
    },
  ];
}

/** The same objects under another name, and a Service with a port of the node. */
export function servedAs(manifests: readonly Fields[], name: string, nodePort: number): Fields[] {
  const before = (manifests[0]?.metadata as { readonly name: string }).name;
  const text = JSON.stringify(manifests).replaceAll(`"${before}"`, `"${name}"`);
  return [
    ...(JSON.parse(text) as Fields[]),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: TUNED },
      spec: { type: 'NodePort', selector: { app: name }, ports: [{ port: 80, nodePort }] },
    },
  ];
}
