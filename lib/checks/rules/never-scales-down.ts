import { fields, text } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** A way down that is switched off: what a single peak has made stays until somebody scales by hand. */
export const neverScalesDown: Rule = {
  id: 'R84',
  name: 'never-scales-down',
  severity: 'warning',
  scope: 'object',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'An autoscaler may go up and never comes down.',
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#disable-scale-down',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object, minReplicas, maxReplicas } of index.autoscalers) {
    const isKeda = object.manifest.kind === 'ScaledObject';
    const path = isKeda ? 'spec.advanced.horizontalPodAutoscalerConfig.behavior' : 'spec.behavior';
    const scaleDown = fields(object.manifest, ...path.split('.'), 'scaleDown');
    if (text(scaleDown, 'selectPolicy') !== 'Disabled' || minReplicas === maxReplicas) continue;
    const zero = isKeda && minReplicas === 0 ? ' KEDA alone still takes it to zero when no trigger is active.' : '';
    yield {
      objects: [object],
      field: `${path}.scaleDown.selectPolicy`,
      what: `${describe(object)} has scaleDown.selectPolicy: Disabled.`,
      why: `After the first peak it keeps as many replicas as it ever needed, and you pay for them.${zero}`,
      fix: 'To come down slowly use a long stabilizationWindowSeconds, or a policy of few pods per period.',
    };
  }
}
