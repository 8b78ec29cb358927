import { address, count, portRange, quantity, release } from '../option-values';
import { readMap, scalar, text, texts, truth, type Keys } from './read-map';

/** What flags say of a cluster, by the names of the flags. */
export interface ClusterFlags {
  readonly kubernetes?: string;
  readonly keda?: string;
  readonly featureGate?: readonly string[];
  readonly nodes?: number;
  readonly nodeCpu?: number;
  readonly nodeMemory?: number;
  readonly nodePorts?: readonly [number, number];
  readonly nodeAddress?: readonly string[];
  readonly selfSignedKubelets?: boolean;
  readonly serverSide?: boolean;
  readonly withoutLoadBalancers?: string;
}

const CLUSTER: Keys = {
  kubernetes: ['kubernetes', (value) => release(scalar(value))],
  keda: ['keda', (value) => release(scalar(value))],
  featureGates: ['featureGate', texts],
  nodes: ['nodes', (value) => count(scalar(value))],
  nodeCpu: ['nodeCpu', (value) => quantity(scalar(value))],
  nodeMemory: ['nodeMemory', (value) => quantity(scalar(value))],
  nodePorts: ['nodePorts', (value) => portRange(scalar(value))],
  nodeAddresses: ['nodeAddress', (value) => texts(value).map(address)],
  selfSignedKubelets: ['selfSignedKubelets', truth],
  serverSide: ['serverSide', truth],
  withoutLoadBalancers: ['withoutLoadBalancers', text],
};

/**
 * The flags that `cluster` of a file stands for.
 *
 * @throws where it has a key or a value that means nothing.
 */
export function readCluster(value: unknown): ClusterFlags {
  return readMap<ClusterFlags>(value, CLUSTER, 'cluster.');
}
