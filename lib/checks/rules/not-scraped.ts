import { text } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { prometheusTriggers } from '../prometheus-trigger';
import { prometheusAt } from '../scraping/known-prometheus';
import { MeasuredWorkloads } from '../scraping/measured-workloads';
import { selectorsIn } from '../../promql';
import { type Rule } from '../rule';

/**
 * A query for metrics of pods that the Prometheus of its trigger does not ask. Silent where its configuration is not among the objects,
 * and where something in it may find any pod.
 */
export const notScraped: Rule = {
  id: 'R41',
  name: 'not-scraped',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A query is about pods that its Prometheus does not scrape.',
  source: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  let measured: MeasuredWorkloads | undefined;
  for (const { object, trigger, query } of prometheusTriggers(index)) {
    const prometheus = prometheusAt(index, text(trigger.metadata, 'serverAddress') ?? '');
    if (!prometheus) continue;
    measured ??= new MeasuredWorkloads(index);
    const told = new Set<string>();
    for (const selector of selectorsIn(query)) {
      const workloads = measured.namedBy(selector);
      const isScraped = workloads.some((workload) => {
        const { seconds, isCertain } = prometheus.scrapingOf(workload);
        return seconds !== undefined || !isCertain;
      });
      const [workload] = workloads;
      if (!workload || isScraped || told.has(describe(workload.object))) continue;
      told.add(describe(workload.object));
      const isOperated = prometheus.object.manifest.kind === 'Prometheus';
      yield {
        objects: [object, workload.object, prometheus.object],
        field: `${trigger.path}.metadata.query`,
        what: `${describe(object)} asks for ${selector.metric ?? 'metrics'} of ${describe(workload.object)}, whose pods ${describe(prometheus.object)} does not scrape.`,
        why: 'The metric is not there: the query finds nothing, and nothing ever scales.',
        fix: isOperated
          ? 'Add a ServiceMonitor or PodMonitor: stack.monitor(app.service) or stack.monitorPods(app).'
          : 'Annotate the pods prometheus.io/scrape: "true" and prometheus.io/port, if a job looks for it: prometheus.scrape(app).',
      };
    }
  }
}
