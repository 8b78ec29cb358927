import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { PathType } from '../platform';
import { AppChecks } from '../synth';
import { type ResolvedBackend, type ResolvedRoute, type ResolvedTarget } from './resolved-route';

/** One Ingress object of a route. */
export interface IngressProps {
  readonly id: string;
  readonly name: string;
  readonly annotations: { readonly [annotation: string]: string };
  readonly backends: ResolvedBackend[];
  readonly defaultBackend?: ResolvedTarget;
}

/** Writes the Ingresses of a route. The first one has the certificate made, for all of them. */
export function addIngresses(
  scope: Construct,
  ingressClassName: string | undefined,
  route: ResolvedRoute,
  ingresses: readonly IngressProps[],
): ApiObject[] {
  return ingresses.map((ingress, index) =>
    addIngress(scope, ingressClassName, index === 0 ? route : { ...route, issuer: undefined }, ingress),
  );
}

/** Writes one Ingress of a route. Paths are sorted by code unit, so that the order of backends changes nothing. */
export function addIngress(
  scope: Construct,
  ingressClassName: string | undefined,
  { host, namespace, tlsSecretName, issuer }: ResolvedRoute,
  { id, name, backends, defaultBackend, ...props }: IngressProps,
): ApiObject {
  const annotations = { ...props.annotations, ...issuer?.annotations };
  for (const provided of issuer?.provided(namespace ?? 'default') ?? []) AppChecks.attach(scope).provide(provided);
  const paths = [...backends].sort((a, b) => (a.path < b.path ? -1 : 1));
  return new ApiObject(scope, id, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace, annotations: Object.keys(annotations).length > 0 ? annotations : undefined },
    spec: {
      ingressClassName,
      defaultBackend: defaultBackend && backendFields(defaultBackend),
      tls: tlsSecretName === undefined ? undefined : [{ secretName: tlsSecretName, hosts: host && [host] }],
      rules:
        paths.length === 0
          ? undefined
          : [
              {
                host,
                http: {
                  paths: paths.map((backend) => ({
                    path: backend.path,
                    pathType:
                      backend.pathType === PathType.REGULAR_EXPRESSION ? 'ImplementationSpecific' : backend.pathType,
                    backend: backendFields(backend),
                  })),
                },
              },
            ],
    },
  });
}

function backendFields({ service, portName, port }: ResolvedTarget): object {
  return { service: { name: service, port: portName === undefined ? { number: port } : { name: portName } } };
}
