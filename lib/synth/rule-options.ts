import { type Construct } from 'constructs';
import { optionsProblem, type CheckOptions, type RuleLevel } from '../checks';
import { ConstructError } from '../validation';

/** What the rules should know beyond the cluster profile, and which of them should be silent. */
export interface RuleOptions {
  /**
   * Rules that should be silent, by id or name, such as `R16` or `crd-too-large`. To silence a rule for one object, annotate the object:
   * `cdk8s-autoscaling/ignore: "R16: reason"`.
   * @default none
   */
  readonly ignore?: string[];
  /**
   * Severity of rules by id or name: `error`, `warning`, `info` or `off`.
   * @default each rule's own
   */
  readonly severities?: { readonly [rule: string]: string };
  /**
   * KEDA release of the cluster, major and minor.
   * @default '2.20'
   */
  readonly keda?: string;
  /**
   * Whether the manifests are applied with `--server-side`, which has no limit of size for a CRD.
   * @default false
   */
  readonly serverSideApply?: boolean;
}

/**
 * The options as the rules take them.
 *
 * @throws if a rule or a severity does not exist.
 * @internal
 */
export function ruleOptions(scope: Construct, options: RuleOptions): CheckOptions {
  const problem = optionsProblem(options);
  if (problem) throw new ConstructError(scope, { ...problem, what: `rules: ${problem.what}` });
  return { ...options, severities: options.severities as Readonly<Record<string, RuleLevel>> | undefined };
}
