import { type Construct } from 'constructs';
import { F5_FAMILY } from '../../checks/ingress-routes';
import { f5Ingress } from '../f5/f5-ingress';
import { type F5RouteOptions } from '../f5/f5-route-options';
import { type IngressProps } from '../ingress-object';
import { type ResolvedRoute } from '../resolved-route';
import { IngressClassReference, type IngressClassOptions } from './ingress-class-reference';
import { refuseUnreadOptions } from './unread-options';

/** What is known of F5's controller that somebody else installed. */
export interface F5IngressClassOptions extends IngressClassOptions {
  /**
   * Whether it serves an Ingress that names no host (`-allow-empty-ingress-host`).
   * @default false
   */
  readonly allowEmptyHost?: boolean;
  /**
   * Whether its ConfigMap has `http2`, which gRPC needs.
   * @default unknown: gRPC is taken to work
   */
  readonly http2?: boolean;
}

/** F5's NGINX Ingress Controller, installed by somebody else. */
export class F5IngressClass extends IngressClassReference {
  /** Whether it serves an Ingress that names no host. */
  public readonly allowsEmptyHost: boolean;
  /** Whether clients may speak HTTP/2, which gRPC needs; undefined where nobody said it. */
  public readonly speaksHttp2?: boolean;

  /** Made by `IngressClass.f5`. @internal */
  constructor(
    name: string,
    private readonly known: F5IngressClassOptions,
    private readonly options: F5RouteOptions = {},
  ) {
    super(
      {
        ingressClass: name,
        controller: F5_FAMILY.controller,
        family: F5_FAMILY,
        podLabels: { 'app.kubernetes.io/name': 'nginx-ingress' },
      },
      known,
    );
    this.allowsEmptyHost = known.allowEmptyHost ?? false;
    this.speaksHttp2 = known.http2;
  }

  /** The same class, with options for the routes through it. */
  public withOptions(options: F5RouteOptions): F5IngressClass {
    return new F5IngressClass(this.ingressClass, this.known, { ...this.options, ...options });
  }

  /** @internal */
  public ingressesOf(scope: Construct, route: ResolvedRoute): IngressProps[] {
    const { ingressClass, options } = this;
    refuseUnreadOptions(scope, { ingressClass, reader: F5_FAMILY.name }, 'F5RouteOptions', options);
    return [f5Ingress(scope, this, route, options)];
  }
}
