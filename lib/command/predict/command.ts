import * as fs from 'node:fs';
import { Option, type Command } from 'commander';
import { replaceFile } from '../../files';
import { type ApplyUnit } from '../../checks/units/apply-unit';
import {
  InputError,
  parseCall,
  parseFault,
  parseGoal,
  parseLoad,
  type Call,
  type ClusterOptions,
  type Fault,
  type Fields,
  type Goal,
  type WorldOptions,
} from '../../simulation';
import { withParameters } from '../calibrate/parameters-file';
import { computing, type Computing } from '../computing';
import { addClusterOptions, modelledCluster, type ModelledClusterFlags } from '../modelled-cluster';
import { collected, count, fromZero } from '../option-values';
import { painter } from '../paint';
import { readText } from '../../checks/files/read-text';
import { hasColour, type CommandAnswer, type Terminal } from '../terminal';
import { defaultDuration } from './default-duration';
import { type Forecast } from './forecast';
import { csv } from './formats/csv';
import { human } from './formats/human';
import { json } from './formats/json';
import { html } from './html/page';
import { knownCluster } from './known-cluster';
import { objectsOfOneEnvironment } from './one-environment';
import { readScaled } from './read-scaled';
import { runPredict, type Alternative, type Listener } from './run-predict';
import { LEVELS, type Level } from './verdict/judgement';
import { checkOptionsOf, ToldFindings } from './verdict/told-findings';
import { worldSetting } from './world-setting';

interface Flags extends ModelledClusterFlags {
  readonly load: string;
  readonly duration?: string;
  readonly rollout?: string;
  readonly fault?: Fault[];
  readonly calls?: Call[];
  readonly slo?: Goal[];
  readonly failOn: Level | 'never';
  readonly nodePrice?: number;
  readonly check: boolean;
  readonly everySecond?: boolean;
  readonly seed: number;
  readonly runs: number;
  readonly only?: string[];
  readonly compare?: string;
  readonly hints: boolean;
  readonly set?: WorldOptions;
  readonly parameters?: string;
  readonly html?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly justApplied?: boolean;
}

/** Adds the options of `predict`. */
export function define(command: Command, terminal: Terminal, finish: (answer: CommandAnswer) => void): void {
  command
    .description(
      'Tells what the autoscalers of files, folders and streams (-) of YAML or JSON will do under a load, and what a change of them would give: exit code 2 if it cannot.',
    )
    .argument('[files...]', 'files, folders, or - for the standard input', [])
    .requiredOption('-l, --load <load>', 'the clients: ramp:0..500rps/5m, constant:200rps, siege:20, csv:FILE and more')
    .option(
      '-d, --duration <span>',
      'how long, such as 15m (default: until 10 minutes after the last change of the load)',
    )
    .option('--rollout <span>', 'when a new version is rolled out, such as 5m')
    .option('--just-applied', 'the autoscaler is applied as the prediction begins')
    .option('--slo <goal>', 'what the service shall keep to: p95<300ms, mean<0.1s, lost<0.1%; repeatable', goal)
    .addOption(
      new Option('--fail-on <level>', 'which judgements end it with exit code 1')
        .choices(['failure', 'warning', 'never'])
        .default('never'),
    )
    .option('--node-price <price>', 'what an hour of a node costs, in any currency', fromZero)
    .option('--no-check', 'do not look for mistakes of the autoscaler and its target')
    .option('--every-second', 'leave every second in --json, instead of at most 3,600 of them')
    .option('--calls <call>', 'who calls whom, such as web->api:2, twice for each request; repeatable', call)
    .option('--fault <what>', 'what fails and when, such as prometheus@5m/3m; repeatable', fault)
    .option('--seed <number>', 'where the random numbers begin', count, 1)
    .option('--runs <number>', 'runs that make the ranges; 1 gives none', count, 100)
    .option('--only <name>', 'an autoscaler or a workload: web, Deployment/web, hpa/shop/web; repeatable', collected)
    .option('--compare <what>', 'a file or folder of other manifests, or the name of another autoscaler')
    .option('--no-hints', 'do not compute what a change would give')
    .option(
      '--set <name=value>',
      'a parameter of the model, such as bootSeconds=17 or 10..20; repeatable',
      worldSetting,
    )
    .option('--parameters <file>', 'parameters that calibrate measured; --set goes before them')
    .option('--html <file>', 'write a page with plots')
    .addOption(new Option('--json', 'write everything as JSON').conflicts('csv'))
    .option('--csv', 'write every second as CSV');
  addClusterOptions(command).action(async (files: string[], flags: Flags) => {
    const found = await computing(files, terminal, (given) => forecast(flags, given));
    if (flags.html !== undefined) replaceFile(flags.html, html(found));
    finish({ output: written(found, flags, terminal), exitCode: exitCodeOf(found, flags) });
  });
}

/** Adds a call to the others. */
function call(text: string, before: Call[] = []): Call[] {
  return [...before, parseCall(text)];
}

/** Adds a goal to the others. */
function goal(text: string, before: Goal[] = []): Goal[] {
  return [...before, parseGoal(text)];
}

/** Adds a fault to the others. */
function fault(text: string, before: Fault[] = []): Fault[] {
  return [...before, parseFault(text)];
}

function forecast(flags: Flags, { names, input, ...listener }: Computing): Promise<Forecast> {
  const load = parseLoad(flags.load, readText);
  const { manifests, units } = objectsOf(names, input, listener);
  const known = knownCluster(
    names,
    units.flatMap(({ files }) => files),
  );
  const cluster = modelledCluster({ ...known.cluster, ...flags });
  if (flags.nodePrice !== undefined) requireNodes(cluster);
  if (known.told !== undefined) listener.say(known.told);
  return runPredict(
    {
      source: names.map((name) => (name === '-' ? '<stdin>' : name)).join(' '),
      manifests,
      goals: flags.slo ?? [],
      findings: flags.check ? new ToldFindings(units, checkOptionsOf(cluster)) : undefined,
      nodePrice: flags.nodePrice,
      only: flags.only ?? [],
      alternative: flags.compare === undefined ? undefined : alternativeOf(flags.compare, listener),
      hasHints: flags.hints,
      calls: flags.calls,
      options: {
        load,
        duration: flags.duration ?? defaultDuration(load),
        ...{ rollout: flags.rollout, faults: flags.fault, seed: flags.seed, runs: flags.runs },
        justApplied: flags.justApplied,
        world: withParameters(flags.parameters, flags.set),
        cluster,
      },
    },
    listener,
  );
}

function objectsOf(
  names: readonly string[],
  input: string,
  listener: Listener,
): { readonly manifests: Fields[]; readonly units: readonly ApplyUnit[] } {
  const read = readScaled(names, input, (message) => listener.skip(message));
  return { manifests: objectsOfOneEnvironment(read.units).map(({ manifest }) => manifest), units: read.units };
}

function alternativeOf(what: string, listener: Listener): Alternative {
  return fs.existsSync(what) ? { label: what, ...objectsOf([what], '', listener) } : { name: what };
}

function written(found: Forecast, flags: Flags, terminal: Terminal): string {
  if (flags.json === true) return json(found, flags.everySecond === true);
  if (flags.csv === true) return csv(found);
  return human(found, { paint: painter(hasColour(terminal)), columns: terminal.columns ?? 100 });
}

/** 1 where something is judged as bad as it was said to be, or worse. */
function exitCodeOf({ scalers }: Forecast, { failOn }: Flags): number {
  if (failOn === 'never') return 0;
  const bad = LEVELS.slice(0, LEVELS.indexOf(failOn) + 1);
  return scalers.some(({ verdict = [] }) => verdict.some(({ level }) => bad.includes(level))) ? 1 : 0;
}

function requireNodes({ nodes = [] }: ClusterOptions): void {
  if (nodes.length > 0) return;
  throw new InputError({
    what: 'A price of nodes is given, and nobody says which there are.',
    why: 'How many of them the pods need depends on their size.',
    fix: 'Add them: --nodes 3 --node-cpu 3920m, and --max-nodes where a cluster autoscaler makes more.',
  });
}
