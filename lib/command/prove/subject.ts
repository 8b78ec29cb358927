import { ApiRefusal, type ClusterApi } from '../../cluster';
import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { findHpa, type FoundHpa } from '../record/find-hpa';
import { pluralOf } from '../record/metrics-paths';
import { servicesOf } from '../record/services-of';
import { scalerName } from '../scaler-name';

/** What is proven: an app on a cluster, with what scales it. */
export interface Subject {
  readonly namespace: string;
  /** @default nothing scales it */
  readonly hpa?: FoundHpa;
  /** The workload, such as `Deployment` `web`. */
  readonly kind: string;
  readonly name: string;
  /** Where it is in the API, such as `/apis/apps/v1/namespaces/shop/deployments/web`. */
  readonly path: string;
  readonly workload: Fields;
  /** The Services that lead to its pods, the one of its name first. */
  readonly services: readonly Fields[];
  /** What somebody would have to apply to have the same: without what the cluster keeps. */
  readonly manifests: readonly Fields[];
  /** How the simulator finds it among them. */
  readonly predictedName: string;
}

const WORKLOADS: Readonly<Record<string, string>> = {
  ...{ deployment: 'Deployment', deployments: 'Deployment', deploy: 'Deployment' },
  ...{ statefulset: 'StatefulSet', statefulsets: 'StatefulSet', sts: 'StatefulSet' },
};

type Api = Pick<ClusterApi, 'get' | 'list'>;

/**
 * Finds an app by its autoscaler (`hpa/shop/web`, `scaledobject/shop/web`) or by itself (`deployment/shop/web`).
 *
 * @throws InputError if it is not there; ApiRefusal if it may not be read.
 */
export async function findSubject(api: Api, written: string, home: string): Promise<Subject> {
  const [word = '', ...rest] = written.split('/');
  const kind = WORKLOADS[word.toLowerCase()];
  if (kind === undefined || rest.length === 0 || rest.length > 2 || rest.includes('')) {
    const hpa = await findHpa(api, scalerName(written), home);
    const found = await api.get<Fields>(hpaPath(hpa.namespace, hpa.name));
    return subjectOf(api, hpa.namespace, fields(found, 'spec', 'scaleTargetRef'), { hpa, found });
  }
  const namespace = rest.length === 2 ? String(rest[0]) : home;
  const reference = { apiVersion: 'apps/v1', kind, name: rest.at(-1) };
  return subjectOf(api, namespace, reference, await scalerOf(api, namespace, reference));
}

interface Scaler {
  readonly hpa: FoundHpa;
  readonly found: Fields;
}

function hpaPath(namespace: string, name: string): string {
  return `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${name}`;
}

/** The HPA that scales a workload. */
async function scalerOf(api: Api, namespace: string, { kind, name }: Fields): Promise<Scaler | undefined> {
  const hpas = await api.list(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`, (each) => each);
  const found = hpas.find((each) => {
    const target = fields(each, 'spec', 'scaleTargetRef');
    return target.kind === kind && target.name === name;
  });
  if (!found) return undefined;
  const hpa = await findHpa(
    api,
    { kind: 'HorizontalPodAutoscaler', namespace, name: String(fields(found, 'metadata').name) },
    namespace,
  );
  return { hpa, found };
}

async function subjectOf(api: Api, namespace: string, reference: Fields, scaler: Scaler | undefined): Promise<Subject> {
  const [apiVersion, kind, name] = [reference.apiVersion, reference.kind, reference.name].map(String) as [string, string, string]; // prettier-ignore
  const path = `/apis/${apiVersion}/namespaces/${namespace}/${pluralOf(kind)}/${name}`;
  const workload = await readWorkload(api, path, `${kind} "${namespace}/${name}"`);
  const services = (await servicesOf(api, namespace, workload)).sort(byUse(name));
  const scaling = scaler && (await writtenScaler(api, namespace, scaler));
  return {
    ...{ namespace, kind, name, path, workload, services },
    ...(scaler && { hpa: scaler.hpa }),
    manifests: [workload, ...services, ...(scaling ? [scaling] : [])].map((each) => asWritten(each)),
    predictedName: scaling
      ? `${String(scaling.kind)}/${namespace}/${String(fields(scaling, 'metadata').name)}`
      : `${kind}/${namespace}/${name}`,
  };
}

/** What somebody wrote to scale it: the HPA, or the ScaledObject that KEDA made it for. */
async function writtenScaler(api: Api, namespace: string, { hpa, found }: Scaler): Promise<Fields> {
  if (hpa.scaledObject === undefined) {
    return { kind: 'HorizontalPodAutoscaler', apiVersion: 'autoscaling/v2', ...found };
  }
  return api.get<Fields>(`/apis/keda.sh/v1alpha1/namespaces/${namespace}/scaledobjects/${hpa.scaledObject}`);
}

async function readWorkload(api: Api, path: string, label: string): Promise<Fields> {
  try {
    return await api.get<Fields>(path);
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.status !== 404) throw error;
    throw new InputError({
      what: `There is no ${label} on this cluster.`,
      why: 'There is nothing to send a load to.',
      fix: 'Name one that exists: kubectl get deployments,statefulsets,hpa',
    });
  }
}

/** The Service of the app's name first, headless ones last. */
function byUse(name: string): (a: Fields, b: Fields) => number {
  const rank = (service: Fields): number =>
    (text(service, 'spec', 'clusterIP') === 'None' ? 2 : 0) + (text(service, 'metadata', 'name') === name ? 0 : 1);
  return (a, b) => rank(a) - rank(b);
}

/** An object without what a cluster adds to it. */
function asWritten({ apiVersion, kind, metadata, spec }: Fields): Fields {
  const { name, namespace, labels, annotations } = fields(metadata);
  return {
    ...{ apiVersion, kind, spec },
    metadata: {
      name,
      namespace,
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
    },
  };
}

/**
 * Where the app is asked: a whole address, or a path at the Service that leads to it.
 *
 * @throws InputError if no Service does.
 */
export function addressOf({ namespace, kind, name, services }: Subject, written = '/'): string {
  if (!written.startsWith('/')) return written;
  const [service] = services;
  const ports = list(service ?? {}, 'spec', 'ports').map((each) => fields(each));
  const port = ports.find((each) => text(each, 'name')?.startsWith('http')) ?? ports[0];
  if (!service || !port) {
    throw new InputError({
      what: `No Service leads to ${kind} "${namespace}/${name}".`,
      why: 'A load is sent to an address, not to pods.',
      fix: 'Name the address that its clients use: --url http://web.shop.svc:8080/',
    });
  }
  const number = Number(port.port);
  const isSecure = number === 443 || text(port, 'name') === 'https';
  const standard = isSecure ? 443 : 80;
  const place = `${text(service, 'metadata', 'name')}.${namespace}.svc`;
  return `${isSecure ? 'https' : 'http'}://${place}${number === standard ? '' : `:${number}`}${written}`;
}
