import { expressionOf, intensiveKind, isAverage } from '../../promql';
import { isPerPod } from '../../kubernetes/keda/trigger-fields';
import { withMetricType } from '../field-edit';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { prometheusTriggers } from '../prometheus-trigger';
import { type Rule } from '../rule';

/** A quantile, a ratio or a total per pod, which AverageValue divides by the number of pods once more; avg() is R8. */
export const dividedTwice: Rule = {
  id: 'R88',
  name: 'divided-twice',
  severity: 'warning',
  scope: 'autoscaler',
  fixSafety: 'unsafe',
  since: '0.2.0',
  summary: 'The result of a query does not grow with the pods, and is divided by their number.',
  source: 'https://keda.sh/docs/latest/concepts/scaling-deployments/#triggers',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const { object, trigger, query, meant } of prometheusTriggers(index)) {
    const expression = expressionOf(query);
    const recorded = expressionOf(meant.query);
    if (!expression || !recorded || !isPerPod(trigger) || isAverage(query, expression)) continue;
    const kind = intensiveKind(meant.query, recorded);
    if (!kind) continue;
    yield {
      objects: [object],
      field: `${trigger.path}.metadata.query`,
      what: `${describe(object)}: the result of its query is ${kind}${meant.through}, and metricType AverageValue, the default, divides it by the number of pods.`,
      why: `The autoscaler asks for result ÷ threshold pods, however many there are: ${kind} of twice the threshold asks for 2 pods, never for more.`,
      fix: kind === 'an average' ? 'Leave out the division, or set metricType: Value.' : 'Set metricType: Value.',
      edits: withMetricType(trigger, 'Value'),
    };
  }
}
