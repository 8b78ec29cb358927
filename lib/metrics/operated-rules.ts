import { ApiObject, type Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { dnsLabelProblem, nameError, refuse } from '../validation';
import { labelsOf } from './pod-parts';
import { ruleGroupConfig, ruleGroupProblems, warnOfRules, type RuleGroup } from './prometheus-rule';

/** What an OperatedRules is for. */
export interface OperatedRulesOptions {
  /** What the PrometheusRules become children of. */
  readonly resources: Construct;
  /** What the Prometheus selects rules by. */
  readonly labels: { readonly [label: string]: string };
  /** @default the namespace of the chart */
  readonly namespace?: string;
  /** How often the Prometheus asks: windows of the rules are held against it. */
  readonly scrapeInterval: Duration;
}

/** What a Prometheus of an operator evaluates: a PrometheusRule for each group, with the labels that it selects. */
export class OperatedRules {
  private readonly groups: RuleGroup[] = [];

  /** @param scope the construct that is called, for errors and warnings */
  constructor(
    private readonly scope: Construct,
    private readonly options: OperatedRulesOptions,
  ) {}

  /** @throws on a group whose name is taken, or that Prometheus does not take. */
  public add(group: RuleGroup): ApiObject {
    const { resources, namespace, scrapeInterval } = this.options;
    refuse(
      this.scope,
      ...ruleGroupProblems([...this.groups, group], scrapeInterval),
      nameError('The group', group.name, dnsLabelProblem(group.name)),
    );
    warnOfRules(this.scope, group, scrapeInterval);
    this.groups.push(group);
    const labels = { ...labelsOf(group.name, 'prometheus', 'rules'), ...this.options.labels };
    return new ApiObject(resources, `rules-${group.name}`, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: group.name, ...(namespace !== undefined && { namespace }), labels },
      spec: { groups: [ruleGroupConfig(group)] },
    });
  }
}
