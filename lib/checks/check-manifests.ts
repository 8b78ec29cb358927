import { type CheckOptions, type Finding } from './finding';
import { type CheckedObject } from './manifest';
import { ManifestIndex } from './manifest-index';
import { type Rule } from './rule';
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
import { metricNeedsRequests } from './rules/metric-needs-requests';
import { nodePort } from './rules/node-port';
import { pdbDeadlock } from './rules/pdb-deadlock';
import { replicasVersusAutoscaler } from './rules/replicas-vs-autoscaler';

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
  capacity,
];

/** Every mistake that the rules find in objects that are applied together. */
export function checkManifests(objects: readonly CheckedObject[], options: CheckOptions): Finding[] {
  const index = new ManifestIndex(objects);
  return RULES.flatMap((rule) => [...rule(index, options)]);
}
