import { InvalidArgumentError, Option, type Command } from 'commander';
import { type CheckOptions, type RuleLevel } from '../../checks/check-options';
import { SEVERITIES } from '../../checks/finding';
import { findRule } from '../../checks/registry';
import { parseIpAddress } from '../../validation';
import { collected, count, quantity, release } from '../option-values';
import { hasColour, type CommandAnswer, type Terminal } from '../terminal';
import { explain, explainUnits, FORMATS, runCheck, type CheckRequest } from './run-check';

interface Flags {
  readonly format: CheckRequest['format'];
  readonly failOn: CheckRequest['failOn'];
  readonly explain?: string;
  readonly ignore?: string[];
  readonly severity?: Record<string, RuleLevel>;
  readonly kubernetes?: string;
  readonly keda?: string;
  readonly provides?: string[];
  readonly featureGate?: string[];
  readonly nodePorts?: [number, number];
  readonly nodes?: number;
  readonly nodeCpu?: number;
  readonly nodeMemory?: number;
  readonly selfSignedKubelets?: boolean;
  readonly withoutLoadBalancers?: string;
  readonly nodeAddress?: string[];
  readonly serverSide?: boolean;
  readonly exclude?: string[];
  readonly unit?: string[];
  readonly explainUnits?: boolean;
}

/** Adds the options of `check`. */
export function define(command: Command, terminal: Terminal, finish: (answer: CommandAnswer) => void): void {
  command
    .description(
      'Checks files, folders and streams (-) of YAML or JSON: exit code 1 if there are errors, 2 if it cannot run.',
    )
    .argument('[files...]', 'files, folders, or - for the standard input', [])
    .addOption(new Option('-f, --format <format>', 'how to write what was found').choices(FORMATS).default('human'))
    .addOption(
      new Option('--fail-on <severity>', 'the least severity that gives exit code 1')
        .choices([...SEVERITIES, 'never'])
        .default('error'),
    )
    .option('--explain <rule>', 'print the page of a rule, or the list of all')
    .option('--ignore <rule>', 'silence a rule; repeatable', rules)
    .option('--severity <rule=severity>', 'error, warning, info or off; repeatable', severities)
    .option('--kubernetes <release>', 'the release to apply to, such as 1.36', release)
    .option('--keda <release>', 'the release of KEDA, such as 2.20', release)
    .option('--provides <what>', 'what the cluster has: keda.sh, "Deployment shop/web"; repeatable', collected)
    .option('--feature-gate <name>', 'a feature gate that is on; repeatable', collected)
    .option('--node-ports <first-last>', 'the range of node ports', portRange)
    .option('--nodes <count>', 'how many nodes there are', count)
    .option('--node-cpu <quantity>', 'CPU that a node gives to pods', quantity)
    .option('--node-memory <quantity>', 'memory that a node gives to pods', quantity)
    .option('--self-signed-kubelets', 'kind, minikube, kubeadm: nobody signed the certificates of the kubelets')
    .option('--without-load-balancers <name>', 'a cluster in which nothing gives addresses to LoadBalancer Services')
    .option('--node-address <address>', 'IP address of a node; repeatable', addresses)
    .option('--server-side', 'definitions of any size: kubectl apply --server-side')
    .option('--exclude <pattern>', 'what not to read, as in a .gitignore; repeatable', collected)
    .option('--unit <folder>', 'a folder that is applied at once, whatever its files tell; repeatable', collected)
    .option('--explain-units', 'print what is applied together, and why')
    .action(async (files: string[], flags: Flags) => {
      if (flags.explain !== undefined) return finish(explain(flags.explain));
      const names = files.length > 0 ? files : ['-'];
      const input = names.includes('-') ? await terminal.readStandardInput() : '';
      const { format, failOn, exclude, unit } = flags;
      const excluded = exclude && [{ folder: '.', patterns: exclude }];
      const hasColours = hasColour(terminal);
      const request = { files: names, format, failOn, hasColour: hasColours, excluded, units: unit };
      const ask = flags.explainUnits === true ? explainUnits : runCheck;
      finish(ask({ ...request, options: optionsOf(flags) }, input));
    });
}

function optionsOf(flags: Flags): CheckOptions {
  const { nodes = 1, nodeCpu, nodeMemory } = flags;
  const isSized = nodeCpu !== undefined || nodeMemory !== undefined;
  return {
    ...{ kubernetes: flags.kubernetes, keda: flags.keda, nodePortRange: flags.nodePorts },
    ...{ featureGates: flags.featureGate, clusterProvides: flags.provides },
    ...{ ignore: flags.ignore, severities: flags.severity },
    ...{ selfSignedKubelets: flags.selfSignedKubelets, serverSideApply: flags.serverSide },
    ...{ withoutLoadBalancers: flags.withoutLoadBalancers, nodeAddresses: flags.nodeAddress },
    capacity: isSized
      ? { cpu: nodes * (nodeCpu ?? Infinity), memory: nodes * (nodeMemory ?? Infinity), nodes }
      : undefined,
  };
}

function rules(value: string, before: string[] = []): string[] {
  const names = value.split(',').map((name) => name.trim());
  names.forEach(knownRule);
  return [...before, ...names];
}

function knownRule(name: string): void {
  if (!findRule(name)) throw new InvalidArgumentError(`There is no rule "${name}"; --explain all lists them.`);
}

function severities(value: string, before: Record<string, RuleLevel> = {}): Record<string, RuleLevel> {
  const [name = '', level = ''] = value.split('=');
  knownRule(name);
  const levels: readonly RuleLevel[] = [...SEVERITIES, 'off'];
  const found = levels.find((each) => each === level);
  if (!found) throw new InvalidArgumentError(`Write ${name}=<${levels.join('|')}>.`);
  return { ...before, [name]: found };
}

function addresses(value: string, before: string[] = []): string[] {
  if (parseIpAddress(value) === undefined) {
    throw new InvalidArgumentError('Write an IP address, such as 192.168.1.10 or fd00::10.');
  }
  return [...before, value];
}

function portRange(value: string): [number, number] {
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
