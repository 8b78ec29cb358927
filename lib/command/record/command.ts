import { Option, type Command } from 'commander';
import { ApiRefusal, ClusterApi, type ClusterChoice } from '../../cluster';
import { terminalText } from '../../encode';
import { addClusterFlags, clusterOf } from '../cluster-flags';
import { count } from '../option-values';
import { Progress } from '../progress';
import { refused } from '../refused';
import { scalerName } from '../scaler-name';
import { type CommandAnswer, type Terminal } from '../terminal';
import { plural, span } from '../text';
import { findHpa } from './find-hpa';
import { frameByFrame } from './frame-by-frame';
import { RecordingFile } from './recording-file';
import { Sampler } from './sampler';

interface Flags extends ClusterChoice {
  readonly output?: string;
  readonly for?: number;
  readonly fileSize: number;
  readonly keep: number;
}

/** Adds the options of `record`. */
export function define(command: Command, terminal: Terminal, finish: (answer: CommandAnswer) => void): void {
  addClusterFlags(command)
    .description(
      'Records an autoscaler, its target, their pods and their metrics once per second, for explain. It reads only, goes on in a file of an earlier run, and ends with Ctrl-C.',
    )
    .argument('<autoscaler>', 'such as hpa/shop/web or scaledobject/shop/web')
    .option('-o, --output <file>', 'JSON lines (default: NAMESPACE-NAME.jsonl)')
    .addOption(new Option('--for <seconds>', 'end by itself').argParser(count))
    .addOption(new Option('--file-size <MiB>', 'begin a new file after so much').argParser(count).default(64))
    .addOption(new Option('--keep <files>', 'how many older files stay').argParser(count).default(8))
    .action(async (what: string, flags: Flags) => finish(await record(what, flags, terminal)));
}

async function record(what: string, flags: Flags, terminal: Terminal): Promise<CommandAnswer> {
  const name = scalerName(what);
  const cluster = await clusterOf(flags, terminal);
  const api = await ClusterApi.open(cluster.kubectl);
  const progress = new Progress(terminal);
  try {
    const home = flags.namespace ?? cluster.namespace;
    const hpa = await findHpa(api, name, home);
    const output = flags.output ?? `${hpa.namespace}-${hpa.name}.jsonl`;
    const of = `hpa/${hpa.namespace}/${hpa.name}`;
    const header = { version: 1, options: { kubernetes: cluster.release }, of } as const;
    const sampler = new Sampler(api, hpa.namespace, hpa.name);
    await sampler.look(); // whatever is not permitted is told before a file is made
    sampler.restart();
    const file = RecordingFile.open(output, header, { bytes: flags.fileSize * 2 ** 20, kept: flags.keep });
    const { frames, missed, seconds } = await frameByFrame(sampler, file, {
      seconds: flags.for,
      signal: cluster.kubectl.signal,
      tell: (text) => progress.tell(`recording ${of}: ${text}`),
    });
    progress.done();
    const gaps = missed === 0 ? '' : `, ${plural(missed, 'second')} without an answer`;
    return {
      output: `${terminalText(output)}: ${plural(frames, 'frame')} in ${span(seconds)}${gaps}.\nWhy it did what it did: cdk8s-autoscaling explain ${terminalText(output)}\n`,
      exitCode: 0,
    };
  } catch (error) {
    progress.done();
    if (error instanceof ApiRefusal) throw refused(error);
    throw error;
  } finally {
    api.close();
  }
}
