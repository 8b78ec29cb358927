import { at, type Fields } from '../../kubernetes/fields';
import { type Mistake } from '../finding';
import { describe, namespaceOf } from '../manifest';
import { type ManifestIndex, type Workload } from '../manifest-index';
import { podSecurityMistakes } from '../pod-security';
import { templatePathOf } from '../pod-template';
import { type Rule } from '../rule';

/** Pods that the Pod Security Standard of their namespace refuses. */
export const podSecurity: Rule = {
  id: 'R48',
  name: 'pod-security',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'The Pod Security Standard of a namespace refuses the pods of a workload.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  find,
};

const LEVEL_LABEL = 'pod-security.kubernetes.io/enforce';

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const workload of index.workloads) yield* refusedPods(index, workload);
}

/** The strictest level that admits a pod. */
function admittingLevel(template: Fields): string {
  const [refusal] = podSecurityMistakes(template, 'baseline');
  return refusal ? 'privileged' : 'baseline';
}

function* refusedPods(index: ManifestIndex, { object, template }: Workload): Iterable<Mistake> {
  const namespace = index.find('Namespace', 'default', namespaceOf(object));
  const level = namespace && at(namespace.manifest, 'metadata', 'labels', LEVEL_LABEL);
  if (!namespace || (level !== 'baseline' && level !== 'restricted')) return;
  const refusals = [...podSecurityMistakes(template, level)];
  const [first] = refusals;
  if (!first) return;
  yield {
    objects: [object, namespace],
    field: templatePathOf(object) + first.field,
    what: `${describe(object)}: the level "${level}" of ${describe(namespace)} refuses its pods: ${refusals.map(({ what }) => what).join('; ')}.`,
    why: 'The workload is created, and none of its pods: FailedCreate, "violates PodSecurity".',
    fix: `Set ${refusals.map(({ fix }) => fix).join('; ')}. Or let ${describe(namespace)} enforce "${admittingLevel(template)}".`,
  };
}
