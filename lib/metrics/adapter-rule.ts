import { type Duration } from 'cdk8s';
import { MetricType } from '../platform';
import { type MetricExporter } from '../scaling';
import { typeOfSeries, unknownSeries } from '../scaling/catalogue/known-series';
import { dnsSubdomainProblem, problemText, type Problem } from '../validation';
import { prometheusDuration, prometheusDurationProblem } from './prometheus-duration';

/** What rules of all kinds may have. */
export interface AdapterRuleOptions {
  /**
   * Name of the metric in the Kubernetes API.
   * @default the series' name; of a rate without `_total`
   */
  readonly as?: string;
  /**
   * Matchers beside the name, such as `{ job: 'web' }`: the label must have the value.
   * @default none
   */
  readonly labels?: { [label: string]: string };
  /**
   * Whose series it is: one that the exporter does not have is an error.
   * @default any; a series that is known by its name is still held to its type
   */
  readonly exporter?: MetricExporter;
  /**
   * Labels of the series that name Kubernetes objects, by resource.
   * @default namespace, pod and service, each by the label of its name
   */
  readonly resources?: { [resource: string]: string };
  /**
   * Whether it is an external metric, which belongs to no object. `external.metrics.k8s.io` has one owner per cluster, and KEDA is one.
   * @default false
   */
  readonly external?: boolean;
}

/** What a rule about a counter may have. */
export interface CounterRateOptions extends AdapterRuleOptions {
  /** Window of the rate: at least two scrape intervals, better four. */
  readonly window: Duration;
}

/** What a rule that shows a counter as it is may have. */
export interface RawCounterOptions extends AdapterRuleOptions {
  /** Why: it becomes a comment in the configuration. */
  readonly reason: string;
}

const SERIES = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const COUNTER = /_(?:total|count|sum|bucket)$/;
const RESOURCES = { namespace: 'namespace', pod: 'pod', service: 'service' };

/**
 * A metric of the Kubernetes API, made of series of Prometheus.
 *
 * @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/config.md
 */
export class AdapterRule {
  /**
   * How fast a counter grows, per second, summed over an object's series.
   *
   * @throws on a name or label that Prometheus refuses, a window that is invalid, a series that is a gauge, or one that is not known where its like are.
   */
  public static counterRate(series: string, options: CounterRateOptions): AdapterRule {
    const problem =
      prometheusDurationProblem(`The window of the rate of "${series}"`, options.window) ??
      rateProblem(series, options);
    if (problem) throw new RangeError(problemText(problem));
    const query = `sum(rate(<<.Series>>{<<.LabelMatchers>>}[${prometheusDuration(options.window)}])) by (<<.GroupBy>>)`;
    return new AdapterRule(series, query, options.as ?? series.replace(/_total$/, ''), options, options.window);
  }

  /**
   * A gauge, summed over an object's series.
   *
   * @throws on a counter: it only grows, so that an autoscaler on it never scales in; on a series that is not known where its like are.
   */
  public static gauge(series: string, options: AdapterRuleOptions = {}): AdapterRule {
    const problem = gaugeProblem(series, options);
    if (problem) throw new RangeError(problemText(problem));
    return new AdapterRule(series, SUM, options.as ?? series, options);
  }

  /**
   * A counter as it is, for a reason: to show what happens, never to scale on.
   *
   * @throws without a reason.
   */
  public static rawCounter(series: string, options: RawCounterOptions): AdapterRule {
    if (options.reason.trim() === '') {
      throw new RangeError(
        problemText({
          what: `The adapter rule of "${series}" shows a raw counter without a reason.`,
          why: 'A counter only grows: whoever scales on it never scales in.',
          fix: 'Say why, or use AdapterRule.counterRate.',
        }),
      );
    }
    return new AdapterRule(series, SUM, options.as ?? series, options, undefined, options.reason);
  }

  /** Whether it is an external metric. */
  public readonly external: boolean;

  private constructor(
    /** Name of the series in Prometheus. */
    public readonly series: string,
    private readonly query: string,
    /** Name of the metric in the Kubernetes API. */
    public readonly metric: string,
    private readonly options: AdapterRuleOptions,
    /** Window of the rate, if it is one. */
    public readonly window?: Duration,
    /** Why a raw counter is shown, if it is one. */
    public readonly reason?: string,
  ) {
    this.external = options.external ?? false;
    const { labels = {}, resources = RESOURCES } = options;
    const odd =
      [series, this.metric].find((name) => !SERIES.test(name)) ??
      [...Object.keys(labels), ...Object.values(resources)].find((label) => !LABEL.test(label));
    if (odd !== undefined) {
      throw new RangeError(
        problemText({
          what: `The adapter rule of "${series}" has the name "${odd}".`,
          why: 'Prometheus knows no metric and no label of such a name: the adapter would find nothing.',
          fix: 'Use letters, digits and "_".',
        }),
      );
    }
    const resource = Object.keys(resources).find((name) => dnsSubdomainProblem(name) !== undefined);
    if (resource !== undefined) {
      throw new RangeError(
        problemText({
          what: `The adapter rule of "${series}" has the resource "${resource}".`,
          why: 'The API server knows no kind of such a name: the adapter would not start.',
          fix: 'Use the name of a resource, such as pod, or deployment.apps.',
        }),
      );
    }
    const template = AdapterRule.templateProblem(series, labels);
    if (template) throw new RangeError(problemText(template));
  }

  private static templateProblem(series: string, labels: { readonly [label: string]: string }): Problem | undefined {
    const odd = Object.entries(labels).find(([, value]) => value.includes('<<'));
    return (
      odd && {
        what: `The adapter rule of "${series}" has the label ${odd[0]}: "${odd[1]}".`,
        why: 'The adapter fills in what stands behind "<<": it would ask for another value, or not start.',
        fix: 'Use a value without "<<".',
      }
    );
  }

  /**
   * The rule in the adapter's configuration.
   * @internal
   */
  public toConfig(): { [key: string]: unknown } {
    const { labels = {}, resources = RESOURCES } = this.options;
    const namespace = resources.namespace;
    const matchers = [
      ...Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`),
      ...(namespace === undefined ? [] : [`${namespace}!=""`]),
    ];
    return {
      seriesQuery: `${this.series}${matchers.length > 0 ? `{${matchers.join(',')}}` : ''}`,
      resources: {
        ...(this.external && namespace === undefined ? { namespaced: false } : {}),
        overrides: Object.fromEntries(Object.entries(resources).map(([resource, label]) => [label, { resource }])),
      },
      name: { as: this.metric },
      metricsQuery: this.query,
    };
  }
}

const SUM = 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)';

function gaugeProblem(series: string, { exporter }: AdapterRuleOptions): Problem | undefined {
  const type = typeOfSeries(series, exporter);
  if (type === undefined ? !COUNTER.test(series) : type !== MetricType.COUNTER) return unknownProblem(series, exporter);
  return {
    what: `The adapter rule of "${series}" shows a counter as a gauge.`,
    why: 'A counter only grows: an autoscaler on it goes to its maximum and never scales in.',
    fix: `Use AdapterRule.counterRate('${series}', { window: Duration.minutes(2) }), or rawCounter with a reason.`,
  };
}

function rateProblem(series: string, { exporter }: AdapterRuleOptions): Problem | undefined {
  if (typeOfSeries(series, exporter) !== MetricType.GAUGE) return unknownProblem(series, exporter);
  return {
    what: `The adapter rule of "${series}" takes the rate of a gauge.`,
    why: 'A fall would be read as a restart of a counter, and give a speed that never was.',
    fix: `Use AdapterRule.gauge('${series}').`,
  };
}

function unknownProblem(series: string, exporter: MetricExporter | undefined): Problem | undefined {
  const unknown = unknownSeries(series, exporter);
  if (!unknown) return undefined;
  return {
    what: `The adapter rule of "${series}" reads a series that ${unknown.exporter} does not have.`,
    why: 'The adapter would find nothing, and the metric would not be there.',
    fix: exporter ? unknown.fix : `${unknown.fix} If something else exposes it, say so with the option exporter.`,
  };
}
