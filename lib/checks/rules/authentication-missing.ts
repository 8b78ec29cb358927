import { fields, list, text } from '../../kubernetes/fields';
import { type CheckContext } from '../check-options';
import { clusterHasObject, hasMaker } from '../cluster-provides';
import { type Mistake } from '../finding';
import { kedaNamespaceOf } from '../keda-namespace';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';
import { secretSourcesIn, type SecretSource } from '../secret-sources';
import { similarName, typoOf } from '../similar-names';
import { workloadIdentities } from '../workload-identity';

const KEDA = 'keda.sh';

/** An authentication that a trigger refers to and that does not exist, or whose Secret or role is where KEDA does not look. */
export const authenticationMissing: Rule = {
  id: 'R80',
  name: 'authentication-missing',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'unsafe',
  since: '0.2.0',
  summary: 'A trigger refers to an authentication, or that one to a Secret or a role, that is not where KEDA looks.',
  source:
    'https://keda.sh/docs/latest/concepts/authentication/#re-use-credentials-and-delegate-auth-with-triggerauthentication',
  find,
};

function* find(index: ManifestIndex, context: CheckContext): Iterable<Mistake> {
  for (const object of ['ScaledObject', 'ScaledJob'].flatMap((kind) => index.ofKind(KEDA, kind))) {
    for (const [i, trigger] of list(object.manifest, 'spec', 'triggers').entries()) {
      const name = text(trigger, 'authenticationRef', 'name');
      const kind = text(trigger, 'authenticationRef', 'kind') ?? 'TriggerAuthentication';
      if (name !== undefined) {
        yield* missing(index, context, object, kind, name, `spec.triggers[${i}].authenticationRef`);
      }
    }
  }
  for (const kind of ['TriggerAuthentication', 'ClusterTriggerAuthentication']) {
    for (const authentication of index.ofKind(KEDA, kind)) yield* secretsElsewhere(index, context, authentication);
  }
  yield* workloadIdentities(index, context);
}

function* missing(
  index: ManifestIndex,
  context: CheckContext,
  object: CheckedObject,
  kind: string,
  name: string,
  field: string,
): Iterable<Mistake> {
  const isClusterWide = kind === 'ClusterTriggerAuthentication';
  const namespace = namespaceOf(object);
  const all = index.ofKind(KEDA, kind).filter((each) => isClusterWide || namespaceOf(each) === namespace);
  const names = all.map(nameOf);
  if (names.includes(name) || clusterHasObject(context, kind, namespace, name)) return;
  const other = isClusterWide ? 'TriggerAuthentication' : 'ClusterTriggerAuthentication';
  const isOfOtherKind = index.ofKind(KEDA, other).some((each) => nameOf(each) === name);
  const elsewhere = index.ofKind(KEDA, kind).find((each) => nameOf(each) === name);
  const near = similarName(name, names);
  if (!isOfOtherKind && !elsewhere && names.length === 0) return; // authentications are applied from somewhere else
  yield {
    severity: isOfOtherKind || elsewhere || near !== undefined ? 'error' : 'warning',
    objects: [object],
    field: `${field}.name`,
    what: `${describe(object)} authenticates with ${kind} "${name}", which ${isClusterWide ? 'does not exist' : `namespace "${namespace}" does not have`}.`,
    why: 'KEDA cannot build the scaler (KEDAScalerFailed): the trigger has no value and nothing scales.',
    fix: isOfOtherKind
      ? `"${name}" is a ${other}: write authenticationRef.kind: ${other}.`
      : elsewhere
        ? `${describe(elsewhere)} is in another namespace: move it here, or make it a ClusterTriggerAuthentication.`
        : near === undefined
          ? `Add ${kind} "${name}", or say that the cluster has it.`
          : `Did you mean "${near}"?`,
    ...(!isOfOtherKind &&
      !elsewhere &&
      near !== undefined && { edits: [{ is: 'set', field: `${field}.name`, value: near }] }),
  };
}

/** Secrets that are among the objects, but not in the namespace in which KEDA looks for them. */
function* secretsElsewhere(
  index: ManifestIndex,
  context: CheckContext,
  authentication: CheckedObject,
): Iterable<Mistake> {
  const isClusterWide = authentication.manifest.kind === 'ClusterTriggerAuthentication';
  const namespace = isClusterWide ? kedaNamespaceOf(index) : namespaceOf(authentication);
  const secrets = index.ofKind('', 'Secret');
  for (const [i, reference] of list(authentication.manifest, 'spec', 'secretTargetRef').entries()) {
    const name = text(reference, 'name') ?? '';
    const named = secrets.filter((each) => nameOf(each) === name);
    const [elsewhere] = named;
    const here = named.find((each) => namespaceOf(each) === namespace);
    if (here) {
      yield* keyMissing(authentication, here, text(reference, 'key') ?? '', `spec.secretTargetRef[${i}].key`);
      continue;
    }
    const sources = secretSourcesIn(index).filter((each) => each.name === name);
    if (sources.some((each) => (each.namespace ?? namespace) === namespace)) continue;
    if (!elsewhere) {
      const [source] = sources;
      if (source && !clusterHasObject(context, 'Secret', namespace, name) && !hasMaker(context, namespace)) {
        yield misplaced(authentication, source, namespace, `spec.secretTargetRef[${i}].name`);
        continue;
      }
      const beside = secrets.filter((each) => namespaceOf(each) === namespace).map(nameOf);
      const near = clusterHasObject(context, 'Secret', namespace, name) ? undefined : typoOf(name, beside);
      if (near !== undefined) yield misspelt(authentication, `spec.secretTargetRef[${i}].name`, name, near);
      continue;
    }
    if (clusterHasObject(context, 'Secret', namespace, name)) continue;
    yield {
      severity: 'error',
      objects: [authentication, elsewhere],
      field: `spec.secretTargetRef[${i}].name`,
      what: `${describe(authentication)} reads Secret "${name}" in namespace "${namespace}", and ${describe(elsewhere)} is in "${namespaceOf(elsewhere)}".`,
      why: isClusterWide
        ? 'KEDA looks for the Secrets of a ClusterTriggerAuthentication in its own namespace only: the credentials are empty and the trigger fails.'
        : 'KEDA looks for the Secrets of a TriggerAuthentication in its namespace only: the credentials are empty and the trigger fails.',
      fix: isClusterWide
        ? `Put the Secret into namespace "${namespace}", or use a TriggerAuthentication in "${namespaceOf(elsewhere)}".`
        : `Put both into one namespace.`,
    };
  }
}

/** A Secret that something makes in another namespace than the one in which KEDA looks for it. */
function misplaced(
  authentication: CheckedObject,
  { object, name }: SecretSource,
  namespace: string,
  field: string,
): Mistake {
  return {
    objects: [authentication, object],
    field,
    what: `${describe(authentication)} reads Secret "${name}" in namespace "${namespace}", and ${describe(object)} makes it in "${namespaceOf(object)}".`,
    why: 'KEDA looks for it in that namespace only: the credentials are empty and the trigger fails.',
    fix: `Move the ${object.manifest.kind} to namespace "${namespace}", or make a second one there.`,
  };
}

/** @see https://github.com/kedacore/keda/blob/v2.20.2/pkg/scaling/resolver/scale_resolvers.go resolveAuthSecret */
function* keyMissing(
  authentication: CheckedObject,
  secret: CheckedObject,
  key: string,
  field: string,
): Iterable<Mistake> {
  const { manifest } = secret;
  const keys = Object.keys({ ...fields(manifest, 'data'), ...fields(manifest, 'stringData') });
  if (key === '' || keys.length === 0 || keys.includes(key)) return; // without any, something else fills it in
  const near = similarName(key, keys);
  yield {
    severity: 'error',
    objects: [authentication, secret],
    field,
    what: `${describe(authentication)} reads the key "${key}" of ${describe(secret)}, which has ${keys
      .slice(0, 5)
      .map((each) => `"${each}"`)
      .join(', ')}.`,
    why: 'KEDA finds nothing under that key and goes on with an empty value: the trigger cannot log in.',
    fix:
      near === undefined ? `Add the key "${key}" to the Secret, or name one that it has.` : `Did you mean "${near}"?`,
    ...(near !== undefined && { edits: [{ is: 'set', field, value: near }] }),
  };
}

function misspelt(authentication: CheckedObject, field: string, name: string, near: string): Mistake {
  return {
    severity: 'error',
    objects: [authentication],
    field,
    what: `${describe(authentication)} reads Secret "${name}", which is not here; Secret "${near}" is.`,
    why: 'KEDA does not find the Secret: the credentials are empty and the trigger fails.',
    fix: `Did you mean "${near}"?`,
    edits: [{ is: 'set', field, value: near }],
  };
}
