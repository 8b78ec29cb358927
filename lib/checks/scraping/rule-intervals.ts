import { fields, list, text } from '../../kubernetes/fields';
import { labelSelectorOf, selects } from '../../kubernetes/label-selector';
import { durationSeconds, type VectorSelector } from '../../promql';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { monitoredNamespaces, MONITORING, prometheusesIn } from '../monitoring';
import { recordedEvery, recordingsIn } from '../recordings';
import { shortestScrapeInterval } from '../scrape-interval';
import { parseYamlText } from '../yaml-text';
import { scrapeJobsOf } from './scrape-jobs';
import { type SampleInterval } from './short-windows';

/**
 * How far samples are apart that rules and dashboards read: what asks the job that they name, or else the shortest interval of all where
 * a Prometheus is here, whose monitors and jobs those are.
 */
export class RuleIntervals {
  private readonly byJob = new Map<string, SampleInterval>();
  private readonly shortest: SampleInterval | undefined;

  constructor(private readonly index: ManifestIndex) {
    for (const [job, interval] of [...operatedJobs(index), ...configuredJobs(index)]) {
      const known = this.byJob.get(job);
      if (!known || interval.seconds < known.seconds) this.byJob.set(job, interval);
    }
    this.shortest = shortestOf(index);
  }

  /** The interval of what a window reads; undefined where nothing here says it. */
  of(selectors: readonly VectorSelector[]): SampleInterval | undefined {
    const [selector] = selectors;
    if (!selector) return undefined;
    const recorded = recordedEvery(this.index, selector);
    if (recorded !== undefined) {
      return {
        seconds: recorded,
        madeBy: 'evaluation',
        whose: ', at which the rule that records it is evaluated',
        isCertain: true,
      };
    }
    if (recordingsIn(this.index).has(selector.metric ?? '')) return undefined;
    const job = selector.matchers.find(({ label, operator }) => label === 'job' && operator === '=');
    return job ? this.byJob.get(job.value) : this.shortest;
  }
}

/** Jobs that monitors make: one of each Service, under its name, and one of each PodMonitor. */
function* operatedJobs(index: ManifestIndex): Iterable<[string, SampleInterval]> {
  const usual = usualInterval(index);
  for (const monitor of index.ofKind(MONITORING, 'ServiceMonitor')) {
    const interval = intervalOf(monitor, list(monitor.manifest, 'spec', 'endpoints'), usual);
    if (!interval || text(monitor.manifest, 'spec', 'jobLabel') !== undefined) continue;
    for (const service of servicesOf(index, monitor)) yield [nameOf(service), interval];
  }
  for (const monitor of index.ofKind(MONITORING, 'PodMonitor')) {
    const interval = intervalOf(monitor, list(monitor.manifest, 'spec', 'podMetricsEndpoints'), usual);
    if (interval) yield [`${namespaceOf(monitor)}/${nameOf(monitor)}`, interval];
  }
}

/** The shortest interval of a monitor; undefined where one of its endpoints leaves it to a Prometheus that is not here. */
function intervalOf(
  monitor: CheckedObject,
  endpoints: readonly unknown[],
  usual: string | undefined,
): SampleInterval | undefined {
  const seconds = endpoints.map((endpoint) => durationSeconds(text(endpoint, 'interval') ?? usual));
  if (seconds.length === 0 || seconds.includes(undefined)) return undefined;
  const shortest = Math.min(...seconds.map(Number));
  return {
    seconds: shortest,
    madeBy: 'scrape',
    whose: `, as ${describe(monitor)} sets it`,
    isCertain: true,
  };
}

function servicesOf(index: ManifestIndex, monitor: CheckedObject): CheckedObject[] {
  const selector = labelSelectorOf(fields(monitor.manifest, 'spec').selector);
  const namespaces = monitoredNamespaces(monitor);
  if (!selector) return [];
  return index
    .ofKind('', 'Service')
    .filter((service) => namespaces?.includes(namespaceOf(service)) ?? true)
    .filter(({ manifest }) => selects(selector, fields(manifest, 'metadata', 'labels')));
}

/** What a monitor without an interval gets: of the only Prometheus here. */
function usualInterval(index: ManifestIndex): string | undefined {
  const [prometheus, ...others] = prometheusesIn(index);
  return prometheus && others.length === 0 ? (text(prometheus.manifest, 'spec', 'scrapeInterval') ?? '30s') : undefined;
}

function* configuredJobs(index: ManifestIndex): Iterable<[string, SampleInterval]> {
  for (const object of index.ofKind('', 'ConfigMap')) {
    for (const content of Object.values(fields(object.manifest, 'data'))) {
      if (typeof content !== 'string' || !content.includes('scrape_configs:')) continue;
      for (const { name, seconds } of scrapeJobsOf(parseYamlText(content))) {
        yield [name, { seconds, madeBy: 'scrape', whose: `, as ${describe(object)} sets it`, isCertain: true }];
      }
    }
  }
}

/** The shortest interval of all that is here; undefined without a Prometheus: monitors of one app say nothing about the metrics of others. */
function shortestOf(index: ManifestIndex): SampleInterval | undefined {
  const isPrometheusHere = prometheusesIn(index).length > 0 || hasConfiguration(index);
  const seconds = isPrometheusHere ? shortestScrapeInterval(index) : undefined;
  return seconds === undefined
    ? undefined
    : { seconds, madeBy: 'scrape', whose: ', the shortest one here', isCertain: true };
}

function hasConfiguration(index: ManifestIndex): boolean {
  return index
    .ofKind('', 'ConfigMap')
    .some(({ manifest }) => Object.keys(fields(manifest, 'data')).some((file) => file.startsWith('prometheus.y')));
}
