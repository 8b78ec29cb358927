import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { checkProps, childOf, type RouteProps } from '../../platform';
import { type F5IngressClass } from '../classes/f5-ingress-class';
import { addIngress } from '../ingress-object';
import { IngressRoute } from '../ingress-route';
import { resolveRoute } from '../resolved-route';
import { f5Ingress } from './f5-ingress';
import { type F5NginxIngressStack } from './f5-nginx-ingress-stack';
import { type F5RouteOptions } from './f5-route-options';

/** Props of `F5IngressRoute`. */
export interface F5IngressRouteProps extends RouteProps, F5RouteOptions {
  /** The controller: of this app, or of somebody else by its class, `IngressClass.f5()`. */
  readonly ingress: F5NginxIngressStack | F5IngressClass;
}

/**
 * A route of F5's controller, with options that only it reads.
 *
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/
 */
export class F5IngressRoute extends IngressRoute {
  /** The Ingress. */
  public readonly apiObject: ApiObject;

  /** @throws on a route that cannot work, or one without a host where the controller does not take any. */
  constructor(scope: Construct, id: string, props: F5IngressRouteProps) {
    checkProps(childOf(scope, id), 'F5IngressRoute', props);
    super(scope, id, props.ingress, props);
    const resolved = resolveRoute(this, id, props);
    const ingress = f5Ingress(this, props.ingress, resolved, props);
    this.apiObject = addIngress(this, props.ingress.ingressClass, resolved, ingress);
  }
}
