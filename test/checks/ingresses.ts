import { type CheckedObject, type Fields } from '../../lib/checks';
import { checked, object } from './objects';

/** A path of an Ingress, with what the tests vary in it. */
export interface TestedPath {
  readonly host?: string;
  readonly path?: string;
  readonly pathType?: string;
  readonly service?: string;
  readonly port?: Fields;
}

/** The Service that the paths lead to. */
export const WEB = object('v1', 'Service', 'web', { spec: { ports: [{ name: 'http', port: 80 }, { port: 9090 }] } });

/** An Ingress of the class nginx. */
export function ingress(
  name: string,
  paths: readonly TestedPath[] = [],
  annotations: Fields = {},
  spec: Fields = {},
): CheckedObject {
  const rules = paths.map(({ host, path = '/', pathType = 'Prefix', service = 'web', port = { name: 'http' } }) => ({
    host,
    http: { paths: [{ path, pathType, backend: { service: { name: service, port } } }] },
  }));
  const metadata = { name, namespace: 'shop', annotations };
  const manifest = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata };
  return checked({ ...manifest, spec: { ingressClassName: 'nginx', rules, ...spec } }, `app/${name}`);
}

/** A class of Ingresses, served by a controller. */
export function ingressClass(name: string, controller: string, isDefault = false): CheckedObject {
  const annotations = isDefault ? { 'ingressclass.kubernetes.io/is-default-class': 'true' } : {};
  const manifest = { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name, annotations } };
  return checked({ ...manifest, spec: { controller } }, `app/${name}`);
}

export const F5 = 'nginx.org/ingress-controller';
export const COMMUNITY = 'k8s.io/ingress-nginx';
