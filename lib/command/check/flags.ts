import { InvalidArgumentError } from 'commander';
import { type CheckOptions, type RuleLevel } from '../../checks/check-options';
import { SEVERITIES, type Severity } from '../../checks/finding';
import { findRule, RULES } from '../../checks/registry';
import { similarName } from '../../checks/similar-names';
import { parseIpAddress } from '../../validation';

/** What the flags of the command and a configuration file may say, by the names of the flags. */
export interface Flags {
  readonly failOn?: Severity | 'never';
  readonly ignore?: readonly string[];
  readonly severity?: Readonly<Record<string, RuleLevel>>;
  readonly kubernetes?: string;
  readonly keda?: string;
  readonly provides?: readonly string[];
  readonly featureGate?: readonly string[];
  readonly nodePorts?: readonly [number, number];
  readonly nodes?: number;
  readonly nodeCpu?: number;
  readonly nodeMemory?: number;
  readonly selfSignedKubelets?: boolean;
  readonly withoutLoadBalancers?: string;
  readonly nodeAddress?: readonly string[];
  readonly serverSide?: boolean;
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

/** An IP address. */
export function address(value: string): string {
  if (parseIpAddress(value) !== undefined) return value;
  throw new InvalidArgumentError('Write an IP address, such as 192.168.1.10 or fd00::10.');
}

/** The first and the last port of a range: `30000-32767`. */
export function portRange(value: string): [number, number] {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(value) ?? [];
  if (first === undefined || last === undefined) {
    throw new InvalidArgumentError('Write first-last, such as 30000-32767.');
  }
  const range: [number, number] = [Number(first), Number(last)];
  if (range[0] < 1 || range[1] > 65535 || range[0] > range[1]) {
    throw new InvalidArgumentError('Write two ports from 1 to 65535, the lower one first, such as 30000-32767.');
  }
  return range;
}
