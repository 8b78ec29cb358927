import { type Construct } from 'constructs';
import { type IRoute, type IRouter, type RouteProps } from '../platform';

/** A controller with options for the routes that it makes. */
export class RouterWith implements IRouter {
  constructor(private readonly make: (scope: Construct, id: string, props: RouteProps) => IRoute) {}

  public addRoute(scope: Construct, id: string, props: RouteProps): IRoute {
    return this.make(scope, id, props);
  }
}
