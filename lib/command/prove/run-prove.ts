import { randomBytes } from 'node:crypto';
import { ApiRefusal, ClusterApi, type Cluster, type Kubectl } from '../../cluster';
import { type Fields } from '../../kubernetes/fields';
import {
  agreementOfSeries,
  InputError,
  predictScaler,
  type Goal,
  type Load,
  type Prediction,
  type PredictOptions,
  type WorldOptions,
} from '../../simulation';
import { RecordingFile } from '../record/recording-file';
import { refused } from '../refused';
import { disturbancesOf, type DisturbanceRequest } from './disturbances';
import { follow, type FollowListener } from './follow';
import { endingLoad } from './generators/ending-load';
import { generatorOf } from './generators/generator-of';
import { targetAddress } from './generators/target-address';
import { loadJob } from './load-job';
import { LoadPod } from './load-pod';
import { needsOfLoad, requirePermissions } from './permissions';
import { type Proof } from './proof';
import { addressOf, findSubject, type Subject } from './subject';
import { verdictOf } from './verdict';
import { watchOf } from './watch-app';

/** What is to be proven, and how. */
export interface ProveRequest {
  readonly cluster: Cluster;
  /** What is proven, such as `hpa/shop/web` or `deployment/shop/web`. */
  readonly what: string;
  /** What is predicted. @default what the cluster has */
  readonly manifests?: readonly Fields[];
  readonly load: Load;
  /** How long the load lasts. */
  readonly loadSeconds: number;
  /** How long the app is watched after it. */
  readonly afterSeconds: number;
  /** An address, or a path at the app's Service. @default / */
  readonly url?: string;
  readonly host?: string;
  readonly image?: string;
  readonly disturbances: readonly DisturbanceRequest[];
  readonly availability: number;
  readonly goals: readonly Goal[];
  readonly agreement?: number;
  readonly patience: number;
  readonly world?: WorldOptions;
  readonly runs: number;
  /** The file of the recording. @default NAMESPACE-NAME-TIME.jsonl */
  readonly output?: string;
  readonly recording: { readonly bytes: number; readonly kept: number };
}

/** What is told while it runs. */
export interface ProveListener extends FollowListener {
  readonly plans: (plan: ProofPlan) => void;
  readonly note: (text: string) => void;
}

/** What will be done. */
export interface ProofPlan {
  readonly app: string;
  readonly scaler?: string;
  readonly url: string;
  readonly tool: string;
  readonly job: string;
  readonly prediction?: Prediction;
}

/**
 * Sends a load to an app, follows it next to the prediction, and judges it. Whatever happens, its Job is deleted.
 *
 * @throws InputError if it cannot begin, or the load ends early; Interrupted if somebody stops it.
 */
export async function runProve(
  request: ProveRequest,
  listenerOf: (prediction?: Prediction) => ProveListener,
): Promise<Proof> {
  const { cluster } = request;
  const api = await ClusterApi.open(cluster.kubectl);
  try {
    return await proveWith(api, request, listenerOf);
  } catch (error) {
    if (error instanceof ApiRefusal) throw refused(error);
    throw error;
  } finally {
    api.close();
  }
}

async function proveWith(
  api: ClusterApi,
  request: ProveRequest,
  listenerOf: (prediction?: Prediction) => ProveListener,
): Promise<Proof> {
  const { cluster, load, loadSeconds, afterSeconds } = request;
  const { kubectl } = cluster;
  const subject = await findSubject(api, request.what, cluster.namespace);
  const { namespace, name, hpa } = subject;
  const target = targetAddress(addressOf(subject, request.url), request.host);
  const generator = generatorOf({ load, target, seconds: loadSeconds });
  const disturbances = await disturbancesOf(request.disturbances, { api, kubectl, subject, seconds: loadSeconds });
  await requirePermissions(kubectl, [...needsOfLoad(namespace), ...disturbances.flatMap(({ needs }) => needs)]);
  const watch = watchOf(api, subject);
  const now = await watch.look(); // what may not be read is told before anything is made
  watch.restart();
  const { prediction, unpredicted } = predicted(request, subject, now.desired);
  const job = `prove-${name.slice(0, 40).replace(/[.-]+$/, '')}-${randomBytes(3).toString('hex')}`;
  const app = `${subject.kind} ${namespace}/${name}`;
  const scaler = hpa && scalerLabel(subject);
  const plan = { app, ...(scaler !== undefined && { scaler }), url: target.url, tool: generator.tool, job };
  const listener = listenerOf(prediction);
  listener.plans({ ...plan, ...(prediction && { prediction }) });
  const file = hpa && recordingOf(request, subject);
  const manifest = loadJob({ namespace, name: job, generator, seconds: loadSeconds, ...(request.image !== undefined && { image: request.image }) }); // prettier-ignore
  try {
    await kubectl.run(['create', '--filename=-'], { input: JSON.stringify(manifest) });
    const followed = await follow({
      ...{ watch, pod: new LoadPod(api, namespace, job), disturbances, loadSeconds, listener },
      ...{ seconds: loadSeconds + afterSeconds, patience: request.patience, signal: kubectl.signal },
      ...(file && { file }),
    });
    const agreement = prediction && hpa && agreementOfSeries(prediction.rows.map(({ desired }) => desired), followed.seconds.map((each) => each?.desired)); // prettier-ignore
    const { availability, goals } = request;
    return {
      ...{ app, ...(scaler !== undefined && { scaler }), load: load.text, tool: generator.tool, url: target.url },
      ...{
        loadSeconds,
        followed,
        ...(prediction && { prediction }),
        ...(unpredicted !== undefined && { unpredicted }),
      },
      ...(agreement && { agreement }),
      ...(file && { recording: file.file }),
      verdict: verdictOf({
        ...{ followed, workload: subject.workload, availability, goals },
        ...{ prediction, agreement, agreementAsked: request.agreement },
        ...(hpa && { unpredicted }),
      }),
    };
  } finally {
    await removeJob(kubectl, namespace, job, listener);
  }
}

function scalerLabel({ hpa, namespace }: Subject): string {
  if (hpa?.scaledObject !== undefined) return `ScaledObject ${namespace}/${hpa.scaledObject}`;
  return `HPA ${namespace}/${hpa?.name}`;
}

/** What the simulator says of it; an app that it cannot predict is proven all the same. */
function predicted(
  request: ProveRequest,
  subject: Subject,
  replicas: number,
): { readonly prediction?: Prediction; readonly unpredicted?: string } {
  const { cluster, load, loadSeconds, afterSeconds, world, runs, disturbances, manifests } = request;
  const rollout = disturbances.find(({ what }) => what === 'rollout');
  const options: PredictOptions = {
    ...{ load: endingLoad(load, loadSeconds), duration: loadSeconds + afterSeconds, runs },
    world: { replicas, ...world },
    cluster: { controller: { kubernetes: cluster.release } },
    ...(rollout && { rollout: rollout.at ?? Math.floor(loadSeconds / 2) }),
  };
  try {
    return { prediction: predictScaler(manifests ?? subject.manifests, subject.predictedName, options) };
  } catch (error) {
    if (!(error instanceof InputError) || manifests) throw error;
    return { unpredicted: error.problem.what };
  }
}

function recordingOf({ cluster, output, load, recording }: ProveRequest, { namespace, hpa }: Subject): RecordingFile {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const of = `hpa/${namespace}/${hpa?.name}`;
  const header = {
    version: 1,
    options: { kubernetes: cluster.release },
    of,
    loadUnit: `requests per second of ${load.text}`,
  } as const;
  return RecordingFile.open(output ?? `${namespace}-${hpa?.name}-${time}.jsonl`, header, recording);
}

/** Seconds for which the end of the Job and its pod is waited for. */
const REMOVAL = 60;

/** Deletes the Job with its pod, also after Ctrl-C; where that fails the cluster does it, a little later. */
async function removeJob(kubectl: Kubectl, namespace: string, job: string, { note }: ProveListener): Promise<void> {
  const own = kubectl.uninterrupted();
  const args = ['delete', 'job', job, `--namespace=${namespace}`, '--ignore-not-found', '--cascade=foreground'];
  try {
    await own.run([...args, `--timeout=${REMOVAL}s`], { seconds: REMOVAL + 10 });
  } catch (error) {
    const [what = ''] = (error as Error).message.split('\n');
    note(`Job ${namespace}/${job} is still there: ${what} The cluster deletes it when its time is over.`);
  }
}
