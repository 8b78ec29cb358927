import { type Fields } from '../../../kubernetes/fields';

/** The keys by which items of a list are one item, by the field of the list, for kinds of Kubernetes itself. Other lists are replaced. */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  ports: ['containerPort', 'port'],
  imagePullSecrets: ['name'],
  secrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
  webhooks: ['name'],
  conditions: ['type'],
  resourceClaims: ['name'],
};
/** Lists of these groups' kinds are merged; those of custom resources are replaced, whose schema nobody has. */
const BUILT_IN = /^(?:v1|(?:apps|batch|autoscaling|policy|extensions)\/.*|[\w.-]+\.k8s\.io\/.*)$/;

/**
 * An object with a strategic merge patch; undefined where the patch deletes it.
 *
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export function strategicMerged(object: Fields, patch: Fields): Fields | undefined {
  if (patch.$patch === 'delete') return undefined;
  const isBuiltIn = typeof object.apiVersion === 'string' && BUILT_IN.test(object.apiVersion);
  return mergedMap(object, patch, isBuiltIn);
}

function mergedMap(target: Fields, patch: Fields, isBuiltIn: boolean): Fields {
  const { $patch, ...changes } = patch;
  const merged = new Map(Object.entries($patch === 'replace' ? {} : target));
  for (const [key, change] of Object.entries(changes)) {
    if (key.startsWith('$')) continue; // the order and the retained keys of items: for clients that compute patches
    if (change === null || (isMap(change) && change.$patch === 'delete')) merged.delete(key);
    else merged.set(key, mergedValue(merged.get(key), change, isBuiltIn ? MERGE_KEYS[key] : undefined, isBuiltIn));
  }
  return Object.fromEntries(merged);
}

function mergedValue(
  target: unknown,
  change: unknown,
  mergeKeys: readonly string[] | undefined,
  isBuiltIn: boolean,
): unknown {
  if (Array.isArray(change)) {
    return mergeKeys && Array.isArray(target)
      ? mergedList(target, change, mergeKeys, isBuiltIn)
      : withoutDirectives(change);
  }
  if (!isMap(change)) return change;
  return mergedMap(isMap(target) ? target : {}, change, isBuiltIn);
}

function mergedList(
  target: readonly unknown[],
  changes: readonly unknown[],
  mergeKeys: readonly string[],
  isBuiltIn: boolean,
): unknown[] {
  if (changes.some((change) => isMap(change) && change.$patch === 'replace')) return withoutDirectives(changes);
  const merged = [...target];
  const added: unknown[] = [];
  for (const change of changes) {
    if (!isMap(change)) continue;
    const key = mergeKeys.find((each) => each in change);
    const place = merged.findIndex((item) => key !== undefined && isMap(item) && item[key] === change[key]);
    const item = merged[place];
    if (change.$patch === 'delete') {
      if (place >= 0) merged.splice(place, 1);
    } else if (isMap(item)) merged[place] = mergedMap(item, change, isBuiltIn);
    else added.push(mergedMap({}, change, isBuiltIn));
  }
  return [...added, ...merged]; // as kustomize does
}

function withoutDirectives(items: readonly unknown[]): unknown[] {
  return items.filter((item) => !isMap(item) || item.$patch === undefined);
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
