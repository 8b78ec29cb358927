import { type KnownMetric } from '../../platform';
import { MetricSeries } from './metric-series';
import { type LabelComparison } from './promql-text';
import { SelectedMetric, equal, narrowed, type ISeriesSource, type RangeOptions } from './selected-metric';

/** A metric that only goes up, such as requests since the start. Its value says nothing; how fast it rises does, so there is no other way on. */
export class CounterMetric extends SelectedMetric {
  /** A counter that is known: one of a construct, or of `MetricExporter`. */
  public static known(metric: KnownMetric): CounterMetric {
    return new CounterMetric(metric, equal(metric.matchers));
  }

  private constructor(metric: KnownMetric, comparisons: readonly LabelComparison[]) {
    super(metric, comparisons);
  }

  /** Only the series of an app or a controller. */
  public of(source: ISeriesSource): CounterMetric {
    return this.where(source.seriesLabels);
  }

  /** Only series with these values of labels. */
  public where(labels: { [label: string]: string }): CounterMetric {
    return new CounterMetric(this.metric, narrowed(this.comparisons, equal(labels)));
  }

  /** Only series without these values of labels. */
  public whereNot(labels: { [label: string]: string }): CounterMetric {
    const further = equal(labels).map((comparison) => ({ ...comparison, operator: '!=' as const }));
    return new CounterMetric(this.metric, narrowed(this.comparisons, further));
  }

  /** How fast each series rises per second, averaged over a window. */
  public rate(options: RangeOptions): MetricSeries {
    return MetricSeries.of(`rate(${this.range(options)})`, `${this.metric.unit || '1'}/s`);
  }

  /** How much each series rises within a window. */
  public increase(options: RangeOptions): MetricSeries {
    return MetricSeries.of(`increase(${this.range(options)})`, this.metric.unit);
  }
}
