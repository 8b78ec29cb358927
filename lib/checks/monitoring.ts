import { fields, list, type Fields } from '../kubernetes/fields';
import { labelSelectorOf, selects, type LabelSelector } from '../kubernetes/label-selector';
import { namespaceOf, type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';

/** The API group of prometheus-operator. */
export const MONITORING = 'monitoring.coreos.com';

/** Kinds of monitors, with the fields of a Prometheus that select them. */
export const MONITOR_KINDS = [
  { kind: 'ServiceMonitor', selector: 'serviceMonitorSelector', namespaces: 'serviceMonitorNamespaceSelector' },
  { kind: 'PodMonitor', selector: 'podMonitorSelector', namespaces: 'podMonitorNamespaceSelector' },
  { kind: 'Probe', selector: 'probeSelector', namespaces: 'probeNamespaceSelector' },
] as const;

/** The Prometheuses that prometheus-operator runs. */
export function prometheusesIn(index: ManifestIndex): CheckedObject[] {
  return ['Prometheus', 'PrometheusAgent'].flatMap((kind) => index.ofKind(MONITORING, kind));
}

/** The labels of a namespace, as far as they are known, and whether that is all of them. */
export function namespaceLabelsOf(index: ManifestIndex, namespace: string): { labels: Fields; areAll: boolean } {
  const object = index.find('Namespace', 'default', namespace);
  const labels = { 'kubernetes.io/metadata.name': namespace, ...fields(object?.manifest, 'metadata', 'labels') };
  return { labels, areAll: object !== undefined };
}

/** Whether a selector of namespaces takes one; undefined where the namespace's labels are not known. */
export function selectsNamespace(
  index: ManifestIndex,
  value: unknown,
  own: string,
  namespace: string,
): boolean | undefined {
  const selector = labelSelectorOf(value);
  if (!selector) return own === namespace;
  const { labels, areAll } = namespaceLabelsOf(index, namespace);
  if (selects(selector, labels)) return true;
  return areAll || isByName(selector) ? false : undefined;
}

/** Whether a selector asks for nothing but the name that every namespace has as a label. */
function isByName({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return (
    matchExpressions.length === 0 && Object.keys(matchLabels).every((key) => key === 'kubernetes.io/metadata.name')
  );
}

/** The namespaces that a monitor looks into; undefined is all of them. */
export function monitoredNamespaces(monitor: CheckedObject): readonly string[] | undefined {
  const selector = fields(monitor.manifest, 'spec', 'namespaceSelector');
  if (selector.any === true) return undefined;
  const names = list(selector, 'matchNames').filter((name) => typeof name === 'string');
  return names.length > 0 ? names : [namespaceOf(monitor)];
}
