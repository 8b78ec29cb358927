import { availableParallelism } from 'node:os';
import { Option, type Command } from 'commander';
import { replaceFile } from '../../files';
import { parseLoad, type Call, type Goal, type WorldOptions } from '../../simulation';
import { unifiedDiff, writeMended } from '../check/mend';
import { withParameters } from '../calibrate/parameters-file';
import { computing, type Computing } from '../computing';
import { addClusterOptions, modelledCluster, type ModelledClusterFlags } from '../modelled-cluster';
import { collected, count, fromZero } from '../option-values';
import { painter } from '../paint';
import { defaultDuration } from '../predict/default-duration';
import { knownCluster } from '../predict/known-cluster';
import { readScaled } from '../predict/read-scaled';
import { checkOptionsOf, ToldFindings } from '../predict/verdict/told-findings';
import { worldSetting } from '../predict/world-setting';
import { readText } from '../../checks/files/read-text';
import { hasColour, type CommandAnswer, type Terminal } from '../terminal';
import { human } from './formats/human';
import { json } from './formats/json';
import { html } from './html/page';
import { runTune, type TuneRequest } from './run-tune';
import { call, goal, lostRequests } from './values';

interface Flags extends ModelledClusterFlags {
  readonly load: string;
  readonly duration?: string;
  readonly seed: number;
  readonly runs: number;
  readonly candidates: number;
  readonly threads?: number;
  readonly only?: string[];
  readonly calls?: readonly Call[];
  readonly slo?: readonly Goal[];
  readonly lost?: number;
  readonly budget?: number;
  readonly leastReplicas?: number;
  readonly set?: WorldOptions;
  readonly parameters?: string;
  readonly provides?: string[];
  readonly html?: string;
  readonly json?: boolean;
  readonly diff?: boolean;
  readonly write?: boolean;
}

/** Adds the options of `tune`. */
export function define(command: Command, terminal: Terminal, finish: (answer: CommandAnswer) => void): void {
  command
    .description(
      'Searches the settings of the autoscalers of files, folders and streams (-) that cost least under a load and keep to what is asked: exit code 1 if none does, 2 if nothing can be searched.',
    )
    .argument('[files...]', 'files, folders, or - for the standard input', [])
    .requiredOption('-l, --load <load>', 'the clients: csv:FILE, wave:50..300rps/1h, ramp:0..500rps/5m and more')
    .option(
      '-d, --duration <span>',
      'how long, such as 1h (default: until 10 minutes after the last change of the load)',
    )
    .option('--only <name>', 'an autoscaler: web, hpa/shop/web; repeatable (default: all of them)', collected)
    .option('--calls <call>', 'who calls whom, such as web->api:2, twice for each request; repeatable', call)
    .option('--slo <goal>', 'a goal of latency: p95<300ms, mean, p50, p99 or worst; repeatable', goal)
    .option('--lost <requests>', 'how many requests a run may lose (default: as many as now)', lostRequests)
    .option('--budget <hours>', 'pod hours that a run may cost (default: any)', fromZero)
    .option(
      '--least-replicas <number>',
      'what the minimum may not go below (default: 2, where it is 2 or more)',
      fromZero,
    )
    .option('--candidates <number>', 'how many settings are tried', count, 300)
    .option('--runs <number>', 'runs of each setting that comes to the end', count, 20)
    .option('--threads <number>', 'worker threads (default: one per core)', count)
    .option('--seed <number>', 'where the random numbers begin', count, 1)
    .option('--set <name=value>', 'a parameter of the model, such as cpuPerRequest=0.012; repeatable', worldSetting)
    .option('--parameters <file>', 'parameters that calibrate measured; --set goes before them')
    .option(
      '--provides <what>',
      'what the cluster has without these manifests, as check knows it; repeatable',
      collected,
    )
    .option('--html <file>', 'write a page with plots')
    .addOption(new Option('--json', 'write everything as JSON').conflicts('diff'))
    .option('--diff', 'print the recommendation as a patch of the files')
    .option('--write', 'change the files');
  addClusterOptions(command).action(async (files: string[], flags: Flags) => {
    const { report, patch } = await computing(files, terminal, (given) => runTune(requestOf(flags, given), given));
    const mended = { count: patch.files.size, files: patch.files };
    if (flags.html !== undefined) replaceFile(flags.html, html(report));
    if (flags.write === true) writeMended(mended);
    const exitCode = report.tunings.some(({ unmet }) => unmet.length > 0) ? 1 : 0;
    if (flags.diff === true) return finish({ output: unifiedDiff(mended), exitCode });
    finish({ output: flags.json === true ? json(report) : human(report, painter(hasColour(terminal))), exitCode });
  });
}

function requestOf(flags: Flags, { names, input, skip, say }: Computing): TuneRequest {
  const load = parseLoad(flags.load, readText);
  const read = readScaled(names, input, skip);
  const known = knownCluster(
    names,
    read.units.flatMap(({ files }) => files),
  );
  const cluster = modelledCluster({ ...known.cluster, ...flags });
  if (known.told !== undefined) say(known.told);
  const check = { ...checkOptionsOf(cluster), provides: flags.provides, isCommand: true };
  return {
    source: names.map((name) => (name === '-' ? '<stdin>' : name)).join(' '),
    read,
    only: flags.only ?? [],
    calls: flags.calls,
    options: {
      ...{ load, duration: flags.duration ?? defaultDuration(load), seed: flags.seed },
      ...{ world: withParameters(flags.parameters, flags.set), cluster },
    },
    check,
    findings: new ToldFindings(read.units, check),
    demands: { goals: flags.slo, lost: flags.lost, budget: flags.budget, leastReplicas: flags.leastReplicas },
    effort: { candidates: flags.candidates, runs: flags.runs, threads: flags.threads ?? availableParallelism() },
  };
}
