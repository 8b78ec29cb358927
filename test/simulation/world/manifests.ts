import { type Fields } from '../../../lib/simulation';
import { hpa } from '../objects';

/** What may differ in a Deployment. */
export interface DeploymentOptions {
  readonly container?: Fields;
  readonly spec?: Fields;
  readonly podSpec?: Fields;
}

/** A Deployment `web` in `shop`, whose one container requests 200m unless it is said otherwise. */
export function deployment({ container = {}, spec = {}, podSpec = {} }: DeploymentOptions = {}): Fields {
  const containers = [{ name: 'web', resources: { requests: { cpu: '200m', memory: '64Mi' } }, ...container }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers, ...podSpec } },
      ...spec,
    },
  };
}

/** A readiness probe every 5 s. */
export const PROBE: Fields = { readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 5 } };

/** A pause that outlasts the endpoint lag. */
export const PAUSE: Fields = { lifecycle: { preStop: { sleep: { seconds: 5 } } } };

/** A Deployment with an HPA of 50 % CPU and 1 to 10 replicas, unless the spec says otherwise. */
export function scaledOnCpu(spec: Fields = {}, options: DeploymentOptions = {}): Fields[] {
  return [deployment(options), hpa(spec)];
}

/** A Deployment with a ScaledObject. */
export function scaledByKeda(spec: Fields, options: DeploymentOptions = {}): Fields[] {
  return [
    deployment(options),
    {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { scaleTargetRef: { name: 'web' }, ...spec },
    },
  ];
}

/** A trigger on a query. */
export function onQuery(query: string, threshold: string, rest: Fields = {}): Fields {
  return { type: 'prometheus', metadata: { serverAddress: 'http://prometheus', query, threshold }, ...rest };
}
