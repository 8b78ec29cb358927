import { type Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  annotationsError,
  dnsSubdomainProblem,
  emptyLimitProblem,
  formError,
  parseIpAddress,
  portError,
  wholeNumberProblem,
  wholeSecondsProblem,
  type Problem,
} from '../validation';

const ADDRESS = 'metallb.io/loadBalancerIPs';
const POOL = 'metallb.io/address-pool';
/** A day: the API server takes no more. */
const LONGEST_AFFINITY = 86_400;

/** One port of the Service. */
export interface ExposedPort {
  /**
   * Name of the image's port that it leads to.
   * @default the port that serves HTTP
   */
  readonly name?: string;
  /**
   * Port of the Service.
   * @default 80 for the port that serves HTTP, else the image's port
   */
  readonly port?: number;
  /**
   * Port on every node. For NodePort and LoadBalancer.
   * @default Kubernetes chooses
   */
  readonly nodePort?: number;
  /**
   * What is spoken at the port, such as `kubernetes.io/h2c`, `http` or `grpc`: meshes and load balancers read it.
   * @default not said
   */
  readonly appProtocol?: string;
}

/** How requests that reach a Service on a node are spread. */
export enum TrafficPolicy {
  /** Over all pods. */
  CLUSTER = 'Cluster',
  /** Over the pods of that node; where it has none, nobody answers. */
  LOCAL = 'Local',
}

/** Fields of a Service of any type. */
export interface ServiceOptions {
  /**
   * Annotations of the Service, such as those of a cloud's load balancer.
   * @default none
   */
  readonly annotations?: { [annotation: string]: string };
  /**
   * How long a client, by its IP address, gets to the same pod: at most a day.
   * @default every connection goes to any pod
   */
  readonly clientIpAffinity?: Duration;
  /**
   * Which pods get requests from inside the cluster.
   * @default TrafficPolicy.CLUSTER
   */
  readonly internalTrafficPolicy?: TrafficPolicy;
  /**
   * Which pods are preferred, such as `PreferClose`. Kubernetes 1.31.
   * @default none
   */
  readonly trafficDistribution?: string;
  /**
   * Whether pods get requests before they are ready.
   * @default false
   */
  readonly publishNotReadyAddresses?: boolean;
  /**
   * IPv4, IPv6 or both: `SingleStack`, `PreferDualStack`, `RequireDualStack`.
   * @default the cluster's own
   */
  readonly ipFamilyPolicy?: string;
}

/** Fields of a Service that is reached from outside. */
export interface OutsideServiceOptions extends ServiceOptions {
  /**
   * Which pods get requests from outside. LOCAL keeps the client's address.
   * @default TrafficPolicy.CLUSTER
   */
  readonly externalTrafficPolicy?: TrafficPolicy;
}

/** How a Service of type ClusterIP is reached. */
export interface ExposureOptions extends ServiceOptions {
  /**
   * The ports of the Service.
   * @default the port that serves HTTP
   */
  readonly ports?: ExposedPort[];
}

/** A pool of addresses that MetalLB gives to Services: what `MetalLbStack.addPool` returns. */
export interface AddressPoolReference {
  /** Name of the IPAddressPool. */
  readonly name: string;
}

/** How a Service of type LoadBalancer is reached. */
export interface LoadBalancerOptions extends OutsideServiceOptions {
  /**
   * The ports of the Service.
   * @default the port that serves HTTP
   */
  readonly ports?: ExposedPort[];
  /**
   * Which load balancer is meant, where the cluster has several.
   * @default the cluster's own
   */
  readonly loadBalancerClass?: string;
  /**
   * Who may connect: networks such as `203.0.113.0/24`.
   * @default anybody
   */
  readonly loadBalancerSourceRanges?: string[];
  /**
   * The address that it asks MetalLB for.
   * @default any free one
   */
  readonly address?: string;
  /**
   * The pool that it asks MetalLB for an address of.
   * @default any that assigns automatically
   */
  readonly pool?: AddressPoolReference;
}

/** How a Service of type NodePort is reached. */
export interface NodePortOptions extends OutsideServiceOptions {
  /**
   * Port of the Service inside the cluster.
   * @default 80
   */
  readonly port?: number;
  /**
   * Further ports of the Service.
   * @default none
   */
  readonly additionalPorts?: ExposedPort[];
}

/**
 * How an app is reached: the type and the ports of its Service.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
 */
export class Exposure {
  /** From inside the cluster only. */
  public static clusterIp(options: ExposureOptions = {}): Exposure {
    return new Exposure(kplus.ServiceType.CLUSTER_IP, options.ports ?? [{}], options);
  }

  /** From inside the cluster, by the addresses of the pods themselves: for clients that choose a pod, such as those of gRPC. */
  public static headless(options: ExposureOptions = {}): Exposure {
    return new Exposure(kplus.ServiceType.CLUSTER_IP, options.ports ?? [{}], options, {}, { clusterIP: 'None' });
  }

  /**
   * From outside, at a port of every node.
   *
   * @param nodePort port on the nodes, usually 30000 to 32767; Kubernetes chooses if it is left out
   */
  public static nodePort(nodePort?: number, options: NodePortOptions = {}): Exposure {
    const { port, additionalPorts = [] } = options;
    return new Exposure(kplus.ServiceType.NODE_PORT, [{ port, nodePort }, ...additionalPorts], options);
  }

  /** From outside, at an address of its own, where the cluster has something that gives addresses. */
  public static loadBalancer(options: LoadBalancerOptions = {}): Exposure {
    const { address, pool, ports = [{}], loadBalancerClass, loadBalancerSourceRanges } = options;
    const asked = {
      ...(address === undefined ? {} : { [ADDRESS]: address }),
      ...(pool === undefined ? {} : { [POOL]: pool.name }),
    };
    return new Exposure(kplus.ServiceType.LOAD_BALANCER, ports, options, asked, {
      ...(loadBalancerClass === undefined ? {} : { loadBalancerClass }),
      ...(loadBalancerSourceRanges === undefined ? {} : { loadBalancerSourceRanges }),
    });
  }

  /** Annotations of the Service. */
  public readonly annotations: { [annotation: string]: string };

  private constructor(
    /** Type of the Service. */
    public readonly type: kplus.ServiceType,
    /** Its ports. */
    public readonly ports: ExposedPort[],
    private readonly options: OutsideServiceOptions,
    asked: { readonly [annotation: string]: string } = {},
    private readonly more: { readonly [field: string]: unknown } = {},
  ) {
    this.annotations = { ...asked, ...options.annotations };
  }

  /** Fields of the Service beyond its type and ports, as the API has them. */
  public get fields(): { [field: string]: unknown } {
    const { options } = this;
    const affinity = options.clientIpAffinity;
    return Object.fromEntries(
      Object.entries({
        ...this.more,
        sessionAffinity: affinity && 'ClientIP',
        sessionAffinityConfig: affinity && { clientIP: { timeoutSeconds: affinity.toSeconds() } },
        internalTrafficPolicy: options.internalTrafficPolicy,
        externalTrafficPolicy: options.externalTrafficPolicy,
        trafficDistribution: options.trafficDistribution,
        publishNotReadyAddresses: options.publishNotReadyAddresses ? true : undefined,
        ipFamilyPolicy: options.ipFamilyPolicy,
      }).filter(([, value]) => value !== undefined),
    );
  }

  /** @internal */
  public problem(): Problem | undefined {
    if (this.ports.length === 0) {
      return {
        what: 'The Service has no port.',
        why: 'The API server refuses it.',
        fix: 'Name a port, or leave the list out for the one that serves HTTP.',
      };
    }
    const { [ADDRESS]: address, [POOL]: pool } = this.annotations;
    const { clientIpAffinity } = this.options;
    const optionProblem =
      annotationsError(this.annotations) ??
      emptyLimitProblem('loadBalancerSourceRanges', this.more.loadBalancerSourceRanges as string[] | undefined) ??
      wholeSecondsProblem('The affinity to a client', clientIpAffinity, 1) ??
      wholeNumberProblem('The affinity to a client, in seconds,', secondsOf(clientIpAffinity), 1, LONGEST_AFFINITY);
    if (optionProblem) return optionProblem;
    if (address !== undefined && !parseIpAddress(address)) return oddAddress(address);
    const poolProblem = formError('The address pool', pool, dnsSubdomainProblem);
    if (poolProblem) return poolProblem;
    const names = new Set<string | undefined>();
    for (const { name, port, nodePort } of this.ports) {
      const problem =
        (port === undefined ? undefined : portError('The Service port', port)) ??
        (nodePort === undefined ? undefined : portError('The node port', nodePort));
      if (problem) return problem;
      if (names.has(name)) {
        return {
          what: `The Service leads to the ${name === undefined ? 'HTTP port' : `port "${name}"`} twice.`,
          why: 'Its ports need names of their own, and take them from the image.',
          fix: 'Name each port of the image once.',
        };
      }
      names.add(name);
    }
    return undefined;
  }
}

function secondsOf(time: Duration | undefined): number | undefined {
  return time && time.toMilliseconds() / 1000;
}

function oddAddress(address: string): Problem {
  return {
    what: `The load balancer is to have the address "${address}".`,
    why: 'MetalLB takes IP addresses only, and gives none to the Service.',
    fix: 'Write an address of a pool, such as 192.0.2.10.',
  };
}
