import { type Construct } from 'constructs';
import { familyOfController } from '../../checks/ingress-routes';
import { AppProtocol } from '../../platform';
import { labelKeyProblem, nameError, refuse, type Problem } from '../../validation';
import { type IngressProps } from '../ingress-object';
import { type ResolvedRoute } from '../resolved-route';
import { additionalAnnotations, type AnnotatedRouteOptions } from '../route-annotations';
import { requireProtocols } from '../route-protocols';
import { IngressClassReference, type IngressClassOptions } from './ingress-class-reference';
import { plainIngress, refuseCanaries, refuseExpressions, refuseRewrites } from './plain-ingress';
import { refuseUnreadOptions } from './unread-options';

/** What a route may tell a controller of which only the name is known. */
export interface OtherRouteOptions extends AnnotatedRouteOptions {
  /**
   * What the annotations tell the controller that the pods speak. The route says the same by `protocol`, and without this it is refused, because
   * nobody knows the annotation of the controller for it.
   * @default [AppProtocol.HTTP]
   */
  readonly protocols?: AppProtocol[];
}

/** Any other ingress controller, installed by somebody else. */
export class OtherIngressClass extends IngressClassReference {
  /** Made by `IngressClass.of`. @internal */
  constructor(
    name: string,
    controller: string,
    private readonly known: IngressClassOptions,
    private readonly options: OtherRouteOptions = {},
  ) {
    const family = familyOfController(controller) ?? {
      name: `controller "${controller}"`,
      controller,
      annotations: [],
    };
    super({ ingressClass: name, controller, family }, known);
  }

  /** The same class, with annotations for the routes through it. */
  public withOptions(options: OtherRouteOptions): OtherIngressClass {
    return new OtherIngressClass(this.ingressClass, this.controller, this.known, { ...this.options, ...options });
  }

  /** @internal */
  public override problems(): (Problem | undefined)[] {
    return [
      ...super.problems(),
      nameError('The controller', this.controller, labelKeyProblem(this.controller.replace(/(?<=\/.*)\/.*$/, ''))),
    ];
  }

  /** @internal */
  public ingressesOf(scope: Construct, route: ResolvedRoute): IngressProps[] {
    const { ingressClass, family, options } = this;
    refuseUnreadOptions(scope, { ingressClass, reader: family.name }, 'OtherRouteOptions', options);
    refuse(scope, ...this.problems());
    refuseCanaries(scope, route, family.name);
    refuseExpressions(scope, route, family.name);
    refuseRewrites(scope, route, family.name, 'Say it with additionalAnnotations, and leave rewrite out.');
    requireProtocols(scope, route, family.name, options.protocols ?? [AppProtocol.HTTP]);
    return [plainIngress(route, additionalAnnotations(scope, route, family, options))];
  }
}
