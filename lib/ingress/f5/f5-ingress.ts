import { type Construct } from 'constructs';
import { AppProtocol, PathType } from '../../platform';
import { F5_FAMILY } from '../../checks/ingress-routes';
import { ConstructError, refuse, wholeNumberProblem } from '../../validation';
import { refuseCanaries } from '../classes/plain-ingress';
import { type IngressProps } from '../ingress-object';
import { asSeconds, asSize, asText } from '../nginx-tuning';
import { requireProtocols, speakers, speaks } from '../route-protocols';
import { type ResolvedBackend, type ResolvedRoute } from '../resolved-route';
import { additionalAnnotations, annotationsOf, type RouteAnnotation } from '../route-annotations';
import { routeOptionProblems } from '../tuning-problems';
import { type F5RouteOptions } from './f5-route-options';

/** What a route has to know of F5's controller. */
export interface F5Controller {
  /** Name of the IngressClass. */
  readonly ingressClass: string;
  /** Whether it serves an Ingress that names no host. */
  readonly allowsEmptyHost: boolean;
  /** Whether clients may speak HTTP/2; undefined where nobody knows. */
  readonly speaksHttp2?: boolean;
  /** Where it is, if this app installs it. */
  readonly node?: { readonly path: string };
}

/**
 * The Ingress of a route through F5's controller.
 *
 * @throws on a route without a host where the controller does not take any, and on a rewrite that it cannot make.
 */
export function f5Ingress(
  scope: Construct,
  { ingressClass, allowsEmptyHost, speaksHttp2, node }: F5Controller,
  route: ResolvedRoute,
  options: F5RouteOptions,
): IngressProps {
  refuse(
    scope,
    ...routeOptionProblems(options),
    wholeNumberProblem('The keepAliveConnections of a route', options.keepAliveConnections, 0),
  );
  if (route.host === undefined && !allowsEmptyHost) {
    throw new ConstructError(scope, {
      what: `Route "${route.name}" names no host, and ingress class "${ingressClass}"${node ? ` (${node.path})` : ''} takes none without.`,
      why: "F5's controller rejects such an Ingress and says so in an event only.",
      fix: 'Give the route a host, or the controller allowEmptyHost: true.',
    });
  }
  refuseCanaries(scope, route, F5_FAMILY.name);
  requireProtocols(scope, route, F5_FAMILY.name, [
    AppProtocol.HTTP,
    AppProtocol.HTTPS,
    AppProtocol.GRPC,
    AppProtocol.GRPCS,
  ]);
  if (speaks(route, GRPC) && route.tlsSecretName === undefined) refuseGrpcWithoutTls(scope, route);
  if (speaks(route, GRPC) && speaksHttp2 === false) refuseGrpcWithoutHttp2(scope, route, ingressClass);
  const expressions = route.backends.some(({ pathType }) => pathType === PathType.REGULAR_EXPRESSION);
  return {
    id: 'ingress',
    name: route.name,
    defaultBackend: route.defaultBackend,
    backends: route.backends.map((backend) => ({ ...backend, path: rewrittenPath(backend) })),
    annotations: {
      ...additionalAnnotations(scope, route, F5_FAMILY, options),
      ...annotationsOf(options, ANNOTATIONS),
      ...rewrites(scope, route),
      ...(expressions ? { 'nginx.org/path-regex': 'case_sensitive' } : {}),
      ...servicesOf('nginx.org/websocket-services', options.webSocket ? route.backends : []),
      ...servicesOf('nginx.org/ssl-services', speakers(route, OVER_TLS)),
      ...servicesOf('nginx.org/grpc-services', speakers(route, GRPC)),
    },
  };
}

const GRPC = [AppProtocol.GRPC, AppProtocol.GRPCS];
const OVER_TLS = [AppProtocol.HTTPS, AppProtocol.GRPCS];

function servicesOf(annotation: string, backends: readonly ResolvedBackend[]): { [annotation: string]: string } {
  const services = [...new Set(backends.map(({ service }) => service))];
  return services.length === 0 ? {} : { [annotation]: services.join(',') };
}

function refuseGrpcWithoutTls(scope: Construct, { name }: ResolvedRoute): never {
  throw new ConstructError(scope, {
    what: `Route "${name}" leads to gRPC, and has no certificate.`,
    why: "F5's controller leads gRPC on over TLS only: clients get no connection.",
    fix: 'Give the route a tlsSecretName, or an issuer that makes one.',
  });
}

function refuseGrpcWithoutHttp2(scope: Construct, { name }: ResolvedRoute, ingressClass: string): never {
  throw new ConstructError(scope, {
    what: `Route "${name}" leads to gRPC, and ingress class "${ingressClass}" does not speak HTTP/2.`,
    why: "F5's controller ignores nginx.org/grpc-services then, and says so in its log only.",
    fix: 'Give the controller tuning: { http2: true }.',
  });
}

function rewrites(scope: Construct, { name, backends }: ResolvedRoute): { [annotation: string]: string } {
  const byService = new Map<string, string | undefined>();
  for (const backend of backends) {
    const rewrite = backend.rewrite === undefined ? undefined : rewriteTarget(backend, backend.rewrite);
    if (byService.has(backend.service) && byService.get(backend.service) !== rewrite) {
      throw new ConstructError(scope, {
        what: `Route "${name}" rewrites requests to Service "${backend.service}" in two ways.`,
        why: "F5's controller has one rewrite per Service and Ingress.",
        fix: 'Rewrite both paths alike, or lead one of them to a second Service of the same pods.',
      });
    }
    byService.set(backend.service, rewrite);
  }
  const written = [...byService].flatMap(([service, rewrite]) =>
    rewrite === undefined ? [] : [`serviceName=${service} rewrite=${rewrite}`],
  );
  return written.length === 0 ? {} : { 'nginx.org/rewrites': written.join(';') };
}

const ANNOTATIONS: Readonly<Partial<Record<keyof F5RouteOptions, RouteAnnotation>>> = {
  connectTimeout: { annotation: 'nginx.org/proxy-connect-timeout', text: asSeconds },
  readTimeout: { annotation: 'nginx.org/proxy-read-timeout', text: asSeconds },
  sendTimeout: { annotation: 'nginx.org/proxy-send-timeout', text: asSeconds },
  clientMaxBodySize: { annotation: 'nginx.org/client-max-body-size', text: asSize },
  proxyBuffering: { annotation: 'nginx.org/proxy-buffering', text: asText },
  redirectToHttps: { annotation: 'nginx.org/ssl-redirect', text: asText },
  loadBalancing: { annotation: 'nginx.org/lb-method', text: asText },
  keepAliveConnections: { annotation: 'nginx.org/keepalive', text: asText },
};

/** nginx puts the rewrite in the place of the path text: both end with "/", or `/shop/cart` would become `//cart`. */
function rewrittenPath({ path, pathType, rewrite }: ResolvedBackend): string {
  return rewrite !== undefined && pathType === PathType.PREFIX ? withSlash(path) : path;
}

function rewriteTarget({ pathType }: ResolvedBackend, rewrite: string): string {
  return pathType === PathType.PREFIX ? withSlash(rewrite) : rewrite;
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
