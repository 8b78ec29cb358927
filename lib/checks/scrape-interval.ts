import { fields, list, text } from '../kubernetes/fields';
import { type ManifestIndex } from './manifest-index';
import { durationSeconds } from '../promql';
import { parseYamlText } from './yaml-text';

const MONITORING = 'monitoring.coreos.com';

/** The shortest scrape interval that the objects configure, in seconds; undefined where none of them is a Prometheus. */
export function shortestScrapeInterval(index: ManifestIndex): number | undefined {
  const seconds = [...configuredIntervals(index)].flatMap((interval) => durationSeconds(interval) ?? []);
  return seconds.length > 0 ? seconds.reduce((shortest, each) => Math.min(shortest, each)) : undefined;
}

function* configuredIntervals(index: ManifestIndex): Iterable<string | undefined> {
  for (const { manifest } of index.ofKind('', 'ConfigMap')) {
    for (const [name, content] of Object.entries(fields(manifest, 'data'))) {
      if (!name.startsWith('prometheus.y') || typeof content !== 'string') continue;
      const config = parseYamlText(content);
      yield text(config, 'global', 'scrape_interval') ?? '1m';
      for (const job of list(config, 'scrape_configs')) yield text(job, 'scrape_interval');
    }
  }
  for (const { manifest } of index.ofKind(MONITORING, 'Prometheus')) {
    yield text(manifest, 'spec', 'scrapeInterval') ?? '30s';
  }
  for (const kind of ['ServiceMonitor', 'PodMonitor']) {
    for (const { manifest } of index.ofKind(MONITORING, kind)) {
      for (const endpoint of [
        ...list(manifest, 'spec', 'endpoints'),
        ...list(manifest, 'spec', 'podMetricsEndpoints'),
      ]) {
        yield text(endpoint, 'interval');
      }
    }
  }
}
