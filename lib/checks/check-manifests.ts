import { type CheckOptions, type Finding } from './finding';
import { text, type CheckedObject, type Manifest } from './manifest';
import { ManifestIndex } from './manifest-index';
import { type Rule } from './rule';
import { addressPool } from './rules/address-pool';
import { boundsAndBehaviour } from './rules/bounds-and-behaviour';
import { capacity } from './rules/capacity';
import { doubleAutoscaler } from './rules/double-autoscaler';
import { duplicateObject } from './rules/duplicate-object';
import { gracePeriod } from './rules/grace-period';
import { ingressBackend } from './rules/ingress-backend';
import { ingressClass } from './rules/ingress-class';
import { invalidName } from './rules/invalid-name';
import { invalidPort } from './rules/invalid-port';
import { invalidQuantity } from './rules/invalid-quantity';
import { loadBalancerAddress } from './rules/load-balancer-address';
import { loadBalancerProvider } from './rules/load-balancer-provider';
import { metricNeedsRequests } from './rules/metric-needs-requests';
import { nodePort } from './rules/node-port';
import { pdbDeadlock } from './rules/pdb-deadlock';
import { poolAdvertisement } from './rules/pool-advertisement';
import { replicasVersusAutoscaler } from './rules/replicas-vs-autoscaler';
import { retiredMetalLb } from './rules/retired-metallb';

const RULES: readonly Rule[] = [
  invalidName,
  duplicateObject,
  invalidPort,
  invalidQuantity,
  metricNeedsRequests,
  replicasVersusAutoscaler,
  doubleAutoscaler,
  boundsAndBehaviour,
  pdbDeadlock,
  gracePeriod,
  ingressClass,
  ingressBackend,
  nodePort,
  addressPool,
  poolAdvertisement,
  loadBalancerAddress,
  loadBalancerProvider,
  retiredMetalLb,
  capacity,
];

/** Every mistake that the rules find in objects that are applied together. */
export function checkManifests(objects: readonly CheckedObject[], options: CheckOptions): Finding[] {
  const index = new ManifestIndex([...objectsIn(objects)]);
  return RULES.flatMap((rule) => [...rule(index, options)]);
}

/** The Kubernetes objects among them: the items of a List, and nothing that has no kind, such as an empty document. */
function* objectsIn(objects: Iterable<CheckedObject>): Iterable<CheckedObject> {
  for (const object of objects) {
    const { manifest, origin } = object;
    const kind = text(manifest, 'kind');
    if (kind === undefined || text(manifest, 'apiVersion') === undefined) continue;
    const { items } = manifest;
    if (!kind.endsWith('List') || !Array.isArray(items)) yield object;
    else yield* objectsIn(items.map((item) => ({ manifest: item as Manifest, origin })));
  }
}
