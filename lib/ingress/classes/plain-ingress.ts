import { type Construct } from 'constructs';
import { PathType } from '../../platform';
import { ConstructError } from '../../validation';
import { type IngressProps } from '../ingress-object';
import { type ResolvedRoute } from '../resolved-route';

/** The one Ingress of a route whose controller takes its paths as they are. */
export function plainIngress(
  route: ResolvedRoute,
  annotations: { readonly [annotation: string]: string },
): IngressProps {
  const { name, backends, defaultBackend } = route;
  return { id: 'ingress', name, annotations, backends, defaultBackend };
}

/** @throws on a path that is rewritten, where the controller cannot. */
export function refuseRewrites(scope: Construct, { name, backends }: ResolvedRoute, reader: string, fix: string): void {
  const rewritten = backends.find(({ rewrite }) => rewrite !== undefined);
  if (!rewritten) return;
  throw new ConstructError(scope, {
    what: `Route "${name}" rewrites "${rewritten.path}" to "${String(rewritten.rewrite)}", which ${reader} cannot do by an Ingress.`,
    why: 'The backend would get the path as it was sent.',
    fix,
  });
}

/** @throws on a path that is a regular expression, where the controller takes none. */
export function refuseExpressions(scope: Construct, { name, backends }: ResolvedRoute, reader: string): void {
  const expression = backends.find(({ pathType }) => pathType === PathType.REGULAR_EXPRESSION);
  if (!expression) return;
  throw new ConstructError(scope, {
    what: `Route "${name}" has the regular expression "${expression.path}", and ${reader} takes none in an Ingress.`,
    why: 'It would compare paths with it letter for letter, and none is the same.',
    fix: 'Use PathType.PREFIX or PathType.EXACT, or another router.',
  });
}

/** @throws on a canary, where the controller cannot share requests out. */
export function refuseCanaries(scope: Construct, { name, backends }: ResolvedRoute, reader: string): void {
  const shared = backends.find(({ canary }) => canary !== undefined);
  if (!shared?.canary) return;
  throw new ConstructError(scope, {
    what: `Route "${name}" leads ${shared.canary.weight} % of the requests for Service "${shared.service}" to Service "${shared.canary.service}", and ${reader} cannot share requests out by an Ingress.`,
    why: 'One of the two would get all of them.',
    fix: "Use a Gateway, the community's controller or a load balancer of AWS.",
  });
}
