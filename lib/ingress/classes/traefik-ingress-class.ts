import { type Construct } from 'constructs';
import { TRAEFIK_FAMILY } from '../../checks/ingress-routes';
import { AppProtocol, PathType } from '../../platform';
import {
  commaProblem,
  ConstructError,
  emptyLimitProblem,
  formError,
  headerNameProblem,
  refuse,
  wholeNumberProblem,
} from '../../validation';
import { type IngressProps } from '../ingress-object';
import { asText } from '../nginx-tuning';
import { type ResolvedBackend, type ResolvedRoute } from '../resolved-route';
import {
  additionalAnnotations,
  annotationsOf,
  type AnnotatedRouteOptions,
  type RouteAnnotation,
} from '../route-annotations';
import { IngressClassReference, type IngressClassOptions } from './ingress-class-reference';
import { plainIngress, refuseCanaries, refuseRewrites } from './plain-ingress';
import { annotateService } from './service-annotations';
import { refuseUnreadOptions } from './unread-options';

/** What only Traefik does with the requests of a route. */
export interface TraefikRouteOptions extends AnnotatedRouteOptions {
  /**
   * Names of the entry points that the route listens at.
   * @default the ones that Traefik's installation makes the default
   */
  readonly entryPoints?: string[];
  /**
   * What requests go through, in order, by the names that Traefik gives them: `<namespace>-<name>@kubernetescrd` is the Middleware of that namespace and name.
   * @default none
   */
  readonly middlewares?: string[];
  /**
   * Which of several routes for a request answers: the highest.
   * @default the length of the rule
   */
  readonly priority?: number;
  /**
   * Whether the route takes HTTPS only.
   * @default true where the route has a certificate
   */
  readonly tls?: boolean;
  /**
   * Name of a resolver of Traefik's own configuration that makes the certificate.
   * @default none
   */
  readonly certificateResolver?: string;
  /**
   * Name of a cookie that brings a client back to the same pod. New pods get new clients only. It is read on the Service.
   * @default none
   */
  readonly affinityCookie?: string;
  /**
   * Whether the pods get the Host header of the request. It is read on the Service.
   * @default true
   */
  readonly passHostHeader?: boolean;
}

/**
 * Traefik, installed by somebody else.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/
 */
export class TraefikIngressClass extends IngressClassReference {
  /** Made by `IngressClass.traefik`. @internal */
  constructor(
    name: string,
    private readonly known: IngressClassOptions,
    private readonly options: TraefikRouteOptions = {},
  ) {
    super(
      {
        ingressClass: name,
        controller: TRAEFIK_FAMILY.controller,
        family: TRAEFIK_FAMILY,
        podLabels: { 'app.kubernetes.io/name': 'traefik' },
      },
      known,
    );
  }

  /** The same class, with options for the routes through it. */
  public withOptions(options: TraefikRouteOptions): TraefikIngressClass {
    return new TraefikIngressClass(this.ingressClass, this.known, { ...this.options, ...options });
  }

  /** @internal */
  public ingressesOf(scope: Construct, route: ResolvedRoute): IngressProps[] {
    const { ingressClass, options } = this;
    refuseUnreadOptions(scope, { ingressClass, reader: TRAEFIK_FAMILY.name }, 'TraefikRouteOptions', options);
    refuse(
      scope,
      wholeNumberProblem('The priority of a route', options.priority, 1),
      formError('The affinityCookie', options.affinityCookie, headerNameProblem),
      ...(['entryPoints', 'middlewares'] as const).flatMap((name) => [
        emptyLimitProblem(`${name} of a route`, options[name]),
        commaProblem(`${name} of a route`, options[name]),
      ]),
    );
    refuseCanaries(scope, route, 'Traefik');
    refuseRewrites(scope, route, 'Traefik', 'Make a Middleware that rewrites, and name it in middlewares.');
    refuseOddMiddlewares(scope, route, options.middlewares ?? []);
    for (const backend of route.backends) {
      annotateService(scope, backend.reference, this.serviceAnnotations(backend));
    }
    const expressions = route.backends.some(({ pathType }) => pathType === PathType.REGULAR_EXPRESSION);
    const tls = options.tls ?? (route.tlsSecretName === undefined ? undefined : true);
    return [
      plainIngress(route, {
        ...additionalAnnotations(scope, route, TRAEFIK_FAMILY, options),
        ...annotationsOf({ ...options, tls }, ANNOTATIONS),
        ...(expressions ? { [`${ROUTER}.pathmatcher`]: 'PathRegexp' } : {}),
      }),
    ];
  }

  private serviceAnnotations({ protocol }: ResolvedBackend): { readonly [annotation: string]: string } {
    const { affinityCookie } = this.options;
    const scheme = SCHEMES[protocol];
    return {
      ...(scheme === undefined ? {} : { [`${SERVICE}.serversscheme`]: scheme }),
      ...annotationsOf(this.options, SERVICE_ANNOTATIONS),
      ...(affinityCookie === undefined ? {} : { [`${SERVICE}.sticky.cookie`]: 'true' }),
    };
  }
}

const ROUTER = 'traefik.ingress.kubernetes.io/router';
const SERVICE = 'traefik.ingress.kubernetes.io/service';
const asList = (values: readonly string[]): string => values.join(',');

const ANNOTATIONS: Readonly<Partial<Record<keyof TraefikRouteOptions, RouteAnnotation>>> = {
  entryPoints: { annotation: `${ROUTER}.entrypoints`, text: asList },
  middlewares: { annotation: `${ROUTER}.middlewares`, text: asList },
  priority: { annotation: `${ROUTER}.priority`, text: asText },
  tls: { annotation: `${ROUTER}.tls`, text: asText },
  certificateResolver: { annotation: `${ROUTER}.tls.certresolver`, text: asText },
};

const SERVICE_ANNOTATIONS: Readonly<Partial<Record<keyof TraefikRouteOptions, RouteAnnotation>>> = {
  affinityCookie: { annotation: `${SERVICE}.sticky.cookie.name`, text: asText },
  passHostHeader: { annotation: `${SERVICE}.passhostheader`, text: asText },
};

const SCHEMES: Readonly<Record<AppProtocol, string | undefined>> = {
  [AppProtocol.HTTP]: undefined,
  [AppProtocol.HTTPS]: 'https',
  [AppProtocol.H2C]: 'h2c',
  [AppProtocol.GRPC]: 'h2c',
  [AppProtocol.GRPCS]: 'https',
};

function refuseOddMiddlewares(scope: Construct, { name }: ResolvedRoute, middlewares: readonly string[]): void {
  const odd = middlewares.find((middleware) => !/^[^\s,@]+@[a-z]+$/.test(middleware));
  if (odd === undefined) return;
  throw new ConstructError(scope, {
    what: `Route "${name}" goes through the middleware "${odd}", which does not say where it is defined.`,
    why: 'Traefik finds no such middleware, and does not serve the route.',
    fix: 'Write <namespace>-<name>@kubernetescrd for a Middleware of the cluster.',
  });
}
