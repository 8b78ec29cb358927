import { nameError, problemText, promqlLabelsError, promqlMetricProblem } from '../validation';
import { checkProps } from './props';

/** What a metric counts: it decides what a query may do with it. */
export enum MetricType {
  /** Goes up and down, such as connections now: use it as it is. */
  GAUGE = 'gauge',
  /** Only goes up, such as requests since the start: `rate()` it first. */
  COUNTER = 'counter',
  /** Buckets of counters, such as durations: `rate()` them, then `histogram_quantile()`. */
  HISTOGRAM = 'histogram',
}

/** What is known about a metric. */
export interface KnownMetricProps {
  /** Name of the metric as it is exposed. */
  readonly name: string;
  /** Its type. */
  readonly type: MetricType;
  /** What it says, in a few words. */
  readonly description: string;
  /** Labels that the exporter writes, beside the ones that Prometheus adds to every series of a target. */
  readonly labels: string[];
  /**
   * What it is measured in, such as `connections` or `s`.
   * @default the name's own: `s` for `…_seconds`, `bytes` for `…_bytes`, else none
   */
  readonly unit?: string;
  /**
   * Values of labels that pick this metric where several share a name.
   * @default none
   */
  readonly matchers?: { [label: string]: string };
}

/** A metric that a construct exposes: what a query needs to know of it. */
export class KnownMetric {
  /** Name of the metric as it is exposed. */
  public readonly name: string;
  /** Its type. */
  public readonly type: MetricType;
  /** What it says. */
  public readonly description: string;
  /** Labels that the exporter writes. */
  public readonly labels: string[];
  /** What it is measured in; empty where it is a plain number. */
  public readonly unit: string;
  /** Values of labels that pick this metric where several share a name. */
  public readonly matchers: { [label: string]: string };

  /** @throws {RangeError} on a name that Prometheus has for no metric or no label. */
  constructor(props: KnownMetricProps) {
    checkProps({ node: { path: 'KnownMetric' } }, 'KnownMetric', props);
    const problem =
      nameError('The metric', props.name, promqlMetricProblem(props.name)) ??
      promqlLabelsError([...props.labels, ...Object.keys(props.matchers ?? {})]);
    if (problem) throw new RangeError(problemText(problem));
    this.name = props.name;
    this.type = props.type;
    this.description = props.description;
    this.labels = props.labels;
    this.unit = props.unit ?? unitInName(props.name);
    this.matchers = props.matchers ?? {};
  }

  /** What it has in common with the others of its name. @internal */
  public withoutMatchers(): KnownMetric {
    const { name, type, labels, unit } = this;
    return new KnownMetric({ name, type, labels, unit, description: `by ${Object.keys(this.matchers).join(' and ')}` });
  }
}

/** Prometheus' names end with the base unit, before the `_total` of a counter. */
function unitInName(name: string): string {
  const [, unit] = /_(seconds|bytes)(?:_total)?$/.exec(name) ?? [];
  return unit === 'seconds' ? 's' : (unit ?? '');
}
