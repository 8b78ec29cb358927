import { Option, type Command } from 'commander';
import { type ClusterChoice } from '../../cluster';
import { jsonText, terminalLines, terminalText } from '../../encode';
import { replaceFile } from '../../files';
import { InvalidArgumentError } from 'commander';
import {
  parseGoal,
  parseLoad,
  secondsOfSpan,
  type Fields,
  type Goal,
  type Prediction,
  type WorldOptions,
} from '../../simulation';
import { withParameters } from '../calibrate/parameters-file';
import { addClusterFlags, clusterOf } from '../cluster-flags';
import { count } from '../option-values';
import { painter } from '../paint';
import { objectsOfOneEnvironment } from '../predict/one-environment';
import { readScaled } from '../predict/read-scaled';
import { worldSetting } from '../predict/world-setting';
import { Progress } from '../progress';
import { readText } from '../../checks/files/read-text';
import { hasColour, type CommandAnswer, type Terminal } from '../terminal';
import { clock, grouped, span } from '../text';
import { parsePodFault, type DisturbanceRequest } from './disturbances';
import { type ProvedSecond } from './follow';
import { human } from './formats/human';
import { json } from './formats/json';
import { lengthOf } from './generators/generator-of';
import { html } from './html/page';
import { type LoadLog } from './load-log';
import { runProve, type ProofPlan, type ProveListener } from './run-prove';

interface Flags extends ClusterChoice {
  readonly load: string;
  readonly duration?: string;
  readonly after: string;
  readonly url?: string;
  readonly host?: string;
  readonly image?: string;
  readonly rollout?: string | true;
  readonly drain?: string | true;
  readonly fault?: DisturbanceRequest[];
  readonly availability: number;
  readonly slo?: Goal[];
  readonly agreement?: number;
  readonly patience: number;
  readonly set?: WorldOptions;
  readonly parameters?: string;
  readonly runs: number;
  readonly output?: string;
  readonly html?: string;
  readonly json?: boolean;
}

/** Adds the options of `prove`. */
export function define(command: Command, terminal: Terminal, finish: (answer: CommandAnswer) => void): void {
  addClusterFlags(command)
    .description(
      'Sends a load to an app on a cluster, follows it next to the prediction, and judges availability, latency and replicas: exit code 1 if it failed, 2 if it cannot. Leaves nothing behind on the cluster, also on Ctrl-C.',
    )
    .argument('<app>', 'such as hpa/shop/web, scaledobject/shop/web or deployment/shop/web')
    .argument('[files...]', 'manifests to predict from (default: what the cluster has)', [])
    .requiredOption(
      '-l, --load <load>',
      'as for predict: siege:20/3m, locust:200@10/s/5m, curl:3/3m, ramp:0..100rps/5m',
    )
    .option(
      '-d, --duration <span>',
      'how long the load lasts (default: its own length, else 2 minutes after its last change)',
    )
    .option('--after <span>', 'how long to follow the app after the load', '0s')
    .option('--url <address>', "what is asked: a path at the app's Service, or an address that pods reach (default: /)")
    .option('--host <name>', 'the Host header, where an ingress is asked')
    .option('--image <image>', 'an image with the program that makes the load, a shell and awk')
    .option('--rollout [span]', 'restart the app at that time of the load (default: in its middle)')
    .option('--drain [span]', 'evict a pod of the app at that time')
    .option(
      '--fault <what>',
      'delete pods at that time: pod@1m, metrics-server, adapter, keda, prometheus; repeatable',
      fault,
    )
    .addOption(
      new Option('--availability <percent>', 'requests that have to be answered well').argParser(percent).default(99.9),
    )
    .option('--slo <goal>', 'what latencies shall keep to: p95<300ms, mean<0.1s, worst<2s; repeatable', goal)
    .addOption(
      new Option(
        '--agreement <percent>',
        'time for which replicas have to be within one of the prediction (default: it is told only)',
      ).argParser(percent),
    )
    .addOption(new Option('--patience <seconds>', 'how long the load may take to begin').argParser(count).default(120))
    .option('--set <name=value>', 'a parameter of the model, such as bootSeconds=17; repeatable', worldSetting)
    .option('--parameters <file>', 'parameters that calibrate measured; --set goes before them')
    .addOption(
      new Option('--runs <number>', 'runs that make the range of the prediction').argParser(count).default(100),
    )
    .option('-o, --output <file>', 'the recording (default: NAMESPACE-NAME-TIME.jsonl)')
    .option('--html <file>', 'write a page with both curves')
    .option('--json', 'write a JSON object per line: plan, second, disturbance, verdict')
    .action(async (what: string, files: string[], flags: Flags) => finish(await prove(what, files, flags, terminal)));
}

function fault(text: string, before: DisturbanceRequest[] = []): DisturbanceRequest[] {
  return [...before, parsePodFault(text)];
}

function goal(text: string, before: Goal[] = []): Goal[] {
  return [...before, parseGoal(text)];
}

function percent(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 100) return value;
  throw new InvalidArgumentError('Write a percentage above 0 and up to 100, such as 99.9.');
}

async function prove(what: string, files: readonly string[], flags: Flags, terminal: Terminal): Promise<CommandAnswer> {
  const load = parseLoad(flags.load, readText);
  const loadSeconds =
    flags.duration === undefined ? lengthOf(load) : Math.ceil(secondsOfSpan('The duration', flags.duration));
  const manifests = files.length === 0 ? undefined : manifestsOf(files, terminal);
  const world = withParameters(flags.parameters, flags.set);
  const cluster = await clusterOf(flags, terminal);
  const progress = new Progress(terminal);
  try {
    const proof = await runProve(
      {
        ...{ cluster, what, load, loadSeconds, runs: flags.runs, patience: flags.patience },
        ...{ afterSeconds: Math.ceil(secondsOfSpan('The time after the load', flags.after)) },
        ...{ url: flags.url, host: flags.host, image: flags.image, output: flags.output, manifests, world },
        ...{ availability: flags.availability, goals: flags.slo ?? [], agreement: flags.agreement },
        disturbances: [...asked('rollout', flags.rollout), ...asked('drain', flags.drain), ...(flags.fault ?? [])],
        recording: { bytes: RECORDING_BYTES, kept: RECORDINGS_KEPT },
      },
      (prediction) => listenerOf(terminal, progress, flags.json === true, loadSeconds, prediction),
    );
    progress.done();
    if (flags.html !== undefined) replaceFile(flags.html, html(proof));
    const isFailed = proof.verdict.some(({ level }) => level === 'failure');
    const output =
      flags.json === true ? json(proof) : human(proof, painter(hasColour(terminal)), terminal.columns ?? 100);
    return { output, exitCode: isFailed ? 1 : 0 };
  } finally {
    progress.done();
  }
}

/** A recording of a proof is as large as one of `record`. */
const RECORDING_BYTES = 64 * 2 ** 20;
const RECORDINGS_KEPT = 8;

function asked(what: 'rollout' | 'drain', at: string | true | undefined): DisturbanceRequest[] {
  return at === undefined ? [] : [{ what, ...(at !== true && { at }) }];
}

function manifestsOf(files: readonly string[], terminal: Terminal): Fields[] {
  const skip = (message: string): void => terminal.writeError(terminalLines(`skipped: ${message}\n`));
  return objectsOfOneEnvironment(readScaled(files, '', skip).units).map(({ manifest }) => manifest);
}

/** Tells what happens: in lines for people where replicas change, in a line that changes on a terminal, or in JSON lines. */
function listenerOf(
  terminal: Terminal,
  progress: Progress,
  isJson: boolean,
  loadSeconds: number,
  prediction: Prediction | undefined,
): ProveListener {
  let before: number | undefined;
  const say = (text: string): void => {
    progress.done();
    terminal.write(terminalLines(`${text}\n`));
  };
  const tell = (value: object, text: string | undefined): void => {
    if (isJson) terminal.write(`${jsonText(value)}\n`);
    else if (text !== undefined) say(text);
  };
  return {
    plans: (plan) => tell({ event: 'plan', ...withoutRows(plan) }, planText(plan)),
    note: (text) => terminal.writeError(terminalLines(`note: ${text}\n`)),
    waits: (reason) => progress.tell(`waiting for the load${reason === undefined ? '' : `: ${terminalText(reason)}`}`),
    begins: () => tell({ event: 'begin' }, '0:00  the load begins'),
    second: (second, app, log) => {
      const predicted = prediction?.rows[second]?.desired;
      const beside = predicted === undefined ? '' : ` (predicted ${predicted})`;
      const changed = before !== undefined && before !== app.desired ? `${clock(second)}  ${before} -> ${app.desired} replicas${beside}` : undefined; // prettier-ignore
      before = app.desired;
      tell(
        { event: 'second', second, ...app, ...(predicted !== undefined && { predicted }), ...countsOf(log) },
        changed,
      );
      progress.tell(`${clock(second)} of ${span(loadSeconds)}: ${stateText(app, log, beside)}`);
    },
    disturbs: (done) => tell({ event: 'disturbance', ...done }, `${clock(done.second)}  ${done.text}`),
  };
}

function withoutRows({ prediction, ...plan }: ProofPlan): object {
  return { ...plan, ...(prediction && { predicted: prediction.summary }) };
}

function planText({ app, scaler, url, tool, job, prediction }: ProofPlan): string {
  const expected = prediction
    ? `predicted: up to ${prediction.summary.peakDesired} replicas, ${grouped(prediction.summary.lostRequests)} of ${grouped(prediction.summary.offeredRequests)} requests lost`
    : 'not predicted';
  return `${app}${scaler === undefined ? '' : `, scaled by ${scaler}`}: ${tool} on ${url} as Job ${job}; ${expected}`;
}

function countsOf({ answered, failed, seconds }: LoadLog): object {
  const last = seconds.at(-1);
  return { answered, failed, ...(last && { perSecond: last.answered + last.failed }) };
}

function stateText({ desired, ready }: ProvedSecond, { seconds, failed }: LoadLog, beside: string): string {
  const last = seconds.at(-1);
  const rate = last ? `, ${grouped(last.answered + last.failed)} requests/s` : '';
  return `${ready} of ${desired} replicas ready${beside}${rate}, ${grouped(failed)} lost`;
}
