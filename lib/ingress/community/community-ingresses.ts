import { type Construct } from 'constructs';
import { AppProtocol, PathType } from '../../platform';
import { COMMUNITY_FAMILY } from '../../checks/ingress-routes';
import { ConstructError, formError, headerNameProblem, refuse, wholeNumberProblem } from '../../validation';
import { refuseCanaries } from '../classes/plain-ingress';
import { differingBackends } from '../differing-backends';
import { type IngressProps } from '../ingress-object';
import { asBareSeconds, asSize, asText } from '../nginx-tuning';
import { type ResolvedBackend, type ResolvedRoute } from '../resolved-route';
import { additionalAnnotations, annotationsOf, type RouteAnnotation } from '../route-annotations';
import { requireProtocols } from '../route-protocols';
import { routeOptionProblems } from '../tuning-problems';
import { type CommunityRouteOptions } from './community-route-options';

/**
 * The Ingress objects of a route through the community's controller: one, and one more for each way of rewriting and each protocol, because the
 * annotations for them hold for a whole Ingress.
 *
 * @throws on a share of requests that is not a percentage.
 */
export function communityIngresses(
  scope: Construct,
  route: ResolvedRoute,
  options: CommunityRouteOptions,
): IngressProps[] {
  const { affinityCookie, canaryWeight } = options;
  refuse(
    scope,
    ...routeOptionProblems(options),
    wholeNumberProblem('The requestsPerSecond of a route', options.requestsPerSecond, 1),
    formError('The affinityCookie', affinityCookie, headerNameProblem),
  );
  if (canaryWeight !== undefined && !(Number.isInteger(canaryWeight) && canaryWeight >= 0 && canaryWeight <= 100)) {
    throw new ConstructError(scope, {
      what: `Route "${route.name}" is to take ${canaryWeight} % of the requests.`,
      why: 'The controller ignores the annotation, and the canary takes none.',
      fix: 'Use a whole number from 0 to 100.',
    });
  }
  if (canaryWeight !== undefined) refuseCanaries(scope, route, 'a route that is a canary itself');
  requireProtocols(scope, route, "the community's controller", [
    AppProtocol.HTTP,
    AppProtocol.HTTPS,
    AppProtocol.GRPC,
    AppProtocol.GRPCS,
  ]);
  const annotations = {
    ...additionalAnnotations(scope, route, COMMUNITY_FAMILY, options),
    ...annotationsOf(options, ANNOTATIONS),
    ...(affinityCookie === undefined ? {} : { [`${PREFIX}/affinity`]: 'cookie' }),
    ...(canaryWeight === undefined ? {} : { [`${PREFIX}/canary`]: 'true' }),
  };
  const canaries = route.backends.flatMap(({ canary, ...backend }) => (canary ? [{ ...backend, ...canary }] : []));
  const canaryRoute = { ...route, name: `${route.name}-canary`, backends: canaries, defaultBackend: undefined };
  return [
    ...differingBackends(route, backendAnnotations),
    ...(canaries.length === 0 ? [] : differingBackends(canaryRoute, canaryAnnotations)).map((ingress) => ({
      ...ingress,
      id: ingress.id.replace('ingress', 'canary'),
    })),
  ].map((ingress) => ({
    ...ingress,
    backends: ingress.backends.map((backend) => (backend.rewrite === undefined ? backend : asExpression(backend))),
    annotations: { ...annotations, ...ingress.annotations },
  }));
}

const PREFIX = 'nginx.ingress.kubernetes.io';

const ANNOTATIONS: Readonly<Partial<Record<keyof CommunityRouteOptions, RouteAnnotation>>> = {
  connectTimeout: { annotation: `${PREFIX}/proxy-connect-timeout`, text: asBareSeconds },
  readTimeout: { annotation: `${PREFIX}/proxy-read-timeout`, text: asBareSeconds },
  sendTimeout: { annotation: `${PREFIX}/proxy-send-timeout`, text: asBareSeconds },
  clientMaxBodySize: { annotation: `${PREFIX}/proxy-body-size`, text: asSize },
  proxyBuffering: { annotation: `${PREFIX}/proxy-buffering`, text: (value: boolean) => (value ? 'on' : 'off') },
  redirectToHttps: { annotation: `${PREFIX}/ssl-redirect`, text: asText },
  loadBalancing: { annotation: `${PREFIX}/load-balance`, text: asText },
  affinityCookie: { annotation: `${PREFIX}/session-cookie-name`, text: asText },
  requestsPerSecond: { annotation: `${PREFIX}/limit-rps`, text: asText },
  canaryWeight: { annotation: `${PREFIX}/canary-weight`, text: asText },
};

function backendAnnotations(backend: ResolvedBackend): { [annotation: string]: string } {
  const annotations = regexAnnotations(backend);
  const { protocol } = backend;
  return protocol === AppProtocol.HTTP ? annotations : { [`${PREFIX}/backend-protocol`]: protocol, ...annotations };
}

/** A canary of the community's controller is an Ingress of the same host and path. */
function canaryAnnotations(backend: ResolvedBackend & { readonly weight?: number }): { [annotation: string]: string } {
  return {
    ...backendAnnotations(backend),
    [`${PREFIX}/canary`]: 'true',
    [`${PREFIX}/canary-weight`]: String(backend.weight ?? 0),
  };
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
