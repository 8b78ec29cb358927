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

/** A permission as a person says it: `list pods in namespace shop`. */
export function permissionText({ verb, resource, group, namespace }: Omit<Permission, 'user'>): string {
  const what = group === '' ? resource : `${resource}.${group}`;
  const where = resource.startsWith('/')
    ? ''
    : namespace === undefined
      ? ' in all namespaces'
      : ` in namespace ${namespace}`;
  return `${verb} ${what}${where}`;
}
