import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { behaviourMistakes } from '../hpa/behaviour';
import { boundMistakes } from '../hpa/bounds';
import { metricMistakes } from '../hpa/metrics';
import { type Refusal } from '../hpa/refusal';
import { describe, fields } from '../manifest';
import { type Autoscaler, type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** Where KEDA keeps the behaviour of the HPA that it makes. */
const KEDA_BEHAVIOR = ['advanced', 'horizontalPodAutoscalerConfig', 'behavior'];

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
  for (const autoscaler of index.autoscalers) {
    const { object } = autoscaler;
    const isHpa = object.manifest.kind === 'HorizontalPodAutoscaler';
    const refused = isHpa
      ? 'The API server refuses the HorizontalPodAutoscaler.'
      : 'The API server refuses the HorizontalPodAutoscaler that KEDA makes of it, and nothing scales.';
    for (const { what, why = refused, ...refusal } of isHpa
      ? mistakesOf(autoscaler, context)
      : kedaMistakesOf(autoscaler, context)) {
      yield { ...refusal, objects: [object], what: `${describe(object)}: ${what}.`, why };
    }
  }
}

function* mistakesOf({ object }: Autoscaler, context: CheckContext): Iterable<Refusal> {
  const spec = fields(object.manifest, 'spec');
  yield* boundMistakes(spec, context);
  yield* metricMistakes(spec);
  yield* behaviourMistakes(fields(spec, 'behavior'), 'spec.behavior', context);
}

function* kedaMistakesOf({ object }: Autoscaler, context: CheckContext) {
  const behavior = fields(object.manifest, 'spec', ...KEDA_BEHAVIOR);
  const path = ['spec', ...KEDA_BEHAVIOR].join('.');
  yield* behaviourMistakes(behavior, path, context);
}
