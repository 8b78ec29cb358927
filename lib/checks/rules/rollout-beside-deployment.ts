import { number, text } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { templatesElsewhere, type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** A Rollout that borrows the template of a Deployment, which goes on running pods of its own. */
export const rolloutBesideDeployment: Rule = {
  id: 'R78',
  name: 'rollout-beside-deployment',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'A Rollout uses the template of a Deployment that keeps its own pods.',
  about: 'Argo Rollouts.',
  source: 'https://argo-rollouts.readthedocs.io/en/stable/migrating/#reference-deployment-from-rollout',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const [rollout, workload] of templatesElsewhere(index.objects)) {
    yield* scaledInstead(index, rollout, workload);
    const replicas = number(workload.manifest, 'spec', 'replicas') ?? 1;
    const scaleDown = text(rollout.manifest, 'spec', 'workloadRef', 'scaleDown') ?? 'never';
    if (replicas === 0 || scaleDown !== 'never') continue;
    yield {
      objects: [rollout, workload],
      field: 'spec.workloadRef',
      what: `${describe(rollout)} runs pods of the template of ${describe(workload)}, which keeps ${replicas} of its own.`,
      why: 'The same pods run twice, with the same labels: Services send requests to both, and the autoscaler of the Rollout averages the others in.',
      fix: 'Set replicas: 0 in the Deployment, or workloadRef.scaleDown: onsuccess in the Rollout.',
    };
  }
}

/** An autoscaler of the Deployment, although the Rollout has the pods. */
function* scaledInstead(index: ManifestIndex, rollout: CheckedObject, workload: CheckedObject): Iterable<Mistake> {
  const { kind: own } = workload.manifest;
  const [autoscaler] = index.workload(own, namespaceOf(workload), nameOf(workload))?.autoscalers ?? [];
  if (!autoscaler) return;
  const { apiVersion, kind } = rollout.manifest;
  yield {
    severity: 'error',
    objects: [autoscaler.object, rollout, workload],
    field: 'spec.scaleTargetRef',
    what: `${describe(autoscaler.object)} scales ${describe(workload)}, whose template ${describe(rollout)} runs.`,
    why: 'The pods of the release are those of the Rollout: the autoscaler measures and scales others, or, where the Deployment has none, is switched off.',
    fix: `Let it scale the Rollout: apiVersion: ${apiVersion}, kind: ${kind}, name: ${nameOf(rollout)}.`,
  };
}
