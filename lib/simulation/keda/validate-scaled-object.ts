import { at, fields, list, text, type Fields } from '../../kubernetes/fields';
import { formulaProblem } from '../../kubernetes/keda/formula';
import { DEFAULT_KEDA_RELEASE, minorOf } from '../../kubernetes/release';
import { validateHpa } from '../hpa/validate-hpa';

import { readScaledObject, type ScaledObject, type ScaledObjectManifest } from './scaled-object';
import { isResourceTrigger } from './trigger';

const KEDA_MINOR = minorOf('KEDA', DEFAULT_KEDA_RELEASE);

/** What stands in the cluster beside a ScaledObject. */
export interface AdmissionContext {
  /** Other ScaledObjects of the namespace. @default none */
  readonly scaledObjects?: readonly Fields[];
  /** HorizontalPodAutoscalers of the namespace. @default none */
  readonly autoscalers?: readonly Fields[];
  /** The pod spec of the target; undefined: the requests of cpu and memory are not checked. @default not checked */
  readonly podSpec?: Fields;
  /** LimitRanges of the namespace. @default none */
  readonly limitRanges?: readonly Fields[];
  /** Whether it is a dry run, which skips the checks of cpu and memory triggers. @default false */
  readonly dryRun?: boolean;
}

/** What KEDA's admission webhook says. */
export interface Admission {
  /** The ScaledObject is refused for each of these. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * What KEDA's admission webhook, its CRD and the HPA's API say of a ScaledObject.
 *
 * @throws InputError if the ScaledObject cannot be read at all.
 * @see https://keda.sh/docs/latest/concepts/admission-webhooks/
 */
export function validateScaledObject(manifest: ScaledObjectManifest, context: AdmissionContext = {}): Admission {
  const scaledObject = readScaledObject(manifest);
  return {
    errors: [
      ...replicaErrors(scaledObject),
      ...schemaErrors(manifest),
      ...nameErrors(scaledObject),
      ...ownershipErrors(scaledObject, context),
      ...triggerErrors(scaledObject),
      ...fallbackErrors(scaledObject),
      ...modifierErrors(scaledObject),
      ...(context.dryRun === true ? [] : resourceTriggerErrors(scaledObject, context)),
    ],
    warnings: [...warningsOf(manifest, scaledObject)],
  };
}

function* replicaErrors(scaledObject: ScaledObject): Iterable<string> {
  const { minReplicaCount, maxReplicaCount, idleReplicaCount } = scaledObject;
  // An explicit 0 counts as 1, because the HPA's minimum is 1 then.
  const min = minReplicaCount === undefined ? 0 : Math.max(1, minReplicaCount);
  if (min > maxReplicaCount) yield `MinReplicaCount=${min} must be less than MaxReplicaCount=${maxReplicaCount}`;
  if (idleReplicaCount !== undefined && idleReplicaCount >= min) {
    yield `IdleReplicaCount=${idleReplicaCount} must be less than MinReplicaCount=${min}`;
  }
}

function* schemaErrors(manifest: ScaledObjectManifest): Iterable<string> {
  if (at(manifest, 'spec', 'pollingInterval') === 0) yield 'spec.pollingInterval must be at least 1';
  if (at(manifest, 'spec', 'maxReplicaCount') === 0) yield 'spec.maxReplicaCount must be at least 1';
  const path = 'spec.advanced.horizontalPodAutoscalerConfig';
  const behavior = at(manifest, ...path.split('.'), 'behavior');
  const hpa = { apiVersion: 'autoscaling/v2', spec: { behavior } };
  for (const { field, problem } of validateHpa(hpa)) {
    if (field.startsWith('spec.behavior')) yield `${field.replace('spec', path)} ${problem}`;
  }
}

function* nameErrors({ name, hpaName }: ScaledObject): Iterable<string> {
  if (name.length > 63) yield `scaledobject name "${name}" is ${name.length} characters long; at most 63 are allowed`;
  if (hpaName.length > 63) yield `HPA name "${hpaName}" is ${hpaName.length} characters long; at most 63 are allowed`;
}

function* ownershipErrors(scaledObject: ScaledObject, context: AdmissionContext): Iterable<string> {
  const { name, scaleTargetRef, hpaName, annotations } = scaledObject;
  for (const other of (context.scaledObjects ?? []).map(readScaledObject)) {
    if (other.name === name) continue;
    if (isSameTarget(other.scaleTargetRef, scaleTargetRef)) {
      yield `the workload '${scaleTargetRef.name}' of type '${typeOf(scaleTargetRef)}' is already managed by the ScaledObject '${other.name}'`;
    } else if (other.hpaName === hpaName) {
      yield `the HPA '${hpaName}' is already managed by the ScaledObject '${other.name}'`;
    }
  }
  for (const hpa of context.autoscalers ?? []) {
    if (text(hpa, 'metadata', 'annotations', 'validations.keda.sh/hpa-ownership') === 'false') continue;
    const target = fields(hpa, 'spec', 'scaleTargetRef');
    const reference = {
      apiVersion: text(target, 'apiVersion') ?? '',
      kind: text(target, 'kind') ?? '',
      name: text(target, 'name') ?? '',
    };
    const owned = list(hpa, 'metadata', 'ownerReferences').some(
      (owner) => text(owner, 'kind') === 'ScaledObject' && text(owner, 'name') === name,
    );
    if (owned || !isSameTarget(reference, scaleTargetRef)) continue;
    const other = text(hpa, 'metadata', 'name') ?? '';
    if (annotations['scaledobject.keda.sh/transfer-hpa-ownership'] !== 'true') {
      yield `the workload '${reference.name}' of type '${typeOf(reference)}' is already managed by the hpa '${other}'`;
    } else if (other !== hpaName) {
      yield `the existing hpa '${other}' for workload '${reference.name}' of type '${typeOf(reference)}' must be specified by name in advanced settings to enable ownership transfer`;
    }
  }
}

type Target = ScaledObject['scaleTargetRef'];

function typeOf({ apiVersion, kind }: Target): string {
  return `${apiVersion}.${kind}`;
}

function isSameTarget(a: Target, b: Target): boolean {
  return typeOf(a) === typeOf(b) && a.name === b.name;
}

function* triggerErrors({ triggers }: ScaledObject): Iterable<string> {
  if (triggers.length === 0) yield 'no triggers defined in the ScaledObject/ScaledJob';
  const seen = new Set<string>();
  for (const { index, type, name, useCachedMetrics } of triggers) {
    if (useCachedMetrics && ['cpu', 'memory', 'cron'].includes(type)) {
      yield `property "useCachedMetrics" is not supported for "${type}" scaler`;
    }
    if (name === '') continue;
    if (seen.has(name)) yield `triggerName "${name}" is defined multiple times in the ScaledObject, again at ${index}`;
    seen.add(name);
  }
}

function* fallbackErrors({ fallback, scalingModifiers, triggers }: ScaledObject): Iterable<string> {
  if (!fallback) return;
  const { failureThreshold, replicas, behavior } = fallback;
  if (failureThreshold < 0 || replicas < 0) {
    yield `FailureThreshold=${failureThreshold} & Replicas=${replicas} must both be greater than or equal to 0`;
  }
  if (!scalingModifiers && triggers.every(isResourceTrigger)) {
    yield 'at least one trigger that is not cpu or memory is needed for the fallback';
  }
  if (behavior === 'scalingModifiers' && !scalingModifiers?.formula) {
    yield 'scalingModifiers fallback behavior requires scalingModifiers.formula to be defined';
  }
}

function* modifierErrors({ scalingModifiers, triggers }: ScaledObject): Iterable<string> {
  if (!scalingModifiers) return;
  const { formula, target, metricType } = scalingModifiers;
  if (formula === '') yield 'scalingModifiers.formula is mandatory';
  if (!(Number(target) > 0)) yield `scalingModifiers.target "${target}" is no number above 0`;
  if (metricType === 'Utilization') {
    yield 'scalingModifiers.metricType is Utilization; it must be AverageValue or Value';
  }
  if (formula === '') return;
  const names = triggers.filter((trigger) => !isResourceTrigger(trigger)).map(({ name }) => name);
  const problem = formulaProblem(formula, { triggers: names.filter((name) => name !== ''), kedaMinor: KEDA_MINOR });
  if (problem) yield `error validating formula in ScalingModifiers: the ${problem.what}`;
}

function* resourceTriggerErrors(scaledObject: ScaledObject, context: AdmissionContext): Iterable<string> {
  const { triggers, minReplicaCount } = scaledObject;
  if (triggers.length > 0 && triggers.every(isResourceTrigger) && (minReplicaCount ?? 0) === 0) {
    yield "scaledobject has only cpu/memory triggers AND minReplica is 0 (scale to zero doesn't work in this case)";
  }
  if (!context.podSpec) return;
  for (const { type, metadata } of triggers.filter(isResourceTrigger)) {
    if (hasDefaultLimit(type, context)) continue;
    for (const container of list(context.podSpec, 'containers')) {
      const name = text(container, 'name') ?? '';
      if (metadata.containerName !== undefined && metadata.containerName !== name) continue;
      const resources = fields(container, 'resources');
      if (at(resources, 'requests', type) === undefined && at(resources, 'limits', type) === undefined) {
        yield `the scaledobject has a ${type} trigger but the container ${name} doesn't have the ${type} request defined`;
      }
    }
  }
}

function hasDefaultLimit(resource: string, { limitRanges = [] }: AdmissionContext): boolean {
  return limitRanges
    .flatMap((range) => list(range, 'spec', 'limits'))
    .some(
      (limit) =>
        text(limit, 'type') === 'Container' &&
        (at(limit, 'default', resource) !== undefined || at(limit, 'defaultRequest', resource) !== undefined),
    );
}

function* warningsOf(manifest: ScaledObjectManifest, scaledObject: ScaledObject): Iterable<string> {
  const { minReplicaCount = 0, idleReplicaCount, triggers } = scaledObject;
  if (minReplicaCount === 0 || idleReplicaCount === 0) return;
  const isGiven = (field: string): boolean => (at(manifest, 'spec', field) ?? undefined) !== undefined;
  if (isGiven('pollingInterval') && !triggers.some(({ useCachedMetrics }) => useCachedMetrics)) {
    yield 'PollingInterval is configured but is not relevant. PollingInterval is only relevant when minReplicaCount = 0 or idleReplicaCount = 0 or useCachedMetrics is enabled';
  }
  if (isGiven('cooldownPeriod')) {
    yield 'CooldownPeriod is configured but is not relevant. CooldownPeriod is only relevant when minReplicaCount = 0 or idleReplicaCount = 0';
  }
}
