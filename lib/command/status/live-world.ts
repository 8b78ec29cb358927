import { ApiRefusal, permissionText, type ClusterApi } from '../../cluster';
import { fields, text, type Fields } from '../../kubernetes/fields';
import { trimmed } from './trimmed';

/** What reads lists. */
type Reader = Pick<ClusterApi, 'list' | 'now'>;

/** A kind that is read, and where its objects are. */
interface Source {
  readonly kind: string;
  readonly group: string;
  readonly plural: string;
  readonly isClusterScoped?: boolean;
}

const SOURCES: readonly Source[] = [
  { kind: 'HorizontalPodAutoscaler', group: 'apis/autoscaling/v2', plural: 'horizontalpodautoscalers' },
  { kind: 'ScaledObject', group: 'apis/keda.sh/v1alpha1', plural: 'scaledobjects' },
  { kind: 'ScaledJob', group: 'apis/keda.sh/v1alpha1', plural: 'scaledjobs' },
  { kind: 'TriggerAuthentication', group: 'apis/keda.sh/v1alpha1', plural: 'triggerauthentications' },
  {
    kind: 'ClusterTriggerAuthentication',
    group: 'apis/keda.sh/v1alpha1',
    plural: 'clustertriggerauthentications',
    isClusterScoped: true,
  },
  { kind: 'Deployment', group: 'apis/apps/v1', plural: 'deployments' },
  { kind: 'StatefulSet', group: 'apis/apps/v1', plural: 'statefulsets' },
  { kind: 'Pod', group: 'api/v1', plural: 'pods' },
  { kind: 'Service', group: 'api/v1', plural: 'services' },
  { kind: 'ServiceMonitor', group: 'apis/monitoring.coreos.com/v1', plural: 'servicemonitors' },
  { kind: 'PodMonitor', group: 'apis/monitoring.coreos.com/v1', plural: 'podmonitors' },
  { kind: 'Prometheus', group: 'apis/monitoring.coreos.com/v1', plural: 'prometheuses' },
  { kind: 'PodDisruptionBudget', group: 'apis/policy/v1', plural: 'poddisruptionbudgets' },
  { kind: 'ResourceQuota', group: 'api/v1', plural: 'resourcequotas' },
  { kind: 'Namespace', group: 'api/v1', plural: 'namespaces', isClusterScoped: true },
  { kind: 'RoleBinding', group: 'apis/rbac.authorization.k8s.io/v1', plural: 'rolebindings' },
  { kind: 'Role', group: 'apis/rbac.authorization.k8s.io/v1', plural: 'roles' },
  { kind: 'ClusterRole', group: 'apis/rbac.authorization.k8s.io/v1', plural: 'clusterroles', isClusterScoped: true },
  {
    kind: 'ClusterRoleBinding',
    group: 'apis/rbac.authorization.k8s.io/v1',
    plural: 'clusterrolebindings',
    isClusterScoped: true,
  },
  { kind: 'APIService', group: 'apis/apiregistration.k8s.io/v1', plural: 'apiservices', isClusterScoped: true },
];
const WARNINGS = 'events?fieldSelector=type%3DWarning';
/** Without these there is nothing to tell. */
const NEEDED = new Set(['HorizontalPodAutoscaler']);

/** A warning about an object, as the cluster's events tell it. */
export interface Warning {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly reason: string;
  readonly message: string;
  /** In milliseconds. */
  readonly time: number;
}

/** What is known of the autoscalers of a cluster and of what is around them, at one moment. */
export interface LiveWorld {
  /** When it was read, by the clock of the API server. */
  readonly now: number;
  /** The namespace that was read; undefined for all of them. */
  readonly namespace?: string;
  readonly objects: ReadonlyMap<string, readonly Fields[]>;
  readonly warnings: readonly Warning[];
  /** Kinds that could be read. */
  readonly readable: ReadonlySet<string>;
  /** What may not be read, such as `list pods in namespace shop`. */
  readonly forbidden: readonly string[];
}

/** The objects of a kind; none where they could not be read. */
export function objectsIn({ objects }: Pick<LiveWorld, 'objects'>, kind: string): readonly Fields[] {
  return objects.get(kind) ?? [];
}

/**
 * Reads autoscalers and what is around them, as far as it is permitted.
 *
 * @param namespace undefined for all namespaces; where that is not permitted, `home` alone is read
 * @throws ApiRefusal if not even the autoscalers can be read.
 */
export async function readWorld(api: Reader, namespace: string | undefined, home: string): Promise<LiveWorld> {
  try {
    return await read(api, namespace);
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.status !== 403 || namespace !== undefined) throw error;
    return read(api, home);
  }
}

async function read(api: Reader, namespace: string | undefined): Promise<LiveWorld> {
  const objects = new Map<string, readonly Fields[]>();
  const readable = new Set<string>();
  const forbidden: string[] = [];
  const inScope = namespace === undefined ? '' : `namespaces/${namespace}/`;
  const list = async <T>(where: string, keep: (item: Fields) => T): Promise<T[] | undefined> => {
    try {
      return await api.list(where, keep);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      if (error.permission) forbidden.push(permissionText(error.permission));
      else if (error.status !== 404) forbidden.push(`read ${where}: ${error.message}`);
      return undefined;
    }
  };
  for (const { kind, group, plural, isClusterScoped = false } of SOURCES) {
    const where = `/${group}/${isClusterScoped ? '' : inScope}${plural}`;
    const items = NEEDED.has(kind) ? await api.list(where, trimmed) : await list(where, trimmed);
    if (items) readable.add(kind);
    objects.set(kind, items ?? []);
  }
  const warnings = (await list(`/api/v1/${inScope}${WARNINGS}`, warningOf)) ?? [];
  warnings.sort((a, b) => b.time - a.time);
  return { now: api.now, namespace, objects, warnings, readable, forbidden };
}

function warningOf(event: Fields): Warning {
  const involved = fields(event, 'involvedObject');
  return {
    ...{ kind: text(involved, 'kind') ?? '', namespace: text(involved, 'namespace') ?? '' },
    ...{
      name: text(involved, 'name') ?? '',
      reason: text(event, 'reason') ?? '',
      message: text(event, 'message') ?? '',
    },
    time: Date.parse(timeOf(event) ?? '') || 0,
  };
}

/** When it was seen last: old recorders count, new ones have series. */
function timeOf(event: Fields): string | undefined {
  return text(event, 'series', 'lastObservedTime') ?? text(event, 'lastTimestamp') ?? text(event, 'eventTime');
}
