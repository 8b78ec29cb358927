import { READ, allow, type AccessRule } from './access';

/** What the adapter may read, to find the objects of metrics. */
export const ADAPTER_READER_RULES: readonly AccessRule[] = [
  allow('', ['namespaces', 'pods', 'services', 'configmaps'], READ),
];

/** What the controller of autoscalers may do with custom metrics. */
export const CUSTOM_METRICS_RULES: readonly AccessRule[] = [allow('custom.metrics.k8s.io', ['*'], ['*'])];

/** What the controller of autoscalers may do with external metrics. */
export const EXTERNAL_METRICS_RULES: readonly AccessRule[] = [allow('external.metrics.k8s.io', ['*'], READ)];
