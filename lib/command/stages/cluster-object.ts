import { groupOf } from '../../checks/api-groups';
import { nameOf, type CheckedObject } from '../../checks/manifest';
import { text } from '../../kubernetes/fields';

/** How kubectl names an object: `deployment.apps/web`. */
export function kubectlName(object: CheckedObject): string {
  return `${resourceName(object)}/${nameOf(object)}`;
}

/** How kubectl names a kind, whatever its plural is: `deployment.apps`. */
export function resourceName(object: CheckedObject): string {
  const group = groupOf(object);
  return `${object.manifest.kind.toLowerCase()}${group === '' ? '' : `.${group}`}`;
}

/** How a person names an object: `Deployment shop/web`. */
export function shownName(object: CheckedObject): string {
  const namespace = text(object.manifest.metadata, 'namespace');
  return `${object.manifest.kind} ${namespace === undefined ? '' : `${namespace}/`}${nameOf(object)}`;
}

/** The objects as one document that kubectl reads. */
export function asList(objects: readonly CheckedObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects.map(({ manifest }) => manifest) });
}

/** An object costs kubectl two requests, and a slow API server two seconds for each. */
const SECONDS_EACH = 5;
const SECONDS = 60;

/** How long kubectl may take for so many objects. */
export function secondsFor(count: number): number {
  return SECONDS + SECONDS_EACH * count;
}

const MOST = 100;

/** Objects in as few calls as kubectl's answers can be told apart in: it names an object without its namespace. */
export function inCalls(objects: readonly CheckedObject[]): CheckedObject[][] {
  const calls: { readonly names: Set<string>; readonly objects: CheckedObject[] }[] = [];
  for (const object of objects) {
    const name = kubectlName(object);
    let call = calls.find(({ names }) => !names.has(name) && names.size < MOST);
    if (!call) calls.push((call = { names: new Set(), objects: [] }));
    call.names.add(name);
    call.objects.push(object);
  }
  return calls.map((call) => call.objects);
}
