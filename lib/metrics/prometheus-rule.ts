import { type Duration } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { type MetricQuery } from '../scaling';
import { judgeRule } from '../scaling/queries/query-rules';
import { Warnings } from '../synth';
import { problemText, type Problem } from '../validation';
import { templateMistake } from './alert-template';
import { prometheusDuration, prometheusDurationProblem } from './prometheus-duration';

/** How urgent an alert is. */
export enum AlertSeverity {
  /** Somebody has to act now. */
  CRITICAL = 'critical',
  /** Somebody has to act soon. */
  WARNING = 'warning',
  /** Good to know. */
  INFO = 'info',
}

/** Options of `PrometheusRule.alert`. */
export interface AlertOptions {
  /** The condition: whatever series it gives are alerts. Write a comparison with `MetricQuery.raw`. */
  readonly query: MetricQuery;
  /** What happened, in one line; `{{ $labels.pod }}` and `{{ $value }}` are filled in. */
  readonly summary: string;
  /**
   * Why it hurts and what to do.
   * @default none
   */
  readonly description?: string;
  /**
   * How long the condition must hold.
   * @default the first evaluation is enough
   */
  readonly for?: Duration;
  /**
   * How urgent it is.
   * @default AlertSeverity.WARNING
   */
  readonly severity?: AlertSeverity;
  /**
   * Further labels, by which an Alertmanager chooses whom to tell.
   * @default none
   */
  readonly labels?: { [label: string]: string };
}

/** Options of `PrometheusRule.record`. */
export interface RecordOptions {
  /** The query. */
  readonly query: MetricQuery;
  /**
   * Labels of the new series.
   * @default none
   */
  readonly labels?: { [label: string]: string };
}

/** Rules that are evaluated together, in order. */
export interface RuleGroup {
  /** Name of the group. */
  readonly name: string;
  /** Its rules. */
  readonly rules: PrometheusRule[];
  /**
   * How often they are evaluated.
   * @default the evaluation interval of Prometheus
   */
  readonly interval?: Duration;
}

interface RuleFields {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: { readonly [label: string]: string };
  readonly annotations?: { readonly [annotation: string]: string };
}

/**
 * What Prometheus works out by itself: an alert, or a series that is recorded under a name of its own.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
 */
export class PrometheusRule {
  /**
   * An alert.
   *
   * @param name its name, such as `AutoscalerAtMaximum`
   */
  public static alert(name: string, options: AlertOptions): PrometheusRule {
    const { query, summary, description, severity = AlertSeverity.WARNING } = options;
    return new PrometheusRule(name, query, /^[a-zA-Z_][a-zA-Z0-9_]*$/, options.for, {
      alert: name,
      expr: query.toPromql(),
      ...(options.for ? { for: prometheusDuration(options.for) } : {}),
      labels: { severity, ...options.labels },
      annotations: { summary, ...(description === undefined ? {} : { description }) },
    });
  }

  /**
   * A series under a name of its own, for a query that is asked often.
   *
   * @param name the name, by convention `level:metric:operations`, such as `namespace:http_requests:rate5m`
   */
  public static record(name: string, { query, labels = {} }: RecordOptions): PrometheusRule {
    return new PrometheusRule(name, query, /^[a-zA-Z_:][a-zA-Z0-9_:]*$/, undefined, {
      record: name,
      expr: query.toPromql(),
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
    });
  }

  private constructor(
    /** Name of the alert or the series. */
    public readonly name: string,
    private readonly query: MetricQuery,
    private readonly names: RegExp,
    private readonly duration: Duration | undefined,
    private readonly fields: RuleFields,
  ) {}

  /** What is wrong with it, for a Prometheus that asks its targets so often. @internal */
  public problems(scrapeInterval: Duration): (Problem | undefined)[] {
    return [
      this.names.test(this.name)
        ? undefined
        : {
            what: `A Prometheus rule has the name "${this.name}".`,
            why: 'Prometheus refuses the whole file of rules.',
            fix: 'Use letters, digits and "_".',
          },
      prometheusDurationProblem(`The duration of alert "${this.name}"`, this.duration),
      ...this.labelProblems(),
      ...this.templateProblems(),
      ...judgeRule(this.query, scrapeInterval).errors,
    ];
  }

  private labelProblems(): (Problem | undefined)[] {
    const { labels = {} } = this.fields;
    return Object.keys(labels).map((label) => labelNameProblem(`Rule "${this.name}"`, label));
  }

  private templateProblems(): (Problem | undefined)[] {
    const { labels = {}, annotations = {} } = this.fields;
    return [...Object.values(labels), ...Object.values(annotations)].map((template) => {
      const mistake = templateMistake(template);
      return mistake === undefined
        ? undefined
        : {
            what: `Rule "${this.name}" has the text "${template}": ${mistake}.`,
            why: 'Prometheus refuses the whole file of rules, and does not start with it.',
            fix: 'Write what is filled in as {{ $labels.pod }} or {{ $value | humanize }}, and braces that are meant as such as {{ "{{" }}.',
          };
    });
  }

  /** What deserves a word. @internal */
  public warnings(scrapeInterval: Duration): readonly Problem[] {
    return judgeRule(this.query, scrapeInterval).warnings.map(({ what, ...rest }) => ({
      ...rest,
      what: `Prometheus rule "${this.name}": ${what}`,
    }));
  }

  /** The rule as Prometheus reads it. @internal */
  public toConfig(): object {
    return this.fields;
  }
}

/** Why Prometheus does not take a label. */
export function labelNameProblem(where: string, label: string): Problem | undefined {
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label) && label !== '__name__') return undefined;
  return {
    what: `${where} has the label "${label}".`,
    why: 'Prometheus refuses its whole configuration, and does not start.',
    fix: 'Use letters, digits and "_".',
  };
}

/** A group as Prometheus reads it. */
export function ruleGroupConfig({ name, rules, interval }: RuleGroup): object {
  return {
    name,
    ...(interval ? { interval: prometheusDuration(interval) } : {}),
    rules: rules.map((rule) => rule.toConfig()),
  };
}

/** Tells what deserves a word about a group. */
export function warnOfRules(scope: IConstruct, { rules }: RuleGroup, scrapeInterval: Duration): void {
  for (const problem of rules.flatMap((rule) => rule.warnings(scrapeInterval))) {
    Warnings.of(scope).add(`[${scope.node.path}] ${problemText(problem)}`);
  }
}

/** What is wrong with the groups of one Prometheus. */
export function ruleGroupProblems(groups: readonly RuleGroup[], scrapeInterval: Duration): (Problem | undefined)[] {
  const names = groups.map(({ name }) => name);
  return groups.flatMap(({ name, rules, interval }, index) => [
    prometheusDurationProblem(`The interval of rule group "${name}"`, interval),
    name.trim() === ''
      ? {
          what: 'A group of Prometheus rules has no name.',
          why: 'Prometheus refuses the whole file of rules.',
          fix: 'Give it one.',
        }
      : undefined,
    names.indexOf(name) < index
      ? {
          what: `Two groups of Prometheus rules have the name "${name}".`,
          why: 'Prometheus refuses the whole file of rules.',
          fix: 'Give each a name of its own.',
        }
      : undefined,
    ...rules.flatMap((rule) => rule.problems(scrapeInterval)),
  ]);
}
