import { createRequire } from 'node:module';
import * as path from 'node:path';
import { Option, type Command } from 'commander';
import { type RuleLevel } from '../../checks/check-options';
import { type IgnorePatterns } from '../../checks/files/ignore-rules';
import { SEVERITIES } from '../../checks/finding';
import { InputError } from '../../validation';
import { type ClusterChoice } from '../../cluster';
import { CLUSTERS_FILE } from '../../files';
import { addClusterFlags } from '../cluster-flags';
import { address, collected, count, portRange, quantity, release } from '../option-values';
import { CONFIGURATION_FILE } from '../project/configured-cluster';
import { RecordedClusters } from '../project/recorded-clusters';
import { scalerName } from '../scaler-name';
import { hasColour, type CommandAnswer, type Terminal } from '../terminal';
import { configuredBaseline, findConfiguration, type Configuration } from './configuration';
import { knownRule, optionsOf, ruleLevel, type Flags } from './flags';
import type * as Live from './live';
import { explain, explainUnits, FORMATS, runCheck, type CheckRequest } from './run-check';

const load = createRequire(__filename);

interface AllFlags extends Flags, ClusterChoice {
  readonly live?: string | true;
  readonly format: CheckRequest['format'];
  readonly explain?: string;
  readonly explainUnits?: boolean;
  readonly all?: boolean;
  readonly fix?: boolean;
  readonly diff?: boolean;
  readonly unsafe?: boolean;
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
      new Option('--fail-on <severity>', 'the least severity that gives exit code 1 (default: error)').choices([
        ...SEVERITIES,
        'never',
      ]),
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
    .option('--baseline <file>', 'write what is found today, and tell later only what is new')
    .option('--all', 'tell each finding, however many there are')
    .option('--fix', 'mend in the files what can be mended safely, and tell what is left')
    .option('--diff', 'print what --fix would change, and change nothing; exit code 1 if there is something')
    .option('--unsafe', 'with --fix or --diff: mend also what somebody has to look at afterwards')
    .option('--explain-units', 'print what is applied together, and why')
    .option('--live [autoscaler]', 'check the autoscalers of a cluster instead, or one such as hpa/shop/web');
  addClusterFlags(command, 'with --live: ').action(async (files: string[], given: AllFlags) => {
    if (given.explain !== undefined) return finish(explain(given.explain));
    if (given.live !== undefined) {
      const { checkLive } = load('./live') as typeof Live; // which has the simulator, too
      return finish(await checkLive(liveCheck(files, given), terminal));
    }
    const names = files.length > 0 ? files : ['-'];
    const input = names.includes('-') ? await terminal.readStandardInput() : '';
    const found = findConfiguration(names);
    const clusters = RecordedClusters.find(names);
    const flags = merged(found?.flags ?? {}, given);
    const request: CheckRequest = {
      ...{ files: names, format: given.format, failOn: flags.failOn ?? 'error', hasColour: hasColour(terminal) },
      ...{ isComplete: given.all === true, excluded: exclusions(given, found, clusters) },
      units: [...(clusters?.units ?? []), ...unitFolders(given, found)],
      baseline: given.baseline ?? (found && configuredBaseline(found)),
      options: optionsOf(flags),
      optionsIn: (file) => {
        const recorded = clusters?.folderOf(file);
        return recorded && optionsOf(merged(recorded.flags, flags));
      },
      ...mending(given, names),
    };
    const ask = given.explainUnits === true ? explainUnits : runCheck;
    finish(ask(request, input));
  });
}

/** What of a cluster the flags ask for; a configuration file of this folder counts. */
function liveCheck(files: readonly string[], given: AllFlags): Live.LiveCheck {
  const { live, context, kubeconfig, namespace } = given;
  const ofFiles = ['fix', 'diff', 'unsafe', 'baseline', 'explainUnits', 'exclude', 'unit'] as const;
  const other = ofFiles.find((name) => given[name] !== undefined);
  if (files.length > 0 || other !== undefined) {
    throw new InputError({
      what: `--live was asked together with ${other === undefined ? `"${files[0]}"` : `--${other === 'explainUnits' ? 'explain-units' : other}`}.`,
      why: 'It reads a cluster, and no files.',
      fix: 'Leave out one of them.',
    });
  }
  const { failOn = 'error', ...flags } = merged(findConfiguration(['.'])?.flags ?? {}, given);
  return {
    ...{ choice: { context, kubeconfig, namespace }, format: given.format, failOn, options: optionsOf(flags) },
    ...(typeof live === 'string' && { scaler: scalerName(live) }),
  };
}

/** Which findings the flags ask to mend. */
function mending({ fix, diff, unsafe }: AllFlags, names: readonly string[]): Pick<CheckRequest, 'mended' | 'isDiff'> {
  if (fix !== true && diff !== true) {
    if (unsafe !== true) return {};
    throw new InputError({
      what: '--unsafe asks for nothing by itself.',
      why: 'It says how much --fix or --diff mends.',
      fix: 'Add --fix or --diff.',
    });
  }
  if (diff !== true && names.every((name) => name === '-')) {
    throw new InputError({
      what: '--fix was asked of the standard input.',
      why: 'It changes files, and the standard input is not one.',
      fix: 'Name files or folders.',
    });
  }
  return { mended: unsafe === true ? ['safe', 'unsafe'] : ['safe'], isDiff: diff };
}

/** What the flags say goes before what the configuration file says; rules and what is provided are added to it. */
function merged(configured: Flags, given: Flags): Flags {
  return {
    ...configured,
    ...given,
    ignore: [...(configured.ignore ?? []), ...(given.ignore ?? [])],
    provides: [...(configured.provides ?? []), ...(given.provides ?? [])],
    severity: { ...configured.severity, ...given.severity },
  };
}

function exclusions(given: Flags, found?: Configuration, clusters?: RecordedClusters): IgnorePatterns[] {
  return [
    ...(clusters ? [{ folder: clusters.project, patterns: [`/${CLUSTERS_FILE}`] }] : []),
    ...(found ? [{ folder: found.folder, patterns: [...(found.flags.exclude ?? []), `/${CONFIGURATION_FILE}`] }] : []),
    { folder: '.', patterns: given.exclude ?? [] },
  ];
}

function unitFolders(given: Flags, found?: Configuration): string[] {
  const configured = found?.flags.unit?.map((folder) => path.join(found.folder, folder)) ?? [];
  return [...configured, ...(given.unit ?? [])];
}

function rules(value: string, before: string[] = []): string[] {
  return [...before, ...value.split(',').map((name) => knownRule(name.trim()))];
}

function severities(value: string, before: Record<string, RuleLevel> = {}): Record<string, RuleLevel> {
  const [name = '', level = ''] = value.split('=');
  return { ...before, [knownRule(name)]: ruleLevel(name, level) };
}

function addresses(value: string, before: string[] = []): string[] {
  return [...before, address(value)];
}
