import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { PathType, checkProps, childOf, type RouteProps } from '../../platform';
import { ConstructError, refuse, wholeNumberProblem, formError, headerNameProblem } from '../../validation';
import { addIngress } from '../ingress-object';
import { IngressRoute, type NginxRouteOptions } from '../ingress-route';
import { asBareSeconds, asSize, asText } from '../nginx-tuning';
import { resolveRoute, type ResolvedBackend } from '../resolved-route';
import { annotationsOf, type RouteAnnotation } from '../route-annotations';
import { type CommunityNginxIngressStack } from './community-nginx-ingress-stack';
import { routeOptionProblems } from '../tuning-problems';

/** How nginx chooses a pod. */
export enum CommunityLoadBalancing {
  /** One after the other: the controller's default. */
  ROUND_ROBIN = 'round_robin',
  /** The one that answers fastest, by a moving average. */
  FASTEST = 'ewma',
}

/** What the backends speak. */
export enum BackendProtocol {
  /** Plain HTTP. */
  HTTP = 'HTTP',
  /** HTTPS, with any certificate. */
  HTTPS = 'HTTPS',
  /** gRPC without TLS. */
  GRPC = 'GRPC',
}

/** Props of `CommunityIngressRoute`. */
export interface CommunityIngressRouteProps extends RouteProps, NginxRouteOptions {
  /** The controller. */
  readonly ingress: CommunityNginxIngressStack;
  /**
   * How nginx chooses a pod.
   * @default CommunityLoadBalancing.ROUND_ROBIN
   */
  readonly loadBalancing?: CommunityLoadBalancing;
  /**
   * What the backends speak.
   * @default BackendProtocol.HTTP
   */
  readonly backendProtocol?: BackendProtocol;
  /**
   * Name of a cookie that brings a client back to the same pod. New pods get new clients only.
   * @default none
   */
  readonly affinityCookie?: string;
  /**
   * Requests per second of one client address, on each pod of the controller.
   * @default no limit
   */
  readonly requestsPerSecond?: number;
  /**
   * Share of the requests in percent that this route takes from another one of the same host and path.
   * @default none: it is not a canary
   */
  readonly canaryWeight?: number;
}

/**
 * A route of the community's controller, with options that only it reads.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
export class CommunityIngressRoute extends IngressRoute {
  /** The Ingress objects: one, and one more for each way of rewriting, because the annotation for it holds for a whole Ingress. */
  public readonly apiObjects: ApiObject[];

  /** @throws on a route that cannot work, or a share of requests that is not a percentage. */
  constructor(scope: Construct, id: string, props: CommunityIngressRouteProps) {
    checkProps(childOf(scope, id), 'CommunityIngressRoute', props);
    super(scope, id, props.ingress, props);
    const resolved = resolveRoute(this, id, props);
    refuse(
      this,
      ...routeOptionProblems(props),
      wholeNumberProblem('The requestsPerSecond of a route', props.requestsPerSecond, 1),
      formError('The affinityCookie', props.affinityCookie, headerNameProblem),
    );
    const { canaryWeight } = props;
    if (canaryWeight !== undefined && !(Number.isInteger(canaryWeight) && canaryWeight >= 0 && canaryWeight <= 100)) {
      throw new ConstructError(this, {
        what: `Route "${this.name}" is to take ${canaryWeight} % of the requests.`,
        why: 'The controller ignores the annotation, and the canary takes none.',
        fix: 'Use a whole number from 0 to 100.',
      });
    }
    const annotations = {
      ...annotationsOf(props, ANNOTATIONS),
      ...(props.affinityCookie === undefined ? {} : { [`${PREFIX}/affinity`]: 'cookie' }),
      ...(canaryWeight === undefined ? {} : { [`${PREFIX}/canary`]: 'true' }),
    };
    const groups = groupByRewrite(resolved.backends);
    if (groups.length === 0) groups.push({ annotations: {}, backends: [] });
    this.apiObjects = groups.map((group, index) =>
      addIngress(this, props.ingress.ingressClass, resolved, {
        id: index === 0 ? 'ingress' : `ingress-${index + 1}`,
        name: index === 0 ? this.name : `${this.name}-${index + 1}`,
        backends: group.backends,
        defaultBackend: index === 0 ? resolved.defaultBackend : undefined,
        annotations: { ...annotations, ...group.annotations },
      }),
    );
  }
}

const PREFIX = 'nginx.ingress.kubernetes.io';

const ANNOTATIONS: Readonly<Partial<Record<keyof CommunityIngressRouteProps, RouteAnnotation>>> = {
  connectTimeout: { annotation: `${PREFIX}/proxy-connect-timeout`, text: asBareSeconds },
  readTimeout: { annotation: `${PREFIX}/proxy-read-timeout`, text: asBareSeconds },
  sendTimeout: { annotation: `${PREFIX}/proxy-send-timeout`, text: asBareSeconds },
  clientMaxBodySize: { annotation: `${PREFIX}/proxy-body-size`, text: asSize },
  proxyBuffering: { annotation: `${PREFIX}/proxy-buffering`, text: (value: boolean) => (value ? 'on' : 'off') },
  redirectToHttps: { annotation: `${PREFIX}/ssl-redirect`, text: asText },
  loadBalancing: { annotation: `${PREFIX}/load-balance`, text: asText },
  backendProtocol: { annotation: `${PREFIX}/backend-protocol`, text: asText },
  affinityCookie: { annotation: `${PREFIX}/session-cookie-name`, text: asText },
  requestsPerSecond: { annotation: `${PREFIX}/limit-rps`, text: asText },
  canaryWeight: { annotation: `${PREFIX}/canary-weight`, text: asText },
};

interface Group {
  readonly annotations: { readonly [annotation: string]: string };
  readonly backends: ResolvedBackend[];
}

/** The backends by what their Ingress has to be annotated with; the ones that are not rewritten first. */
function groupByRewrite(backends: ResolvedBackend[]): Group[] {
  const groups = new Map<string, Group>();
  const ordered = [
    ...backends.filter(({ rewrite }) => rewrite === undefined),
    ...backends.filter(({ rewrite }) => rewrite !== undefined),
  ];
  for (const backend of ordered) {
    const annotations = regexAnnotations(backend);
    const key = JSON.stringify(annotations);
    const group = groups.get(key) ?? { annotations, backends: [] };
    groups.set(key, group);
    group.backends.push(backend.rewrite === undefined ? backend : asExpression(backend));
  }
  return [...groups.values()];
}

function regexAnnotations({ pathType, rewrite }: ResolvedBackend): { [annotation: string]: string } {
  if (rewrite !== undefined) {
    const target = pathType === PathType.EXACT ? rewrite : `${withoutSlash(rewrite)}/$2`;
    return { [`${PREFIX}/use-regex`]: 'true', [`${PREFIX}/rewrite-target`]: target };
  }
  return pathType === PathType.REGULAR_EXPRESSION ? { [`${PREFIX}/use-regex`]: 'true' } : {};
}

/** The path as an expression: its second group is what comes after the prefix, element by element. */
function asExpression(backend: ResolvedBackend): ResolvedBackend {
  const literal = withoutSlash(backend.path).replaceAll('.', '\\.');
  const path =
    backend.pathType === PathType.EXACT ? `${literal || '/'}$` : `${literal || '/'}${literal ? '(/|$)' : '()'}(.*)`;
  return { ...backend, path, pathType: PathType.REGULAR_EXPRESSION };
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}
