import { type Construct } from 'constructs';
import { GCE_FAMILY } from '../../checks/ingress-routes';
import { AppProtocol } from '../../platform';
import { ConstructError, dnsSubdomainProblem, nameError, refuse } from '../../validation';
import { type IngressProps } from '../ingress-object';
import { asText } from '../nginx-tuning';
import { type ResolvedBackend, type ResolvedRoute } from '../resolved-route';
import {
  additionalAnnotations,
  annotationsOf,
  type AnnotatedRouteOptions,
  type RouteAnnotation,
} from '../route-annotations';
import { requireProtocols } from '../route-protocols';
import { IngressClassReference } from './ingress-class-reference';
import { plainIngress, refuseCanaries, refuseExpressions, refuseRewrites } from './plain-ingress';
import { annotateService, isAnnotatable } from './service-annotations';
import { refuseUnreadOptions } from './unread-options';

/** What only Google's controller does with the requests of a route. */
export interface GceRouteOptions extends AnnotatedRouteOptions {
  /**
   * Name of the static address: a global one, or a regional one of an internal load balancer.
   * @default any address
   */
  readonly staticAddress?: string;
  /**
   * Names of ManagedCertificates in the namespace of the Services.
   * @default none
   */
  readonly managedCertificates?: string[];
  /**
   * Names of certificates that the project has.
   * @default none
   */
  readonly preSharedCertificates?: string[];
  /**
   * Whether it takes plain HTTP.
   * @default true
   */
  readonly allowHttp?: boolean;
  /**
   * Name of a FrontendConfig in the namespace of the Services: redirects to HTTPS and policies of TLS.
   * @default none
   */
  readonly frontendConfig?: string;
  /**
   * Name of a BackendConfig in the namespace of the Services: timeouts, draining, health checks, IAP. It is read on the Service.
   * @default none
   */
  readonly backendConfig?: string;
}

/**
 * Google's controller of GKE, which comes with the cluster.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/ingress
 */
export class GceIngressClass extends IngressClassReference {
  /** Made by `IngressClass.gce` and `IngressClass.gceInternal`. @internal */
  constructor(
    name: 'gce' | 'gce-internal',
    private readonly options: GceRouteOptions,
  ) {
    super({ ingressClass: name, controller: GCE_FAMILY.controller, family: GCE_FAMILY }, {});
  }

  /** The same class, with options for the routes through it. */
  public withOptions(options: GceRouteOptions): GceIngressClass {
    return new GceIngressClass(this.ingressClass as 'gce' | 'gce-internal', { ...this.options, ...options });
  }

  /** GKE does not read `ingressClassName`. @internal */
  public override isField(): boolean {
    return false;
  }

  /** @internal */
  public ingressesOf(scope: Construct, route: ResolvedRoute): IngressProps[] {
    const { ingressClass, options } = this;
    refuseUnreadOptions(scope, { ingressClass, reader: GCE_FAMILY.name }, 'GceRouteOptions', options);
    const names = [
      options.staticAddress,
      options.frontendConfig,
      options.backendConfig,
      ...(options.managedCertificates ?? []),
      ...(options.preSharedCertificates ?? []),
    ];
    refuse(
      scope,
      ...names.map((name) => (name === undefined ? undefined : nameError('The name', name, dnsSubdomainProblem(name)))),
    );
    refuseCanaries(scope, route, GCE_FAMILY.name);
    refuseExpressions(scope, route, GCE_FAMILY.name);
    refuseRewrites(scope, route, GCE_FAMILY.name, 'Let the app answer at the path itself, or use a Gateway.');
    requireProtocols(scope, route, GCE_FAMILY.name, [AppProtocol.HTTP, AppProtocol.HTTPS, AppProtocol.GRPCS]);
    for (const backend of route.backends) this.annotate(scope, backend);
    const internal = ingressClass === 'gce-internal';
    const { staticAddress } = options;
    return [
      plainIngress(route, {
        'kubernetes.io/ingress.class': ingressClass,
        ...additionalAnnotations(scope, route, GCE_FAMILY, options),
        ...annotationsOf(options, ANNOTATIONS),
        ...(staticAddress === undefined
          ? {}
          : { [`kubernetes.io/ingress.${internal ? 'regional' : 'global'}-static-ip-name`]: staticAddress }),
      }),
    ];
  }

  /** What the controller reads on a Service: that it goes to the pods themselves, what they speak, and the BackendConfig. */
  private annotate(scope: Construct, { reference, protocol, portName, service }: ResolvedBackend): void {
    const { backendConfig } = this.options;
    const asked = {
      ...(backendConfig === undefined
        ? {}
        : { 'cloud.google.com/backend-config': JSON.stringify({ default: backendConfig }) }),
      ...(protocol === AppProtocol.HTTP
        ? {}
        : { 'cloud.google.com/app-protocols': JSON.stringify({ [portName ?? '']: SPOKEN[protocol] }) }),
    };
    if (protocol !== AppProtocol.HTTP && portName === undefined) {
      throw new ConstructError(scope, {
        what: `The route leads to a port of Service "${service}" that has no name, by ${protocol}.`,
        why: 'GKE is told what a port speaks by its name.',
        fix: 'Give the port of the Service a name.',
      });
    }
    annotateService(scope, reference, asked);
    if (isAnnotatable(reference)) annotateService(scope, reference, { 'cloud.google.com/neg': '{"ingress":true}' });
  }
}

const SPOKEN: { readonly [protocol: string]: string } = { [AppProtocol.HTTPS]: 'HTTPS', [AppProtocol.GRPCS]: 'HTTP2' };
const asList = (values: readonly string[]): string => values.join(',');

const ANNOTATIONS: Readonly<Partial<Record<keyof GceRouteOptions, RouteAnnotation>>> = {
  managedCertificates: { annotation: 'networking.gke.io/managed-certificates', text: asList },
  preSharedCertificates: { annotation: 'ingress.gcp.kubernetes.io/pre-shared-cert', text: asList },
  allowHttp: { annotation: 'kubernetes.io/ingress.allow-http', text: asText },
  frontendConfig: { annotation: 'networking.gke.io/v1beta1.FrontendConfig', text: asText },
};
