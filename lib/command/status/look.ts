import { type Cluster, type ClusterApi } from '../../cluster';
import { type ScalerName } from '../scaler-name';
import { causesOf, type CauseOptions } from './causes';
import { type Status } from './human';
import { readWorld } from './live-world';
import { rowOf } from './row';
import { place } from './place';
import { scalersIn, type Scaler } from './scaler';

/** Which autoscalers are looked at. */
export interface Wanted {
  /** One of them. @default all */
  readonly scaler?: ScalerName;
  /** @default all namespaces */
  readonly namespace?: string;
}

/** Looks at the autoscalers of a cluster, once. */
export async function look(
  api: Pick<ClusterApi, 'list' | 'now' | 'clockAhead'>,
  cluster: Pick<Cluster, 'namespace' | 'context' | 'release'>,
  { scaler, namespace }: Wanted,
  options: CauseOptions = {},
): Promise<Status> {
  const home = scaler?.namespace ?? cluster.namespace;
  const world = await readWorld(api, scaler ? home : namespace, cluster.namespace);
  const scalers = scalersIn(world).filter((each) => !scaler || (each.namespace === home && isNamed(each, scaler)));
  return {
    ...{ context: cluster.context, release: cluster.release, now: world.now, namespace: world.namespace },
    clockAhead: Math.round(api.clockAhead / 1000),
    rows: scalers.map(rowOf),
    ...causesOf(scalers, world, {
      ...options,
      rules: { ...options.rules, kubernetes: options.rules?.kubernetes ?? cluster.release },
    }),
    forbidden: world.forbidden,
  };
}

/** Whether somebody means this one: by its own name, or by that of the HPA that KEDA made for it. */
function isNamed({ kind, name, hpa }: Scaler, wanted: ScalerName): boolean {
  const isItsHpa = wanted.kind === 'HorizontalPodAutoscaler' && hpa !== undefined && place(hpa)[1] === wanted.name;
  return isItsHpa || (kind === wanted.kind && name === wanted.name);
}
