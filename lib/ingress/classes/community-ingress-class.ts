import { type Construct } from 'constructs';
import { COMMUNITY_FAMILY } from '../../checks/ingress-routes';
import { communityIngresses } from '../community/community-ingresses';
import { type CommunityRouteOptions } from '../community/community-route-options';
import { type IngressProps } from '../ingress-object';
import { type ResolvedRoute } from '../resolved-route';
import { IngressClassReference, type IngressClassOptions } from './ingress-class-reference';
import { refuseUnreadOptions } from './unread-options';

/** The community's ingress-nginx, installed by somebody else. */
export class CommunityIngressClass extends IngressClassReference {
  /** Made by `IngressClass.community`. @internal */
  constructor(
    name: string,
    private readonly known: IngressClassOptions,
    private readonly options: CommunityRouteOptions = {},
  ) {
    super(
      {
        ingressClass: name,
        controller: COMMUNITY_FAMILY.controller,
        family: COMMUNITY_FAMILY,
        podLabels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
      },
      known,
    );
  }

  /** The same class, with options for the routes through it. */
  public withOptions(options: CommunityRouteOptions): CommunityIngressClass {
    return new CommunityIngressClass(this.ingressClass, this.known, { ...this.options, ...options });
  }

  /** @internal */
  public ingressesOf(scope: Construct, route: ResolvedRoute): IngressProps[] {
    const { ingressClass, options } = this;
    refuseUnreadOptions(scope, { ingressClass, reader: COMMUNITY_FAMILY.name }, 'CommunityRouteOptions', options);
    return communityIngresses(scope, route, options);
  }
}
