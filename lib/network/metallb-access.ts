import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { ClusterScopedObject } from '../platform';
import { CONTROLLER_CLUSTER_RULES, CONTROLLER_RULES, POD_LISTER_RULES, SPEAKER_CLUSTER_RULES } from './metallb-rules';

const LABELS = { app: 'metallb' };
const GROUP = 'rbac.authorization.k8s.io';
const API_VERSION = `${GROUP}/v1`;

/** The service accounts of controller and speakers, their roles, and the bindings between them. */
export function addAccess(scope: Construct, namespace: string): void {
  for (const name of ['controller', 'speaker']) {
    const metadata = { name, namespace, labels: LABELS };
    new ApiObject(scope, `${name}-account`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  }
  const bind = (kind: string, name: string, accounts: readonly string[]): object => ({
    roleRef: { apiGroup: GROUP, kind, name },
    subjects: accounts.map((account) => ({ kind: 'ServiceAccount', name: account, namespace })),
  });
  for (const [name, rules, accounts] of [
    ['controller', CONTROLLER_RULES, ['controller']],
    ['pod-lister', POD_LISTER_RULES, ['controller', 'speaker']],
  ] as const) {
    const object = { apiVersion: API_VERSION, metadata: { name, namespace, labels: LABELS } };
    new ApiObject(scope, `${name}-role`, { ...object, kind: 'Role', rules });
    new ApiObject(scope, `${name}-binding`, { ...object, kind: 'RoleBinding', ...bind('Role', name, accounts) });
  }
  for (const [account, rules] of [
    ['controller', CONTROLLER_CLUSTER_RULES],
    ['speaker', SPEAKER_CLUSTER_RULES],
  ] as const) {
    const name = `${namespace}:${account}`;
    const object = { apiVersion: API_VERSION, metadata: { name, labels: LABELS } };
    new ClusterScopedObject(scope, `${account}-cluster-role`, { ...object, kind: 'ClusterRole', rules });
    new ClusterScopedObject(scope, `${account}-cluster-binding`, {
      ...object,
      kind: 'ClusterRoleBinding',
      ...bind('ClusterRole', name, [account]),
    });
  }
}
