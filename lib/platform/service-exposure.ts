import type * as kplus from 'cdk8s-plus-28';

/** One port of a Service, as an exposure asks for it. */
export interface ServiceExposurePort {
  /**
   * Name of the port that it leads to.
   * @default the one that serves HTTP
   */
  readonly name?: string;
  /**
   * Port of the Service.
   * @default the construct's own
   */
  readonly port?: number;
  /**
   * Port on every node.
   * @default Kubernetes chooses, where the type has one
   */
  readonly nodePort?: number;
}

/** How a Service is reached: what `Exposure.clusterIp()`, `Exposure.nodePort()` and `Exposure.loadBalancer()` return. */
export interface ServiceExposure {
  /** Type of the Service. */
  readonly type: kplus.ServiceType;
  /** Its ports. */
  readonly ports: ServiceExposurePort[];
  /** Annotations of the Service. */
  readonly annotations: { [annotation: string]: string };
  /**
   * Further fields of the Service.
   * @default none
   */
  readonly fields?: { [field: string]: unknown };
}
