import { hpaRefusals, keptBehaviorRefusals } from '../../kubernetes/admission';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { nothingToScale } from '../hpa/nothing-to-scale';
import { type ManifestIndex } from '../manifest-index';
import { removedApiOf } from '../removed-apis';
import { type Rule } from '../rule';
import { serversOf, told } from '../told';

/** What the API server refuses in a HorizontalPodAutoscaler, and what the cluster's release does not have yet. */
export const boundsAndBehaviour: Rule = {
  id: 'R6',
  name: 'bounds-and-behaviour',
  severity: 'error',
  scope: 'autoscaler',
  fixSafety: 'none',
  since: '0.1.0',
  about: 'the release of Kubernetes that `--kubernetes` names',
  summary: 'The API server refuses a HorizontalPodAutoscaler.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const servers = serversOf(context);
  for (const { object, minReplicas, maxReplicas } of index.autoscalers) {
    const { manifest } = object;
    if (removedApiOf(manifest)) continue; // which has fields of its own, and is R25
    if (manifest.kind === 'HorizontalPodAutoscaler') {
      yield* told(object, hpaRefusals(manifest, servers));
      yield* told(object, nothingToScale(minReplicas, maxReplicas));
    } else {
      yield* told(object, keptBehaviorRefusals(manifest, servers));
    }
  }
}
