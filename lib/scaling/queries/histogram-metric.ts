import { type KnownMetric } from '../../platform';
import { MetricQuery } from './metric-query';
import { MetricSeries } from './metric-series';
import { type LabelComparison } from './promql-text';
import { refuseOddQuantile } from './query-numbers';
import { SelectedMetric, equal, narrowed, type ISeriesSource, type RangeOptions } from './selected-metric';

/** A metric that counts events by size, such as the durations of requests. */
export class HistogramMetric extends SelectedMetric {
  /** A histogram that is known: one of a construct, or of `MetricExporter`. */
  public static known(metric: KnownMetric): HistogramMetric {
    return new HistogramMetric(metric, equal(metric.matchers));
  }

  private constructor(metric: KnownMetric, comparisons: readonly LabelComparison[]) {
    super(metric, comparisons);
  }

  /** Only the series of an app or a controller. */
  public of(source: ISeriesSource): HistogramMetric {
    return this.where(source.seriesLabels);
  }

  /** Only series with these values of labels. */
  public where(labels: { [label: string]: string }): HistogramMetric {
    return new HistogramMetric(this.metric, narrowed(this.comparisons, equal(labels)));
  }

  /**
   * The size that a share of the events does not exceed, over all series.
   *
   * @param quantile the share from 0 to 1, such as 0.95
   * @throws {RangeError} on any other number.
   */
  public quantile(quantile: number, options: RangeOptions): MetricQuery {
    refuseOddQuantile(this.name, quantile);
    const buckets = `sum by (le) (rate(${this.range(options, '_bucket')}))`;
    return MetricQuery.of(`histogram_quantile(${quantile}, ${buckets})`, this.metric.unit);
  }

  /** How many events there are per second, in each series. */
  public rate(options: RangeOptions): MetricSeries {
    return MetricSeries.of(`rate(${this.range(options, '_count')})`, '1/s');
  }

  /** The average size of the events within a window, over all series; 0 while there are none. */
  public mean(options: RangeOptions): MetricQuery {
    const total = MetricQuery.of(`sum(rate(${this.range(options, '_sum')}))`, `${this.metric.unit || '1'}/s`);
    const ratio = total.dividedBy(this.rate(options).sum());
    return MetricQuery.of(ratio.toPromql(), this.metric.unit, false);
  }
}
