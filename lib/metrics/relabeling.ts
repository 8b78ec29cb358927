import { GoPattern, problemText } from '../validation';

/** What `Relabeling.replace` does. */
export interface ReplaceOptions {
  /**
   * Labels whose values are joined and compared with the regular expression.
   * @default none
   */
  readonly from?: string[];
  /** Label that is written. */
  readonly to: string;
  /**
   * What the joined values must match as a whole, or the label stays as it is; RE2 syntax.
   * @default '(.*)'
   */
  readonly regex?: string;
  /**
   * Value of the label, with `$1` for the first group.
   * @default '$1'
   */
  readonly replacement?: string;
  /**
   * What joins the values.
   * @default ';'
   */
  readonly separator?: string;
}

interface Rule {
  readonly action?: string;
  readonly sourceLabels?: string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly targetLabel?: string;
  readonly replacement?: string;
}

const CONFIG_KEYS = {
  sourceLabels: 'source_labels',
  separator: 'separator',
  regex: 'regex',
  targetLabel: 'target_label',
  replacement: 'replacement',
  action: 'action',
} as const;

const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LABEL_WITH_GROUPS = /^(?:[a-zA-Z_]|\$(?:\{\w+\}|\w))(?:\w|\$(?:\{\w+\}|\w))*$/;

/**
 * One step that changes the labels of a target or of a sample, or drops it.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
 */
export class Relabeling {
  /** Goes on only with what matches. @throws on a label or an expression that Prometheus refuses. */
  public static keep(sourceLabels: string[], regex: string): Relabeling {
    return new Relabeling({ action: 'keep', sourceLabels, regex });
  }

  /** Goes on only with what does not match. @throws on a label or an expression that Prometheus refuses. */
  public static drop(sourceLabels: string[], regex: string): Relabeling {
    return new Relabeling({ action: 'drop', sourceLabels, regex });
  }

  /** Writes a label made of others. @throws on a label or an expression that Prometheus refuses. */
  public static replace({ from, to, regex, replacement, separator }: ReplaceOptions): Relabeling {
    return new Relabeling({ sourceLabels: from, separator, regex, targetLabel: to, replacement });
  }

  /** Writes a label of one value. @throws on a label that Prometheus refuses. */
  public static set(label: string, value: string): Relabeling {
    return new Relabeling({ targetLabel: label, replacement: value });
  }

  /** Copies each label that matches to the name that `$1` makes. @throws on an expression or a name that Prometheus refuses. */
  public static labelMap(regex: string, replacement?: string): Relabeling {
    if (replacement !== undefined && !LABEL_WITH_GROUPS.test(replacement)) {
      throw new RangeError(
        problemText({
          what: `A relabelling copies labels to the name "${replacement}".`,
          why: 'Prometheus refuses its whole configuration, and does not start.',
          fix: 'Use letters, digits, "_" and groups such as $1.',
        }),
      );
    }
    return new Relabeling({ action: 'labelmap', regex, replacement });
  }

  /** Removes each label that matches. @throws on an expression that Prometheus refuses. */
  public static labelDrop(regex: string): Relabeling {
    return new Relabeling({ action: 'labeldrop', regex });
  }

  /** Removes each label that does not match. @throws on an expression that Prometheus refuses. */
  public static labelKeep(regex: string): Relabeling {
    return new Relabeling({ action: 'labelkeep', regex });
  }

  private constructor(private readonly rule: Rule) {
    for (const label of [...(rule.sourceLabels ?? []), ...(rule.targetLabel === undefined ? [] : [rule.targetLabel])]) {
      if (!LABEL.test(label)) {
        throw new RangeError(
          problemText({
            what: `A relabelling names the label "${label}".`,
            why: 'Prometheus would not find it, or refuses its configuration.',
            fix: 'Use letters, digits and "_": discovery writes every other character of an annotation or a label as "_".',
          }),
        );
      }
    }
    const problem = rule.regex === undefined ? undefined : GoPattern.problemOf(rule.regex);
    if (problem !== undefined) {
      throw new RangeError(
        problemText({
          what: `A relabelling has the regular expression "${rule.regex}", which Go cannot read: ${problem}.`,
          why: 'Prometheus refuses its whole configuration, and does not start.',
          fix: 'Write it in RE2 syntax; it is compared with the whole value.',
        }),
      );
    }
  }

  /**
   * The step in a file of Prometheus.
   * @internal
   */
  public toConfig(): { [key: string]: unknown } {
    return Object.fromEntries(
      Object.entries(CONFIG_KEYS).flatMap(([key, written]) => {
        const value = this.rule[key as keyof Rule];
        return value === undefined ? [] : [[written, value]];
      }),
    );
  }

  /**
   * The step in a custom resource of the operator.
   * @internal
   */
  public toCustomResource(): { [key: string]: unknown } {
    // The default action is written, because the API server fills it in, and a list of steps is compared as a whole.
    const rule = { ...this.rule, action: this.rule.action ?? 'replace' };
    return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
  }
}
