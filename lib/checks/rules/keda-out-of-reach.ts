import { fields, list, text } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** What KEDA's operator may see, where that is not everything. */
interface Reach {
  readonly operator: CheckedObject;
  /** The namespaces that it watches; none for all. */
  readonly watched: readonly string[];
  /** Whether it may read Secrets in its own namespace only. */
  readonly restrictsSecrets: boolean;
}

/**
 * A ScaledObject or a Secret where the KEDA of the same manifests does not look, because it watches certain namespaces only, or may read
 * Secrets in its own one only.
 */
export const kedaOutOfReach: Rule = {
  id: 'R42',
  name: 'keda-out-of-reach',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'KEDA does not watch the namespace of a ScaledObject, or may not read its Secrets.',
  source: 'https://keda.sh/docs/latest/operate/cluster/#restrict-secret-access',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const reach of reachesIn(index)) {
    yield* unwatched(index, reach);
    if (reach.restrictsSecrets) yield* unreadable(index, reach);
  }
}

function reachesIn(index: ManifestIndex): Reach[] {
  return index
    .ofKind('apps', 'Deployment')
    .filter((object) => nameOf(object) === 'keda-operator')
    .map((operator) => ({
      operator,
      watched: (variableOf(operator, 'WATCH_NAMESPACE') ?? '').split(',').filter((name) => name !== ''),
      restrictsSecrets: variableOf(operator, 'KEDA_RESTRICT_SECRET_ACCESS') === 'true',
    }));
}

function variableOf({ manifest }: CheckedObject, name: string): string | undefined {
  const containers = list(manifest, 'spec', 'template', 'spec', 'containers');
  const variables = containers.flatMap((container) => list(container, 'env'));
  return text(
    variables.find((variable) => text(variable, 'name') === name),
    'value',
  );
}

function* unwatched(index: ManifestIndex, { operator, watched }: Reach): Iterable<Mistake> {
  if (watched.length === 0) return;
  for (const kind of ['ScaledObject', 'ScaledJob']) {
    for (const object of index.ofKind('keda.sh', kind)) {
      if (watched.includes(namespaceOf(object))) continue;
      yield {
        objects: [object, operator],
        field: 'metadata.namespace',
        what: `${describe(object)} is in a namespace that ${describe(operator)} does not watch: it watches ${watched.join(', ')}.`,
        why: 'KEDA never sees it: nothing ever scales, and its status stays empty.',
        fix: `Let KEDA watch "${namespaceOf(object)}", too (watchNamespaces, WATCH_NAMESPACE), or move it.`,
      };
    }
  }
}

function* unreadable(index: ManifestIndex, { operator }: Reach): Iterable<Mistake> {
  for (const object of index.ofKind('keda.sh', 'TriggerAuthentication')) {
    const [secret] = list(fields(object.manifest), 'spec', 'secretTargetRef');
    if (secret === undefined || namespaceOf(object) === namespaceOf(operator)) continue;
    yield {
      objects: [object, operator],
      field: 'spec.secretTargetRef',
      what: `${describe(object)} refers to Secret "${text(secret, 'name') ?? ''}" in its namespace, and ${describe(operator)} may read Secrets in "${namespaceOf(operator)}" only.`,
      why: 'KEDA cannot read it: the trigger fails, and the number of replicas stays.',
      fix: `Use a ClusterTriggerAuthentication, whose Secrets are in "${namespaceOf(operator)}", or let KEDA read Secrets where it watches.`,
    };
  }
}
