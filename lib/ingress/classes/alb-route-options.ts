import { type Duration } from 'cdk8s';
import { type AnnotatedRouteOptions } from '../route-annotations';

/** Who reaches a load balancer. */
export enum AlbScheme {
  /** Whoever is in the network of the cluster: the controller's default. */
  INTERNAL = 'internal',
  /** The internet. */
  INTERNET_FACING = 'internet-facing',
}

/** What a load balancer sends requests to. */
export enum AlbTargetType {
  /** The pods themselves. */
  IP = 'ip',
  /** A port of every node: the Service has to be of type NodePort or LoadBalancer. */
  INSTANCE = 'instance',
}

/** How a load balancer chooses a pod. */
export enum AlbLoadBalancing {
  /** One after the other: the default. */
  ROUND_ROBIN = 'round_robin',
  /** The one with the fewest requests in work. */
  LEAST_OUTSTANDING_REQUESTS = 'least_outstanding_requests',
}

/** What only the AWS Load Balancer Controller does with the requests of a route. */
export interface AlbRouteOptions extends AnnotatedRouteOptions {
  /**
   * Who reaches the load balancer.
   * @default AlbScheme.INTERNAL
   */
  readonly scheme?: AlbScheme;
  /**
   * What it sends requests to.
   * @default AlbTargetType.IP: a Service of any type will do
   */
  readonly targetType?: AlbTargetType;
  /**
   * Whether it listens for HTTPS at port 443 beside HTTP at port 80. Without `certificateArns` it finds the certificate of the host in AWS Certificate Manager.
   * @default true where there are `certificateArns` or a redirect
   */
  readonly https?: boolean;
  /**
   * ARNs of the certificates, of AWS Certificate Manager or of IAM.
   * @default none
   */
  readonly certificateArns?: string[];
  /**
   * Whether plain HTTP is redirected to HTTPS.
   * @default false
   */
  readonly redirectToHttps?: boolean;
  /**
   * Name of the policy of ciphers and versions of TLS.
   * @default AWS'
   */
  readonly sslPolicy?: string;
  /**
   * Name of a group: all Ingresses of one group share one load balancer.
   * @default a load balancer of its own
   */
  readonly group?: string;
  /**
   * Place of the route in its group, from 1 to 1000; lower ones are compared first.
   * @default 0, before all others
   */
  readonly groupOrder?: number;
  /**
   * Name of the load balancer, up to 32 characters.
   * @default AWS' choice
   */
  readonly loadBalancerName?: string;
  /**
   * Subnets by id or name, in two zones or more.
   * @default the ones that are tagged for it
   */
  readonly subnets?: string[];
  /**
   * Security groups by id or name.
   * @default one of its own
   */
  readonly securityGroups?: string[];
  /**
   * ARN of a web ACL of AWS WAF.
   * @default none
   */
  readonly webAclArn?: string;
  /**
   * Tags of what AWS makes.
   * @default none
   */
  readonly tags?: { [tag: string]: string };
  /**
   * Path of the requests by which the load balancer sees whether a pod is healthy.
   * @default '/', for gRPC '/AWS.ALB/healthcheck'
   */
  readonly healthCheckPath?: string;
  /**
   * Time between two of them.
   * @default 15 s
   */
  readonly healthCheckInterval?: Duration;
  /**
   * What a healthy pod answers: statuses such as `200-299`, for gRPC codes such as `0`.
   * @default '200', for gRPC '12'
   */
  readonly successCodes?: string;
  /**
   * How long a connection may be idle.
   * @default 60 s
   */
  readonly idleTimeout?: Duration;
  /**
   * How long a pod that stops finishes its requests. A pod has to live for longer: see `Rollout.rolling({ preStopPause })`.
   * @default 300 s
   */
  readonly deregistrationDelay?: Duration;
  /**
   * How long a new pod gets fewer requests than the others, from 30 s to 900 s.
   * @default none
   */
  readonly slowStart?: Duration;
  /**
   * How it chooses a pod.
   * @default AlbLoadBalancing.ROUND_ROBIN
   */
  readonly loadBalancing?: AlbLoadBalancing;
  /**
   * How long a cookie brings a client back to the same pod.
   * @default not at all
   */
  readonly stickyFor?: Duration;
}
