import { type Construct } from 'constructs';
import { type AppProtocol } from '../platform';
import { ConstructError } from '../validation';
import { type ResolvedBackend, type ResolvedRoute } from './resolved-route';

/** The backends of a route that speak one of some protocols. */
export function speakers({ backends }: ResolvedRoute, protocols: readonly AppProtocol[]): ResolvedBackend[] {
  return backends.filter(({ protocol }) => protocols.includes(protocol));
}

/** Whether a backend of a route speaks one of some protocols. */
export function speaks(route: ResolvedRoute, protocols: readonly AppProtocol[]): boolean {
  return speakers(route, protocols).length > 0;
}

/** @throws if a backend speaks what its router does not. */
export function requireProtocols(
  scope: Construct,
  { name, backends }: ResolvedRoute,
  router: string,
  spoken: readonly AppProtocol[],
): void {
  const stranger = backends.find(({ protocol }) => !spoken.includes(protocol));
  if (!stranger) return;
  throw new ConstructError(scope, {
    what: `Route "${name}" leads to Service "${stranger.service}" by ${stranger.protocol}, which ${router} does not speak with backends.`,
    why: 'It would send requests that the pods do not understand.',
    fix: `Use one of ${spoken.map((each) => `AppProtocol.${each}`).join(', ')}, or another router.`,
  });
}
