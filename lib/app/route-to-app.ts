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
  const { name = app.name, host, tlsSecretName, ...backend } = options;
  const id = name === app.name ? 'route' : `route-${name}`;
  return router.addRoute(app, id, { name, host, tlsSecretName, backends: [{ ...backend, service }] });
}
