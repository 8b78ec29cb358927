import { type Mistake } from '../finding';
import { describe, fields, number } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { triggersOf } from '../scaled-object';

/** Fields that have no effect where the target never goes to zero: KEDA's webhook warns of them. */
export const fieldWithoutEffect: Rule = {
  id: 'R47',
  name: 'field-without-effect',
  severity: 'warning',
  scope: 'autoscaler',
  fixSafety: 'safe',
  since: '0.1.0',
  summary: 'KEDA ignores a field of a ScaledObject.',
  source: 'https://keda.sh/docs/latest/reference/scaledobject-spec/#cooldownperiod',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind !== 'ScaledObject') continue;
    const spec = fields(object.manifest, 'spec');
    if (!((number(spec, 'minReplicaCount') ?? 0) > 0) || number(spec, 'idleReplicaCount') === 0) continue;
    const isCached = triggersOf(object).some(({ useCachedMetrics }) => useCachedMetrics);
    if (number(spec, 'pollingInterval') !== undefined && !isCached) {
      yield {
        objects: [object],
        field: 'spec.pollingInterval',
        what: `${describe(object)}: its pollingInterval has no effect, because minReplicaCount is above 0.`,
        why: 'It is how often KEDA looks whether to wake the target. Above zero the HPA asks every 15 s, whatever it says.',
        fix: 'Remove pollingInterval, or set useCachedMetrics: true on a trigger.',
      };
    }
    if (number(spec, 'cooldownPeriod') === undefined) continue;
    yield {
      objects: [object],
      field: 'spec.cooldownPeriod',
      what: `${describe(object)}: its cooldownPeriod has no effect, because minReplicaCount is above 0.`,
      why: 'It is the pause before the last replica goes. Above that the HPA decides, after its own stabilization window, 300 s by default.',
      fix: 'Remove it, or set advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds.',
    };
  }
}
