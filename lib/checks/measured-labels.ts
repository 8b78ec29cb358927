import { type Fields } from '../kubernetes/fields';
import { type LabelMatcher } from '../promql';
import { GoPattern } from '../validation';

/** Labels of a metric that name the pods it comes from, beside those of the pods themselves. */
const SOURCE_LABELS = ['pod', 'job', 'service', 'container', 'kubernetes_pod_name', 'pod_name', 'instance'];

/** Whether a label of a metric says where it comes from: by convention, or because Prometheus copies it from the pods. */
export function isSourceLabel(label: string): boolean {
  return SOURCE_LABELS.includes(label) || isAppLabel(label);
}

/** Whether a label of a metric is a copy of a pod's `app` label, of any spelling. */
export function isAppLabel(label: string): boolean {
  return ['app', 'k8s_app'].includes(label) || label.startsWith('app_kubernetes_io_');
}

/** The name that Prometheus gives to a label of Kubernetes: `app.kubernetes.io/name` becomes `app_kubernetes_io_name`. */
export function metricLabelOf(key: string): string {
  return key.replace(/[^a-zA-Z0-9_]/g, '_');
}

/** Labels of Kubernetes under their names in Prometheus. */
export function metricLabelsOf(labels: Fields): Map<string, string> {
  return new Map(
    Object.entries(labels).flatMap(([key, value]) => (typeof value === 'string' ? [[metricLabelOf(key), value]] : [])),
  );
}

/** Whether a value meets a condition; a pattern that Go does not read meets everything. */
export function meetsMatcher({ operator, value }: LabelMatcher, actual: string): boolean {
  if (operator === '=' || operator === '!=') return (value === actual) === (operator === '=');
  const isMatch = GoPattern.of(value)?.matches(actual);
  return isMatch === undefined || isMatch === (operator === '=~');
}
