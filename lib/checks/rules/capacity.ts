import { number } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { requestOfPod, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

const GIBI = 2 ** 30;

/** What a sum of fractions may be off: 3 × 0.1 is above 0.3 in floating point. */
const ROUNDING = 1 + 1e-9;

/** What all workloads ask for at their largest size, against what the nodes have; idle where the nodes are unknown. */
export const capacity: Rule = {
  id: 'R29',
  name: 'capacity',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'The workloads at their largest size do not fit on the nodes.',
  source:
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-requests-are-scheduled',
  find,
};

function* find(index: ManifestIndex, { capacity: nodes }: CheckContext): Iterable<Mistake> {
  if (!nodes) return;
  for (const [resource, available, unit, size] of [
    ['cpu', nodes.cpu, 'cores', 1],
    ['memory', nodes.memory, 'GiB', GIBI],
  ] as const) {
    const demands = index.workloads
      .map((workload) => ({ workload, demand: largestDemandOf(workload, resource, nodes.nodes ?? 1) }))
      .filter(({ demand }) => demand > 0)
      .sort((a, b) => b.demand - a.demand);
    const [largest] = demands;
    const total = demands.reduce((sum, { demand }) => sum + demand, 0);
    if (largest === undefined || total <= available * ROUNDING) continue;
    const round = (value: number): string => (value / size).toFixed(2);
    yield {
      objects: [largest.workload.object],
      field: `${templatePathOf(largest.workload.object)}spec.containers`,
      what: `All workloads at their largest size ask for ${round(total)} ${unit} of ${resource}; the nodes have ${round(available)}. The largest is ${describe(largest.workload.object)} with ${round(largest.demand)}.`,
      why: 'The autoscaler creates pods that stay Pending: replicas rise, capacity does not.',
      fix: 'Lower maxReplicas or the requests, add nodes, or give the cluster profile its true size.',
    };
  }
}

function largestDemandOf({ object, template, autoscalers }: Workload, resource: string, nodes: number): number {
  const isPerNode = object.manifest.kind === 'DaemonSet';
  const replicas = autoscalers[0]?.maxReplicas ?? number(object.manifest, 'spec', 'replicas') ?? 1;
  return (isPerNode ? nodes : replicas) * requestOfPod(template, resource);
}
