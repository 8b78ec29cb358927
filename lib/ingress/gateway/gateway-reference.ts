import { type Construct } from 'constructs';
import {
  ConnectionPeer,
  Endpoint,
  OutsideAddress,
  type ExposedServiceReference,
  type IRoute,
  type IRouter,
  type Instruction,
  type RouteProps,
} from '../../platform';
import {
  ConstructError,
  dnsLabelProblem,
  dnsSubdomainProblem,
  formError,
  nameError,
  type Problem,
} from '../../validation';
import { routeInstructions } from '../route-instructions';
import { type GatewayClass } from './gateway-class';
import { GatewayRoute } from './gateway-route';

/** What is known of a Gateway that somebody else made. */
export interface GatewayReferenceOptions {
  /**
   * Its namespace.
   * @default that of the route
   */
  readonly namespace?: string;
  /**
   * Name of the listener that takes the routes.
   * @default every listener that allows them
   */
  readonly listener?: string;
  /**
   * Its class, which says what its Service is called: for `route.endpoint()` and for instructions.
   * @default unknown
   */
  readonly gatewayClass?: GatewayClass;
  /**
   * Whether it has a listener of HTTPS, for instructions.
   * @default true
   */
  readonly https?: boolean;
}

/**
 * A Gateway that somebody else made, by its name. That it is named says that the cluster has it, and the Gateway API with it.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/gateway/
 */
export class GatewayReference implements IRouter {
  /**
   * A Gateway by name.
   *
   * @param name name of the Gateway
   */
  public static of(name: string, options: GatewayReferenceOptions = {}): GatewayReference {
    return new GatewayReference(name, options);
  }

  private constructor(
    /** Name of the Gateway. */
    public readonly name: string,
    private readonly options: GatewayReferenceOptions,
  ) {}

  /** Its namespace; undefined for that of the route. */
  public get namespace(): string | undefined {
    return this.options.namespace;
  }

  /** Name of the listener that takes the routes; undefined for all that allow them. */
  public get listener(): string | undefined {
    return this.options.listener;
  }

  /** Leads requests to Services: a `GatewayRoute`. */
  public addRoute(scope: Construct, id: string, props: RouteProps): IRoute {
    return new GatewayRoute(scope, id, { ...props, gateway: this });
  }

  /** @internal */
  public get description(): string {
    return `Gateway "${this.name}" of somebody else`;
  }

  /** @internal */
  public connectionPeer(): ConnectionPeer {
    const labels = { 'gateway.networking.k8s.io/gateway-name': this.name };
    return ConnectionPeer.pods({ labels, namespace: this.namespace });
  }

  /** @internal */
  public routeEndpoint(scope: Construct, host?: string, path?: string): Endpoint {
    const service = this.service;
    if (!service) {
      throw new ConstructError(scope, {
        what: `The address of Gateway "${this.name}" inside the cluster is wanted, and its Service is not known.`,
        why: 'Its controller makes the Service, each in its own way, in the namespace of the Gateway.',
        fix: "Say both: GatewayReference.of(name, { namespace: 'infra', gatewayClass: GatewayClass.nginxGatewayFabric() }).",
      });
    }
    return Endpoint.ofService(scope, service, { portName: 'http', host, path });
  }

  /** @internal */
  public routeInstructions(scope: Construct, name: string, props: RouteProps): Instruction[] {
    const { service } = this;
    if (!service) return [];
    const protocols = service.ports.map(({ name: protocol }) => protocol ?? 'http');
    return routeInstructions(name, props, protocols, (protocol) => OutsideAddress.ofService(scope, service, protocol));
  }

  /** @internal */
  public provided(namespace: string): string[] {
    return ['gateway.networking.k8s.io', `Gateway ${this.namespace ?? namespace}/${this.name}`];
  }

  /** @internal */
  public problem(): Problem | undefined {
    return (
      nameError('The Gateway', this.name, dnsSubdomainProblem(this.name)) ??
      formError('The namespace of the Gateway', this.namespace, dnsLabelProblem) ??
      formError('The listener', this.listener, dnsSubdomainProblem) ??
      this.options.gatewayClass?.problem()
    );
  }

  private get service(): ExposedServiceReference | undefined {
    const { namespace, gatewayClass, https = true } = this.options;
    const name = gatewayClass?.serviceName(this.name);
    if (name === undefined || namespace === undefined) return undefined;
    const ports = [{ name: 'http', port: 80 }, ...(https ? [{ name: 'https', port: 443 }] : [])];
    return { name, type: 'LoadBalancer', metadata: { namespace }, ports };
  }
}
