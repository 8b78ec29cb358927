import { type Fields } from '../../../lib/simulation';
import { tidyPodMetrics, tidyValue } from './tidy';

type Json = Record<string, unknown>;

/** Where the samples of an autoscaler's metrics are, and what matters of each. */
export interface MetricsPath {
  readonly api: 'resource' | 'custom' | 'external';
  readonly path: string;
  readonly tidy: (item: Json) => Fields;
}

interface Metric {
  readonly type: string;
  readonly object?: {
    readonly describedObject: { readonly kind: string; readonly name: string };
    readonly metric: { readonly name: string };
  };
  readonly external?: {
    readonly metric: { readonly name: string; readonly selector?: { readonly matchLabels?: Record<string, string> } };
  };
}

/** Where the metrics of an autoscaler are; the labs have one of each kind at most. */
export function metricsPathsOf(hpa: Json, namespace: string, podSelector: string): MetricsPath[] {
  const { metrics = [] } = hpa.spec as { readonly metrics?: readonly Metric[] };
  return metrics.flatMap((metric): MetricsPath[] => {
    if (metric.type === 'Resource') {
      const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods?labelSelector=${podSelector}`;
      return [{ api: 'resource', path, tidy: tidyPodMetrics }];
    }
    if (metric.object) {
      const { describedObject, metric: asked } = metric.object;
      const resource = `${describedObject.kind.toLowerCase()}s/${describedObject.name}/${asked.name}`;
      const path = `/apis/custom.metrics.k8s.io/v1beta1/namespaces/${namespace}/${resource}`;
      return [{ api: 'custom', path, tidy: tidyValue }]; // prometheus-adapter has no v1beta2
    }
    if (metric.external) {
      const { name, selector } = metric.external.metric;
      const labels = Object.entries(selector?.matchLabels ?? {}).map(([label, value]) => `${label}=${value}`);
      const query = encodeURIComponent(labels.join(','));
      const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/${name}?labelSelector=${query}`;
      return [{ api: 'external', path, tidy: tidyValue }];
    }
    return [];
  });
}
