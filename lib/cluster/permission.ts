/** What somebody may not do. */
export interface Permission {
  readonly user: string;
  readonly verb: string;
  readonly resource: string;
  readonly group: string;
  /** @default the whole cluster */
  readonly namespace?: string;
}

const FORBIDDEN =
  /User "([^"]*)" cannot (\w+) resource "([^"]*)" in API group "([^"]*)"(?: in the namespace "([^"]*)"| at the cluster scope)?/;
const PATH = /User "([^"]*)" cannot (\w+) path "([^"]*)"/;

/** The permission that a refusal of the API server is about. */
export function forbiddenIn(text: string): Permission | undefined {
  const [, user = '', verb = '', resource, group = '', namespace] = FORBIDDEN.exec(text) ?? [];
  if (resource !== undefined) return { user, verb, resource, group, namespace };
  const [, somebody = '', action = '', path] = PATH.exec(text) ?? [];
  return path === undefined ? undefined : { user: somebody, verb: action, resource: path, group: '' };
}

/** Verbs for many objects at once: without a namespace, they are about all of them. Others are about an object that belongs to none. */
const OF_MANY = new Set(['list', 'watch', 'deletecollection']);

/** A permission as a person says it: `list pods in namespace shop`. */
export function permissionText({ verb, resource, group, namespace }: Omit<Permission, 'user'>): string {
  const what = group === '' ? resource : `${resource}.${group}`;
  const everywhere = OF_MANY.has(verb) && !resource.startsWith('/') ? ' in all namespaces' : '';
  const where = namespace === undefined ? everywhere : ` in namespace ${namespace}`;
  return `${verb} ${what}${where}`;
}
