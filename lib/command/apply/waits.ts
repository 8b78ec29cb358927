import { nameOf, namespaceOf, type CheckedObject } from '../../checks/manifest';
import { ApiRefusal, type ClusterApi } from '../../cluster';
import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { troubleOf, type Trouble, type WorkloadPlace } from '../stages/trouble';

/** What must be there before the next stage, and why it is not. */
export interface Missing {
  /** What is waited for, such as `CustomResourceDefinition scaledobjects.keda.sh is established`. */
  readonly what: string;
  /** What the cluster says of it. */
  readonly state: string;
  readonly trouble?: Trouble;
}

const SCALERS = new Set(['HorizontalPodAutoscaler', 'ScaledObject', 'ScaledJob']);

/** What of the objects that were applied is not there yet, and is needed by those that come next. */
export async function missingFor(
  api: ClusterApi,
  applied: readonly CheckedObject[],
  next: readonly CheckedObject[],
): Promise<Missing | undefined> {
  for (const object of applied) {
    const { kind } = object.manifest;
    if (kind === 'CustomResourceDefinition') {
      const where = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${nameOf(object)}`;
      const state = await conditionAt(api, where, 'Established');
      if (state !== undefined) return { what: `CustomResourceDefinition ${nameOf(object)} is established`, state };
    }
    if (kind === 'APIService' && next.some(({ manifest }) => SCALERS.has(manifest.kind))) {
      const state = await conditionAt(
        api,
        `/apis/apiregistration.k8s.io/v1/apiservices/${nameOf(object)}`,
        'Available',
      );
      if (state === undefined) continue;
      const what = `APIService ${nameOf(object)}, which autoscalers of the next stage read, is available`;
      const trouble = await behind(api, serviceOf(fields(object.manifest, 'spec', 'service')), applied);
      return { what, state: trouble?.state ?? state, trouble };
    }
  }
  return undefined;
}

/** What keeps a webhook from answering, from what the API server said of it. */
export async function webhookTrouble(
  api: ClusterApi,
  message: string,
  applied: readonly CheckedObject[],
): Promise<{ readonly webhook: string; readonly trouble?: Trouble } | undefined> {
  const [, webhook] = /failed calling webhook "([^"]+)"/.exec(message) ?? [];
  if (webhook === undefined) return undefined;
  const [, name, namespace] = /https:\/\/([\w-]+)\.([\w-]+)\.svc/.exec(message) ?? [];
  const service = name === undefined || namespace === undefined ? undefined : { name, namespace };
  return { webhook, trouble: await behind(api, service, applied) };
}

interface ServicePlace {
  readonly name: string;
  readonly namespace: string;
}

function serviceOf(service: Fields): ServicePlace | undefined {
  const [name, namespace] = [text(service, 'name'), text(service, 'namespace')];
  return name === undefined || namespace === undefined ? undefined : { name, namespace };
}

/** What is wrong with the workload behind a Service of these manifests. */
async function behind(
  api: ClusterApi,
  service: ServicePlace | undefined,
  objects: readonly CheckedObject[],
): Promise<Trouble | undefined> {
  if (!service) return undefined;
  const found = objects.find(
    (object) =>
      object.manifest.kind === 'Service' &&
      nameOf(object) === service.name &&
      namespaceOf(object) === service.namespace,
  );
  const selector = Object.entries(fields(found?.manifest, 'spec', 'selector'));
  const workload = objects.find((object) => {
    const labels = fields(object.manifest, 'spec', 'template', 'metadata', 'labels');
    const isSelected = selector.length > 0 && selector.every(([label, value]) => labels[label] === value);
    return workloadOf(object) !== undefined && namespaceOf(object) === service.namespace && isSelected;
  });
  const place = workload && workloadOf(workload);
  return place && troubleOf(api, place);
}

const RESOURCES: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
};

/** Where a workload is that keeps pods running; undefined for anything else. */
export function workloadOf(object: CheckedObject): WorkloadPlace | undefined {
  const resource = RESOURCES[object.manifest.kind];
  return resource === undefined ? undefined : { resource, namespace: namespaceOf(object), name: nameOf(object) };
}

/** Undefined if a condition is true; else what is known of it. */
async function conditionAt(api: ClusterApi, where: string, type: string): Promise<string | undefined> {
  try {
    const conditions = list(await api.get<Fields>(where), 'status', 'conditions').map((each) => fields(each));
    const found = conditions.find((condition) => condition.type === type);
    if (found?.status === 'True') return undefined;
    return found ? `${text(found, 'reason')}: ${text(found, 'message')}` : 'nothing is known of it yet';
  } catch (error) {
    if (error instanceof ApiRefusal) return error.permission ? undefined : error.message;
    throw error;
  }
}
