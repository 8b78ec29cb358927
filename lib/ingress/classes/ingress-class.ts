import { AlbIngressClass } from './alb-ingress-class';
import { CommunityIngressClass } from './community-ingress-class';
import { F5IngressClass, type F5IngressClassOptions } from './f5-ingress-class';
import { GceIngressClass, type GceRouteOptions } from './gce-ingress-class';
import { HaproxyIngressClass } from './haproxy-ingress-class';
import { type IngressClassOptions } from './ingress-class-reference';
import { OtherIngressClass } from './other-ingress-class';
import { TraefikIngressClass } from './traefik-ingress-class';

/** Ingress classes that somebody else installed, by their names: what `routeThrough` takes where this app installs no controller. */
export class IngressClass {
  /**
   * F5's NGINX Ingress Controller.
   *
   * @param name name of the IngressClass
   */
  public static f5(name = 'nginx', options: F5IngressClassOptions = {}): F5IngressClass {
    return new F5IngressClass(name, options);
  }

  /**
   * The community's ingress-nginx, retired in March 2026.
   *
   * @param name name of the IngressClass
   */
  public static community(name = 'nginx', options: IngressClassOptions = {}): CommunityIngressClass {
    return new CommunityIngressClass(name, options);
  }

  /**
   * Traefik.
   *
   * @param name name of the IngressClass
   */
  public static traefik(name = 'traefik', options: IngressClassOptions = {}): TraefikIngressClass {
    return new TraefikIngressClass(name, options);
  }

  /**
   * The AWS Load Balancer Controller.
   *
   * @param name name of the IngressClass
   */
  public static alb(name = 'alb', options: IngressClassOptions = {}): AlbIngressClass {
    return new AlbIngressClass(name, options);
  }

  /**
   * HAProxy Technologies' controller.
   *
   * @param name name of the IngressClass
   */
  public static haproxy(name = 'haproxy', options: IngressClassOptions = {}): HaproxyIngressClass {
    return new HaproxyIngressClass(name, options);
  }

  /** Google's controller of GKE: a load balancer that the internet reaches. */
  public static gce(options: GceRouteOptions = {}): GceIngressClass {
    return new GceIngressClass('gce', options);
  }

  /** Google's controller of GKE: a load balancer inside of the network. */
  public static gceInternal(options: GceRouteOptions = {}): GceIngressClass {
    return new GceIngressClass('gce-internal', options);
  }

  /**
   * Any other controller. Its annotations are typed by hand; those that only another controller reads are an error.
   *
   * @param name name of the IngressClass
   * @param controller what the IngressClass has as `controller`, such as `ingress-controllers.konghq.com/kong`
   */
  public static of(name: string, controller: string, options: IngressClassOptions = {}): OtherIngressClass {
    return new OtherIngressClass(name, controller, options);
  }
}
