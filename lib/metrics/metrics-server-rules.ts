/** What the roles `view`, `edit` and `admin` gain. */
export const METRICS_READER_RULES = [
  { apiGroups: ['metrics.k8s.io'], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
];

/** What metrics-server itself may do. */
export const METRICS_SERVER_RULES = [
  { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
  { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
];
