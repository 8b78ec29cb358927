import * as kplus from 'cdk8s-plus-28';
import { dnsSubdomainProblem, formError, parseIpAddress, portError, type Problem } from '../validation';

const ADDRESS = 'metallb.io/loadBalancerIPs';
const POOL = 'metallb.io/address-pool';

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
}

/** How a Service of type ClusterIP or LoadBalancer is reached. */
export interface ExposureOptions {
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
export interface LoadBalancerOptions extends ExposureOptions {
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
export interface NodePortOptions {
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
    return new Exposure(kplus.ServiceType.CLUSTER_IP, options.ports ?? [{}]);
  }

  /**
   * From outside, at a port of every node.
   *
   * @param nodePort port on the nodes, usually 30000 to 32767; Kubernetes chooses if it is left out
   */
  public static nodePort(nodePort?: number, options: NodePortOptions = {}): Exposure {
    const { port, additionalPorts = [] } = options;
    return new Exposure(kplus.ServiceType.NODE_PORT, [{ port, nodePort }, ...additionalPorts]);
  }

  /** From outside, at an address of its own, where the cluster has something that gives addresses. */
  public static loadBalancer(options: LoadBalancerOptions = {}): Exposure {
    const { address, pool, ports = [{}] } = options;
    return new Exposure(kplus.ServiceType.LOAD_BALANCER, ports, {
      ...(address === undefined ? {} : { [ADDRESS]: address }),
      ...(pool === undefined ? {} : { [POOL]: pool.name }),
    });
  }

  private constructor(
    /** Type of the Service. */
    public readonly type: kplus.ServiceType,
    /** Its ports. */
    public readonly ports: ExposedPort[],
    /** Annotations of the Service. */
    public readonly annotations: { [annotation: string]: string } = {},
  ) {}

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

function oddAddress(address: string): Problem {
  return {
    what: `The load balancer is to have the address "${address}".`,
    why: 'MetalLB takes IP addresses only, and gives none to the Service.',
    fix: 'Write an address of a pool, such as 192.0.2.10.',
  };
}
