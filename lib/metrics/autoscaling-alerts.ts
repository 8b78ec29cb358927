import { Duration } from 'cdk8s';
import { MetricQuery } from '../scaling';
import { AlertSeverity, PrometheusRule, type RuleGroup } from './prometheus-rule';

const HPA = 'kube_horizontalpodautoscaler';
const BOTH = 'on (namespace, horizontalpodautoscaler)';
const AUTOSCALER = 'Autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }}';

/**
 * Alerts for every autoscaler of the cluster, KEDA's included. Their series are those of kube-state-metrics.
 *
 * @see https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/horizontalpodautoscaler-metrics.md
 */
export const AUTOSCALING_ALERTS: RuleGroup = {
  name: 'autoscaling',
  rules: [
    PrometheusRule.alert('AutoscalerAtMaximum', {
      query: MetricQuery.raw(
        `${HPA}_status_desired_replicas >= ${BOTH} ${HPA}_spec_max_replicas > ${BOTH} ${HPA}_spec_min_replicas`,
      ),
      for: Duration.minutes(15),
      summary: `${AUTOSCALER} has wanted its maximum of {{ $value }} replicas for 15 minutes.`,
      description: 'It may want more: raise maxReplicas if the nodes can bear it, or look what drives the metric.',
    }),
    PrometheusRule.alert('AutoscalerCannotScale', {
      // At 0 replicas an autoscaler is switched off, which is as it should be.
      query: MetricQuery.raw(
        `${HPA}_status_condition{condition=~"AbleToScale|ScalingActive",status="false"} == 1 and ${BOTH} ${HPA}_status_current_replicas > 0`,
      ),
      for: Duration.minutes(5),
      severity: AlertSeverity.CRITICAL,
      summary: `${AUTOSCALER} does not scale: {{ $labels.condition }} is false.`,
      description:
        'Its metric or its target cannot be had: kubectl describe hpa says why. The replicas stay what they are.',
    }),
    PrometheusRule.alert('AutoscalerReplicasMissing', {
      query: MetricQuery.raw(`${HPA}_status_current_replicas < ${BOTH} ${HPA}_status_desired_replicas`),
      for: Duration.minutes(15),
      summary: `${AUTOSCALER} has had fewer replicas than it wants for 15 minutes.`,
      description: 'The workload does not follow: look at its events, quotas and whoever else sets its replicas.',
    }),
  ],
};
