import { dnsSubdomainProblem, labelKeyProblem, nameError, type Problem } from '../../validation';

/** The kind of gateway that a cluster has: a GatewayClass and the controller behind it. */
export class GatewayClass {
  /**
   * NGINX Gateway Fabric, F5's implementation of the Gateway API. It makes a Deployment and a Service of nginx for each Gateway.
   *
   * @param name name of the GatewayClass, as its installation made it
   * @see https://docs.nginx.com/nginx-gateway-fabric/
   */
  public static nginxGatewayFabric(name = 'nginx'): GatewayClass {
    return new GatewayClass(name, 'gateway.nginx.org/nginx-gateway-controller', `-${name}`);
  }

  /**
   * Any other implementation.
   *
   * @param name name of the GatewayClass
   * @param controllerName what the GatewayClass has as `controllerName`
   * @param serviceSuffix what its Service is called: the name of the Gateway, then this; `''` if it is the Gateway's name alone
   */
  public static of(name: string, controllerName: string, serviceSuffix?: string): GatewayClass {
    return new GatewayClass(name, controllerName, serviceSuffix);
  }

  private constructor(
    /** Name of the GatewayClass. */
    public readonly name: string,
    /** The controller behind it. */
    public readonly controllerName: string,
    private readonly serviceSuffix?: string,
  ) {}

  /**
   * The name of a controller is a domain and a path.
   * @internal
   */
  public problem(): Problem | undefined {
    return (
      nameError('The GatewayClass', this.name, dnsSubdomainProblem(this.name)) ??
      nameError('The controller', this.controllerName, labelKeyProblem(this.controllerName))
    );
  }

  /** Name of the Service that the controller makes for a Gateway; undefined where that is not known. */
  public serviceName(gateway: string): string | undefined {
    return this.serviceSuffix === undefined ? undefined : `${gateway}${this.serviceSuffix}`;
  }
}
