import { uriPart } from '../../encode';
import { fields, list, number, text, type Fields } from '../../kubernetes/fields';
import { ApiRefusal, type ClusterApi } from '../../cluster';
import { plural } from '../text';

/** What keeps the pods of a workload from running, as far as the cluster tells. */
export interface Trouble {
  /** Such as `0 of 1 pods ready; ErrImagePull: …`. */
  readonly state: string;
  /** The last warnings about it and its pods, the newest first. */
  readonly events: readonly string[];
  /** The last line that a container wrote before it ended. */
  readonly log?: string;
}

/** A workload by where it is. */
export interface WorkloadPlace {
  /** Such as `deployments`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** What keeps a workload from being available; undefined where nothing does. */
export async function troubleOf(
  api: ClusterApi,
  { resource, namespace, name }: WorkloadPlace,
): Promise<Trouble | undefined> {
  let workload: Fields;
  try {
    workload = await api.get<Fields>(`/apis/apps/v1/namespaces/${namespace}/${resource}/${name}`);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return { state: error.message, events: [] };
  }
  if (isAvailable(workload)) return undefined;
  const status = fields(workload, 'status');
  const wanted = number(workload, 'spec', 'replicas') ?? number(status, 'desiredNumberScheduled') ?? 1;
  const ready = number(status, 'readyReplicas') ?? number(status, 'numberReady') ?? 0;
  const labels = Object.entries(fields(workload, 'spec', 'selector', 'matchLabels'));
  const selector = uriPart(labels.map(([label, value]) => `${label}=${String(value)}`).join(','));
  const pods = await api
    .list(`/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`, (pod) => pod)
    .catch(nothingIfRefused);
  const [waiting] = pods.flatMap((pod) => {
    const found = podTrouble(pod);
    return found ? [{ ...found, pod: text(pod, 'metadata', 'name') ?? '' }] : [];
  });
  const conditions = list(status, 'conditions').map((each) => fields(each));
  const failed = conditions.find(({ type, status: value }) => type === 'ReplicaFailure' && value === 'True');
  const reason = waiting?.reason ?? (failed && `${text(failed, 'reason')}: ${text(failed, 'message')}`);
  const log = waiting?.log ?? (waiting?.ended && (await lastLineOf(api, namespace, waiting.pod, waiting.ended)));
  const involved = new Set([name, ...pods.map((pod) => text(pod, 'metadata', 'name') ?? '')]);
  return {
    state: [
      `${ready} of ${plural(wanted, 'pod')} ready${ready >= wanted ? ', but not of the newest template' : ''}`,
      reason,
    ]
      .filter((part) => part !== undefined)
      .join('; '),
    events: await warningsAbout(api, namespace, involved),
    ...(log !== undefined && { log }),
  };
}

/** Whether all of a workload's pods are ready and of its newest template, as far as its strategy replaces them. */
export function isAvailable(workload: Fields): boolean {
  const [metadata, spec, status] = [fields(workload, 'metadata'), fields(workload, 'spec'), fields(workload, 'status')];
  const count = (field: string): number => number(status, field) ?? 0;
  if (count('observedGeneration') < (number(metadata, 'generation') ?? 0)) return false;
  const isByHand = text(spec, 'updateStrategy', 'type') === 'OnDelete';
  const daemons = number(status, 'desiredNumberScheduled');
  if (daemons !== undefined) {
    return count('numberReady') >= daemons && (isByHand || count('updatedNumberScheduled') >= daemons);
  }
  const wanted = number(spec, 'replicas') ?? 1;
  if (wanted === 0) return true;
  const old = number(spec, 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  const updated = isByHand ? wanted : count('updatedReplicas') + Math.min(old, wanted);
  return count('readyReplicas') >= wanted && updated >= Math.max(wanted, count('replicas'));
}

/** What keeps a pod from getting ready. */
export interface PodTrouble {
  /** Such as `container web: CrashLoopBackOff, exit code 1`. */
  readonly reason: string;
  /** The last line of what a container wrote as it ended. */
  readonly log?: string;
  /** The container that has ended, whose log may say more. */
  readonly ended?: string;
}

/** Why a pod does not get ready, in a line. */
export function podTrouble(pod: Fields): PodTrouble | undefined {
  const conditions = list(pod, 'status', 'conditions').map((each) => fields(each));
  const unscheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (unscheduled) return { reason: `${text(unscheduled, 'reason')}: ${text(unscheduled, 'message')}` };
  for (const container of [
    ...list(pod, 'status', 'initContainerStatuses'),
    ...list(pod, 'status', 'containerStatuses'),
  ]) {
    const waiting = fields(container, 'state', 'waiting');
    const restarts = number(container, 'restartCount') ?? 0;
    const isDown = restarts > 1 && number(container, 'state', 'terminated', 'exitCode') !== undefined;
    const reason = text(waiting, 'reason') ?? (isDown ? 'CrashLoopBackOff' : undefined);
    if (reason === undefined || /^(?:ContainerCreating|PodInitializing)$/.test(reason)) continue;
    const last = fields(container, 'lastState', 'terminated');
    const said = text(last, 'message');
    const ended = number(last, 'exitCode');
    const code = ended === undefined ? '' : `, exit code ${ended}${reasonOf(last)}`;
    return {
      reason: `container ${text(container, 'name')}: ${reason}${code}${tail(text(waiting, 'message'))}`,
      ...(said !== undefined && { log: said.trim().split('\n').at(-1) }),
      ...(ended !== undefined && { ended: text(container, 'name') ?? '' }),
    };
  }
  return undefined;
}

function reasonOf(terminated: Fields): string {
  const reason = text(terminated, 'reason');
  return reason === undefined || reason === 'Error' ? '' : ` (${reason})`;
}

function tail(message: string | undefined): string {
  return message === undefined || message.startsWith('back-off') ? '' : `: ${message}`;
}

/** The last line of the log of a container that has ended, for which somebody needs a permission of its own. */
async function lastLineOf(
  api: ClusterApi,
  namespace: string,
  pod: string,
  container: string,
): Promise<string | undefined> {
  const where = `/api/v1/namespaces/${namespace}/pods/${pod}/log?container=${container}&previous=true&tailLines=1`;
  try {
    const line = (await api.text(where)).trim();
    return line === '' ? undefined : line;
  } catch (error) {
    if (error instanceof ApiRefusal) return undefined;
    throw error;
  }
}

/** What may not be read is left out; whatever else happens, happens. */
function nothingIfRefused(error: unknown): never[] {
  if (error instanceof ApiRefusal) return [];
  throw error;
}

/** The newest warnings about objects of a namespace. */
async function warningsAbout(api: ClusterApi, namespace: string, names: ReadonlySet<string>): Promise<string[]> {
  const events = await api
    .list(`/api/v1/namespaces/${namespace}/events?fieldSelector=type%3DWarning`, (event) => ({
      about: text(event, 'involvedObject', 'name') ?? '',
      what: `${text(event, 'involvedObject', 'kind')} ${text(event, 'involvedObject', 'name')}: ${text(event, 'reason')}: ${text(event, 'message')}`,
      time: text(event, 'lastTimestamp') ?? text(event, 'eventTime') ?? '',
    }))
    .catch(nothingIfRefused);
  const found = events.filter(({ about }) => names.has(about)).sort((a, b) => (a.time < b.time ? 1 : -1));
  return [...new Set(found.map(({ what }) => what))].slice(0, 3);
}
