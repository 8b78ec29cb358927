import { at, fields, list, text } from '../../kubernetes/fields';
import { isPerPod, isResourceTrigger, triggersOf } from '../../kubernetes/keda/trigger-fields';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** An average over pods that a canary adds to. */
export const canaryCounted: Rule = {
  id: 'R94',
  name: 'canary-counted',
  severity: 'warning',
  scope: 'autoscaler',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'An autoscaler divides a metric by the pods of a Rollout, which counts its canary too.',
  about: 'Argo Rollouts.',
  source: 'https://github.com/argoproj/argo-rollouts/issues/4847',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object } of index.autoscalers) {
    const rollout = index.targetOf(object)?.object;
    if (!rollout || !addsPods(rollout)) continue;
    const field = averageIn(object);
    if (field === undefined) continue;
    yield {
      objects: [object, rollout],
      field,
      what: `${describe(object)} divides a metric by the pods of ${describe(rollout)}, which counts those of a canary beside the stable ones.`,
      why: 'While a canary runs, a result within the tolerance makes the counted pods the wanted ones: the canary grows with them, and replicas swing between both until it ends.',
      fix: 'Set canary.dynamicStableScale: true, so that stable pods make room for the canary.',
    };
  }
}

/** Whether a canary comes on top of the stable pods: it has traffic of its own by a router, and they stay as many. */
function addsPods({ manifest }: CheckedObject): boolean {
  const canary = fields(manifest, 'spec', 'strategy', 'canary');
  return (
    manifest.kind === 'Rollout' &&
    at(canary, 'trafficRouting') !== undefined &&
    list(canary, 'steps').length > 0 &&
    at(canary, 'dynamicStableScale') !== true
  );
}

/**
 * The first metric whose total is divided by the replicas that the scale subresource tells; averages over pods themselves are not.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/podautoscaler/replica_calculator.go (GetExternalPerPodMetricReplicas)
 */
function averageIn({ manifest }: CheckedObject): string | undefined {
  if (manifest.kind === 'ScaledObject') {
    return triggersOf(manifest).find((trigger) => !isResourceTrigger(trigger) && isPerPod(trigger))?.path;
  }
  const i = list(manifest, 'spec', 'metrics').findIndex((metric) =>
    ['external', 'object'].some((source) => text(metric, source, 'target', 'type') === 'AverageValue'),
  );
  return i < 0 ? undefined : `spec.metrics[${i}]`;
}
