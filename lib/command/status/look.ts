import { type Cluster, type ClusterApi } from '../../cluster';
import { type ScalerName } from '../scaler-name';
import { causesOf } from './causes';
import { type Status } from './human';
import { readWorld } from './live-world';
import { rowOf } from './row';
import { scalersIn } from './scaler';

/** Which autoscalers are looked at. */
export interface Wanted {
  /** One of them. @default all */
  readonly scaler?: ScalerName;
  /** @default all namespaces */
  readonly namespace?: string;
}

/** Looks at the autoscalers of a cluster, once. */
export async function look(api: ClusterApi, cluster: Cluster, { scaler, namespace }: Wanted): Promise<Status> {
  const world = await readWorld(api, namespace, cluster.namespace);
  const home = scaler?.namespace ?? cluster.namespace;
  const scalers = scalersIn(world).filter(
    (each) => !scaler || (each.kind === scaler.kind && each.name === scaler.name && each.namespace === home),
  );
  return {
    ...{ context: cluster.context, release: cluster.release, now: world.now, namespace: world.namespace },
    clockAhead: Math.round(api.clockAhead / 1000),
    rows: scalers.map(rowOf),
    causes: causesOf(scalers, world, cluster.release),
    forbidden: world.forbidden,
  };
}
