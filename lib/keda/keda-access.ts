import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { ClusterScopedObject } from '../platform';
import {
  CERTIFICATE_SECRET,
  METRICS_ACCOUNT,
  METRICS_API_SERVER,
  OPERATOR,
  WEBHOOK_ACCOUNT,
  WEBHOOKS,
  labelsOf,
} from './keda-names';
import {
  METRICS_READER_RULES,
  OPERATOR_CLUSTER_RULES,
  WEBHOOK_RULES,
  operatorNamespaceRules,
  operatorRules,
  type OperatorAccess,
} from './keda-rules';

const GROUP = 'rbac.authorization.k8s.io';
const RBAC = { apiVersion: `${GROUP}/v1` };

/** Whom access is given to, and where. */
export interface KedaAccessOptions extends OperatorAccess {
  readonly namespace: string;
  /** Namespaces that the operator watches; none for all. */
  readonly watchNamespaces: readonly string[];
}

/** The service accounts of the three parts, their roles, and the bindings between them. */
export function addAccess(scope: Construct, options: KedaAccessOptions): void {
  const { namespace, watchNamespaces } = options;
  const accounts = [
    [OPERATOR, OPERATOR],
    [METRICS_ACCOUNT, METRICS_API_SERVER],
    [WEBHOOK_ACCOUNT, WEBHOOKS],
  ] as const;
  for (const [name, part] of accounts) {
    const metadata = { name, namespace, labels: labelsOf(part) };
    new ApiObject(scope, `${name}-account`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  }
  addOperatorAccess(scope, options, watchNamespaces);
  addMetricsAccess(scope, namespace);
  const webhook = `${OPERATOR}-webhook`;
  addClusterRole(scope, webhook, WEBHOOK_RULES, WEBHOOKS);
  addClusterBinding(scope, webhook, webhook, account(WEBHOOK_ACCOUNT, namespace), WEBHOOKS);
}

function addOperatorAccess(scope: Construct, options: KedaAccessOptions, watchNamespaces: readonly string[]): void {
  const { namespace } = options;
  const operator = account(OPERATOR, namespace);
  addClusterRole(scope, OPERATOR, operatorRules(options), OPERATOR);
  if (watchNamespaces.length === 0) addClusterBinding(scope, OPERATOR, OPERATOR, operator, OPERATOR);
  for (const watched of watchNamespaces) {
    new ApiObject(scope, `${OPERATOR}-binding-${watched}`, {
      ...RBAC,
      kind: 'RoleBinding',
      metadata: { name: OPERATOR, namespace: watched, labels: labelsOf(OPERATOR) },
      ...bind('ClusterRole', OPERATOR, operator),
    });
  }

  const minimal = `${OPERATOR}-minimal-cluster-role`;
  addClusterRole(scope, minimal, OPERATOR_CLUSTER_RULES, OPERATOR);
  addClusterBinding(scope, `${OPERATOR}-minimal`, minimal, operator, OPERATOR);

  const certificates = { name: `${OPERATOR}-certs`, namespace, labels: labelsOf(OPERATOR) };
  const readsSecrets = !options.readsSecretsEverywhere || watchNamespaces.length > 0;
  new ApiObject(scope, 'certificates-role', {
    ...RBAC,
    kind: 'Role',
    metadata: certificates,
    rules: operatorNamespaceRules(CERTIFICATE_SECRET, readsSecrets),
  });
  new ApiObject(scope, 'certificates-binding', {
    ...RBAC,
    kind: 'RoleBinding',
    metadata: certificates,
    ...bind('Role', certificates.name, operator),
  });
}

/** An aggregated API server asks the API server whether a request is allowed; the autoscaler of Kubernetes is who requests. */
function addMetricsAccess(scope: Construct, namespace: string): void {
  const server = account(METRICS_ACCOUNT, namespace);
  addClusterBinding(scope, `${OPERATOR}-system-auth-delegator`, 'system:auth-delegator', server, METRICS_API_SERVER);
  new ApiObject(scope, 'auth-reader-binding', {
    ...RBAC,
    kind: 'RoleBinding',
    // The role that it binds is in kube-system, wherever KEDA runs.
    metadata: { name: `${OPERATOR}-auth-reader`, namespace: 'kube-system', labels: labelsOf(METRICS_API_SERVER) },
    ...bind('Role', 'extension-apiserver-authentication-reader', server),
  });
  const reader = `${OPERATOR}-external-metrics-reader`;
  const autoscaler = account('horizontal-pod-autoscaler', 'kube-system');
  addClusterRole(scope, reader, METRICS_READER_RULES, METRICS_API_SERVER);
  addClusterBinding(scope, `${OPERATOR}-hpa-controller-external-metrics`, reader, autoscaler, METRICS_API_SERVER);
}

function account(name: string, namespace: string): object {
  return { kind: 'ServiceAccount', name, namespace };
}

function bind(kind: string, name: string, subject: object): object {
  return { roleRef: { apiGroup: GROUP, kind, name }, subjects: [subject] };
}

function addClusterRole(scope: Construct, name: string, rules: readonly object[], part: string): void {
  new ClusterScopedObject(scope, `${name}-role`, {
    ...RBAC,
    kind: 'ClusterRole',
    metadata: { name, labels: labelsOf(part) },
    rules,
  });
}

function addClusterBinding(scope: Construct, name: string, role: string, subject: object, part: string): void {
  new ClusterScopedObject(scope, `${name}-cluster-binding`, {
    ...RBAC,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels: labelsOf(part) },
    ...bind('ClusterRole', role, subject),
  });
}
