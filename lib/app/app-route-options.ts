import { type RouteOptions, type RoutePath } from '../platform';

/** How an app is reached by way of an ingress controller or a gateway. */
export interface AppRouteOptions extends RouteOptions, RoutePath {
  /**
   * Name of the route.
   * @default the app's
   */
  readonly name?: string;
}
