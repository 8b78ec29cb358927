import { number, text } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
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
