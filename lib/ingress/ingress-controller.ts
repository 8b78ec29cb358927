import { type Construct } from 'constructs';
import { type ConnectionPeer, type Endpoint, type Instruction, type RouteProps } from '../platform';

/** What a route needs of its controller, whether this app installs it or somebody else did. */
export interface IngressController {
  /** Name of the IngressClass. */
  readonly ingressClass: string;
  /** Who connects to the Services of a route. */
  connectionPeer(): ConnectionPeer;
  /** The address of the controller inside the cluster. */
  routeEndpoint(scope: Construct, host?: string, path?: string): Endpoint;
  /** How a person opens a route, which became an Ingress of this name. */
  routeInstructions(name: string, namespace: string, props: RouteProps): Instruction[];
}
