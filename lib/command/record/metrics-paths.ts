import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { tidyPodMetrics, tidyValue } from './tidy';

/** Where the samples of an autoscaler's metrics are, and what matters of each. */
export interface MetricsPath {
  readonly api: 'resource' | 'custom' | 'external';
  readonly path: string;
  readonly tidy: (item: Fields) => Fields;
}

/** prometheus-adapter has no v1beta2, and nothing but metrics-server has been seen without v1beta1. */
const CUSTOM = '/apis/custom.metrics.k8s.io/v1beta1';

/**
 * Where the metrics of an autoscaler are.
 *
 * @param podSelector the selector of the target's pods, as the scale has it
 */
export function metricsPathsOf(hpa: Fields, namespace: string, podSelector: string): MetricsPath[] {
  const pods = `labelSelector=${encodeURIComponent(podSelector)}`;
  const paths = list(hpa, 'spec', 'metrics').flatMap((metric): MetricsPath[] => {
    switch (text(metric, 'type')) {
      case 'Resource':
      case 'ContainerResource':
        return [
          {
            api: 'resource',
            path: `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods?${pods}`,
            tidy: tidyPodMetrics,
          },
        ];
      case 'Pods': {
        const asked = fields(metric, 'pods', 'metric');
        const path = `${CUSTOM}/namespaces/${namespace}/pods/*/${text(asked, 'name')}?${pods}${selectorOf(asked, 'metricLabelSelector')}`;
        return [{ api: 'custom', path, tidy: tidyValue }];
      }
      case 'Object': {
        const asked = fields(metric, 'object', 'metric');
        const described = fields(metric, 'object', 'describedObject');
        const kind = text(described, 'kind') ?? '';
        const resource = kind === 'Namespace' ? 'metrics' : `${pluralOf(kind)}/${text(described, 'name')}`;
        const query = selectorOf(asked, 'metricLabelSelector').replace('&', '?');
        return [
          {
            api: 'custom',
            path: `${CUSTOM}/namespaces/${namespace}/${resource}/${text(asked, 'name')}${query}`,
            tidy: tidyValue,
          },
        ];
      }
      case 'External': {
        const asked = fields(metric, 'external', 'metric');
        const query = selectorOf(asked, 'labelSelector').replace('&', '?');
        const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/${text(asked, 'name')}${query}`;
        return [{ api: 'external', path, tidy: tidyValue }];
      }
      default:
        return [];
    }
  });
  return paths.filter(({ path }, index) => paths.findIndex((each) => each.path === path) === index);
}

function selectorOf(metric: Fields, parameter: string): string {
  const labels = Object.entries(fields(metric, 'selector', 'matchLabels')).map(
    ([label, value]) => `${label}=${String(value)}`,
  );
  return labels.length === 0 ? '' : `&${parameter}=${encodeURIComponent(labels.join(','))}`;
}

/** The plural of a kind, as the API server makes it. */
export function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (/(?:s|x|ch|sh)$/.test(lower)) return `${lower}es`;
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
