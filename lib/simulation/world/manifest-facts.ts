import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { durationSeconds } from '../../promql';
import { type ManifestValue } from './parameters';

/** How often Prometheus scrapes by what the manifests say: the shortest interval that a monitor, or its configuration, has. */
export function scrapeIntervalIn(manifests: readonly Fields[]): ManifestValue | undefined {
  const found = manifests.flatMap(intervalsOf);
  const [shortest] = found.sort((a, b) => a.value - b.value);
  return shortest;
}

function intervalsOf(manifest: Fields): ManifestValue[] {
  const kind = text(manifest, 'kind') ?? '';
  const name = text(manifest, 'metadata', 'name') ?? '';
  const from = (written: string | undefined, field: string): ManifestValue[] => {
    const seconds = durationSeconds(written);
    return seconds === undefined ? [] : [{ value: seconds, source: `${field} of ${kind} "${name}"` }];
  };
  if (kind === 'ServiceMonitor' || kind === 'PodMonitor') {
    const endpoints = [...list(manifest, 'spec', 'endpoints'), ...list(manifest, 'spec', 'podMetricsEndpoints')];
    return endpoints.flatMap((endpoint) => from(text(endpoint, 'interval'), 'interval'));
  }
  if (kind === 'Prometheus') return from(text(manifest, 'spec', 'scrapeInterval'), 'spec.scrapeInterval');
  if (kind !== 'ConfigMap') return [];
  return Object.entries(fields(manifest, 'data')).flatMap(([file, content]) => {
    if (!file.startsWith('prometheus.y') || typeof content !== 'string') return [];
    const [, interval] = /^\s*scrape_interval:\s*["']?(\w+)/m.exec(content) ?? [];
    return from(interval, 'scrape_interval');
  });
}

/** How often metrics-server scrapes by its arguments. */
export function metricsResolutionIn(manifests: readonly Fields[]): ManifestValue | undefined {
  for (const manifest of manifests) {
    for (const container of list(manifest, 'spec', 'template', 'spec', 'containers')) {
      for (const argument of list(container, 'args')) {
        const [, resolution] = /^--metric-resolution=(\w+)$/.exec(String(argument)) ?? [];
        const seconds = durationSeconds(resolution);
        const name = text(manifest, 'metadata', 'name') ?? '';
        if (seconds !== undefined) return { value: seconds, source: `--metric-resolution of "${name}"` };
      }
    }
  }
  return undefined;
}
