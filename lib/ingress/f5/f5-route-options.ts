import { type NginxRouteOptions } from '../ingress-route';

/** How nginx chooses a pod. */
export enum F5LoadBalancing {
  /** One after the other. */
  ROUND_ROBIN = 'round_robin',
  /** The one with the fewest connections. */
  LEAST_CONNECTIONS = 'least_conn',
  /** The same for the same client. */
  IP_HASH = 'ip_hash',
  /** The less busy of two random ones: the controller's default. */
  RANDOM_TWO_LEAST_CONNECTIONS = 'random two least_conn',
}

/** What only F5's controller does with the requests of a route. */
export interface F5RouteOptions extends NginxRouteOptions {
  /**
   * How nginx chooses a pod.
   * @default F5LoadBalancing.RANDOM_TWO_LEAST_CONNECTIONS
   */
  readonly loadBalancing?: F5LoadBalancing;
  /**
   * Idle connections that a worker process keeps open to the pods.
   * @default the controller's
   */
  readonly keepAliveConnections?: number;
  /**
   * Whether the backends speak WebSocket.
   * @default false
   */
  readonly webSocket?: boolean;
}
