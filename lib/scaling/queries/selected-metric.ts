import { type Duration } from 'cdk8s';
import { type KnownMetric } from '../../platform';
import { durationText, selectorText, type LabelComparison } from './promql-text';

/** What has series in Prometheus: an app, an ingress controller. */
export interface ISeriesSource {
  /** The labels that its series have in Prometheus, and no others. */
  readonly seriesLabels: { [label: string]: string };
}

/** How far to look back. */
export interface RangeOptions {
  /** Two scrape intervals of Prometheus or more; four make it smooth. */
  readonly window: Duration;
}

/** A metric with labels that pick its series: what gauges, counters and histograms have in common. */
export abstract class SelectedMetric {
  protected constructor(
    /** The metric. */
    public readonly metric: KnownMetric,
    /** The labels that pick its series, those of the metric itself included. @internal */
    protected readonly comparisons: readonly LabelComparison[],
  ) {}

  /** Name of the metric. */
  public get name(): string {
    return this.metric.name;
  }

  /** Its series in Prometheus' language. @internal */
  public selector(suffix = '', further: readonly LabelComparison[] = []): string {
    return selectorText(this.name + suffix, [...this.comparisons, ...further]);
  }

  /** @internal */
  protected range({ window }: RangeOptions, suffix?: string): string {
    return `${this.selector(suffix)}[${durationText(window)}]`;
  }
}

/** Comparisons for equality. */
export function equal(labels: { readonly [label: string]: string }): LabelComparison[] {
  return Object.entries(labels).map(([label, value]) => ({ label, operator: '=', value }));
}

/** Further comparisons: those for equality replace former ones of the same label. */
export function narrowed(
  comparisons: readonly LabelComparison[],
  further: readonly LabelComparison[],
): LabelComparison[] {
  const replaced = new Set(further.filter(({ operator }) => operator === '=').map(({ label }) => label));
  return [...comparisons.filter(({ label, operator }) => operator !== '=' || !replaced.has(label)), ...further];
}
