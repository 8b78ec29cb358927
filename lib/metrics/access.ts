import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { ClusterScopedObject } from '../platform';

const GROUP = 'rbac.authorization.k8s.io';

/** An RBAC rule, about resources or about paths. */
export interface AccessRule {
  readonly apiGroups?: string[];
  readonly resources?: string[];
  readonly nonResourceURLs?: string[];
  readonly verbs: string[];
}

/** Verbs of who follows objects. */
export const READ = ['get', 'list', 'watch'];

/** A rule about resources of one API group. */
export function allow(apiGroup: string, resources: string[], verbs: string[]): AccessRule {
  return { apiGroups: [apiGroup], resources, verbs };
}

/** Who gets access. */
export interface Account {
  readonly name: string;
  readonly namespace: string;
  readonly labels: { [label: string]: string };
}

/** Adds a ServiceAccount. */
export function addAccount(scope: Construct, { name, namespace, labels }: Account): void {
  new ApiObject(scope, 'account', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, labels },
  });
}

/** Adds a role for the whole cluster, and binds it to an account. Its name begins with the namespace, so that another one may have its own. */
export function addClusterAccess(
  scope: Construct,
  { name, namespace, labels }: Account,
  rules: readonly AccessRule[],
): void {
  const metadata = { name: `${namespace}:${name}`, labels };
  new ClusterScopedObject(scope, 'cluster-role', { apiVersion: `${GROUP}/v1`, kind: 'ClusterRole', metadata, rules });
  new ClusterScopedObject(scope, 'cluster-role-binding', {
    apiVersion: `${GROUP}/v1`,
    kind: 'ClusterRoleBinding',
    metadata,
    ...bindingTo('ClusterRole', metadata.name, { name, namespace }),
  });
}

/** What a binding says: which role, for whom. */
export function bindingTo(
  kind: string,
  role: string,
  account: { readonly name: string; readonly namespace: string },
): object {
  return {
    roleRef: { apiGroup: GROUP, kind, name: role },
    subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }],
  };
}
