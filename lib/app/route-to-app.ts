import type * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { type IRoute, type IRouter } from '../platform';
import { type AppRouteOptions } from './app-route-options';

/** Leads requests for a host and path to the Service of an app; the route has the app's name unless it is given one. */
export function routeToApp(
  app: Construct & { readonly name: string },
  service: kplus.Service,
  router: IRouter,
  options: AppRouteOptions,
): IRoute {
  const { name = app.name, portName, path, pathType, rewrite, protocol, canary, ...route } = options;
  const id = name === app.name ? 'route' : `route-${name}`;
  const backend = { service, portName, path, pathType, rewrite, protocol, canary };
  return router.addRoute(app, id, { ...route, name, backends: [backend] });
}
