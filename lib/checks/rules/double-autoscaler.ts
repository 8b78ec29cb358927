import { at, fields, list, text } from '../../kubernetes/fields';
import { hpaNameOf, isResourceTrigger, triggersOf } from '../../kubernetes/keda/trigger-fields';
import { type Mistake } from '../finding';
import { describe, namespaceOf, nameOf, type CheckedObject } from '../manifest';
import { describeTarget, targetReferenceOf, type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

const TRANSFER = 'scaledobject.keda.sh/transfer-hpa-ownership';
const NOT_OWNED = 'validations.keda.sh/hpa-ownership';
const RESIZING_MODES = ['Auto', 'Recreate', 'InPlaceOrRecreate', 'InPlace'];

/**
 * One workload, one autoscaler. A KEDA ScaledObject counts, because KEDA makes an HPA of it, and so does a VerticalPodAutoscaler that
 * resizes what the other one measures.
 */
export const doubleAutoscaler: Rule = {
  id: 'R4',
  name: 'double-autoscaler',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'Two autoscalers scale one workload.',
  source: 'https://github.com/kedacore/keda/issues/5825',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  yield* sharedTargets(index);
  yield* sharedHpaNames(index);
  yield* verticalAutoscalers(index);
}

function* sharedTargets(index: ManifestIndex): Iterable<Mistake> {
  const first = new Map<string, CheckedObject>();
  for (const object of [...index.autoscalers.map((each) => each.object), ...httpScalers(index)]) {
    const { kind, name } = targetReferenceOf(object);
    if (name === '') continue;
    const key = `${namespaceOf(object)}/${kind}/${name}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, object);
      continue;
    }
    if (isHandedOver(object, other) || isHandedOver(other, object)) continue;
    yield {
      objects: [object, other],
      field: 'spec.scaleTargetRef',
      what: `${describe(object)} and ${describe(other)} both scale ${describeTarget(index, object)}.`,
      why: [object, other].some(({ manifest }) => manifest.kind !== 'HorizontalPodAutoscaler')
        ? REFUSED_OR_OVERWRITTEN
        : OVERWRITTEN,
      fix: [object, other].some(({ manifest }) => manifest.kind === 'HTTPScaledObject')
        ? `Annotate the HTTPScaledObject with ${SKIPPED}: "true", and give the other one the external-push trigger of the add-on.`
        : 'Keep one autoscaler and give it the metrics of both: the highest recommendation wins.',
    };
  }
}

const OVERWRITTEN = 'They overwrite each other, and recent Kubernetes stops both with AmbiguousSelector.';
/** @see https://github.com/kedacore/keda/blob/v2.20.2/apis/keda/v1alpha1/scaledobject_webhook.go (verifyHpas, verifyScaledObjects) */
const REFUSED_OR_OVERWRITTEN =
  "KEDA's webhook refuses a ScaledObject whose workload something else scales already; where both get in, they overwrite each other, and recent Kubernetes stops both with AmbiguousSelector.";

/** HTTPScaledObjects of which KEDA's add-on makes a ScaledObject. */
function httpScalers(index: ManifestIndex): CheckedObject[] {
  return index
    .ofKind('http.keda.sh', 'HTTPScaledObject')
    .filter(({ manifest }) => at(manifest, 'metadata', 'annotations', SKIPPED) !== 'true');
}

const SKIPPED = 'httpscaledobject.keda.sh/skip-scaledobject-creation';

/** Whether KEDA takes an HPA over, or was told to leave it alone. */
function isHandedOver(scaledObject: CheckedObject, hpa: CheckedObject): boolean {
  if (scaledObject.manifest.kind !== 'ScaledObject' || hpa.manifest.kind !== 'HorizontalPodAutoscaler') return false;
  if (at(hpa.manifest, 'metadata', 'annotations', NOT_OWNED) === 'false') return true;
  return (
    at(scaledObject.manifest, 'metadata', 'annotations', TRANSFER) === 'true' &&
    hpaNameOf(scaledObject.manifest) === nameOf(hpa)
  );
}

function* sharedHpaNames(index: ManifestIndex): Iterable<Mistake> {
  const owners = new Map<string, CheckedObject>();
  const nameIn = (object: CheckedObject, name: string): string => `${namespaceOf(object)}/${name}`;
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind === 'HorizontalPodAutoscaler') owners.set(nameIn(object, nameOf(object)), object);
  }
  for (const { object } of index.autoscalers) {
    if (object.manifest.kind !== 'ScaledObject' || nameOf(object) === '') continue;
    const hpaName = hpaNameOf(object.manifest);
    const key = nameIn(object, hpaName);
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, object);
      continue;
    }
    if (targetKeyOf(owner) === targetKeyOf(object)) continue; // which is told already
    yield {
      objects: [object, owner],
      field: 'spec.advanced.horizontalPodAutoscalerConfig.name',
      what: `${describe(object)} makes the HorizontalPodAutoscaler "${hpaName}", which ${describe(owner)} ${owner.manifest.kind === 'ScaledObject' ? 'makes too' : 'is already'}.`,
      why: 'One overwrites the other, so that one of their workloads is not scaled; the KEDA webhook refuses it.',
      fix: 'Give spec.advanced.horizontalPodAutoscalerConfig.name another value.',
    };
  }
}

function targetKeyOf(object: CheckedObject): string {
  const { kind, name } = targetReferenceOf(object);
  return `${kind}/${name}`;
}

function* verticalAutoscalers(index: ManifestIndex): Iterable<Mistake> {
  for (const object of index.ofKind('autoscaling.k8s.io', 'VerticalPodAutoscaler')) {
    const spec = fields(object.manifest, 'spec');
    if (!RESIZING_MODES.includes(text(spec, 'updatePolicy', 'updateMode') ?? 'Auto')) continue;
    const reference = fields(spec, 'targetRef');
    const workload = index.workload(text(reference, 'kind') ?? '', namespaceOf(object), text(reference, 'name') ?? '');
    const resized = resizedResourcesOf(spec);
    for (const { object: autoscaler } of workload?.autoscalers ?? []) {
      const measured = measuredResourcesOf(autoscaler).find((resource) => resized.includes(resource));
      if (!workload || measured === undefined) continue;
      yield {
        objects: [object, autoscaler, workload.object],
        field: 'spec.updatePolicy.updateMode',
        what: `${describe(object)} resizes the ${measured} request of ${describe(workload.object)}, and ${describe(autoscaler)} scales it on ${measured} utilization.`,
        why: 'Each reacts to what the other did: a larger request lowers the utilization, so that replicas fall and the pods grow.',
        fix: `Set updateMode: "Off", or let the VerticalPodAutoscaler control the other resource only (controlledResources).`,
      };
    }
  }
}

function resizedResourcesOf(spec: unknown): string[] {
  const policies = list(spec, 'resourcePolicy', 'containerPolicies').map((policy) =>
    text(policy, 'mode') === 'Off' ? [] : list(policy, 'controlledResources'),
  );
  const controlled = policies.flat().filter((resource) => typeof resource === 'string');
  const isRestricted = list(spec, 'resourcePolicy', 'containerPolicies').some(
    (policy) => text(policy, 'mode') === 'Off' || list(policy, 'controlledResources').length > 0,
  );
  return isRestricted ? controlled : ['cpu', 'memory'];
}

function measuredResourcesOf(autoscaler: CheckedObject): string[] {
  if (autoscaler.manifest.kind === 'ScaledObject') {
    return triggersOf(autoscaler.manifest)
      .filter((trigger) => isResourceTrigger(trigger) && trigger.metricType === 'Utilization')
      .map(({ type }) => type);
  }
  const metrics = list(autoscaler.manifest, 'spec', 'metrics');
  if (metrics.length === 0) return ['cpu'];
  return ['resource', 'containerResource'].flatMap((source) =>
    metrics
      .filter((metric) => text(metric, source, 'target', 'type') === 'Utilization')
      .map((metric) => text(metric, source, 'name') ?? ''),
  );
}
