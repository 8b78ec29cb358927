import { type Duration, type Size } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Instructions,
  type Endpoint,
  type IInstructed,
  type IRoute,
  type Instruction,
  type RouteProps,
} from '../platform';
import { AppChecks } from '../synth';
import { type IngressController } from './ingress-controller';
import { type AnnotatedRouteOptions } from './route-annotations';
import { addRouteConnections } from './route-connections';

/** How nginx handles the requests of one route: what both controllers can, each by an annotation of its own. */
export interface NginxRouteOptions extends AnnotatedRouteOptions {
  /**
   * How long a connection to a pod may take.
   * @default the controller's
   */
  readonly connectTimeout?: Duration;
  /**
   * How long a pod may be silent while it answers.
   * @default the controller's
   */
  readonly readTimeout?: Duration;
  /**
   * How long a pod may take nothing of a request.
   * @default the controller's
   */
  readonly sendTimeout?: Duration;
  /**
   * The largest body of a request.
   * @default the controller's
   */
  readonly clientMaxBodySize?: Size;
  /**
   * Whether nginx takes a pod's answer whole before it passes it on.
   * @default true in F5's controller, false in the community's
   */
  readonly proxyBuffering?: boolean;
  /**
   * Whether plain HTTP is redirected to HTTPS.
   * @default true where the route has a TLS Secret
   */
  readonly redirectToHttps?: boolean;
}

/** A route of an ingress controller: one Ingress, or more where a controller cannot say it in one. */
export abstract class IngressRoute extends Construct implements IRoute, IInstructed {
  /** Name of the first Ingress. */
  public readonly name: string;
  /** Host name of its requests; undefined where it takes any. */
  public readonly host?: string;

  private readonly controller: IngressController;
  private readonly props: RouteProps;

  /** @throws on a route that cannot work. */
  protected constructor(scope: Construct, id: string, controller: IngressController, props: RouteProps) {
    super(scope, id);
    this.controller = controller;
    this.props = props;
    this.name = props.name ?? id;
    this.host = props.host;
    addRouteConnections(this, controller.connectionPeer(), props);
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /** The address of the route inside the cluster. */
  public endpoint(path?: string): Endpoint {
    return this.controller.routeEndpoint(this, this.host, path);
  }

  public instructions(): Instruction[] {
    const { backends, defaultBackend } = this.props;
    const namespace = (backends[0] ?? defaultBackend)?.service.metadata.namespace ?? 'default';
    return this.controller.routeInstructions(this.name, namespace, this.props);
  }
}
