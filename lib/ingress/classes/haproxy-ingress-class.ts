import { type Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { HAPROXY_FAMILY } from '../../checks/ingress-routes';
import { AppProtocol, PathType } from '../../platform';
import {
  emptyLimitProblem,
  parseIpAddress,
  parseIpRange,
  refuse,
  wholeNumberProblem,
  wholeSecondsProblem,
  type Problem,
} from '../../validation';
import { type IngressProps } from '../ingress-object';
import { asSeconds, asText } from '../nginx-tuning';
import { type ResolvedBackend, type ResolvedRoute } from '../resolved-route';
import {
  additionalAnnotations,
  annotationsOf,
  type AnnotatedRouteOptions,
  type RouteAnnotation,
} from '../route-annotations';
import { IngressClassReference, type IngressClassOptions } from './ingress-class-reference';
import { refuseCanaries, refuseExpressions } from './plain-ingress';
import { differingBackends } from '../differing-backends';
import { refuseUnreadOptions } from './unread-options';

/** How HAProxy chooses a pod. */
export enum HaproxyLoadBalancing {
  /** One after the other: the controller's default. */
  ROUND_ROBIN = 'roundrobin',
  /** The one with the fewest connections. */
  LEAST_CONNECTIONS = 'leastconn',
  /** The same for the same client. */
  SOURCE = 'source',
  /** A random one. */
  RANDOM = 'random',
}

/** What only HAProxy's controller does with the requests of a route. */
export interface HaproxyRouteOptions extends AnnotatedRouteOptions {
  /**
   * How HAProxy chooses a pod.
   * @default HaproxyLoadBalancing.ROUND_ROBIN
   */
  readonly loadBalancing?: HaproxyLoadBalancing;
  /**
   * How long a pod may be silent while it answers.
   * @default the controller's, 50 s
   */
  readonly serverTimeout?: Duration;
  /**
   * Path of the requests by which HAProxy itself sees whether a pod is healthy.
   * @default none: it connects, and asks nothing
   */
  readonly checkPath?: string;
  /**
   * Connections to one pod at a time; others wait.
   * @default no limit
   */
  readonly podMaxConnections?: number;
  /**
   * Requests per second of one client address.
   * @default no limit
   */
  readonly requestsPerSecond?: number;
  /**
   * Whether plain HTTP is redirected to HTTPS.
   * @default the controller's
   */
  readonly redirectToHttps?: boolean;
  /**
   * Addresses and ranges that may ask; others are refused.
   * @default all
   */
  readonly allowFrom?: string[];
}

/**
 * HAProxy Technologies' ingress controller, installed by somebody else.
 *
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/annotations.md
 */
export class HaproxyIngressClass extends IngressClassReference {
  /** Made by `IngressClass.haproxy`. @internal */
  constructor(
    name: string,
    private readonly known: IngressClassOptions,
    private readonly options: HaproxyRouteOptions = {},
  ) {
    super(
      {
        ingressClass: name,
        controller: `${HAPROXY_FAMILY.controller}/${name}`,
        family: HAPROXY_FAMILY,
        podLabels: { 'app.kubernetes.io/name': 'kubernetes-ingress' },
      },
      known,
    );
  }

  /** The same class, with options for the routes through it. */
  public withOptions(options: HaproxyRouteOptions): HaproxyIngressClass {
    return new HaproxyIngressClass(this.ingressClass, this.known, { ...this.options, ...options });
  }

  /** @internal */
  public ingressesOf(scope: Construct, route: ResolvedRoute): IngressProps[] {
    const { ingressClass, options } = this;
    refuseUnreadOptions(scope, { ingressClass, reader: HAPROXY_FAMILY.name }, 'HaproxyRouteOptions', options);
    refuse(
      scope,
      wholeSecondsProblem('The serverTimeout of a route', options.serverTimeout, 1),
      wholeNumberProblem('The podMaxConnections of a route', options.podMaxConnections, 1),
      wholeNumberProblem('The requestsPerSecond of a route', options.requestsPerSecond, 1),
      emptyLimitProblem('allowFrom of a route', options.allowFrom),
      ...(options.allowFrom ?? []).map(rangeProblem),
      options.checkPath === undefined || /^\/\S*$/.test(options.checkPath)
        ? undefined
        : {
            what: `The checkPath "${options.checkPath}" of a route is not the path of a URL.`,
            why: 'HAProxy would take all pods for broken.',
            fix: 'Begin it with "/".',
          },
    );
    refuseCanaries(scope, route, HAPROXY_FAMILY.name);
    refuseExpressions(scope, route, HAPROXY_FAMILY.name);
    const annotations = {
      ...additionalAnnotations(scope, route, HAPROXY_FAMILY, options),
      ...annotationsOf(options, ANNOTATIONS),
      ...(options.requestsPerSecond === undefined ? {} : { [`${PREFIX}/rate-limit-period`]: '1s' }),
    };
    return differingBackends(route, backendAnnotations).map((ingress) => ({
      ...ingress,
      annotations: { ...annotations, ...ingress.annotations },
    }));
  }
}

const PREFIX = 'haproxy.org';

const ANNOTATIONS: Readonly<Partial<Record<keyof HaproxyRouteOptions, RouteAnnotation>>> = {
  loadBalancing: { annotation: `${PREFIX}/load-balance`, text: asText },
  serverTimeout: { annotation: `${PREFIX}/timeout-server`, text: asSeconds },
  checkPath: { annotation: `${PREFIX}/check-http`, text: asText },
  podMaxConnections: { annotation: `${PREFIX}/pod-maxconn`, text: asText },
  requestsPerSecond: { annotation: `${PREFIX}/rate-limit-requests`, text: asText },
  redirectToHttps: { annotation: `${PREFIX}/ssl-redirect`, text: asText },
  allowFrom: { annotation: `${PREFIX}/allow-list`, text: (ranges: readonly string[]) => ranges.join(', ') },
};

const HTTP2 = [AppProtocol.H2C, AppProtocol.GRPC, AppProtocol.GRPCS];
const OVER_TLS = [AppProtocol.HTTPS, AppProtocol.GRPCS];

function backendAnnotations(backend: ResolvedBackend): { readonly [annotation: string]: string } {
  return {
    ...(HTTP2.includes(backend.protocol) ? { [`${PREFIX}/server-proto`]: 'h2' } : {}),
    ...(OVER_TLS.includes(backend.protocol) ? { [`${PREFIX}/server-ssl`]: 'true' } : {}),
    ...(backend.rewrite === undefined ? {} : { [`${PREFIX}/path-rewrite`]: rewriteRule(backend, backend.rewrite) }),
  };
}

/** An expression and what takes its place: what comes after a prefix is kept, element by element. */
function rewriteRule({ path, pathType }: ResolvedBackend, rewrite: string): string {
  const literal = path.replace(/\/$/, '').replaceAll('.', '\\.');
  const target = rewrite.replace(/\/$/, '');
  return pathType === PathType.EXACT ? `^${literal || '/'}$ ${rewrite}` : `^${literal}(/|$)(.*) ${target}/\\2`;
}

function rangeProblem(range: string): Problem | undefined {
  if (parseIpAddress(range) || (!range.includes('-') && typeof parseIpRange(range) !== 'string')) return undefined;
  return {
    what: `allowFrom of a route has "${range}", which is neither an address nor a range of addresses.`,
    why: 'HAProxy compares addresses with it: the route would be open to others than were meant, or to nobody.',
    fix: "Write it as '203.0.113.7' or '203.0.113.0/24', each in an entry of its own.",
  };
}
