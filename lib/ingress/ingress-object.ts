import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { PathType } from '../platform';
import { type ResolvedBackend, type ResolvedRoute, type ResolvedTarget } from './resolved-route';

/** One Ingress object of a route. */
export interface IngressProps {
  readonly id: string;
  readonly name: string;
  readonly annotations: { readonly [annotation: string]: string };
  readonly backends: ResolvedBackend[];
  readonly defaultBackend?: ResolvedTarget;
}

/** Writes one Ingress of a route. Paths are sorted by code unit, so that the order of backends changes nothing. */
export function addIngress(
  scope: Construct,
  ingressClassName: string,
  { host, namespace, tlsSecretName }: ResolvedRoute,
  { id, name, annotations, backends, defaultBackend }: IngressProps,
): ApiObject {
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
