import { fields, list, optionalFields, show, text, type Fields } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { type PredictedObject } from '../prediction';
import { type ClusterOptions } from './options';
import { requireAdmission } from './require-admission';

/** A workload, with what scales it. */
export interface Scaled {
  /** An HPA, a ScaledObject, or the workload itself where nothing scales it. */
  readonly scaler: PredictedObject;
  readonly manifest: Fields;
  readonly target: PredictedObject;
  readonly workload: Fields;
}

/**
 * What each HPA and ScaledObject of some manifests scales, in their order.
 *
 * @throws InputError if there is none, one is refused, or one scales what is not among the manifests.
 */
export function scaledIn(manifests: readonly Fields[], cluster?: ClusterOptions): Scaled[] {
  const objects = objectsIn(manifests);
  const scalers = objects.filter(isScaler);
  if (scalers.length === 0) {
    throw new InputError({
      what: `There is no HorizontalPodAutoscaler and no ScaledObject among ${objects.length} objects.`,
      why: 'Nothing would change the number of replicas.',
      fix: 'Pass the manifests of an autoscaler and of its target, or name a workload to see it under a load.',
    });
  }
  return scalers.map((manifest) => scaledBy(manifest, objects, cluster));
}

/**
 * One of them, by name; also a workload that nothing scales.
 *
 * @param name a name, or `kind/name`, or `kind/namespace/name`
 * @throws InputError if no object, or more than one, has it.
 */
export function scaledCalled(manifests: readonly Fields[], name: string, cluster?: ClusterOptions): Scaled {
  const objects = objectsIn(manifests);
  const scalers = objects.filter((manifest) => isScaler(manifest) && isCalled(manifest, name));
  const workloads = objects
    .map((manifest) => withTemplate(manifest, objects))
    .filter((manifest) => isWorkload(manifest) && isCalled(manifest, name));
  const found = scalers.length > 0 ? scalers : workloads;
  const [manifest] = found;
  if (!manifest || found.length > 1) {
    const known = objects.filter((each) => isScaler(each) || isWorkload(each)).map(labelOf);
    throw new InputError({
      what: found.length === 0 ? `There is no ${show(name)} to predict.` : `There are ${found.length} objects called ${show(name)}.`, // prettier-ignore
      why: 'A prediction is of one autoscaler or workload.',
      fix: `Name one of ${known.length === 0 ? 'the manifests; there is none' : known.join(', ')}.`,
    });
  }
  if (scalers.length > 0) return scaledBy(manifest, objects, cluster);
  const workload = objectOf(manifest);
  const scaler = objects.filter(isScaler).find((each) => isSame(targetOf(each), workload));
  return scaler
    ? scaledBy(scaler, objects, cluster)
    : { scaler: workload, manifest, target: workload, workload: manifest };
}

/** All objects, those of lists included. */
export function objectsIn(manifests: readonly Fields[]): Fields[] {
  return manifests.flatMap((manifest) =>
    text(manifest, 'kind') === 'List' ? (list(manifest, 'items') as readonly Fields[]) : manifest,
  );
}

function isScaler(manifest: Fields): boolean {
  const group = (text(manifest, 'apiVersion') ?? '').split('/')[0];
  const kind = text(manifest, 'kind');
  return (
    (kind === 'HorizontalPodAutoscaler' && group === 'autoscaling') || (kind === 'ScaledObject' && group === 'keda.sh')
  );
}

/** Whether an object has replicas that an autoscaler can change: pods by a template. */
function isWorkload(manifest: Fields): boolean {
  const replicated = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController', 'Rollout'];
  return replicated.includes(text(manifest, 'kind') ?? '') && list(manifest, 'spec', 'template', 'spec', 'containers').length > 0; // prettier-ignore
}

function scaledBy(manifest: Fields, objects: readonly Fields[], cluster: ClusterOptions | undefined): Scaled {
  requireAdmission(manifest, cluster);
  const target = targetOf(manifest);
  const found = objects.find((each) => isSame(objectOf(each), target));
  const workload = found && withTemplate(found, objects);
  if (workload && isWorkload(workload)) {
    return { scaler: objectOf(manifest), manifest, target: objectOf(workload), workload };
  }
  throw new InputError({
    what: `${labelOf(manifest)} scales ${target.kind} "${target.name}" in namespace "${target.namespace}", which is not among the manifests.`,
    why: 'Requests, probes and the first number of replicas come from there.',
    fix: 'Pass the manifest of the target as well, or correct scaleTargetRef.',
  });
}

/** A Rollout of Argo with the pods of the workload that it refers to instead of having its own. @see https://argo-rollouts.readthedocs.io/en/stable/migrating/ */
function withTemplate(workload: Fields, objects: readonly Fields[]): Fields {
  const reference = optionalFields(workload, 'spec', 'workloadRef');
  if (text(workload, 'kind') !== 'Rollout' || !reference) return workload;
  const { namespace } = objectOf(workload);
  const [kind = '', name = ''] = [text(reference, 'kind'), text(reference, 'name')];
  const referred = objects.find((each) => isSame(objectOf(each), { apiVersion: '', kind, namespace, name }));
  if (!referred) return workload;
  const spec = fields(workload, 'spec');
  const { selector, template } = fields(referred, 'spec');
  return { ...workload, spec: { selector, ...spec, template } };
}

/** What an autoscaler scales; KEDA takes it for a Deployment where nothing else is said. */
function targetOf(manifest: Fields): PredictedObject {
  const isHpa = text(manifest, 'kind') === 'HorizontalPodAutoscaler';
  return {
    apiVersion: text(manifest, 'spec', 'scaleTargetRef', 'apiVersion') ?? (isHpa ? '' : 'apps/v1'),
    kind: text(manifest, 'spec', 'scaleTargetRef', 'kind') ?? (isHpa ? '' : 'Deployment'),
    namespace: text(manifest, 'metadata', 'namespace') ?? 'default',
    name: text(manifest, 'spec', 'scaleTargetRef', 'name') ?? '',
  };
}

/** Who an object is. */
function objectOf(manifest: Fields): PredictedObject {
  return {
    apiVersion: text(manifest, 'apiVersion') ?? '',
    kind: text(manifest, 'kind') ?? '',
    namespace: text(manifest, 'metadata', 'namespace') ?? 'default',
    name: text(manifest, 'metadata', 'name') ?? '',
  };
}

function isSame(a: PredictedObject, b: PredictedObject): boolean {
  return a.kind === b.kind && a.name === b.name && a.namespace === b.namespace;
}

function labelOf(manifest: Fields): string {
  const { kind, name } = objectOf(manifest);
  return `${kind} "${name}"`;
}

function isCalled(manifest: Fields, called: string): boolean {
  const { kind, namespace, name } = objectOf(manifest);
  const parts = called.split('/');
  const [asName = '', asKind, asNamespace] = [...parts].reverse();
  if (parts.length === 3) return asName === name && asKind === namespace && isKind(asNamespace, kind);
  return asName === name && (asKind === undefined || isKind(asKind, kind));
}

function isKind(written: string | undefined, kind: string): boolean {
  const short: Readonly<Record<string, string>> = {
    hpa: 'horizontalpodautoscaler',
    so: 'scaledobject',
    deploy: 'deployment',
    sts: 'statefulset',
  };
  const lower = (written ?? '').toLowerCase();
  return (short[lower] ?? lower) === kind.toLowerCase();
}
