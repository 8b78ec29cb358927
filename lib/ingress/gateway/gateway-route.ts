import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ConnectionPeer,
  Instructions,
  PathType,
  checkProps,
  type Endpoint,
  type IInstructed,
  type IRoute,
  type Instruction,
  type RouteProps,
} from '../../platform';
import { AppChecks } from '../../synth';
import { ConstructError } from '../../validation';
import { resolveRoute, type ResolvedBackend, type ResolvedTarget } from '../resolved-route';
import { addRouteConnections } from '../route-connections';
import { routeInstructions } from '../route-instructions';
import { type HttpGateway } from './http-gateway';

/** Props of `GatewayRoute`. */
export interface GatewayRouteProps extends RouteProps {
  /** The Gateway. */
  readonly gateway: HttpGateway;
}

/**
 * A route of a Gateway: an HTTPRoute.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/httproute/
 */
export class GatewayRoute extends Construct implements IRoute, IInstructed {
  /** Name of the HTTPRoute. */
  public readonly name: string;
  /** Host name of its requests; undefined where it takes any. */
  public readonly host?: string;
  /** The HTTPRoute. */
  public readonly apiObject: ApiObject;

  private readonly gateway: HttpGateway;
  private readonly props: RouteProps;

  /** @throws on a route that cannot work, or one that brings a certificate: the Gateway has those. */
  constructor(scope: Construct, id: string, props: GatewayRouteProps) {
    super(scope, id);
    checkProps(this, 'GatewayRoute', props);
    const resolved = resolveRoute(this, id, props);
    const { gateway } = props;
    this.name = resolved.name;
    this.host = resolved.host;
    this.gateway = gateway;
    this.props = props;
    if (resolved.issuer) {
      const { kind, name: issuer } = resolved.issuer;
      throw new ConstructError(this, {
        what: `${kind} "${issuer}" is to make the certificate of route "${this.name}", which leads through Gateway "${gateway.name}" (${gateway.node.path}).`,
        why: 'In the Gateway API the Gateway has the certificates; an HTTPRoute cannot say one.',
        fix: 'Give the issuer to the Gateway.',
      });
    }
    if (resolved.tlsSecretName !== undefined) {
      throw new ConstructError(this, {
        what: `Route "${this.name}" has the TLS Secret "${resolved.tlsSecretName}", and leads through Gateway "${gateway.name}" (${gateway.node.path}).`,
        why: 'In the Gateway API the Gateway has the certificates; an HTTPRoute cannot say one.',
        fix: `Give it to the Gateway: tlsSecretNames: ['${resolved.tlsSecretName}'].`,
      });
    }
    this.apiObject = new ApiObject(this, 'route', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: this.name, namespace: resolved.namespace },
      spec: {
        parentRefs: [{ name: gateway.name, namespace: gateway.namespace }],
        hostnames: this.host === undefined ? undefined : [this.host],
        rules: [
          ...resolved.backends.map(rule),
          ...(resolved.defaultBackend ? [{ backendRefs: [backendReference(resolved.defaultBackend)] }] : []),
        ],
      },
    });
    addRouteConnections(this, ConnectionPeer.pods(gateway.pods), props);
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /** The address of the route inside the cluster. */
  public endpoint(path?: string): Endpoint {
    return this.gateway.endpoint(this.host, path);
  }

  public instructions(): Instruction[] {
    if (this.gateway.gatewayClass.serviceName(this.gateway.name) === undefined) return [];
    const protocols = this.gateway.takesHttps ? ['http', 'https'] : ['http'];
    return routeInstructions(this.name, this.props, protocols, (protocol) => this.gateway.outsideAddress(protocol));
  }
}

const MATCH_TYPES: Readonly<Record<PathType, string>> = {
  [PathType.EXACT]: 'Exact',
  [PathType.PREFIX]: 'PathPrefix',
  [PathType.REGULAR_EXPRESSION]: 'RegularExpression',
};

function rule(backend: ResolvedBackend): object {
  return {
    matches: [{ path: { type: MATCH_TYPES[backend.pathType], value: backend.path } }],
    filters: backend.rewrite === undefined ? undefined : [rewriteFilter(backend.pathType, backend.rewrite)],
    backendRefs: [backendReference(backend)],
  };
}

function rewriteFilter(pathType: PathType, rewrite: string): object {
  const path =
    pathType === PathType.EXACT
      ? { type: 'ReplaceFullPath', replaceFullPath: rewrite }
      : { type: 'ReplacePrefixMatch', replacePrefixMatch: rewrite };
  return { type: 'URLRewrite', urlRewrite: { path } };
}

/** An HTTPRoute takes a port by number only. */
function backendReference({ service, port }: ResolvedTarget): object {
  return { name: service, port };
}
