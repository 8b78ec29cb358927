import { type KnownMetric } from '../../platform';
import { MetricSeries } from './metric-series';
import { type LabelComparison } from './promql-text';
import { SelectedMetric, equal, narrowed, type ISeriesSource, type RangeOptions } from './selected-metric';

/** A metric that goes up and down, such as connections now. */
export class GaugeMetric extends SelectedMetric {
  /** A gauge that is known: one of a construct, or of `MetricExporter`. */
  public static known(metric: KnownMetric): GaugeMetric {
    return new GaugeMetric(metric, equal(metric.matchers));
  }

  private constructor(metric: KnownMetric, comparisons: readonly LabelComparison[]) {
    super(metric, comparisons);
  }

  /** Only the series of an app or a controller. */
  public of(source: ISeriesSource): GaugeMetric {
    return this.where(source.seriesLabels);
  }

  /** Only series with these values of labels. */
  public where(labels: { [label: string]: string }): GaugeMetric {
    return new GaugeMetric(this.metric, narrowed(this.comparisons, equal(labels)));
  }

  /** Only series without these values of labels. */
  public whereNot(labels: { [label: string]: string }): GaugeMetric {
    const further = equal(labels).map((comparison) => ({ ...comparison, operator: '!=' as const }));
    return new GaugeMetric(this.metric, narrowed(this.comparisons, further));
  }

  /** The values now. */
  public now(): MetricSeries {
    return MetricSeries.of(this.selector(), this.metric.unit);
  }

  /** The average of each series over a window. */
  public avgOverTime(options: RangeOptions): MetricSeries {
    return MetricSeries.of(`avg_over_time(${this.range(options)})`, this.metric.unit);
  }

  /** The highest value of each series within a window. */
  public maxOverTime(options: RangeOptions): MetricSeries {
    return MetricSeries.of(`max_over_time(${this.range(options)})`, this.metric.unit);
  }

  /** The lowest value of each series within a window. */
  public minOverTime(options: RangeOptions): MetricSeries {
    return MetricSeries.of(`min_over_time(${this.range(options)})`, this.metric.unit);
  }
}
