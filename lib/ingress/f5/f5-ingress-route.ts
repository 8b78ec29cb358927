import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { PathType, checkProps, childOf, type RouteProps } from '../../platform';
import { ConstructError, refuse, wholeNumberProblem } from '../../validation';
import { addIngress } from '../ingress-object';
import { IngressRoute, type NginxRouteOptions } from '../ingress-route';
import { asSeconds, asSize, asText } from '../nginx-tuning';
import { resolveRoute, type ResolvedBackend } from '../resolved-route';
import { annotationsOf, type RouteAnnotation } from '../route-annotations';
import { type F5NginxIngressStack } from './f5-nginx-ingress-stack';
import { routeOptionProblems } from '../tuning-problems';

/** How nginx chooses a pod. */
export enum F5LoadBalancing {
  /** One after the other. */
  ROUND_ROBIN = 'round_robin',
  /** The one with the fewest connections. */
  LEAST_CONNECTIONS = 'least_conn',
  /** The same for the same client. */
  IP_HASH = 'ip_hash',
  /** The less busy of two random ones: the controller's default. */
  RANDOM_TWO_LEAST_CONNECTIONS = 'random two least_conn',
}

/** Props of `F5IngressRoute`. */
export interface F5IngressRouteProps extends RouteProps, NginxRouteOptions {
  /** The controller. */
  readonly ingress: F5NginxIngressStack;
  /**
   * How nginx chooses a pod.
   * @default F5LoadBalancing.RANDOM_TWO_LEAST_CONNECTIONS
   */
  readonly loadBalancing?: F5LoadBalancing;
  /**
   * Idle connections that a worker process keeps open to the pods.
   * @default the controller's
   */
  readonly keepAliveConnections?: number;
  /**
   * Whether the backends speak WebSocket.
   * @default false
   */
  readonly webSocket?: boolean;
  /**
   * Whether the backends speak HTTPS themselves.
   * @default false
   */
  readonly backendHttps?: boolean;
}

/**
 * A route of F5's controller, with options that only it reads.
 *
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/
 */
export class F5IngressRoute extends IngressRoute {
  /** The Ingress. */
  public readonly apiObject: ApiObject;

  /** @throws on a route that cannot work, or one without a host where the controller does not take any. */
  constructor(scope: Construct, id: string, props: F5IngressRouteProps) {
    checkProps(childOf(scope, id), 'F5IngressRoute', props);
    super(scope, id, props.ingress, props);
    const resolved = resolveRoute(this, id, props);
    refuse(
      this,
      ...routeOptionProblems(props),
      wholeNumberProblem('The keepAliveConnections of a route', props.keepAliveConnections, 0),
    );
    const services = [...new Set(resolved.backends.map(({ service }) => service))].join(',');
    if (resolved.host === undefined && !props.ingress.allowsEmptyHost) {
      throw new ConstructError(this, {
        what: `Route "${this.name}" names no host, and ingress class "${props.ingress.ingressClass}" (${props.ingress.node.path}) takes none without.`,
        why: "F5's controller rejects such an Ingress and says so in an event only.",
        fix: 'Give the route a host, or the controller allowEmptyHost: true.',
      });
    }
    const expressions = resolved.backends.some(({ pathType }) => pathType === PathType.REGULAR_EXPRESSION);
    this.apiObject = addIngress(this, props.ingress.ingressClass, resolved, {
      id: 'ingress',
      name: this.name,
      defaultBackend: resolved.defaultBackend,
      backends: resolved.backends.map((backend) => ({ ...backend, path: rewrittenPath(backend) })),
      annotations: {
        ...annotationsOf(props, ANNOTATIONS),
        ...this.rewrites(resolved.backends),
        ...(expressions ? { 'nginx.org/path-regex': 'case_sensitive' } : {}),
        ...(props.webSocket ? { 'nginx.org/websocket-services': services } : {}),
        ...(props.backendHttps ? { 'nginx.org/ssl-services': services } : {}),
      },
    });
  }

  private rewrites(backends: ResolvedBackend[]): { [annotation: string]: string } {
    const byService = new Map<string, string | undefined>();
    for (const backend of backends) {
      const rewrite = backend.rewrite === undefined ? undefined : rewriteTarget(backend, backend.rewrite);
      if (byService.has(backend.service) && byService.get(backend.service) !== rewrite) {
        throw new ConstructError(this, {
          what: `Route "${this.name}" rewrites requests to Service "${backend.service}" in two ways.`,
          why: "F5's controller has one rewrite per Service and Ingress.",
          fix: 'Rewrite both paths alike, or lead one of them to a second Service of the same pods.',
        });
      }
      byService.set(backend.service, rewrite);
    }
    const rewrites = [...byService].flatMap(([service, rewrite]) =>
      rewrite === undefined ? [] : [`serviceName=${service} rewrite=${rewrite}`],
    );
    return rewrites.length === 0 ? {} : { 'nginx.org/rewrites': rewrites.join(';') };
  }
}

const ANNOTATIONS: Readonly<Partial<Record<keyof F5IngressRouteProps, RouteAnnotation>>> = {
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
