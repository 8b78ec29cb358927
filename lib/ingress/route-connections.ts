import { type IConstruct } from 'constructs';
import { ConnectionPeer, Connections, type RouteProps } from '../platform';

/** Adds the connections that a route makes of its router: to each Service that it leads to, at the port that it names. */
export function addRouteConnections(
  scope: IConstruct,
  router: ConnectionPeer,
  { backends, defaultBackend }: RouteProps,
): void {
  const canaries = backends.flatMap(({ canary }) => (canary ? [canary] : []));
  for (const { service, portName } of [...backends, ...canaries, ...(defaultBackend ? [defaultBackend] : [])]) {
    const port = service.ports.find(({ name }) => portName === undefined || name === portName);
    Connections.of(scope).add(router, ConnectionPeer.service(service, port?.port));
  }
}
