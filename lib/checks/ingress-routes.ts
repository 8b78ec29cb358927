import { at, fields, list, text } from '../kubernetes/fields';
import { namespaceOf, type CheckedObject } from './manifest';

/** The two nginx controllers: what an IngressClass calls each, and the annotations that it reads. */
export interface NginxFamily {
  readonly name: string;
  readonly controller: string;
  readonly annotations: readonly string[];
}

/** @see https://docs.nginx.com/nginx-ingress-controller/installation/ingress-nginx/ */
export const NGINX_FAMILIES: readonly NginxFamily[] = [
  { name: "F5's controller", controller: 'nginx.org/ingress-controller', annotations: ['nginx.org/', 'nginx.com/'] },
  {
    name: "the community's ingress-nginx",
    controller: 'k8s.io/ingress-nginx',
    annotations: ['nginx.ingress.kubernetes.io/'],
  },
];

/** The controller of an IngressClass, if it is one of nginx. */
export function familyOf(ingressClass: CheckedObject): NginxFamily | undefined {
  const controller = text(ingressClass.manifest, 'spec', 'controller');
  return NGINX_FAMILIES.find(
    (family) => controller === family.controller || controller?.startsWith(`${family.controller}/`),
  );
}

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';

/** The name of an Ingress's class by field and by annotation; the API server refuses both together. */
export function classOf({ manifest }: CheckedObject): { readonly field?: string; readonly annotation?: string } {
  return {
    field: text(manifest, 'spec', 'ingressClassName'),
    annotation: text(manifest.metadata, 'annotations', CLASS_ANNOTATION),
  };
}

/** Whether an Ingress without a class gets this one. */
export function isDefaultClass({ manifest }: CheckedObject): boolean {
  return text(manifest.metadata, 'annotations', DEFAULT_ANNOTATION) === 'true';
}

/** An annotation of an object. */
export function annotationOf({ manifest }: CheckedObject, annotation: string): string | undefined {
  return text(manifest.metadata, 'annotations', annotation);
}

/** A path of an Ingress. */
export interface IngressPath {
  readonly host: string;
  readonly path: string;
  readonly pathType: string;
  /** Whether it leads to an action in an annotation, such as a redirect, which may stand before a Service with the same path. */
  readonly isAction: boolean;
}

/** All paths of an Ingress, with their hosts; `*` stands for any host. */
export function pathsOf({ manifest }: CheckedObject): IngressPath[] {
  return list(manifest, 'spec', 'rules').flatMap((rule) =>
    list(rule, 'http', 'paths').map((path) => ({
      host: text(rule, 'host') ?? '*',
      path: text(path, 'path') ?? '/',
      pathType: text(path, 'pathType') ?? 'ImplementationSpecific',
      isAction: isAction(portOf(at(path, 'backend', 'service', 'port', 'name'))),
    })),
  );
}

/**
 * Whether the port of a backend says that it is an action of the AWS Load Balancer Controller, and no Service.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#actions
 */
export function isAction(port: string | number): boolean {
  return port === 'use-annotation';
}

/** A Service that a route leads to. */
export interface BackendReference {
  readonly namespace: string;
  readonly service: string;
  /** Name or number of its port. */
  readonly port: string | number;
  /** Where the name of the Service stands, and where its port. */
  readonly nameField: string;
  readonly portField: string;
}

/** All Services that an Ingress or an HTTPRoute leads to. */
export function backendsOf(object: CheckedObject): BackendReference[] {
  const { manifest } = object;
  const namespace = namespaceOf(object);
  if (manifest.kind === 'HTTPRoute') {
    return list(manifest, 'spec', 'rules')
      .flatMap((rule, i) =>
        list(rule, 'backendRefs').map((reference, j) => [reference, `spec.rules[${i}].backendRefs[${j}]`] as const),
      )
      .filter(([reference]) => (text(reference, 'kind') ?? 'Service') === 'Service')
      .map(([reference, field]) => ({
        namespace: text(reference, 'namespace') ?? namespace,
        service: text(reference, 'name') ?? '',
        port: portOf(at(reference, 'port')),
        nameField: `${field}.name`,
        portField: `${field}.port`,
      }));
  }
  const backends = [
    [fields(manifest, 'spec', 'defaultBackend'), 'spec.defaultBackend'] as const,
    ...list(manifest, 'spec', 'rules').flatMap((rule, i) =>
      list(rule, 'http', 'paths').map(
        (path, j) => [fields(path, 'backend'), `spec.rules[${i}].http.paths[${j}].backend`] as const,
      ),
    ),
  ];
  return backends.flatMap(([backend, field]) => {
    const service = text(backend, 'service', 'name');
    const port = fields(backend, 'service', 'port');
    if (service === undefined) return [];
    const portField = `${field}.service.port.${port.name === undefined ? 'number' : 'name'}`;
    const nameField = `${field}.service.name`;
    return [{ namespace, service, port: portOf(port.name ?? port.number), nameField, portField }];
  });
}

function portOf(port: unknown): string | number {
  return typeof port === 'string' || typeof port === 'number' ? port : '';
}
