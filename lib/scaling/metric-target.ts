import { int32Problem, type Problem } from '../validation';

/** The value that an autoscaler steers a metric to. */
export class MetricTarget {
  /** A percentage of the request, averaged over all pods. For resource and container resource metrics. */
  public static averageUtilization(percent: number): MetricTarget {
    return new MetricTarget('Utilization', 'averageUtilization', percent);
  }

  /** An amount per pod, as a quantity such as `100`, `500m` or `64Mi`. For every metric. */
  public static averageValue(quantity: string): MetricTarget {
    return new MetricTarget('AverageValue', 'averageValue', quantity);
  }

  /** The metric's own value, as a quantity; the number of pods plays no part. For object and external metrics. */
  public static value(quantity: string): MetricTarget {
    return new MetricTarget('Value', 'value', quantity);
  }

  private constructor(
    private readonly type: string,
    private readonly field: string,
    private readonly amount: string | number,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    return typeof this.amount === 'number' ? int32Problem('The utilization in percent', this.amount) : undefined;
  }

  /** @internal */
  public toSpec(): object {
    return { type: this.type, [this.field]: this.amount };
  }
}
