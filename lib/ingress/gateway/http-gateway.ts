import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { shellCommand } from '../../encode';
import {
  ClusterScopedObject,
  ClusterSingletons,
  ConnectionPeer,
  Endpoint,
  Instructions,
  OutsideAddress,
  checkProps,
  requireProvidedApi,
  type CertificateIssuer,
  type ExposedServiceReference,
  type IInstructed,
  type IRoute,
  type IRouter,
  type Instruction,
  type PodsByLabel,
  type RouteProps,
} from '../../platform';
import { AppChecks, Stage, assignStage } from '../../synth';
import {
  ConstructError,
  dnsLabelProblem,
  dnsSubdomainProblem,
  formError,
  nameError,
  refuse,
  routeHostProblem,
  type Problem,
} from '../../validation';
import { routeInstructions } from '../route-instructions';
import { GatewayClass } from './gateway-class';
import { GatewayRoute } from './gateway-route';

/** Which namespaces may attach routes to a Gateway. */
export enum RouteNamespaces {
  /** The Gateway's own. */
  SAME = 'Same',
  /** All of the cluster. */
  ALL = 'All',
}

/** Props of `HttpGateway`. */
export interface HttpGatewayProps {
  /**
   * The kind of gateway.
   * @default GatewayClass.nginxGatewayFabric()
   */
  readonly gatewayClass?: GatewayClass;
  /**
   * Whether to write the GatewayClass as well. Installations of a controller bring their own.
   * @default false
   */
  readonly createClass?: boolean;
  /**
   * Name of the Gateway.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * Namespace of the Gateway. Its controller makes nginx there.
   * @default the chart's
   */
  readonly namespace?: string;
  /**
   * Names of Secrets of type kubernetes.io/tls, in the namespace of the Gateway, with the certificates for HTTPS. The Gateway has the certificates
   * of all its routes.
   * @default none: HTTP only
   */
  readonly tlsSecretNames?: string[];
  /**
   * Who makes the certificates of `hosts`: cert-manager, which must be told to watch Gateways (`config.enableGatewayAPI`).
   * @default nobody
   */
  readonly issuer?: CertificateIssuer;
  /**
   * Host names that have a listener for HTTPS and a certificate of `issuer` each, such as `shop.example.com` or `*.example.com`; the Secret of the first
   * is `<name>-shop-example-com-tls`.
   * @default none
   */
  readonly hosts?: string[];
  /**
   * Which namespaces may attach routes.
   * @default RouteNamespaces.ALL
   */
  readonly routesFrom?: RouteNamespaces;
}

/**
 * A Gateway of the Gateway API for HTTP and HTTPS: the successor of Ingress. The definitions of the API and the controller are installed by
 * whoever runs the cluster; the cluster profile says so.
 *
 * @see https://gateway-api.sigs.k8s.io/
 */
export class HttpGateway extends Construct implements IRouter, IInstructed {
  /** Name of the Gateway. */
  public readonly name: string;
  /** Namespace of the Gateway. */
  public readonly namespace: string;
  /** The kind of gateway. */
  public readonly gatewayClass: GatewayClass;
  /** The Gateway. */
  public readonly apiObject: ApiObject;
  /** Whether it takes HTTPS. */
  public readonly takesHttps: boolean;

  /** @throws if nobody said that the cluster has the Gateway API. */
  constructor(scope: Construct, id: string, props: HttpGatewayProps = {}) {
    super(scope, id);
    checkProps(this, 'HttpGateway', props);
    requireProvidedApi(this, `Gateway "${props.name ?? id}"`, GATEWAY_API);
    assignStage(this, Stage.CONFIGURATION);
    const { name = id, tlsSecretNames = [], issuer, hosts = [], routesFrom = RouteNamespaces.ALL } = props;
    refuse(
      this,
      nameError('The Gateway', name, dnsSubdomainProblem(name)),
      formError('The namespace', props.namespace, dnsLabelProblem),
      ...tlsSecretNames.map((secret) => nameError('The TLS Secret', secret, dnsSubdomainProblem(secret))),
      props.gatewayClass?.problem(),
      issuer?.problem(),
      ...hostProblems(name, issuer, hosts),
    );
    this.name = name;
    this.namespace = props.namespace ?? Chart.of(this).namespace ?? 'default';
    this.gatewayClass = props.gatewayClass ?? GatewayClass.nginxGatewayFabric();
    this.takesHttps = tlsSecretNames.length > 0 || hosts.length > 0;
    if (props.createClass) this.addGatewayClass();
    const allowedRoutes = { namespaces: { from: routesFrom } };
    this.apiObject = new ApiObject(this, 'gateway', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name, namespace: props.namespace, annotations: issuer?.annotations },
      spec: {
        gatewayClassName: this.gatewayClass.name,
        listeners: [
          { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes },
          ...(tlsSecretNames.length > 0 ? [httpsListener('https', tlsSecretNames, allowedRoutes)] : []),
          ...hosts.map((hostname) => ({
            ...httpsListener(`https-${nameOfHost(hostname)}`, [`${name}-${nameOfHost(hostname)}-tls`], allowedRoutes),
            hostname,
          })),
        ],
      },
    });
    Instructions.of(this).add(this);
    const checks = AppChecks.attach(this);
    for (const provided of issuer?.provided(this.namespace) ?? []) checks.provide(provided);
  }

  /** Leads requests to Services: a `GatewayRoute`. */
  public addRoute(scope: Construct, id: string, props: RouteProps): IRoute {
    return new GatewayRoute(scope, id, { ...props, gateway: this });
  }

  /**
   * The Gateway's address inside the cluster.
   *
   * @throws if it is not known what the controller calls the Service of a Gateway.
   */
  public endpoint(host?: string, path?: string): Endpoint {
    return Endpoint.ofService(this, this.service, { portName: 'http', host, path });
  }

  /**
   * The Gateway's address outside the cluster.
   *
   * @param portName `http` or `https`
   */
  public outsideAddress(portName = 'http'): OutsideAddress {
    return OutsideAddress.ofService(this, this.service, portName);
  }

  /**
   * The pods that the controller makes for the Gateway, by the label that the Gateway API asks for.
   * @see https://gateway-api.sigs.k8s.io/geps/gep-1762/
   */
  public get pods(): PodsByLabel {
    return { namespace: this.namespace, labels: { 'gateway.networking.k8s.io/gateway-name': this.name } };
  }

  /** @internal */
  public get description(): string {
    return `Gateway "${this.name}" (${this.node.path})`;
  }

  /** @internal */
  public connectionPeer(): ConnectionPeer {
    return ConnectionPeer.pods(this.pods);
  }

  /** @internal */
  public routeEndpoint(_scope: Construct, host?: string, path?: string): Endpoint {
    return this.endpoint(host, path);
  }

  /** @internal */
  public routeInstructions(_scope: Construct, name: string, props: RouteProps): Instruction[] {
    if (this.gatewayClass.serviceName(this.name) === undefined) return [];
    return routeInstructions(name, props, this.takesHttps ? ['http', 'https'] : ['http'], (protocol) =>
      this.outsideAddress(protocol),
    );
  }

  /** @internal */
  public provided(): string[] {
    return [];
  }

  /** @internal */
  public problem(): undefined {
    return undefined;
  }

  public instructions(): Instruction[] {
    return [
      {
        title: `See whether Gateway "${this.name}" is programmed`,
        commands: [shellCommand('kubectl', `--namespace=${this.namespace}`, 'get', 'gateway', this.name)],
      },
    ];
  }

  /** The Service that the controller makes for the Gateway: a load balancer. */
  private get service(): ExposedServiceReference {
    const name = this.gatewayClass.serviceName(this.name);
    if (name === undefined) {
      throw new ConstructError(this, {
        what: `The address of Gateway "${this.name}" is wanted, and it is not known what "${this.gatewayClass.controllerName}" calls its Service.`,
        why: 'The controller makes the Service, each in its own way.',
        fix: 'Give GatewayClass.of the suffix of the Service as its third argument.',
      });
    }
    const ports = [{ name: 'http', port: 80 }, ...(this.takesHttps ? [{ name: 'https', port: 443 }] : [])];
    return { name, type: 'LoadBalancer', metadata: { namespace: this.namespace }, ports };
  }

  private addGatewayClass(): void {
    const { name, controllerName } = this.gatewayClass;
    ClusterSingletons.of(this).claim('GatewayClass', name, this);
    new ClusterScopedObject(this, 'class', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name },
      spec: { controllerName },
    });
  }
}

function httpsListener(name: string, secrets: readonly string[], allowedRoutes: object): object {
  const certificateRefs = secrets.map((secret) => ({ kind: 'Secret', name: secret }));
  return { name, port: 443, protocol: 'HTTPS', tls: { mode: 'Terminate', certificateRefs }, allowedRoutes };
}

/** A host as part of a name: `shop-example-com`, and `wildcard-example-com` for `*.example.com`. */
function nameOfHost(host: string): string {
  return host.replace('*', 'wildcard').replaceAll('.', '-');
}

function hostProblems(
  gateway: string,
  issuer: CertificateIssuer | undefined,
  hosts: readonly string[],
): readonly (Problem | undefined)[] {
  const twice = hosts.find((host, index) => hosts.indexOf(host) !== index);
  return [
    issuer && hosts.length === 0
      ? {
          what: `${issuer.kind} "${issuer.name}" is to make the certificates of Gateway "${gateway}", which names no host.`,
          why: 'cert-manager makes a certificate for a listener with a host name only.',
          fix: "Name the hosts, such as hosts: ['shop.example.com'].",
        }
      : undefined,
    !issuer && hosts.length > 0
      ? {
          what: `Gateway "${gateway}" has hosts, and nobody makes their certificates.`,
          why: 'Its listeners would never be ready.',
          fix: "Say who does, such as issuer: CertificateIssuer.clusterIssuer('letsencrypt'), or give tlsSecretNames instead.",
        }
      : undefined,
    twice === undefined
      ? undefined
      : {
          what: `Gateway "${gateway}" has the host "${twice}" twice.`,
          why: 'The API server refuses two listeners of one name.',
          fix: 'Name each host once.',
        },
    ...hosts.map((host) => formError('The host', host, routeHostProblem)),
  ];
}

const GATEWAY_API = {
  group: 'gateway.networking.k8s.io',
  product: 'the Gateway API',
  source: 'https://gateway-api.sigs.k8s.io/guides/getting-started/ (and a controller such as NGINX Gateway Fabric)',
};
