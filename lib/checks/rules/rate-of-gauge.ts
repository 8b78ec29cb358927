import { operationOf, selectorsIn, windowsIn } from '../../promql';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { prometheusTriggers } from '../prometheus-trigger';
import { type Rule } from '../rule';

/** The speed of something that goes up and down, taken with a function for what only rises. */
export const rateOfGauge: Rule = {
  id: 'R89',
  name: 'rate-of-gauge',
  severity: 'warning',
  scope: 'autoscaler',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'A query takes the rate of a gauge.',
  source: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#rate',
  find,
};

/** Names that only a gauge has: a number of things that are there now. */
const GAUGE =
  /(?:^|_)(?:undelivered|pending|waiting|queued|unacked|unacknowledged|active|in_?flight|current)_(?:messages|requests|jobs|tasks|connections|items)$|queue_(?:length|size|depth)$|queue_messages(?:_ready|_unacked)?$|num_undelivered_messages$|(?:^|_)(?:lag|backlog|goroutines)$|_(?:usage|working_set|resident_memory)_bytes$/;

const RISING = new Set(['Rate', 'Irate', 'Increase']);

function* find(index: ManifestIndex, { gauges = [] }: CheckContext): Iterable<Mistake> {
  for (const { object, trigger, meant } of prometheusTriggers(index)) {
    for (const { node } of windowsIn(meant.query)) {
      const call = node.parent?.parent;
      if (!call || !RISING.has(operationOf(call))) continue;
      for (const { metric = '' } of selectorsIn(meant.query, node)) {
        if (!GAUGE.test(metric) && !gauges.includes(metric)) continue;
        yield {
          objects: [object],
          field: `${trigger.path}.metadata.query`,
          what: `${describe(object)}: its query takes ${operationOf(call).toLowerCase()}() of ${metric}, a gauge by its name${meant.through === '' ? '' : `,${meant.through}`}.`,
          why: 'Every fall of a gauge is taken for a counter that started again: the result tells how much it moves, not how large it is.',
          fix: `Use the gauge itself, such as sum(${metric}{...}), or deriv() for its trend.`,
        };
      }
    }
  }
}
