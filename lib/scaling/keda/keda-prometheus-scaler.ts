import { type Construct } from 'constructs';
import { checkProps, childOf, type PrometheusReference } from '../../platform';
import { KedaScaler, type KedaScalerBaseProps } from './keda-scaler';
import { type KedaScalingOptions } from './keda-scaling-options';
import { KedaTrigger } from './keda-trigger';
import { type PrometheusTriggerOptions } from './triggers/prometheus';
import { type KedaMetricType } from './triggers/metric-type';

/** How an app is to be scaled on a query. */
export interface QueryScalingOptions extends KedaScalingOptions {
  /** Who answers: a `PrometheusServer`, a `PrometheusOperatorStack`, or a reference to another one. */
  readonly prometheus: PrometheusReference;
  /** What to steer to: the value for one replica, or the value itself with KedaMetricType.VALUE. Above 0. */
  readonly threshold: number;
  /**
   * What the threshold is compared with.
   * @default KedaMetricType.AVERAGE_VALUE
   */
  readonly metricType?: KedaMetricType;
  /**
   * What to scale on beside the query.
   * @default nothing
   */
  readonly additionalTriggers?: KedaTrigger[];
}

/** Props of `KedaPrometheusScaler`. */
export interface KedaPrometheusScalerProps extends KedaScalerBaseProps, PrometheusTriggerOptions {
  /**
   * What to scale on beside the query.
   * @default nothing
   */
  readonly additionalTriggers?: KedaTrigger[];
}

/**
 * Scales a workload on the answer of Prometheus to a query.
 *
 * @see https://keda.sh/docs/2.20/scalers/prometheus/
 */
export class KedaPrometheusScaler extends KedaScaler {
  /** Name of the query's metric in external.metrics.k8s.io. */
  public readonly metricName: string;

  /** @throws on what KEDA or the API server would refuse, and on a query that cannot be a reason to scale. */
  constructor(scope: Construct, id: string, props: KedaPrometheusScalerProps) {
    checkProps(childOf(scope, id), 'KedaPrometheusScaler', props);
    super(scope, id, { ...props, triggers: [KedaTrigger.prometheus(props), ...(props.additionalTriggers ?? [])] });
    this.metricName = 's0-prometheus';
  }
}
