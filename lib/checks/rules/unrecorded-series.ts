import { selectorsIn } from '../../promql';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { prometheusTriggers } from '../prometheus-trigger';
import { recordingsIn } from '../recordings';
import { type Rule } from '../rule';
import { similarName } from '../similar-names';

/** A recorded series, by its name, that no rule here records, while one records nearly the same name. */
export const unrecordedSeries: Rule = {
  id: 'R93',
  name: 'unrecorded-series',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'A query reads a recorded series under another name than its rule gives it.',
  source: 'https://prometheus.io/docs/practices/rules/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const recordings = recordingsIn(index);
  if (recordings.size === 0) return;
  for (const { object, trigger, query } of prometheusTriggers(index)) {
    for (const { metric = '' } of selectorsIn(query)) {
      if (!metric.includes(':') || recordings.has(metric)) continue;
      const rule = recordings.get(similarName(metric, recordings.keys()) ?? '');
      if (!rule) continue;
      yield {
        objects: [object, rule.object],
        field: `${trigger.path}.metadata.query`,
        what: `${describe(object)}: its query reads ${metric}, which no rule records; ${describe(rule.object)} records ${rule.name}.`,
        why: 'The series does not exist: the query finds nothing, and nothing ever scales.',
        fix: `Write ${rule.name}.`,
      };
    }
  }
}
