import { type CheckedObject, type Fields, type Manifest } from '../lib/checks';
import { shopOf } from './manifests';

/** Makes as many of something as are asked for. */
type Shape = (count: number) => CheckedObject[];

const COMMON = { 'app.kubernetes.io/part-of': 'shop' };

/** Shapes of manifests: none may cost more than twice as much if it is twice as large. */
export const MANIFESTS: Readonly<Record<string, Shape>> = {
  shop: (count) => shopOf(Math.ceil(count / 4)),
  oneNamespace: (count) => many(count, (i) => [deployment(i), service(i, { app: `web-${i}` })]),
  wideServices: (count) => many(count, (i) => [deployment(i), service(i, COMMON)]),
  wideMonitors: (count) => many(count, (i) => [service(i, COMMON), monitor(i, { matchLabels: COMMON })]),
  monitors: (count) => many(count, (i) => [service(i, COMMON), monitor(i, { matchLabels: { app: `web-${i}` } })]),
  expressions: (count) =>
    many(count, (i) => {
      const only = [{ key: 'app', operator: 'In', values: [`web-${i}`] }];
      return [deployment(i, { matchLabels: COMMON, matchExpressions: only }), autoscaler(i)];
    }),
  policies: (count) =>
    many(count, (i) => [
      deployment(i),
      object('networking.k8s.io/v1', 'NetworkPolicy', i, { podSelector: { matchLabels: { app: `web-${i}` } } }),
    ]),
  ingresses: (count) => many(count, (i) => [deployment(i), service(i, { app: `web-${i}` }), ingress(i)]),
  loadBalancers: (count) => many(count, (i) => [service(i, { app: `web-${i}` }, { type: 'LoadBalancer' })]),
  nodePorts: (count) =>
    many(count, (i) => [service(i, { app: `web-${i}` }, { type: 'NodePort' }, 30_000 + (i % 2000))]),
  typos: (count) => many(count, (i) => [deployment(i), service(i, { app: `wbe-${i}` }), autoscaler(i, `wbe-${i}`)]),
};

function many(count: number, make: (i: number) => CheckedObject[]): CheckedObject[] {
  return Array.from({ length: count }, (_, i) => make(i)).flat();
}

function object(apiVersion: string, kind: string, i: number, spec: Fields): CheckedObject {
  const labels = { ...COMMON, app: `web-${i}` };
  const manifest: Manifest = { apiVersion, kind, metadata: { name: `web-${i}`, namespace: 'shop', labels }, spec };
  return { manifest, origin: `shop.yaml:${i + 1}` };
}

function deployment(i: number, selector: Fields = { matchLabels: { app: `web-${i}` } }): CheckedObject {
  const container = {
    name: 'app',
    image: 'ghcr.io/acme/shop:1.4.2',
    ports: [{ name: 'http', containerPort: 8080 }],
    resources: { requests: { cpu: '100m', memory: '64Mi' } },
  };
  const template = { metadata: { labels: { ...COMMON, app: `web-${i}` } }, spec: { containers: [container] } };
  return object('apps/v1', 'Deployment', i, { selector, template });
}

function service(i: number, selector: Fields, more: Fields = {}, nodePort?: number): CheckedObject {
  return object('v1', 'Service', i, {
    selector,
    ports: [{ name: 'http', port: 80, targetPort: 'http', ...(nodePort !== undefined && { nodePort }) }],
    ...more,
  });
}

function monitor(i: number, selector: Fields): CheckedObject {
  return object('monitoring.coreos.com/v1', 'ServiceMonitor', i, { selector, endpoints: [{ port: 'http' }] });
}

function autoscaler(i: number, name = `web-${i}`): CheckedObject {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name };
  return object('autoscaling/v2', 'HorizontalPodAutoscaler', i, { scaleTargetRef, minReplicas: 2, maxReplicas: 10 });
}

function ingress(i: number): CheckedObject {
  const backend = { service: { name: `web-${i}`, port: { name: 'http' } } };
  const rules = [{ host: `web-${i}.example.com`, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }];
  return object('networking.k8s.io/v1', 'Ingress', i, { ingressClassName: 'nginx', rules });
}
