import { Option, type Command } from 'commander';
import { ApiRefusal, ClusterApi, type ClusterChoice } from '../../cluster';
import { shellCommand, terminalText } from '../../encode';
import { list, text, type Fields } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { addClusterFlags, clusterOf } from '../cluster-flags';
import { count } from '../option-values';
import { Progress } from '../progress';
import { refused } from '../refused';
import { scalerName } from '../scaler-name';
import { type CommandAnswer, type Terminal } from '../terminal';
import { plural, span } from '../text';
import { findHpa, type FoundHpa } from './find-hpa';
import { frameByFrame } from './frame-by-frame';
import { IngressLoad } from './ingress-load';
import { LoadQuery, prometheusPlace } from './load-query';
import { RecordingFile } from './recording-file';
import { Sampler } from './sampler';

interface Flags extends ClusterChoice {
  readonly output?: string;
  readonly for?: number;
  readonly fileSize: number;
  readonly keep: number;
  readonly load?: string;
  readonly prometheus?: string;
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
    .option(
      '--load <query>',
      'record how much load there is, too: a query of PromQL that gives one number, or the word ingress',
    )
    .option('--prometheus <address>', 'with --load: who is asked (default: that of the ScaledObject)')
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
    const load = await loadOf(api, hpa, flags);
    const options = { kubernetes: cluster.release };
    const header = { version: 1, options, of, ...(load && { loadUnit: load.unit }) } as const;
    const sampler = new Sampler(api, hpa.namespace, hpa.name, load);
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
      output: `${terminalText(output)}: ${plural(frames, 'frame')} in ${span(seconds)}${gaps}.\nWhy it did what it did: ${terminalText(shellCommand('cdk8s-autoscaling', 'explain', output))}\n`,
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

/** What is said instead of a query where the controller of the app's Ingress shall tell the load. */
const INGRESS = 'ingress';

/** Who tells the load: the ingress controller, the Prometheus that was named, or the one that the ScaledObject asks. */
async function loadOf(
  api: ClusterApi,
  hpa: FoundHpa,
  { load, prometheus }: Flags,
): Promise<LoadQuery | IngressLoad | undefined> {
  const { namespace, scaledObject } = hpa;
  if (load === undefined) {
    if (prometheus === undefined) return undefined;
    throw new InputError({
      what: '--prometheus asks for nothing by itself.',
      why: 'It says who tells the load.',
      fix: 'Add --load with a query.',
    });
  }
  if (load === INGRESS) return IngressLoad.of(api, hpa);
  const address = prometheus ?? (scaledObject && (await serverOf(api, namespace, scaledObject)));
  if (address !== undefined) return new LoadQuery(api, prometheusPlace(address), load);
  throw new InputError({
    what: 'Nobody knows which Prometheus tells the load.',
    why: 'Only a ScaledObject with a prometheus trigger names one.',
    fix: 'Name it: --prometheus http://prometheus-server.monitoring.svc:80',
  });
}

async function serverOf(api: ClusterApi, namespace: string, name: string): Promise<string | undefined> {
  const path = `/apis/keda.sh/v1alpha1/namespaces/${namespace}/scaledobjects/${name}`;
  const triggers = list(await api.get<Fields>(path), 'spec', 'triggers');
  return triggers.map((each) => text(each, 'metadata', 'serverAddress')).find((each) => each !== undefined);
}
