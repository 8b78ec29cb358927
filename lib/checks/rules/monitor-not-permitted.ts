import { fields, list, text } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { MONITORING, monitoredNamespaces, prometheusesIn, selectsNamespace } from '../monitoring';
import { labelSelectorOf, selects } from '../../kubernetes/label-selector';
import { type Rule } from '../rule';

const RBAC = 'rbac.authorization.k8s.io';

/** A Prometheus whose account may not look for pods in a namespace that its monitors are about. */
export const monitorNotPermitted: Rule = {
  id: 'R86',
  name: 'monitor-not-permitted',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'Prometheus may not read the namespace that a monitor is about.',
  source: 'https://prometheus-operator.dev/docs/platform/rbac/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const prometheus of prometheusesIn(index)) {
    const account = text(prometheus.manifest, 'spec', 'serviceAccountName') ?? 'default';
    const granted = grantsOf(index, account, namespaceOf(prometheus));
    if (!granted || granted === 'everywhere') continue; // its permissions are elsewhere, or reach everything
    for (const monitor of selectedMonitors(index, prometheus)) {
      const namespace = (monitoredNamespaces(monitor) ?? []).find((each) => !granted.has(each));
      if (namespace === undefined) continue;
      yield {
        objects: [monitor, prometheus],
        field: 'spec.namespaceSelector',
        what: `${describe(monitor)} is about namespace "${namespace}", and ServiceAccount "${namespaceOf(prometheus)}/${account}" of ${describe(prometheus)} has no role there.`,
        why: 'Prometheus may not list pods, Services and endpoints of that namespace: it logs "forbidden" and has no target.',
        fix: `Add a RoleBinding in "${namespace}" for the account, to a Role that lists and watches pods, services and endpointslices.`,
      };
    }
  }
}

function* selectedMonitors(index: ManifestIndex, prometheus: CheckedObject): Iterable<CheckedObject> {
  for (const [kind, prefix] of [
    ['ServiceMonitor', 'serviceMonitor'],
    ['PodMonitor', 'podMonitor'],
  ] as const) {
    // prettier-ignore
    const spec = fields(prometheus.manifest, 'spec');
    const selector = labelSelectorOf(spec[`${prefix}Selector`]);
    if (!selector) continue;
    for (const monitor of index.ofKind(MONITORING, kind)) {
      const own = namespaceOf(prometheus);
      const isSeen = selectsNamespace(index, spec[`${prefix}NamespaceSelector`], own, namespaceOf(monitor)) === true;
      if (isSeen && selects(selector, fields(monitor.manifest.metadata, 'labels'))) yield monitor;
    }
  }
}

/** The namespaces in which an account has a role; undefined where no binding of it is among the objects. */
function grantsOf(
  index: ManifestIndex,
  account: string,
  namespace: string,
): ReadonlySet<string> | 'everywhere' | undefined {
  const isOfAccount = ({ manifest }: CheckedObject): boolean =>
    list(manifest, 'subjects').some(
      (subject) =>
        text(subject, 'kind') === 'ServiceAccount' &&
        text(subject, 'name') === account &&
        (text(subject, 'namespace') ?? namespace) === namespace,
    );
  if (
    index
      .ofKind(RBAC, 'ClusterRoleBinding')
      .filter(isOfAccount)
      .some((binding) => readsPods(index, binding))
  ) {
    return 'everywhere';
  }
  const bindings = index.ofKind(RBAC, 'RoleBinding').filter(isOfAccount);
  return bindings.length === 0 ? undefined : new Set(bindings.map(namespaceOf));
}

/** Whether a binding is to a role that lists pods; one that is not among the objects is taken to. */
function readsPods(index: ManifestIndex, { manifest }: CheckedObject): boolean {
  const name = text(manifest, 'roleRef', 'name') ?? '';
  const role = index.ofKind(RBAC, 'ClusterRole').find((each) => nameOf(each) === name);
  if (!role) return true;
  return list(role.manifest, 'rules').some(
    (rule) =>
      list(rule, 'resources').some((each) => each === 'pods' || each === '*') &&
      list(rule, 'verbs').some((each) => each === 'list' || each === '*'),
  );
}
