import { InvalidArgumentError } from 'commander';
import { type CheckOptions, type RuleLevel } from '../../checks/check-options';
import { SEVERITIES, type Severity } from '../../checks/finding';
import { findRule, RULES } from '../../checks/registry';
import { similarName } from '../../checks/similar-names';
import { type ClusterFlags } from '../project/cluster-flags';

/** What the flags of the command and a configuration file may say, by the names of the flags. */
export interface Flags extends ClusterFlags {
  readonly failOn?: Severity | 'never';
  readonly ignore?: readonly string[];
  readonly severity?: Readonly<Record<string, RuleLevel>>;
  readonly provides?: readonly string[];
  readonly exclude?: readonly string[];
  readonly unit?: readonly string[];
  readonly baseline?: string;
}

/** The options of the rules that flags stand for. */
export function optionsOf(flags: Flags): CheckOptions {
  const { nodes = 1, nodeCpu, nodeMemory } = flags;
  const isSized = nodeCpu !== undefined || nodeMemory !== undefined;
  return {
    ...{ kubernetes: flags.kubernetes, keda: flags.keda, nodePortRange: flags.nodePorts },
    ...{ featureGates: flags.featureGate, provides: flags.provides },
    ...{ ignore: flags.ignore, severities: flags.severity, isCommand: true },
    ...{ selfSignedKubelets: flags.selfSignedKubelets, serverSideApply: flags.serverSide },
    ...{ withoutLoadBalancers: flags.withoutLoadBalancers, nodeAddresses: flags.nodeAddress },
    capacity: isSized
      ? { cpu: nodes * (nodeCpu ?? Infinity), memory: nodes * (nodeMemory ?? Infinity), nodes }
      : undefined,
  };
}

/** A rule that exists, by id or name. */
export function knownRule(name: string): string {
  if (findRule(name)) return name;
  const similar = similarName(
    name,
    RULES.map((rule) => rule.name),
  );
  const meant = similar === undefined ? '' : ` Did you mean "${similar}"?`;
  throw new InvalidArgumentError(`There is no rule "${name}"; --explain all lists them.${meant}`);
}

/** What a rule is made to be. */
export function ruleLevel(rule: string, level: string): RuleLevel {
  const levels: readonly RuleLevel[] = [...SEVERITIES, 'off'];
  const found = levels.find((each) => each === level);
  if (!found) throw new InvalidArgumentError(`Write ${rule}=<${levels.join('|')}>.`);
  return found;
}
