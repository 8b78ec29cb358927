import { type ApiObject } from 'cdk8s';
import { type CpuResources, type MemoryResources } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { shellCommand } from '../encode';
import {
  ClusterSingletons,
  ConnectionPeer,
  Endpoint,
  Instructions,
  OutsideAddress,
  type ExposedServiceReference,
  type IInstructed,
  type IRoute,
  type IRouter,
  type Instruction,
  type RouteProps,
} from '../platform';
import { ScaleTarget, type IScaleTarget } from '../scaling';
import { AppChecks, IsolatableConstruct, Stage, assignStage } from '../synth';
import { ConstructError } from '../validation';
import { type IngressExposure } from './ingress-exposure';
import { IngressMetricsService } from './ingress-metrics-service';
import { type NginxIngressMetrics } from './nginx-ingress-metrics';
import { type NginxTuning } from './nginx-tuning';
import { routeInstructions } from './route-instructions';

/** What runs the pods of an ingress controller. */
export enum IngressWorkload {
  /** Any number of pods: what an autoscaler can scale. */
  DEPLOYMENT = 'Deployment',
  /** One pod on every node. */
  DAEMON_SET = 'DaemonSet',
}

/** Props that both controllers have. */
export interface NginxIngressStackProps {
  /**
   * Namespace of everything that has one.
   * @default 'nginx-ingress' for F5's controller, 'ingress-nginx' for the community's
   */
  readonly namespace?: string;
  /**
   * Whether the stack makes its namespace.
   * @default true, except for `default` and the namespaces of Kubernetes itself
   */
  readonly createNamespace?: boolean;
  /**
   * Name of the IngressClass. A cluster has each name once.
   * @default 'nginx'
   */
  readonly ingressClass?: string;
  /**
   * Whether the controller also serves every Ingress without a class.
   * @default false
   */
  readonly defaultClass?: boolean;
  /**
   * How requests from outside reach the controller.
   * @default IngressExposure.forCluster(): host ports on kind, a load balancer on EKS, node ports elsewhere
   */
  readonly exposure?: IngressExposure;
  /**
   * What runs its pods.
   * @default IngressWorkload.DEPLOYMENT
   */
  readonly workload?: IngressWorkload;
  /**
   * How many pods a Deployment runs as long as nothing scales it. Together with an autoscaler it is an error.
   * @default 1, or none as soon as something scales it
   */
  readonly replicas?: number;
  /**
   * CPU request and limit of a pod.
   * @default a request of 100m
   */
  readonly cpu?: CpuResources;
  /**
   * Memory request and limit of a pod.
   * @default a request of 128 MiB for F5's controller, 90 MiB for the community's
   */
  readonly memory?: MemoryResources;
  /**
   * How nginx handles HTTP.
   * @default the controller's defaults
   */
  readonly tuning?: NginxTuning;
  /**
   * Further keys of the controller's ConfigMap, as its documentation names them.
   * @default none
   */
  readonly additionalConfig?: { [key: string]: string };
  /**
   * Whether the pods serve metrics and ask Prometheus to scrape them.
   * @default true
   */
  readonly metrics?: boolean;
  /**
   * Name of a Secret of type kubernetes.io/tls, in the namespace of the controller, for hosts without a certificate of their own.
   * @default none: F5's controller refuses their HTTPS connections, the community's has a self-signed certificate
   */
  readonly defaultTlsSecretName?: string;
  /**
   * Image, for a registry of one's own. It must be of the same version.
   * @default the project's
   */
  readonly image?: string;
  /**
   * Further arguments of the controller.
   * @default none
   */
  readonly additionalArgs?: string[];
}

/** What a controller is called and how it is found. */
export interface NginxIngressIdentity {
  /** Name of the IngressClass. */
  readonly ingressClass: string;
  /** What the IngressClass has as `controller`. */
  readonly controller: string;
  /** Namespace of its objects. */
  readonly namespace: string;
  /** Name of the Deployment or DaemonSet. */
  readonly workloadName: string;
  /** What runs the pods. */
  readonly workload: IngressWorkload;
  /** Labels that select the pods. */
  readonly podLabels: { [label: string]: string };
  /** How requests from outside reach it. */
  readonly exposure: IngressExposure;
  /** Whether HTTPS is answered without a certificate of the route. */
  readonly answersHttps: boolean;
  /** Its metrics; undefined where they are switched off. */
  readonly metrics?: NginxIngressMetrics;
}

/**
 * nginx as an ingress controller: it leads requests from outside to Services, by host and path. There are two of that name: F5's
 * (`F5NginxIngressStack`) and the community's (`CommunityNginxIngressStack`); each reads annotations of its own only.
 *
 * @see https://docs.nginx.com/nginx-ingress-controller/installation/ingress-nginx/
 */
export abstract class NginxIngressStack extends IsolatableConstruct implements IRouter, IInstructed {
  /** Name of the IngressClass. */
  public readonly ingressClass: string;
  /** What the IngressClass has as `controller`. */
  public readonly controller: string;
  /** Namespace of its objects. */
  public readonly namespace: string;
  /** Name of the Deployment or DaemonSet. */
  public readonly workloadName: string;
  /** Labels that select the pods, and nothing else. */
  public readonly podLabels: { [label: string]: string };
  /** The Service that requests come in by. */
  public abstract readonly service: ExposedServiceReference;
  /** The Deployment or DaemonSet. */
  public abstract readonly workload: ApiObject;

  private readonly identity: NginxIngressIdentity;
  private metricsServiceObject?: IngressMetricsService;

  /** @throws if another controller of the app has the same class. */
  protected constructor(scope: Construct, id: string, identity: NginxIngressIdentity) {
    super(scope, id);
    assignStage(this, Stage.CONTROLLERS);
    this.identity = identity;
    this.ingressClass = identity.ingressClass;
    this.controller = identity.controller;
    this.namespace = identity.namespace;
    this.workloadName = identity.workloadName;
    this.podLabels = identity.podLabels;
    ClusterSingletons.of(this).claim('IngressClass', this.ingressClass, this);
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /** Leads requests to Services. */
  public abstract addRoute(scope: Construct, id: string, props: RouteProps): IRoute;

  /** The controller's address inside the cluster. */
  public endpoint(host?: string, path?: string): Endpoint {
    return Endpoint.ofService(this, this.service, { portName: 'http', host, path });
  }

  /**
   * The controller's address outside the cluster.
   *
   * @param portName `http` or `https`
   */
  public outsideAddress(portName = 'http'): OutsideAddress {
    return this.identity.exposure.usesHostPorts
      ? OutsideAddress.ofHostPort(this, portName === 'https' ? 443 : 80)
      : OutsideAddress.ofService(this, this.service, portName);
  }

  /**
   * What an autoscaler scales.
   *
   * @throws for a DaemonSet: it has one pod per node and no replicas.
   */
  public get scaleTarget(): IScaleTarget {
    const { workload } = this.identity;
    if (workload === IngressWorkload.DAEMON_SET) {
      throw new ConstructError(this, {
        what: `DaemonSet "${this.workloadName}" of ingress class "${this.ingressClass}" is to be scaled.`,
        why: 'It runs one pod on every node: there is no number of replicas to change.',
        fix: 'Use IngressWorkload.DEPLOYMENT.',
      });
    }
    return ScaleTarget.of({ name: this.workloadName, kind: workload, namespace: this.namespace });
  }

  /**
   * The metrics that its pods serve.
   *
   * @throws if they are switched off.
   */
  public get metrics(): NginxIngressMetrics {
    const { metrics } = this.identity;
    if (!metrics) {
      throw new ConstructError(this, {
        what: `The metrics of ingress class "${this.ingressClass}" are wanted, and switched off.`,
        why: 'Its pods do not serve them: a query would find nothing, and whatever scales on it would never act.',
        fix: 'Remove metrics: false.',
      });
    }
    return metrics;
  }

  /**
   * A headless Service of its metrics, made when it is first asked for: for `PrometheusOperatorStack.monitor`, and for people.
   *
   * @throws if the metrics are switched off.
   */
  public get metricsService(): IngressMetricsService {
    this.metricsServiceObject ??= new IngressMetricsService(this, 'metrics-service', {
      name: `${this.workloadName}-metrics`,
      namespace: this.namespace,
      podLabels: this.podLabels,
      port: this.metrics.port,
    });
    return this.metricsServiceObject;
  }

  /**
   * The page of its metrics inside the cluster: that of one of its pods.
   *
   * @throws if the metrics are switched off.
   */
  public metricsEndpoint(): Endpoint {
    return Endpoint.ofService(this, this.metricsService, { path: '/metrics' });
  }

  /** Whether HTTPS is answered without a certificate of the route. */
  public get answersHttps(): boolean {
    return this.identity.answersHttps;
  }

  /** @internal */
  public connectionPeer(): ConnectionPeer {
    return ConnectionPeer.podsOf(this.workload);
  }

  /** @internal */
  public routeEndpoint(_scope: Construct, host?: string, path?: string): Endpoint {
    return this.endpoint(host, path);
  }

  /** @internal */
  public routeInstructions(name: string, _namespace: string, props: RouteProps): Instruction[] {
    const https = (props.tlsSecretName ?? props.issuer) !== undefined || this.answersHttps;
    return routeInstructions(name, props, https ? ['http', 'https'] : ['http'], (protocol) =>
      this.outsideAddress(protocol),
    );
  }

  public instructions(): Instruction[] {
    const selector = Object.entries(this.podLabels).map(([label, value]) => `${label}=${value}`);
    return [
      {
        title: `See the pods of ingress class "${this.ingressClass}"`,
        commands: [
          shellCommand('kubectl', `--namespace=${this.namespace}`, 'get', 'pods', `--selector=${selector.join(',')}`),
        ],
      },
    ];
  }
}
