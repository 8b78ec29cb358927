import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { checkProps, childOf, type RouteProps } from '../../platform';
import { type CommunityIngressClass } from '../classes/community-ingress-class';
import { addIngresses } from '../ingress-object';
import { IngressRoute } from '../ingress-route';
import { resolveRoute } from '../resolved-route';
import { communityIngresses } from './community-ingresses';
import { type CommunityNginxIngressStack } from './community-nginx-ingress-stack';
import { type CommunityRouteOptions } from './community-route-options';

/** Props of `CommunityIngressRoute`. */
export interface CommunityIngressRouteProps extends RouteProps, CommunityRouteOptions {
  /** The controller: of this app, or of somebody else by its class, `IngressClass.community()`. */
  readonly ingress: CommunityNginxIngressStack | CommunityIngressClass;
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
    const ingresses = communityIngresses(this, resolved, props);
    this.apiObjects = addIngresses(this, props.ingress.ingressClass, resolved, ingresses);
  }
}
