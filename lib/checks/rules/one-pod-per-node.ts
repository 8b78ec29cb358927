import { at, fields, list, number, text, type Fields } from '../../kubernetes/fields';
import { labelSelectorOf, selects } from '../../kubernetes/label-selector';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { containersOf, podLabelsOf, templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

/** Pods that cannot share a node, on a cluster with fewer nodes than pods; an info where nobody says how many nodes there are. */
export const onePodPerNode: Rule = {
  id: 'R74',
  name: 'one-pod-per-node',
  severity: 'warning',
  scope: 'autoscaler',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'There may be more pods than nodes, and two of them cannot run on one.',
  source:
    'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
  find,
};

function* find(index: ManifestIndex, { capacity }: CheckContext): Iterable<Mistake> {
  const nodes = capacity?.nodes;
  for (const workload of index.workloads) {
    const { object, autoscalers } = workload;
    const [autoscaler] = autoscalers;
    const most = autoscaler?.maxReplicas ?? number(object.manifest, 'spec', 'replicas') ?? 1;
    if (
      most <= (nodes ?? 1) ||
      (nodes === undefined && !autoscaler) ||
      ['DaemonSet', 'Pod', 'Job', 'CronJob'].includes(object.manifest.kind)
    ) {
      continue;
    }
    const reason = reasonOf(workload);
    if (!reason) continue;
    if (nodes === undefined) {
      yield {
        severity: 'info',
        objects: [object, ...(autoscaler ? [autoscaler.object] : [])],
        field: `${templatePathOf(object)}${reason.field}`,
        what: `${describe(object)} may run ${most} pods, and ${reason.what}: that takes ${most} nodes.`,
        why: 'On fewer nodes the others stay Pending: replicas rise, capacity does not.',
        fix: reason.fix,
      };
      continue;
    }
    yield {
      objects: [object, ...(autoscaler ? [autoscaler.object] : [])],
      field: `${templatePathOf(object)}${reason.field}`,
      what: `${describe(object)} may run ${most} pods on ${nodes} ${nodes === 1 ? 'node' : 'nodes'}, and ${reason.what}.`,
      why: `No more than ${nodes} of them ever run; the others stay Pending: replicas rise, capacity does not.`,
      fix: reason.fix,
    };
  }
}

interface Reason {
  readonly field: string;
  readonly what: string;
  readonly fix: string;
}

function reasonOf({ template }: Workload): Reason | undefined {
  const spec = fields(template, 'spec');
  for (const { container, path } of containersOf(template)) {
    const port = list(container, 'ports').find(
      (each) => (number(each, 'hostPort') ?? 0) > 0 || spec.hostNetwork === true,
    );
    if (port === undefined) continue;
    const hostPort = number(port, 'hostPort') ?? number(port, 'containerPort');
    return {
      field: `${path}.ports`,
      what: `each takes port ${hostPort} of its node`,
      fix: 'Reach the pods through a Service, or cap maxReplicas at the number of nodes.',
    };
  }
  const terms = list(spec, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  return terms.some((term) => keepsApart(term, podLabelsOf({ template })))
    ? {
        field: 'spec.affinity.podAntiAffinity',
        what: 'its required anti-affinity allows one per node',
        fix: 'Prefer instead of require (preferredDuringScheduling…), or use topologySpreadConstraints with ScheduleAnyway.',
      }
    : undefined;
}

function keepsApart(term: unknown, labels: Fields): boolean {
  const selector = labelSelectorOf(at(term, 'labelSelector'));
  return text(term, 'topologyKey') === 'kubernetes.io/hostname' && selector !== undefined && selects(selector, labels);
}
