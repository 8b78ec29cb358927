import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { checkProps, childOf, type RouteProps } from '../../platform';
import { AppChecks } from '../../synth';
import { refuse } from '../../validation';
import { addIngresses } from '../ingress-object';
import { IngressRoute } from '../ingress-route';
import { resolveRoute } from '../resolved-route';
import { type IngressClassReference } from './ingress-class-reference';

/** Props of `IngressClassRoute`. */
export interface IngressClassRouteProps extends RouteProps {
  /** The class, with the options of the route. */
  readonly ingress: IngressClassReference;
}

/** A route through an ingress class that somebody else installed: what `routeThrough(IngressClass.…)` makes. */
export class IngressClassRoute extends IngressRoute {
  /** The Ingress objects. */
  public readonly apiObjects: ApiObject[];

  /** @throws on a route that cannot work, and on what the controller cannot do. */
  constructor(scope: Construct, id: string, props: IngressClassRouteProps) {
    checkProps(childOf(scope, id), 'IngressClassRoute', props);
    const { ingress } = props;
    super(scope, id, ingress, props);
    refuse(this, ...ingress.problems());
    const resolved = resolveRoute(this, id, props);
    const { ingressClass } = ingress;
    this.apiObjects = addIngresses(
      this,
      ingress.isField() ? ingressClass : undefined,
      resolved,
      ingress.ingressesOf(this, resolved),
    );
    AppChecks.attach(this).provide(`IngressClass ${ingressClass}`);
  }
}
