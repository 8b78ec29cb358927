import { ApiRefusal, KubectlError, type ClusterApi, type Kubectl } from '../../cluster';
import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { secondsOfSpan, type Span } from '../../simulation';
import { InputError } from '../../validation';
import { prometheusPlace } from '../record/load-query';
import { type Need } from './permissions';
import { type Subject } from './subject';

/** What can be made to fail by deleting pods, which their controllers make again. */
export const POD_FAULTS = {
  pod: 'a pod of the app is deleted',
  'metrics-server': 'the pods behind the metrics of CPU and memory are deleted',
  adapter: 'the pods behind the custom metrics are deleted',
  keda: "KEDA's operator and metrics server are deleted",
  prometheus: 'the pods of the Prometheus that the ScaledObject asks are deleted',
} as const;

/** What can be made to fail. */
export type PodFault = keyof typeof POD_FAULTS;

/** What somebody asks for. */
export interface DisturbanceRequest {
  readonly what: 'rollout' | 'drain' | PodFault;
  /** @default in the middle of the load */
  readonly at?: Span;
}

/** Something that is done to the app while the load is there. */
export interface Disturbance {
  readonly what: DisturbanceRequest['what'];
  /** When, in seconds of the load. */
  readonly second: number;
  readonly needs: readonly Need[];
  /** Does it, and says in a line what it did. @throws KubectlError if it is refused. */
  readonly happen: () => Promise<string>;
}

/** A fault as it is written on the command line: `pod@1m`, or `pod` for the middle. @throws InputError if it cannot be read. */
export function parsePodFault(written: string): DisturbanceRequest {
  const [, what = '', at] = /^([a-z-]+)(?:@(.+))?$/.exec(written.trim()) ?? [];
  if (!Object.hasOwn(POD_FAULTS, what)) {
    throw new InputError({
      what: `The fault "${written}" cannot be read.`,
      why: 'A proof makes fail what comes back by itself: pods that their controllers make again.',
      fix: `Write what fails and when, such as pod@1m; what may fail is ${Object.keys(POD_FAULTS).join(', ')}.`,
    });
  }
  return { what: what as PodFault, ...(at !== undefined && { at }) };
}

/** What it is done with. */
export interface Reach {
  readonly api: ClusterApi;
  readonly kubectl: Kubectl;
  readonly subject: Subject;
  /** How long the load lasts. */
  readonly seconds: number;
}

/**
 * What is asked for, ready to happen, in the order of time.
 *
 * @throws InputError if there is nothing that could fail, or it would come after the load.
 */
export async function disturbancesOf(requests: readonly DisturbanceRequest[], reach: Reach): Promise<Disturbance[]> {
  const found: Disturbance[] = [];
  for (const { what, at } of requests) {
    const second = at === undefined ? Math.floor(reach.seconds / 2) : secondsOfSpan(`The time of the ${what}`, at);
    if (second >= reach.seconds) {
      throw new InputError({
        what: `The ${what} would be after ${second} s, and the load lasts ${reach.seconds} s.`,
        why: 'What it does to requests is seen only while there are some.',
        fix: 'Choose an earlier time, or a longer load with --duration.',
      });
    }
    const { needs, happen } = await actOf(what, reach);
    found.push({ what, second, needs, happen });
  }
  return found.sort((a, b) => a.second - b.second);
}

type Act = Pick<Disturbance, 'needs' | 'happen'>;

async function actOf(what: DisturbanceRequest['what'], reach: Reach): Promise<Act> {
  if (what === 'rollout') return rollout(reach);
  if (what === 'drain') return drain(reach);
  if (what === 'pod') {
    const { namespace } = reach.subject;
    return deletion(reach, namespace, async () => [await readyPod(reach)]);
  }
  const { namespace, selectors } = await placeOf(what, reach);
  return deletion(reach, namespace, async () => {
    const pods = await Promise.all(selectors.map((selector) => podsAt(reach.api, namespace, selector)));
    return [...new Set(pods.flat())];
  });
}

function rollout({ kubectl, subject: { namespace, kind, name } }: Reach): Act {
  const resource = `${kind.toLowerCase()}s`;
  return {
    needs: [
      { verb: 'get', resource, group: 'apps', namespace },
      { verb: 'patch', resource, group: 'apps', namespace },
    ],
    happen: async () => {
      await kubectl.run(['rollout', 'restart', `${kind.toLowerCase()}/${name}`, `--namespace=${namespace}`]);
      return `${kind} ${name} is restarted`;
    },
  };
}

function drain(reach: Reach): Act {
  const { kubectl, subject } = reach;
  const { namespace } = subject;
  return {
    needs: [{ verb: 'create', resource: 'pods', subresource: 'eviction', group: '', namespace }],
    happen: async () => {
      const pod = await readyPod(reach);
      const input = JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace } });
      const path = `/api/v1/namespaces/${namespace}/pods/${pod}/eviction`;
      const { code, stderr } = await kubectl.attempt(['create', `--raw=${path}`, '--filename=-'], { input });
      if (code === 0) return `pod ${pod} is evicted`;
      if (/disruption budget/i.test(stderr)) return `pod ${pod} is not evicted: its PodDisruptionBudget refuses it now`;
      throw KubectlError.of(stderr, kubectl.choice);
    },
  };
}

function deletion({ kubectl }: Reach, namespace: string, podsNow: () => Promise<readonly string[]>): Act {
  return {
    needs: [
      { verb: 'delete', resource: 'pods', group: '', namespace },
      { verb: 'list', resource: 'pods', group: '', namespace },
    ],
    happen: async () => {
      const pods = await podsNow();
      await kubectl.run(['delete', 'pod', ...pods, `--namespace=${namespace}`, '--wait=false', '--ignore-not-found']);
      return `${pods.length === 1 ? 'pod' : 'pods'} ${pods.join(', ')} of namespace ${namespace} deleted`;
    },
  };
}

/** The oldest ready pod of the app. */
async function readyPod({ api, subject }: Reach): Promise<string> {
  const { namespace, workload } = subject;
  const ready = await podsAt(api, namespace, fields(workload, 'spec', 'selector', 'matchLabels'), isReady);
  const [pod] = ready;
  if (pod !== undefined) return pod;
  throw new InputError({
    what: `No pod of ${subject.kind} "${namespace}/${subject.name}" is ready.`,
    why: 'There is nothing to take away.',
    fix: 'See why: cdk8s-autoscaling status',
  });
}

async function podsAt(
  api: ClusterApi,
  namespace: string,
  labels: Fields,
  isWanted: (pod: Fields) => boolean = () => true,
): Promise<string[]> {
  const selector = Object.entries(labels).map(([label, value]) => `${label}=${String(value)}`);
  const where = `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector.join(','))}`;
  const pods = await api.list(where, (pod) => pod);
  return pods
    .filter((pod) => text(pod, 'metadata', 'deletionTimestamp') === undefined && isWanted(pod))
    .sort((a, b) => bornAt(a).localeCompare(bornAt(b), 'en'))
    .map((pod) => String(fields(pod, 'metadata').name));
}

function bornAt(pod: Fields): string {
  return String(fields(pod, 'metadata').creationTimestamp);
}

function isReady(pod: Fields): boolean {
  return list(pod, 'status', 'conditions')
    .map((each) => fields(each))
    .some(({ type, status }) => type === 'Ready' && status === 'True');
}

interface PodPlace {
  readonly namespace: string;
  readonly selectors: readonly Fields[];
}

const METRICS_APIS: Readonly<Record<string, string>> = {
  'metrics-server': 'v1beta1.metrics.k8s.io',
  adapter: 'v1beta1.custom.metrics.k8s.io',
  keda: 'v1beta1.external.metrics.k8s.io',
};

/** The Service at which KEDA's metrics server asks the operator. */
const KEDA_OPERATOR = 'keda-operator';

/** Where the pods of a component are: behind the Service that serves its API, or that the ScaledObject asks. */
async function placeOf(what: string, reach: Reach): Promise<PodPlace> {
  const { api } = reach;
  const apiName = METRICS_APIS[what];
  const { namespace, service } = apiName === undefined ? prometheusOf(reach) : await servedBy(api, apiName, what);
  const names = what === 'keda' ? [service, KEDA_OPERATOR] : [service];
  const selectors: Fields[] = [];
  for (const name of names) {
    const found = await readOr(api, `/api/v1/namespaces/${namespace}/services/${name}`);
    const selector = fields(found, 'spec', 'selector');
    if (Object.keys(selector).length > 0) selectors.push(selector);
  }
  if (selectors.length === 0) throw notThere(what, `Service "${namespace}/${service}" selects no pods`);
  return { namespace, selectors };
}

async function servedBy(api: ClusterApi, name: string, what: string): Promise<{ namespace: string; service: string }> {
  const found = await readOr(api, `/apis/apiregistration.k8s.io/v1/apiservices/${name}`);
  const [namespace, service] = ['namespace', 'name'].map((field) => text(found, 'spec', 'service', field));
  if (namespace === undefined || service === undefined) throw notThere(what, `nothing serves ${name}`);
  return { namespace, service };
}

function prometheusOf({ subject }: Reach): { namespace: string; service: string } {
  const triggers = subject.manifests.flatMap((each) => list(each, 'spec', 'triggers'));
  const address = triggers.map((each) => text(each, 'metadata', 'serverAddress')).find((each) => each !== undefined);
  if (address === undefined) throw notThere('prometheus', 'no trigger of the app names one');
  return prometheusPlace(address);
}

async function readOr(api: ClusterApi, path: string): Promise<Fields | undefined> {
  try {
    return await api.get<Fields>(path);
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 404) return undefined;
    throw error;
  }
}

function notThere(what: string, reason: string): InputError {
  return new InputError({
    what: `${what} cannot be made to fail: ${reason}.`,
    why: 'A fault deletes pods, and there are none to find.',
    fix: 'Leave it out, or see what the cluster has: cdk8s-autoscaling status',
  });
}
