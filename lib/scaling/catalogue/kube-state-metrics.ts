import { KnownMetric, MetricType } from '../../platform';

const { COUNTER, GAUGE } = MetricType;

const gauges = (
  kind: string,
  labels: string[],
  unit: string,
  descriptions: Readonly<Record<string, string>>,
): KnownMetric[] =>
  Object.entries(descriptions).map(
    ([name, description]) => new KnownMetric({ name: `kube_${kind}_${name}`, type: GAUGE, description, labels, unit }),
  );

const POD = ['namespace', 'pod', 'uid'];

/** What kube-state-metrics says of autoscalers, workloads and pods: the part of its metrics that scaling is about. */
export const KUBE_STATE_METRICS: KnownMetric[] = [
  ...gauges('horizontalpodautoscaler', ['namespace', 'horizontalpodautoscaler'], 'replicas', {
    spec_min_replicas: 'the fewest replicas that it goes down to',
    spec_max_replicas: 'the most replicas that it goes up to',
    status_current_replicas: 'replicas that it last saw',
    status_desired_replicas: 'replicas that it last asked for',
  }),
  ...gauges(
    'horizontalpodautoscaler',
    ['namespace', 'horizontalpodautoscaler', 'metric_name', 'metric_target_type'],
    '',
    {
      spec_target_metric: 'the targets of its metrics',
      status_target_metric: 'the values of its metrics',
    },
  ),
  ...gauges('horizontalpodautoscaler', ['namespace', 'horizontalpodautoscaler', 'condition', 'status'], '', {
    status_condition: 'its conditions, 1 for the status that each has',
  }),
  ...gauges(
    'horizontalpodautoscaler',
    [
      'namespace',
      'horizontalpodautoscaler',
      'scaletargetref_api_version',
      'scaletargetref_kind',
      'scaletargetref_name',
    ],
    '',
    { info: '1 for each autoscaler, with what it scales' },
  ),
  ...gauges('horizontalpodautoscaler', ['namespace', 'horizontalpodautoscaler'], '', {
    metadata_generation: 'changes of its spec',
    labels: '1 for each autoscaler, with its labels',
    annotations: '1 for each autoscaler, with its annotations',
    deletion_timestamp: 'when its deletion was asked for, in seconds since 1970',
    created: 'when it was made, in seconds since 1970',
  }),
  ...gauges('deployment', ['namespace', 'deployment'], 'replicas', {
    spec_replicas: 'replicas that are asked for',
    status_replicas: 'replicas that exist',
    status_replicas_ready: 'replicas that are ready',
    status_replicas_available: 'replicas that have been ready for long enough',
    status_replicas_unavailable: 'replicas that are not available',
    status_replicas_updated: 'replicas of the newest version',
  }),
  ...gauges('statefulset', ['namespace', 'statefulset'], 'replicas', {
    replicas: 'replicas that are asked for',
    status_replicas: 'replicas that exist',
    status_replicas_ready: 'replicas that are ready',
  }),
  ...gauges('pod', [...POD, 'condition'], 'pods', { status_ready: '1 for the readiness that a pod has' }),
  ...gauges('pod', [...POD, 'phase'], 'pods', { status_phase: '1 for the phase that a pod is in' }),
  ...gauges('pod', [...POD, 'container', 'node', 'resource', 'unit'], '', {
    container_resource_requests: 'what containers request',
    container_resource_limits: 'what containers are limited to',
  }),
  new KnownMetric({
    name: 'kube_pod_container_status_restarts_total',
    type: COUNTER,
    description: 'restarts of containers',
    labels: [...POD, 'container'],
    unit: 'restarts',
  }),
];
