import { MetricQuery } from './metric-query';
import { refuseOddLabels } from './promql-text';

/** How to aggregate. */
export interface GroupingOptions {
  /** Labels that stay: one series for each combination of their values. */
  readonly by: string[];
}

/** Values of many series at a time. They become one number by aggregation, and a scaler takes nothing else. */
export class MetricSeries {
  /** @internal */
  public static of(promql: string, unit: string): MetricSeries {
    return new MetricSeries(promql, unit);
  }

  private constructor(
    private readonly promql: string,
    /** What the values are measured in. */
    public readonly unit: string,
  ) {}

  /** The query for the series, in Prometheus' language. */
  public toPromql(): string {
    return this.promql;
  }

  /** The sum over all series: the load of all pods, whatever their number. */
  public sum(): MetricQuery {
    return MetricQuery.of(`sum(${this.promql})`, this.unit);
  }

  /** The average over all series. With a threshold per replica it would be divided by the replicas twice: use KedaMetricType.VALUE. */
  public average(): MetricQuery {
    return MetricQuery.of(`avg(${this.promql})`, this.unit);
  }

  /** The highest of all series. */
  public max(): MetricQuery {
    return MetricQuery.of(`max(${this.promql})`, this.unit);
  }

  /** The lowest of all series. */
  public min(): MetricQuery {
    return MetricQuery.of(`min(${this.promql})`, this.unit);
  }

  /** The number of series. */
  public count(): MetricQuery {
    return MetricQuery.of(`count(${this.promql})`, '');
  }

  /** The sums of groups of series, such as one for each Service. */
  public sumBy({ by }: GroupingOptions): MetricSeries {
    refuseOddLabels(by);
    return new MetricSeries(`sum by (${by.join(', ')}) (${this.promql})`, this.unit);
  }
}
