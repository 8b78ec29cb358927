import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AppProtocol,
  Instructions,
  checkProps,
  type Endpoint,
  type IInstructed,
  type IRoute,
  type Instruction,
  type RouteProps,
} from '../../platform';
import { AppChecks } from '../../synth';
import { ConstructError, refuse } from '../../validation';
import { sayAppProtocol } from '../app-protocol-field';
import { resolveRoute } from '../resolved-route';
import { addRouteConnections } from '../route-connections';
import { requireProtocols, speakers } from '../route-protocols';
import { type GatewayReference } from './gateway-reference';
import { type HttpGateway } from './http-gateway';
import { type RouteGateway } from './route-gateway';
import { routeRules } from './route-kinds';

/** Props of `GatewayRoute`. */
export interface GatewayRouteProps extends RouteProps {
  /** The Gateway: of this app, or of somebody else by its name, `GatewayReference.of()`. */
  readonly gateway: HttpGateway | GatewayReference;
}

/**
 * A route of a Gateway: an HTTPRoute, or a GRPCRoute where the backends speak gRPC.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/httproute/
 */
export class GatewayRoute extends Construct implements IRoute, IInstructed {
  /** Name of the HTTPRoute or GRPCRoute. */
  public readonly name: string;
  /** Host name of its requests; undefined where it takes any. */
  public readonly host?: string;
  /** The HTTPRoute or GRPCRoute. */
  public readonly apiObject: ApiObject;

  private readonly gateway: RouteGateway;
  private readonly props: RouteProps;

  /** @throws on a route that cannot work, or one that brings a certificate: the Gateway has those. */
  constructor(scope: Construct, id: string, props: GatewayRouteProps) {
    super(scope, id);
    checkProps(this, 'GatewayRoute', props);
    const resolved = resolveRoute(this, id, props);
    const gateway: RouteGateway = props.gateway;
    this.name = resolved.name;
    this.host = resolved.host;
    this.gateway = gateway;
    this.props = props;
    if (resolved.issuer) {
      const { kind, name: issuer } = resolved.issuer;
      throw new ConstructError(this, {
        what: `${kind} "${issuer}" is to make the certificate of route "${this.name}", which leads through ${gateway.description}.`,
        why: 'In the Gateway API the Gateway has the certificates; an HTTPRoute cannot say one.',
        fix: 'Give the issuer to the Gateway, with the host: HttpGateway has the props issuer and hosts.',
      });
    }
    if (resolved.tlsSecretName !== undefined) {
      throw new ConstructError(this, {
        what: `Route "${this.name}" has the TLS Secret "${resolved.tlsSecretName}", and leads through ${gateway.description}.`,
        why: 'In the Gateway API the Gateway has the certificates; an HTTPRoute cannot say one.',
        fix: `Give it to the Gateway: tlsSecretNames: ['${resolved.tlsSecretName}'].`,
      });
    }
    refuse(this, gateway.problem());
    requireProtocols(this, resolved, gateway.description, [AppProtocol.HTTP, AppProtocol.H2C, AppProtocol.GRPC]);
    const { kind, rules } = routeRules(this, resolved);
    this.apiObject = new ApiObject(this, 'route', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind,
      metadata: { name: this.name, namespace: resolved.namespace },
      spec: {
        parentRefs: [{ name: gateway.name, namespace: gateway.namespace, sectionName: gateway.listener }],
        hostnames: this.host === undefined ? undefined : [this.host],
        rules,
      },
    });
    for (const { reference, portName, port } of speakers(resolved, [AppProtocol.H2C])) {
      sayAppProtocol(this, reference, portName ?? port);
    }
    addRouteConnections(this, gateway.connectionPeer(), props);
    Instructions.of(this).add(this);
    const checks = AppChecks.attach(this);
    for (const provided of gateway.provided(resolved.namespace ?? 'default')) checks.provide(provided);
  }

  /** The address of the route inside the cluster. */
  public endpoint(path?: string): Endpoint {
    return this.gateway.routeEndpoint(this, this.host, path);
  }

  public instructions(): Instruction[] {
    return this.gateway.routeInstructions(this, this.name, this.props);
  }
}
