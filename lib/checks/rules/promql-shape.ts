import { at, fields, list, text } from '../../kubernetes/fields';
import { isAtLeast } from '../../kubernetes/release';
import { type CheckContext } from '../check-options';
import { isPerPod, type TriggerFields } from '../../kubernetes/keda/trigger-fields';
import { withMetricType } from '../field-edit';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { adapterRulesIn, isServedAsRate, queryOf } from '../prometheus-adapter';
import { prometheusTriggers, type PrometheusTrigger } from '../prometheus-trigger';
import {
  countersUsed,
  expressionOf,
  grafanaVariableIn,
  isAverage,
  isCounterName,
  isSingleSeries,
  isTotal,
  nodesNamed,
  queryProblem,
  rawCountersIn,
  unguardedDivisorsIn,
} from '../../promql';
import { ScrapeIntervals } from '../scraping/scrape-intervals';
import { shortWindows } from '../scraping/short-windows';
import { type Rule } from '../rule';

type Told = Pick<Mistake, 'what' | 'why' | 'fix' | 'severity' | 'edits'>;

/**
 * Queries whose answer does not mean what the autoscaler takes it for. Judged on the syntax tree, by convention: never an error.
 */
export const promqlShape: Rule = {
  id: 'R8',
  name: 'promql-shape',
  severity: 'warning',
  scope: 'autoscaler',
  fixSafety: 'unsafe',
  since: '0.1.0',
  about: 'the release of KEDA that `--keda` names',
  summary: 'The result of a query does not mean what the autoscaler takes it for.',
  source: 'https://keda.sh/docs/latest/scalers/prometheus/',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  const intervals = new ScrapeIntervals(index, context);
  for (const each of prometheusTriggers(index)) {
    const { object, trigger } = each;
    for (const told of triggerMistakes(each, context, intervals)) {
      yield {
        ...told,
        objects: [object],
        field: `${trigger.path}.metadata.query`,
        what: `${describe(object)}: ${told.what}`,
      };
    }
  }
  const rules = adapterRulesIn(index);
  for (const rule of rules ?? []) {
    for (const told of windowMistakes(queryOf(rule), rule.address ?? '', intervals)) {
      yield {
        ...told,
        objects: [rule.object],
        what: `${describe(rule.object)}: in the rule of ${rule.name ?? 'a metric'}, ${told.what}`,
      };
    }
  }
  for (const object of index.ofKind('autoscaling', 'HorizontalPodAutoscaler')) {
    for (const { name, field } of customMetricsOf(object)) {
      if (!isCounterName(name) || isServedAsRate(rules, name)) continue;
      yield {
        objects: [object],
        field,
        what: `${describe(object)} scales on the metric "${name}", a counter by its name.`,
        why: 'A counter only rises, so replicas rise to maxReplicas and never come down.',
        fix: 'Let the metrics API serve its rate, such as sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>), under a name without "_total".',
      };
    }
  }
}

function* customMetricsOf({ manifest }: CheckedObject): Iterable<{ readonly name: string; readonly field: string }> {
  for (const [i, metric] of list(manifest, 'spec', 'metrics').entries()) {
    for (const source of ['pods', 'object', 'external']) {
      const name = text(fields(metric, source), 'metric', 'name');
      if (name !== undefined) yield { name, field: `spec.metrics[${i}].${source}.metric.name` };
    }
  }
}

function* triggerMistakes(
  { trigger, query, meant, object }: PrometheusTrigger,
  { keda, gauges = [] }: CheckContext,
  intervals: ScrapeIntervals,
): Iterable<Told> {
  const expression = expressionOf(query);
  const refused = queryProblem(query);
  if (refused || !expression) {
    const reason = refused?.reason === undefined ? query.text : `${query.text}; ${refused.reason}`;
    yield {
      what: `its query is not valid PromQL at character ${(refused?.at ?? 0) + 1}: ${reason}`,
      why: 'Prometheus answers 400 Bad Request, and KEDA reports an error instead of a value.',
      fix:
        grafanaVariableIn(query.text) === undefined
          ? 'Try the query in the Prometheus console, and count its parentheses and quotes.'
          : `Only Grafana knows ${grafanaVariableIn(query.text)}: write what it stands for, such as a window of [2m].`,
    };
    return;
  }
  for (const counter of rawCountersIn(meant.query)) {
    if (gauges.includes(counter)) continue;
    yield {
      what: `its query reads ${counter}, a counter by its name${comma(meant.through)}.`,
      why: 'A counter only rises, so replicas rise to maxReplicaCount and never come down.',
      fix: `Use its rate: sum(rate(${counter}{...}[2m])).`,
    };
  }
  for (const counter of countersUsed(meant.query, 'aggregated before its speed')) {
    if (gauges.includes(counter)) continue;
    yield {
      what: `its query aggregates ${counter} before it takes the rate${comma(meant.through)}.`,
      why: 'When a pod goes, the total falls, which reads as a restart from 0: the answer leaps, and replicas with it.',
      fix: `Take the rate first: sum(rate(${counter}{...}[2m])).`,
    };
  }
  const isRaw = rawCountersIn(meant.query).some((counter) => !gauges.includes(counter)); // whose fix has the sum
  const recorded = expressionOf(meant.query) ?? expression;
  if (!isSingleSeries(query, expression) && !isSingleSeries(meant.query, recorded) && !isRaw) {
    yield {
      what: 'its query may return several series.',
      why: 'KEDA takes one: it fails with "returned multiple elements" as soon as there is a second pod or label.',
      fix: `Aggregate: sum(${query.text.trim()}).`,
    };
  }
  for (const divisor of unguardedDivisorsIn(query)) {
    yield {
      what: `its query divides by ${divisor}, which may be 0.`,
      why: `Without traffic the answer is NaN, ${meaningOfNaN(keda, trigger)}.`,
      fix: `Divide by clamp_min(${divisor}, 1)${isNullError(trigger) ? '' : `, or leave the empty case out: ${divisor} > 0`}.`,
    };
  }
  if (isPerPod(trigger) && isAverage(query, expression)) {
    yield {
      what: 'its query is an average, and metricType AverageValue divides it by the number of pods once more.',
      why: 'The target is reached with a fraction of the pods: more pods make the value smaller, whatever the load.',
      fix: 'Use sum(...) with AverageValue, or avg(...) with metricType: Value.',
      edits: withMetricType(trigger, 'Value'),
    };
  }
  if (trigger.metricType === 'Value' && isTotal(recorded)) {
    yield {
      what: `its query is a total${comma(meant.through)}, and metricType Value compares it as it is.`,
      why: 'More pods do not lower a total: as long as it is above the threshold, replicas multiply up to maxReplicaCount.',
      fix: 'Use metricType AverageValue, which divides it by the number of pods, or avg(...).',
      edits: withMetricType(trigger, 'AverageValue'),
    };
  }
  yield* windowMistakes(query, text(trigger.metadata, 'serverAddress') ?? '', intervals);
  const guarded = nodesNamed(query.root, 'Vector').length > 0 || nodesNamed(query.root, 'Absent').length > 0;
  if (text(trigger.metadata, 'ignoreNullValues') !== 'false' && !guarded) {
    yield {
      severity: 'info',
      what: `an empty answer to its query counts as 0${at(object.manifest, 'spec', 'fallback') === undefined ? '' : ', so that its fallback is not used'}.`,
      why: 'A renamed label or a target that is not scraped looks like no load: KEDA scales to the minimum at the peak.',
      fix: 'Set ignoreNullValues: "false" and a fallback, or say so in the query: ... or vector(0).',
    };
  }
}

/** A clause that may be empty, set off. */
function comma(clause: string): string {
  return clause === '' ? '' : `,${clause}`;
}

/** @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/prometheus_scaler.go#L298 */
function meaningOfNaN(keda: string, trigger: TriggerFields): string {
  if (!isAtLeast(keda, '2.20')) return `which KEDA ${keda} turns into a number far below 0`;
  return isNullError(trigger) ? 'for which KEDA reports an error instead of a value' : 'which KEDA takes for 0';
}

/** Whether KEDA takes an empty result for an error, instead of 0. */
function isNullError({ metadata }: TriggerFields): boolean {
  return text(metadata, 'ignoreNullValues') === 'false';
}

function* windowMistakes(
  query: PrometheusTrigger['query'],
  address: string,
  intervals: ScrapeIntervals,
): Iterable<Told> {
  for (const each of shortWindows(query, (selectors) => intervals.ofQuery(address, selectors))) {
    yield {
      severity: each.interval.isCertain && each.isEmpty ? 'error' : undefined,
      what: `its ${each.what}.`,
      why: each.why,
      fix: `Use a window of ${each.needed} s or more, or scrape more often.`,
    };
  }
}
