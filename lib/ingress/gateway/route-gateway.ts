import { type Construct } from 'constructs';
import { type ConnectionPeer, type Endpoint, type Instruction, type RouteProps } from '../../platform';
import { type Problem } from '../../validation';

/** What a route needs of its Gateway, whether this app makes it or somebody else did. */
export interface RouteGateway {
  /** Name of the Gateway. */
  readonly name: string;
  /** Its namespace; undefined for that of the route. */
  readonly namespace?: string;
  /** The listener that takes the route; undefined for all of them. */
  readonly listener?: string;
  /** How an error names it. */
  readonly description: string;
  /** Who connects to the Services of a route. */
  connectionPeer(): ConnectionPeer;
  /** The address of the Gateway inside the cluster. */
  routeEndpoint(scope: Construct, host?: string, path?: string): Endpoint;
  /** How a person opens a route. */
  routeInstructions(scope: Construct, name: string, props: RouteProps): Instruction[];
  /** What the cluster has, because the Gateway is named; `namespace` is that of the route. */
  provided(namespace: string): string[];
  /** What is wrong with it. */
  problem(): Problem | undefined;
}
