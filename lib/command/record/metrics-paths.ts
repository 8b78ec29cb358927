import { uriPart } from '../../encode';
import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { labelSelectorOf, showSelector } from '../../kubernetes/label-selector';
import { tidyPodMetrics, tidyValue } from './tidy';

/** Where the samples of an autoscaler's metrics are, and what matters of each. */
export interface MetricsPath {
  readonly api: 'resource' | 'custom' | 'external';
  readonly path: string;
  readonly tidy: (item: Fields) => Fields;
  /** What an item says that stands for a failure, beside the error. @default the API has one path only */
  readonly failed?: Fields;
}

/** prometheus-adapter has no v1beta2, and nothing but metrics-server has been seen without v1beta1. */
const CUSTOM = '/apis/custom.metrics.k8s.io/v1beta1';

/**
 * Where the metrics of an autoscaler are.
 *
 * @param podSelector the selector of the target's pods, as the scale has it
 */
export function metricsPathsOf(hpa: Fields, namespace: string, podSelector: string): MetricsPath[] {
  const pods = `labelSelector=${uriPart(podSelector)}`;
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
        const path = `${CUSTOM}/namespaces/${namespace}/pods/*/${nameOf(asked)}?${pods}${selectorOf(asked, '&metricLabelSelector')}`;
        const failed = { describedObject: { kind: 'Pod' }, metricName: text(asked, 'name') };
        return [{ api: 'custom', path, tidy: tidyValue, failed }];
      }
      case 'Object': {
        const asked = fields(metric, 'object', 'metric');
        const described = fields(metric, 'object', 'describedObject');
        const kind = text(described, 'kind') ?? '';
        const resource = kind === 'Namespace' ? 'metrics' : `${resourceOf(described, kind)}/${nameOf(described)}`;
        const query = selectorOf(asked, '?metricLabelSelector');
        const path = `${CUSTOM}/namespaces/${namespace}/${resource}/${nameOf(asked)}${query}`;
        const failed = { describedObject: { kind, name: text(described, 'name') }, metricName: text(asked, 'name') };
        return [{ api: 'custom', path, tidy: tidyValue, failed }];
      }
      case 'External': {
        const asked = fields(metric, 'external', 'metric');
        const query = selectorOf(asked, '?labelSelector');
        const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/${nameOf(asked)}${query}`;
        return [{ api: 'external', path, tidy: tidyValue, failed: { metricName: text(asked, 'name') } }];
      }
      default:
        return [];
    }
  });
  return paths.filter(({ path }, index) => paths.findIndex((each) => each.path === path) === index);
}

function nameOf(value: Fields): string {
  return uriPart(text(value, 'name') ?? '');
}

function selectorOf(metric: Fields, parameter: string): string {
  const selector = labelSelectorOf(metric.selector);
  const isAsked = selector && (Object.keys(selector.matchLabels).length > 0 || selector.matchExpressions.length > 0);
  return isAsked ? `${parameter}=${uriPart(showSelector(selector))}` : '';
}

/** A resource with its group, as the controller names it. */
function resourceOf(described: Fields, kind: string): string {
  const [group, version] = (text(described, 'apiVersion') ?? '').split('/');
  return uriPart(version === undefined ? pluralOf(kind) : `${pluralOf(kind)}.${group}`);
}

/** The plural of a kind, as definitions have it. */
export function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (/(?:s|x|ch|sh)$/.test(lower)) return `${lower}es`;
  return /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
