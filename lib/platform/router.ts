import { type Construct } from 'constructs';
import { type CertificateIssuer } from './certificate-issuer';
import { type Endpoint, type ServiceReference } from './endpoint';

/** How the path of a request is compared with the path of a route. */
export enum PathType {
  /** The same path, nothing else. */
  EXACT = 'Exact',
  /** The path and everything below it, compared element by element: `/ip` takes `/ip` and `/ip/v4`, not `/ipv4`. */
  PREFIX = 'Prefix',
  /** The path is a regular expression. All backends of a route must be of this type then. */
  REGULAR_EXPRESSION = 'RegularExpression',
}

/** What a backend speaks with whoever leads requests to it. */
export enum AppProtocol {
  /** HTTP/1.1 without TLS. */
  HTTP = 'HTTP',
  /** HTTP/1.1 over TLS, with any certificate. */
  HTTPS = 'HTTPS',
  /** HTTP/2 without TLS. */
  H2C = 'H2C',
  /** gRPC without TLS. */
  GRPC = 'GRPC',
  /** gRPC over TLS, with any certificate. */
  GRPCS = 'GRPCS',
}

/** A port of a Service that answers requests. */
export interface RouteTarget {
  /** The Service, of any cdk8s-plus-NN. It has to be in the app: a route that leads nowhere is an error. */
  readonly service: ServiceReference;
  /**
   * Name of the Service's port.
   * @default its first port
   */
  readonly portName?: string;
}

/** A second Service that takes a share of the requests of a backend: a new version, on trial. */
export interface RouteCanary extends RouteTarget {
  /** Its share in percent, from 0 to 100. */
  readonly weight: number;
}

/** Which requests a backend takes, and how it gets them. */
export interface RoutePath {
  /**
   * Name of the Service's port.
   * @default its first port
   */
  readonly portName?: string;
  /**
   * Path of the requests.
   * @default '/'
   */
  readonly path?: string;
  /**
   * How paths are compared.
   * @default PathType.PREFIX
   */
  readonly pathType?: PathType;
  /**
   * What takes the place of `path` in the request that the backend gets: with path `/shop` and rewrite `/`, `/shop/cart` arrives as `/cart`.
   * @default the request arrives as it was sent
   */
  readonly rewrite?: string;
  /**
   * What the backend speaks. Each router is told in its own way; one that cannot speak it refuses the route.
   * @default AppProtocol.HTTP
   */
  readonly protocol?: AppProtocol;
  /**
   * A second Service that takes a share of the requests: through a Gateway, the community's controller and load balancers of AWS. Other controllers
   * cannot share requests out by an Ingress, and refuse it.
   * @default none: the backend takes all of them
   */
  readonly canary?: RouteCanary;
}

/** A Service and the requests that it takes. */
export interface RouteBackend extends RoutePath {
  /** The Service, of any cdk8s-plus-NN. It has to be in the app: a route that leads nowhere is an error. */
  readonly service: ServiceReference;
}

/** Where and how a route takes requests. */
export interface RouteOptions {
  /**
   * Host name of the requests; `*.example.com` takes one label in place of the star.
   * @default any host
   */
  readonly host?: string;
  /**
   * Name of a Secret of type kubernetes.io/tls, in the namespace of the Services, with the certificate of the host.
   * @default the route's name and `-tls` where there is an `issuer`; else none: plain HTTP, and whatever certificate the router has for HTTPS
   */
  readonly tlsSecretName?: string;
  /**
   * Who makes the certificate of the host and keeps it in the Secret: cert-manager.
   * @default nobody: the Secret is there already
   */
  readonly issuer?: CertificateIssuer;
}

/** A route: one host, one or more backends. */
export interface RouteProps extends RouteOptions {
  /** What answers, by path. All Services are in one namespace, and the route is in the same. */
  readonly backends: RouteBackend[];
  /**
   * What answers requests that no backend takes.
   * @default the router's own 404
   */
  readonly defaultBackend?: RouteTarget;
  /**
   * Name of the objects that the route becomes.
   * @default the construct id
   */
  readonly name?: string;
}

/** A route as an ingress controller or a gateway made it. */
export interface IRoute {
  /** Name of the object that it became. */
  readonly name: string;
  /** Host name of its requests; undefined where it takes any. */
  readonly host?: string;

  /** The address of the route inside the cluster: the router's, with the route's Host header. */
  endpoint(path?: string): Endpoint;
}

/**
 * What leads requests from outside to Services, by host and path: an ingress controller or a gateway, of this app or of somebody else. A route that
 * it makes knows its address.
 */
export interface IRouter {
  /** Leads requests to Services. */
  addRoute(scope: Construct, id: string, props: RouteProps): IRoute;
}
