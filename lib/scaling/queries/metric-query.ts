import { type Duration } from 'cdk8s';
import { type MetricExporter } from '../catalogue/metric-exporter';
import { durationText } from './promql-text';
import { refuseOddSmoothing } from './query-numbers';

/** Options of `MetricQuery.raw`. */
export interface RawQueryOptions {
  /**
   * Whose metrics the query reads: one that the exporter does not have is an error.
   * @default any; a metric that is known by its name is still held to its type
   */
  readonly exporter?: MetricExporter;
  /**
   * What the result is measured in.
   * @default not known
   */
  readonly unit?: string;
}

/** How far back to look, and how often. */
export interface SmoothingOptions {
  /** How far back; two scrape intervals of Prometheus or more. */
  readonly window: Duration;
  /** Distance between the values that are averaged: the scrape interval. */
  readonly resolution: Duration;
}

/**
 * A query that gives Prometheus one number: what a scaler compares with its threshold.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/
 */
export class MetricQuery {
  /** A query as text. It is held to the same rules as one that was built, by whatever uses it. */
  public static raw(promql: string, options: RawQueryOptions = {}): MetricQuery {
    return new MetricQuery(promql.trim(), options.unit ?? '', false, options.exporter);
  }

  /**
   * A number.
   *
   * @throws {RangeError} on NaN and infinity.
   */
  public static number(value: number): MetricQuery {
    return new MetricQuery(String(value), '', value >= 0);
  }

  /** @internal */
  public static of(promql: string, unit: string, atomic = true): MetricQuery {
    return new MetricQuery(promql, unit, atomic);
  }

  private constructor(
    private readonly promql: string,
    /** What the result is measured in, such as `requests/s`; empty where it is not known. */
    public readonly unit: string,
    /** Whether it can be an operand as it stands. */
    private readonly atomic: boolean,
    /** Whose metrics it reads, where it says so. */
    public readonly exporter?: MetricExporter,
  ) {}

  /** The query, in Prometheus' language. */
  public toPromql(): string {
    return this.promql;
  }

  /** The sum of this and another query. */
  public plus(other: MetricQuery): MetricQuery {
    return this.combined('+', other, this.unit);
  }

  /** This query less another. */
  public minus(other: MetricQuery): MetricQuery {
    return this.combined('-', other, this.unit);
  }

  /** The product of this and another query. */
  public times(other: MetricQuery): MetricQuery {
    return this.combined('*', other, this.unit || other.unit);
  }

  /**
   * The ratio of this to another query.
   *
   * @param whenZero the result while the other one is 0 or less, where Prometheus would give none or infinity; 0 by default
   * @throws {RangeError} if it is NaN or infinity.
   */
  public dividedBy(other: MetricQuery, whenZero = 0): MetricQuery {
    const unit = this.unit === other.unit ? '' : [this.unit || '1', other.unit].filter(Boolean).join('/');
    const divisor = `(${other.operand} > 0)`;
    return this.derived(`${this.operand} / ${divisor} or vector(${whenZero})`, unit, false, other);
  }

  /** This query, and 0 where it finds nothing: for a metric that exists only once something has happened. */
  public orZero(): MetricQuery {
    return this.derived(`${this.operand} or vector(0)`, this.unit, false);
  }

  /** This query, but never below a number. @throws {RangeError} on NaN and infinity. */
  public atLeast(least: number): MetricQuery {
    return this.derived(`clamp_min(${this.promql}, ${least})`, this.unit, true);
  }

  /** This query, but never above a number. @throws {RangeError} on NaN and infinity. */
  public atMost(most: number): MetricQuery {
    return this.derived(`clamp_max(${this.promql}, ${most})`, this.unit, true);
  }

  /**
   * The average of what this query has been. Unlike an average of each series, it does not count a pod that has gone, or one that has
   * just come, for more than it was.
   *
   * @throws {RangeError} on a resolution of 0, or one above the window.
   */
  public smoothed({ window, resolution }: SmoothingOptions): MetricQuery {
    refuseOddSmoothing(window, resolution);
    const range = `[${durationText(window)}:${durationText(resolution)}]`;
    return this.derived(`avg_over_time(${this.operand}${range})`, this.unit, true);
  }

  private get operand(): string {
    return this.atomic ? this.promql : `(${this.promql})`;
  }

  private combined(operator: string, other: MetricQuery, unit: string): MetricQuery {
    return this.derived(`${this.operand} ${operator} ${other.operand}`, unit, false, other);
  }

  private derived(promql: string, unit: string, atomic: boolean, other?: MetricQuery): MetricQuery {
    return new MetricQuery(
      promql,
      unit,
      atomic,
      this.exporter === other?.exporter || !other ? this.exporter : undefined,
    );
  }
}
