import { type Rule } from './rule';
import { boundsAndBehaviour } from './rules/bounds-and-behaviour';
import { capacity } from './rules/capacity';
import { doubleAutoscaler } from './rules/double-autoscaler';
import { duplicateObject } from './rules/duplicate-object';
import { gracePeriod } from './rules/grace-period';
import { ignoreWithoutReason } from './rules/ignore-without-reason';
import { invalidName } from './rules/invalid-name';
import { invalidPort } from './rules/invalid-port';
import { invalidQuantity } from './rules/invalid-quantity';
import { metricNeedsRequests } from './rules/metric-needs-requests';
import { nodePort } from './rules/node-port';
import { pdbDeadlock } from './rules/pdb-deadlock';
import { replicasVersusAutoscaler } from './rules/replicas-vs-autoscaler';

/** All rules, in the order of their findings: what the API server refuses first, sizes last. An id is never used for another rule. */
export const RULES: readonly Rule[] = [
  {
    id: 'R32',
    name: 'invalid-name',
    severity: 'error',
    summary: 'The API server refuses a name, label or annotation.',
    find: invalidName,
  },
  {
    id: 'R26',
    name: 'duplicate-object',
    severity: 'error',
    summary: 'Two objects have one kind, namespace and name.',
    find: duplicateObject,
  },
  {
    id: 'R33',
    name: 'invalid-port',
    severity: 'error',
    summary: 'A port is none, taken twice, or probed and not there.',
    find: invalidPort,
  },
  {
    id: 'R34',
    name: 'invalid-quantity',
    severity: 'error',
    summary: 'A resource quantity is none, or a request is above its limit.',
    find: invalidQuantity,
  },
  {
    id: 'R2',
    name: 'metric-needs-requests',
    severity: 'error',
    summary: 'An autoscaler measures a percentage of a request that is not there.',
    find: metricNeedsRequests,
  },
  {
    id: 'R3',
    name: 'replicas-vs-autoscaler',
    severity: 'error',
    summary: 'A workload sets replicas, and an autoscaler scales it.',
    find: replicasVersusAutoscaler,
  },
  {
    id: 'R4',
    name: 'double-autoscaler',
    severity: 'error',
    summary: 'Two autoscalers scale one workload.',
    find: doubleAutoscaler,
  },
  {
    id: 'R6',
    name: 'bounds-and-behaviour',
    severity: 'error',
    summary: 'The API server refuses a HorizontalPodAutoscaler, or its way down is very slow.',
    find: boundsAndBehaviour,
  },
  {
    id: 'R21',
    name: 'pdb-deadlock',
    severity: 'error',
    summary: 'A PodDisruptionBudget never allows an eviction.',
    find: pdbDeadlock,
  },
  {
    id: 'R22',
    name: 'unsafe-rollout',
    severity: 'error',
    summary: 'A rollout loses requests.',
    find: gracePeriod,
  },
  {
    id: 'R23',
    name: 'nodeport',
    severity: 'error',
    summary: 'A node port is out of range, taken twice, or on a Service that has none.',
    find: nodePort,
  },
  {
    id: 'R29',
    name: 'capacity',
    severity: 'warning',
    summary: 'All workloads at their largest size do not fit on the nodes.',
    find: capacity,
  },
  {
    id: 'R36',
    name: 'ignore-without-reason',
    severity: 'warning',
    summary: 'An annotation means to silence a rule, and does not count.',
    find: ignoreWithoutReason,
  },
];

const byIdOrName = new Map(RULES.flatMap((rule) => [rule.id, rule.name].map((key) => [key, rule] as const)));

/** The rule of an id or a name. */
export function findRule(idOrName: string): Rule | undefined {
  return byIdOrName.get(idOrName);
}

/** The page of a rule, relative to the root of the package. */
export function docsOf({ id }: Rule): string {
  return `docs/rules/${id}.md`;
}
