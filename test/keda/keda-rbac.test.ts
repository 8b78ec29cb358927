import { KedaScaleTargets, KedaSecretAccess, KedaStack, type KedaStackProps } from '../../lib';
import { list, type Manifest } from '../../lib/checks';
import { chartOn, only, synthesize } from '../support/synthesize';

const READ = 'get list watch';
const UPDATE = 'get list patch update watch';
const ALL = 'create delete get list patch update watch';

type Access = readonly (readonly [groups: string, resources: string, names: string, verbs: string])[];

/** What KEDA's own manifests of 2.20 allow: object, API groups, resources, names, verbs. */
const ACCESS: Readonly<Record<string, Access>> = {
  'ClusterRole keda-operator': [
    ['', 'configmaps configmaps/status limitranges pods serviceaccounts services', '', READ],
    [' events.k8s.io', 'events', '', 'create patch'],
    ['discovery.k8s.io', 'endpointslices', '', READ],
    ['', 'secrets', '', 'list watch'],
    ['*', '*/scale', '', UPDATE],
    ['*', '*', '', 'get'],
    ['apps', 'deployments/scale statefulsets/scale', '', UPDATE],
    ['apps', 'deployments replicasets statefulsets', '', READ],
    ['autoscaling', 'horizontalpodautoscalers', '', ALL],
    ['batch', 'jobs', '', ALL],
    [
      'eventing.keda.sh',
      'cloudeventsources cloudeventsources/status clustercloudeventsources clustercloudeventsources/status',
      '',
      UPDATE,
    ],
    [
      'keda.sh',
      'scaledjobs scaledjobs/finalizers scaledjobs/status scaledobjects scaledobjects/finalizers scaledobjects/status ' +
        'triggerauthentications triggerauthentications/status',
      '',
      UPDATE,
    ],
  ],
  'ClusterRole keda-operator-minimal-cluster-role': [
    ['keda.sh', 'clustertriggerauthentications clustertriggerauthentications/status', '', UPDATE],
    ['admissionregistration.k8s.io', 'validatingwebhookconfigurations', '', UPDATE],
    ['apiregistration.k8s.io', 'apiservices', '', UPDATE],
    [
      'eventing.keda.sh',
      'cloudeventsources cloudeventsources/status clustercloudeventsources clustercloudeventsources/status',
      '',
      UPDATE,
    ],
  ],
  'Role keda-operator-certs': [
    ['coordination.k8s.io', 'leases', '', ALL],
    ['', 'secrets', 'kedaorg-certs', 'get'],
    ['', 'secrets', '', 'create update'],
  ],
  'ClusterRole keda-operator-external-metrics-reader': [['external.metrics.k8s.io', 'externalmetrics', '', 'get']],
  'ClusterRole keda-operator-webhook': [
    ['autoscaling', 'horizontalpodautoscalers', '', 'list watch'],
    ['keda.sh', 'scaledobjects', '', 'list watch'],
    ['apps', 'deployments statefulsets', '', READ],
    ['', 'limitranges', '', 'list'],
    ['events.k8s.io', 'events', '', 'create patch'],
  ],
};

/** Binding, role, subject. */
const BINDINGS: Readonly<Record<string, readonly [role: string, account: string]>> = {
  'ClusterRoleBinding keda-operator': ['ClusterRole keda-operator', 'keda/keda-operator'],
  'ClusterRoleBinding keda-operator-minimal': ['ClusterRole keda-operator-minimal-cluster-role', 'keda/keda-operator'],
  'RoleBinding keda-operator-certs': ['Role keda-operator-certs', 'keda/keda-operator'],
  'ClusterRoleBinding keda-operator-system-auth-delegator': [
    'ClusterRole system:auth-delegator',
    'keda/keda-metrics-server',
  ],
  'RoleBinding keda-operator-auth-reader': [
    'Role extension-apiserver-authentication-reader',
    'keda/keda-metrics-server',
  ],
  'ClusterRoleBinding keda-operator-hpa-controller-external-metrics': [
    'ClusterRole keda-operator-external-metrics-reader',
    'kube-system/horizontal-pod-autoscaler',
  ],
  'ClusterRoleBinding keda-operator-webhook': ['ClusterRole keda-operator-webhook', 'keda/keda-webhook'],
};

function manifestsOf(props: KedaStackProps): Manifest[] {
  const chart = chartOn(undefined, undefined);
  new KedaStack(chart, 'keda', props);
  return synthesize(chart);
}

function rulesOf(manifests: readonly Manifest[], object: string): string[] {
  const [kind, name] = object.split(' ') as [string, string];
  const texts = (value: unknown, key: string): string => [...list(value, key)].map(String).sort().join(' ');
  return list(only(manifests, kind, name), 'rules')
    .map((rule) => ['apiGroups', 'resources', 'resourceNames', 'verbs'].map((key) => texts(rule, key)).join(' | '))
    .sort();
}

const inOrder = (access: Access): string[] => access.map((row) => row.join(' | ')).sort();
const withAny = manifestsOf({ scaleTargets: KedaScaleTargets.any() });

test.each(Object.entries(ACCESS))('%s allows what KEDA needs to scale any kind, and no more', (object, access) => {
  expect(rulesOf(withAny, object)).toEqual(inOrder(access));
});

test.each(Object.entries(BINDINGS))('%s binds its role to its account', (object, [role, account]) => {
  const [kind, name] = object.split(' ') as [string, string];
  const [roleKind, roleName] = role.split(' ');
  const [namespace, accountName] = account.split('/');
  expect(only(withAny, kind, name)).toMatchObject({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: roleKind, name: roleName },
    subjects: [{ kind: 'ServiceAccount', name: accountName, namespace }],
  });
});

test('nothing else is allowed or bound', () => {
  const access = withAny.filter(({ apiVersion }) => apiVersion.startsWith('rbac.'));
  expect(access.map(({ kind, metadata }) => `${kind} ${String(metadata.name)}`).sort()).toEqual(
    [...Object.keys(ACCESS), ...Object.keys(BINDINGS)].sort(),
  );
  expect(only(withAny, 'RoleBinding', 'keda-operator-auth-reader').metadata.namespace).toBe('kube-system');
});

const OPERATOR = 'ClusterRole keda-operator';
const CERTIFICATES = 'Role keda-operator-certs';
const narrowed = ACCESS[OPERATOR]!.filter(([groups]) => groups !== '*');

test('by default it may not read every object', () => {
  expect(rulesOf(manifestsOf({}), OPERATOR)).toEqual(inOrder(narrowed));
});

test('kinds that are named may be scaled, and no other', () => {
  const scaleTargets = KedaScaleTargets.of([{ apiGroup: 'argoproj.io', resource: 'rollouts' }]);
  expect(rulesOf(manifestsOf({ scaleTargets }), OPERATOR)).toEqual(
    inOrder([...narrowed, ['argoproj.io', 'rollouts/scale', '', UPDATE], ['argoproj.io', 'rollouts', '', 'get']]),
  );
});

test('with access to the Secrets of its own namespace it may list them there, and nowhere else', () => {
  const manifests = manifestsOf({ secretAccess: KedaSecretAccess.OWN_NAMESPACE });
  expect(rulesOf(manifests, OPERATOR)).toEqual(inOrder(narrowed.filter(([, resources]) => resources !== 'secrets')));
  expect(rulesOf(manifests, CERTIFICATES)).toContain(' | secrets |  | create list update watch');
});

test('with watched namespaces it is bound there only, and may list the Secrets of its own, which it starts with', () => {
  const manifests = manifestsOf({ watchNamespaces: ['shop', 'blog'] });
  const bindings = manifests.filter(({ metadata }) => metadata.name === 'keda-operator' && metadata.labels);
  expect(
    bindings.filter(({ kind }) => kind.endsWith('Binding')).map(({ kind, metadata }) => [kind, metadata.namespace]),
  ).toEqual([
    ['RoleBinding', 'shop'],
    ['RoleBinding', 'blog'],
  ]);
  expect(rulesOf(manifests, CERTIFICATES)).toContain(' | secrets |  | create list update watch');
});
