import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { ClusterScopedObject } from '../platform';

/** A rule of a Role or ClusterRole. */
export interface AccessRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

/** Who may do what. */
export interface AccessProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: { readonly [label: string]: string };
  /** In every namespace. */
  readonly clusterRules: AccessRule[];
  /** In the namespace of the ServiceAccount. */
  readonly namespaceRules: AccessRule[];
}

/** A ServiceAccount with a ClusterRole, a Role and the bindings of both, all of one name. */
export function addAccess(scope: Construct, id: string, props: AccessProps): void {
  const { name, namespace, labels, clusterRules, namespaceRules } = props;
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
  const bind = (kind: string) => ({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
  const metadata = { name, namespace, labels };

  new ApiObject(scope, `${id}service-account`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  new ClusterScopedObject(scope, `${id}cluster-role`, {
    ...rbac,
    kind: 'ClusterRole',
    metadata: { name, labels },
    rules: clusterRules,
  });
  new ClusterScopedObject(scope, `${id}cluster-role-binding`, {
    ...rbac,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels },
    ...bind('ClusterRole'),
  });
  new ApiObject(scope, `${id}role`, { ...rbac, kind: 'Role', metadata, rules: namespaceRules });
  new ApiObject(scope, `${id}role-binding`, { ...rbac, kind: 'RoleBinding', metadata, ...bind('Role') });
}
