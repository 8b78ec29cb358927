import { type NginxRouteOptions } from '../ingress-route';

/** How nginx chooses a pod. */
export enum CommunityLoadBalancing {
  /** One after the other: the controller's default. */
  ROUND_ROBIN = 'round_robin',
  /** The one that answers fastest, by a moving average. */
  FASTEST = 'ewma',
}

/** What only the community's controller does with the requests of a route. */
export interface CommunityRouteOptions extends NginxRouteOptions {
  /**
   * How nginx chooses a pod.
   * @default CommunityLoadBalancing.ROUND_ROBIN
   */
  readonly loadBalancing?: CommunityLoadBalancing;
  /**
   * Name of a cookie that brings a client back to the same pod. New pods get new clients only.
   * @default none
   */
  readonly affinityCookie?: string;
  /**
   * Requests per second of one client address, on each pod of the controller.
   * @default no limit
   */
  readonly requestsPerSecond?: number;
  /**
   * Share of the requests in percent that this route takes from another one of the same host and path.
   * @default none: it is not a canary
   */
  readonly canaryWeight?: number;
}
