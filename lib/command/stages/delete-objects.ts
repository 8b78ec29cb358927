import { type CheckedObject } from '../../checks/manifest';
import { KubectlError, readJson, type Kubectl } from '../../cluster';
import { fields, list, text, type Fields } from '../../kubernetes/fields';
import { asList, secondsFor } from './cluster-object';

/** An object that is still on the cluster, and what holds it there. */
export interface Remaining {
  readonly object: string;
  readonly reason: string;
}

const UNKNOWN_KIND = /no matches for kind|resource mapping not found|doesn't have a resource type/;

/** Deletes objects without waiting until they are gone; those that are not there, or whose kind is not, do not matter. */
export async function deleteObjects(
  kubectl: Kubectl,
  objects: readonly CheckedObject[],
  namespace: string | undefined,
): Promise<void> {
  const known = await ofKnownKinds(kubectl, objects);
  if (known.length === 0) return;
  const args = ['delete', '--filename=-', '--ignore-not-found', '--wait=false', ...inNamespace(namespace)];
  const { code, stderr } = await kubectl.attempt(args, { input: asList(known), seconds: secondsFor(known.length) });
  if (code !== 0 && !UNKNOWN_KIND.test(stderr)) throw KubectlError.of(stderr, kubectl.choice);
}

/** Which of some objects are on the cluster. */
export async function stillThere(
  kubectl: Kubectl,
  objects: readonly CheckedObject[],
  namespace: string | undefined,
): Promise<Remaining[]> {
  const known = await ofKnownKinds(kubectl, objects);
  if (known.length === 0) return [];
  const args = ['get', '--filename=-', '--ignore-not-found', '--output=json', ...inNamespace(namespace)];
  const { code, stdout, stderr } = await kubectl.attempt(args, {
    input: asList(known),
    seconds: secondsFor(known.length),
  });
  if (code !== 0 && !UNKNOWN_KIND.test(stderr)) throw KubectlError.of(stderr, kubectl.choice);
  const found = readJson<Fields>(stdout, args);
  if (!found) return [];
  const items = found.items === undefined ? [found] : list(found, 'items').map((each) => fields(each));
  return items.map((live) => {
    const where = text(live, 'metadata', 'namespace');
    const object = `${text(live, 'kind')} ${where === undefined ? '' : `${where}/`}${text(live, 'metadata', 'name')}`;
    return { object, reason: reasonOf(live) };
  });
}

function reasonOf(live: Fields): string {
  if (text(live, 'metadata', 'deletionTimestamp') === undefined) return 'it is not being deleted';
  const finalizers = list(live, 'metadata', 'finalizers').map(String);
  if (finalizers.length > 0) {
    return `held by the finalizer ${finalizers.join(', ')}, which its controller must take away`;
  }
  const conditions = list(live, 'status', 'conditions').map((each) => fields(each));
  const holding = conditions.filter(
    ({ type, status }) => /^Namespace.*(?:Remaining|Failure)$/.test(String(type)) && status === 'True',
  );
  return holding.length > 0 ? holding.map((each) => text(each, 'message')).join('; ') : 'it ends';
}

/** The objects whose kinds the cluster serves. */
async function ofKnownKinds(kubectl: Kubectl, objects: readonly CheckedObject[]): Promise<CheckedObject[]> {
  if (objects.length === 0) return [];
  const versions = new Set((await kubectl.run(['api-versions'])).split('\n'));
  return objects.filter(({ manifest }) => versions.has(manifest.apiVersion));
}

function inNamespace(namespace: string | undefined): string[] {
  return namespace === undefined ? [] : [`--namespace=${namespace}`];
}
