import { type Construct } from 'constructs';
import { namesOfMembers, ownersOfMember } from '../../platform';
import { ConstructError } from '../../validation';

/** The options of each kind of controller, by the call that makes its reference. */
const CALLS: ReadonlyMap<string, string> = new Map([
  ['F5RouteOptions', 'IngressClass.f5()'],
  ['CommunityRouteOptions', 'IngressClass.community()'],
  ['TraefikRouteOptions', 'IngressClass.traefik()'],
  ['AlbRouteOptions', 'IngressClass.alb()'],
  ['HaproxyRouteOptions', 'IngressClass.haproxy()'],
  ['GceRouteOptions', 'IngressClass.gce()'],
  ['OtherRouteOptions', 'IngressClass.of()'],
]);

/**
 * @param type name of the interface of the options
 * @throws if somebody without types gives a class an option that its controller does not read.
 */
export function refuseUnreadOptions(
  scope: Construct,
  { ingressClass, reader }: { readonly ingressClass: string; readonly reader: string },
  type: string,
  options: object,
): void {
  const read = namesOfMembers(type);
  const unread = Object.keys(options).find((option) => !read.includes(option));
  if (unread === undefined) return;
  const readers = ownersOfMember(unread, [...CALLS.keys()]).map((owner) => CALLS.get(owner));
  throw new ConstructError(scope, {
    what: `Ingress class "${ingressClass}" has the option "${unread}", which ${reader} does not read.`,
    why: 'It would be written nowhere, and the route behaves as if it were not there.',
    fix: `${readers.length > 0 ? `${readers.join(' and ')} ${readers.length === 1 ? 'has' : 'have'} it` : 'Remove it'}; this class reads ${read.join(', ')}.`,
  });
}
