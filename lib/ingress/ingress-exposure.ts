import { type ClusterProfile } from '../platform';
import { annotationsError, portError, type Problem } from '../validation';

/** Options that every Service of an ingress controller has. */
export interface IngressServiceOptions {
  /**
   * Annotations of the Service, such as the ones that a cloud's load balancer reads.
   * @default none
   */
  readonly annotations?: { [annotation: string]: string };
}

/** Ports on the nodes. */
export interface IngressNodePortOptions extends IngressServiceOptions {
  /**
   * Port on every node that leads to HTTP.
   * @default Kubernetes chooses
   */
  readonly http?: number;
  /**
   * Port on every node that leads to HTTPS.
   * @default Kubernetes chooses
   */
  readonly https?: number;
}

/** A load balancer. */
export interface IngressLoadBalancerOptions extends IngressNodePortOptions {
  /**
   * Whether nginx sees the addresses of the clients. Then only nodes that run a pod of the controller take requests.
   * @default true
   */
  readonly preserveClientIp?: boolean;
}

/** How requests from outside reach an ingress controller. */
export class IngressExposure {
  /** At ports of every node. */
  public static nodePort(options: IngressNodePortOptions = {}): IngressExposure {
    return new IngressExposure('NodePort', options);
  }

  /** At an address of its own, where the cluster has something that gives addresses. */
  public static loadBalancer(options: IngressLoadBalancerOptions = {}): IngressExposure {
    return new IngressExposure('LoadBalancer', options, options.preserveClientIp ?? true);
  }

  /** At ports 80 and 443 of the nodes that run its pods: what kind maps to the machine. One controller per node. */
  public static hostPorts(options: IngressServiceOptions = {}): IngressExposure {
    return new IngressExposure('ClusterIP', options, false, true);
  }

  /** From inside the cluster only, behind something else. */
  public static clusterIp(options: IngressServiceOptions = {}): IngressExposure {
    return new IngressExposure('ClusterIP', options);
  }

  /** What works on a kind of cluster without anything else: host ports on kind, a load balancer on EKS, node ports elsewhere. */
  public static forCluster(cluster: ClusterProfile): IngressExposure {
    if (cluster.name === 'kind') return IngressExposure.hostPorts();
    return cluster.name === 'eks' ? IngressExposure.loadBalancer() : IngressExposure.nodePort();
  }

  private constructor(
    /** Type of the Service. */
    public readonly serviceType: string,
    /** Node ports and annotations. */
    public readonly options: IngressNodePortOptions,
    /** Whether nginx sees the addresses of the clients. */
    public readonly preservesClientIp = false,
    /** Whether the pods take ports 80 and 443 of their nodes. */
    public readonly usesHostPorts = false,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    const { http, https, annotations = {} } = this.options;
    for (const port of [http, https]) {
      const problem = port === undefined ? undefined : portError('The node port', port);
      if (problem) return problem;
    }
    return annotationsError(annotations);
  }
}
