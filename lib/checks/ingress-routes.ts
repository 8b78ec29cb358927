import { at, fields, list, text } from '../kubernetes/fields';
import { namespaceOf, type CheckedObject } from './manifest';

/** An ingress controller: what an IngressClass calls it, and the annotations that it reads, and nobody else. */
export interface IngressFamily {
  readonly name: string;
  readonly controller: string;
  readonly annotations: readonly string[];
}

/** @see https://docs.nginx.com/nginx-ingress-controller/installation/ingress-nginx/ */
export const F5_FAMILY: IngressFamily = {
  name: "F5's controller",
  controller: 'nginx.org/ingress-controller',
  annotations: ['nginx.org/', 'nginx.com/'],
};

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ */
export const COMMUNITY_FAMILY: IngressFamily = {
  name: "the community's ingress-nginx",
  controller: 'k8s.io/ingress-nginx',
  annotations: ['nginx.ingress.kubernetes.io/'],
};

/** @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/ */
export const TRAEFIK_FAMILY: IngressFamily = {
  name: 'Traefik',
  controller: 'traefik.io/ingress-controller',
  annotations: ['traefik.ingress.kubernetes.io/'],
};

/** @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/ */
export const ALB_FAMILY: IngressFamily = {
  name: 'the AWS Load Balancer Controller',
  controller: 'ingress.k8s.aws/alb',
  annotations: ['alb.ingress.kubernetes.io/'],
};

/**
 * HAProxy Technologies' controller; it also reads `ingress.kubernetes.io/`, as others do.
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/annotations.md
 */
export const HAPROXY_FAMILY: IngressFamily = {
  name: "HAProxy's controller",
  controller: 'haproxy.org/ingress-controller',
  annotations: ['haproxy.org/', 'haproxy.com/'],
};

/**
 * Google's controller of GKE has no IngressClass: an annotation chooses it.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration
 */
export const GCE_FAMILY: IngressFamily = {
  name: "Google's controller",
  controller: 'gce',
  annotations: ['networking.gke.io/', 'ingress.gcp.kubernetes.io/', 'kubernetes.io/ingress.global-static-ip-name'],
};

/** All controllers whose annotations are known. */
export const INGRESS_FAMILIES: readonly IngressFamily[] = [
  F5_FAMILY,
  COMMUNITY_FAMILY,
  TRAEFIK_FAMILY,
  ALB_FAMILY,
  HAPROXY_FAMILY,
  GCE_FAMILY,
];

/** The one controller that reads an annotation, where there is one. */
export function readerOf(annotation: string): IngressFamily | undefined {
  return INGRESS_FAMILIES.find(({ annotations }) => annotations.some((prefix) => annotation.startsWith(prefix)));
}

/** The controller of an IngressClass, if it is a known one. */
export function familyOf(ingressClass: CheckedObject): IngressFamily | undefined {
  const controller = text(ingressClass.manifest, 'spec', 'controller');
  return controller === undefined ? undefined : familyOfController(controller);
}

/** The same, by what the IngressClass has as `controller`: the name, or the name and what tells one of several from the others. */
export function familyOfController(controller: string): IngressFamily | undefined {
  return INGRESS_FAMILIES.find(
    (family) => controller === family.controller || controller.startsWith(`${family.controller}/`),
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
