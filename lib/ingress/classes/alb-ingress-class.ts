import { type Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { ALB_FAMILY } from '../../checks/ingress-routes';
import { AppProtocol } from '../../platform';
import {
  commaProblem,
  ConstructError,
  emptyLimitProblem,
  refuse,
  wholeNumberProblem,
  wholeSecondsProblem,
  type Problem,
} from '../../validation';
import { differingBackends } from '../differing-backends';
import { type IngressProps } from '../ingress-object';
import { asBareSeconds, asText } from '../nginx-tuning';
import { type ResolvedBackend, type ResolvedRoute } from '../resolved-route';
import { additionalAnnotations, annotationsOf, type RouteAnnotation } from '../route-annotations';
import { speaks } from '../route-protocols';
import { AlbTargetType, type AlbRouteOptions } from './alb-route-options';
import { IngressClassReference, type IngressClassOptions } from './ingress-class-reference';
import { refuseExpressions, refuseRewrites } from './plain-ingress';
import { refuseUnreadOptions } from './unread-options';

/**
 * The AWS Load Balancer Controller, installed by somebody else: an Application Load Balancer for each Ingress, or for each group of them.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
 */
export class AlbIngressClass extends IngressClassReference {
  /** Made by `IngressClass.alb`. @internal */
  constructor(
    name: string,
    private readonly known: IngressClassOptions,
    private readonly options: AlbRouteOptions = {},
  ) {
    super({ ingressClass: name, controller: ALB_FAMILY.controller, family: ALB_FAMILY }, known);
  }

  /** The same class, with options for the routes through it. */
  public withOptions(options: AlbRouteOptions): AlbIngressClass {
    return new AlbIngressClass(this.ingressClass, this.known, { ...this.options, ...options });
  }

  /** @internal */
  public ingressesOf(scope: Construct, route: ResolvedRoute): IngressProps[] {
    const { ingressClass, options } = this;
    refuseUnreadOptions(scope, { ingressClass, reader: ALB_FAMILY.name }, 'AlbRouteOptions', options);
    refuse(scope, ...optionProblems(options));
    refuseSecrets(scope, route);
    refuseExpressions(scope, route, ALB_FAMILY.name);
    refuseRewrites(scope, route, ALB_FAMILY.name, 'Let the app answer at the path itself, or use another router.');
    const https = options.https ?? (options.certificateArns !== undefined || options.redirectToHttps === true);
    if (!https && speaks(route, HTTP2)) refusePlainHttp2(scope, route);
    const annotations = {
      ...additionalAnnotations(scope, route, ALB_FAMILY, options),
      ...annotationsOf({ ...options, targetType: options.targetType ?? AlbTargetType.IP }, ANNOTATIONS),
      ...(https ? { [`${PREFIX}/listen-ports`]: '[{"HTTP":80},{"HTTPS":443}]' } : {}),
      ...(options.redirectToHttps ? { [`${PREFIX}/ssl-redirect`]: '443' } : {}),
      ...attributes('load-balancer-attributes', { 'idle_timeout.timeout_seconds': seconds(options.idleTimeout) }),
      ...attributes('target-group-attributes', {
        'deregistration_delay.timeout_seconds': seconds(options.deregistrationDelay),
        'slow_start.duration_seconds': seconds(options.slowStart),
        'load_balancing.algorithm.type': options.loadBalancing,
        'stickiness.enabled': options.stickyFor && 'true',
        'stickiness.lb_cookie.duration_seconds': seconds(options.stickyFor),
      }),
    };
    return differingBackends(route, backendAnnotations).map((ingress) => ({
      ...ingress,
      backends: ingress.backends.map(asAction),
      annotations: { ...annotations, ...ingress.annotations, ...splits(ingress.backends) },
    }));
  }
}

const PREFIX = 'alb.ingress.kubernetes.io';
const HTTP2 = [AppProtocol.H2C, AppProtocol.GRPC, AppProtocol.GRPCS];
const asList = (values: readonly string[]): string => values.join(',');
const asMap = (values: { readonly [key: string]: string }): string =>
  asList(Object.entries(values).map(([key, value]) => `${key}=${value}`));

const ANNOTATIONS: Readonly<Partial<Record<keyof AlbRouteOptions, RouteAnnotation>>> = {
  scheme: { annotation: `${PREFIX}/scheme`, text: asText },
  targetType: { annotation: `${PREFIX}/target-type`, text: asText },
  certificateArns: { annotation: `${PREFIX}/certificate-arn`, text: asList },
  sslPolicy: { annotation: `${PREFIX}/ssl-policy`, text: asText },
  group: { annotation: `${PREFIX}/group.name`, text: asText },
  groupOrder: { annotation: `${PREFIX}/group.order`, text: asText },
  loadBalancerName: { annotation: `${PREFIX}/load-balancer-name`, text: asText },
  subnets: { annotation: `${PREFIX}/subnets`, text: asList },
  securityGroups: { annotation: `${PREFIX}/security-groups`, text: asList },
  webAclArn: { annotation: `${PREFIX}/wafv2-acl-arn`, text: asText },
  tags: { annotation: `${PREFIX}/tags`, text: asMap },
  healthCheckPath: { annotation: `${PREFIX}/healthcheck-path`, text: asText },
  healthCheckInterval: { annotation: `${PREFIX}/healthcheck-interval-seconds`, text: asBareSeconds },
  successCodes: { annotation: `${PREFIX}/success-codes`, text: asText },
};

/** What the load balancer speaks with a backend: the protocol and its version are two annotations. */
function backendAnnotations({ protocol }: ResolvedBackend): { readonly [annotation: string]: string } {
  const version = { [AppProtocol.H2C]: 'HTTP2', [AppProtocol.GRPC]: 'GRPC', [AppProtocol.GRPCS]: 'GRPC' }[
    protocol as string
  ];
  const overTls = protocol === AppProtocol.HTTPS || protocol === AppProtocol.GRPCS;
  return {
    ...(overTls ? { [`${PREFIX}/backend-protocol`]: 'HTTPS' } : {}),
    ...(version === undefined ? {} : { [`${PREFIX}/backend-protocol-version`]: version }),
  };
}

/** The annotations that share the requests of backends out: actions, which the paths lead to instead of a Service. */
function splits(backends: readonly ResolvedBackend[]): { [annotation: string]: string } {
  const actions = backends.flatMap(({ service, portName, port, canary }): [string, string][] => {
    if (!canary) return [];
    const targetGroups = [
      { serviceName: service, servicePort: portName ?? port, weight: 100 - canary.weight },
      { serviceName: canary.service, servicePort: canary.portName ?? canary.port, weight: canary.weight },
    ];
    const action = JSON.stringify({ type: 'forward', forwardConfig: { targetGroups } });
    return [[`${PREFIX}/actions.${actionOf(service)}`, action]];
  });
  return Object.fromEntries(actions);
}

function asAction(backend: ResolvedBackend): ResolvedBackend {
  return backend.canary ? { ...backend, service: actionOf(backend.service), portName: 'use-annotation' } : backend;
}

function actionOf(service: string): string {
  return `${service}-split`;
}

/** Attributes of AWS' own, in one annotation. */
function attributes(name: string, values: { readonly [attribute: string]: string | undefined }): object {
  const set = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return set.length === 0 ? {} : { [`${PREFIX}/${name}`]: asMap(Object.fromEntries(set)) };
}

function seconds(time: Duration | undefined): string | undefined {
  return time && asBareSeconds(time);
}

function optionProblems(options: AlbRouteOptions): (Problem | undefined)[] {
  const { group, loadBalancerName, subnets, slowStart } = options;
  const stickySeconds = options.stickyFor && options.stickyFor.toMilliseconds() / 1000;
  return [
    ...(['certificateArns', 'subnets', 'securityGroups'] as const).flatMap((name) => [
      emptyLimitProblem(`${name} of a route`, options[name]),
      commaProblem(`${name} of a route`, options[name]),
    ]),
    tagProblem(options.tags ?? {}),
    wholeNumberProblem('The groupOrder of a route', options.groupOrder, 1, 1000),
    wholeSecondsProblem('The healthCheckInterval of a route', options.healthCheckInterval, 5),
    wholeSecondsProblem('The idleTimeout of a route', options.idleTimeout, 1),
    wholeSecondsProblem('The deregistrationDelay of a route', options.deregistrationDelay, 0),
    wholeSecondsProblem('The stickyFor of a route', options.stickyFor, 1),
    wholeNumberProblem(
      'The slowStart of a route, in seconds,',
      slowStart && slowStart.toMilliseconds() / 1000,
      30,
      900,
    ),
    wholeNumberProblem('The stickyFor of a route, in seconds,', stickySeconds, 1, 604_800),
    group === undefined || (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(group) && group.length <= 63)
      ? undefined
      : {
          what: `The group of a route is "${group}".`,
          why: 'The controller refuses the Ingress, and says so in an event only.',
          fix: 'Use lower-case letters, digits, "-" and ".", 63 characters at most.',
        },
    loadBalancerName === undefined || /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(loadBalancerName)
      ? undefined
      : {
          what: `The loadBalancerName of a route is "${loadBalancerName}".`,
          why: 'AWS takes letters, digits and "-", 32 at most: the controller makes no load balancer.',
          fix: 'Choose such a name, or leave it out.',
        },
    subnets?.length === 1
      ? {
          what: `The load balancer of a route is to be in one subnet, "${subnets[0]!}".`,
          why: 'AWS refuses it: it needs two zones or more.',
          fix: 'Name a subnet of a second zone, or leave subnets out for the ones that are tagged for it.',
        }
      : undefined,
  ];
}

function tagProblem(tags: { readonly [tag: string]: string }): Problem | undefined {
  const odd = Object.entries(tags).find(([key, value]) => key.trim() === '' || /[,=]/.test(key) || value.includes(','));
  if (!odd) return undefined;
  return {
    what: `The tags of a route have "${odd[0]}": "${odd[1]}".`,
    why: 'They are written as key=value with commas between them, so that it would be read as other tags.',
    fix: 'Leave commas out, and "=" out of the names.',
  };
}

function refuseSecrets(scope: Construct, { name, tlsSecretName, issuer }: ResolvedRoute): void {
  if (tlsSecretName === undefined) return;
  throw new ConstructError(scope, {
    what: `Route "${name}" has the certificate of ${issuer ? `${issuer.kind} "${issuer.name}"` : `Secret "${tlsSecretName}"`}, and ${ALB_FAMILY.name} reads no Secrets.`,
    why: 'A load balancer of AWS has the certificates of AWS: it would answer with another one, or not listen for HTTPS.',
    fix: 'Give IngressClass.alb().withOptions({ certificateArns: […] }), or { https: true } to find the certificate by the host.',
  });
}

function refusePlainHttp2(scope: Construct, { name }: ResolvedRoute): never {
  throw new ConstructError(scope, {
    what: `Route "${name}" leads to backends that speak HTTP/2, and its load balancer listens for HTTP only.`,
    why: 'AWS speaks HTTP/2 and gRPC with pods only behind a listener of HTTPS: the controller makes none of it.',
    fix: 'Add https: true, or certificateArns.',
  });
}
