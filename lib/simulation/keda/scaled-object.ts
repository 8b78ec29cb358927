import { at, fields, list, optionalFields, optionalWhole, show, text, type Fields } from '../../kubernetes/fields';
import { nonEmpty, scalar } from '../../kubernetes/scalar';
import { InputError } from '../../validation';
import { optionalMilliseconds } from '../instant';
import { readTrigger, type Trigger } from './trigger';

/** A ScaledObject as it stands in YAML. */
export type ScaledObjectManifest = Fields;

/**
 * A ScaledObject with KEDA's defaults. Periods are seconds, times milliseconds.
 *
 * @see https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export interface ScaledObject {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly createdAt?: number;
  readonly scaleTargetRef: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  readonly pollingInterval: number;
  readonly cooldownPeriod: number;
  readonly initialCooldownPeriod: number;
  /** Undefined counts as 0, but not everywhere: an idle count is compared with 1 where the minimum is an explicit 0. */
  readonly minReplicaCount?: number;
  readonly maxReplicaCount: number;
  readonly idleReplicaCount?: number;
  readonly triggers: readonly Trigger[];
  readonly fallback?: Fallback;
  readonly hpaName: string;
  /** Passed on to the HPA as it is. */
  readonly behavior?: Fields;
  readonly scalingModifiers?: ScalingModifiers;
}

/** What a failing trigger is replaced with. */
export interface Fallback {
  readonly failureThreshold: number;
  readonly replicas: number;
  readonly behavior: string;
}

/** A formula over the triggers, whose result is the only external metric. */
export interface ScalingModifiers {
  readonly formula: string;
  readonly target: string;
  readonly activationTarget: string;
  readonly metricType: string;
}

/**
 * A ScaledObject with KEDA's defaults.
 *
 * @throws InputError if it is not a ScaledObject, or a value cannot be read.
 */
export function readScaledObject(manifest: ScaledObjectManifest): ScaledObject {
  if (text(manifest, 'kind') !== 'ScaledObject') {
    throw new InputError({
      what: `The object is a ${show(at(manifest, 'kind'))}, no ScaledObject.`,
      why: 'Only ScaledObjects scale a workload with replicas.',
      fix: 'Pass the ScaledObject, or use decide for a HorizontalPodAutoscaler.',
    });
  }
  const spec = fields(manifest, 'spec');
  const metadata = fields(manifest, 'metadata');
  const name = text(metadata, 'name') ?? '';
  const target = fields(spec, 'scaleTargetRef');
  const count = (field: string, least = 0): number | undefined => optionalWhole(`spec.${field}`, spec[field], least);
  const hpa = fields(spec, 'advanced', 'horizontalPodAutoscalerConfig');
  return {
    namespace: text(metadata, 'namespace') ?? 'default',
    name,
    labels: texts(fields(metadata, 'labels')),
    annotations: texts(fields(metadata, 'annotations')),
    createdAt: optionalMilliseconds('metadata.creationTimestamp', metadata.creationTimestamp),
    scaleTargetRef: {
      apiVersion: text(target, 'apiVersion') ?? 'apps/v1',
      kind: text(target, 'kind') ?? 'Deployment',
      name: text(target, 'name') ?? '',
    },
    pollingInterval: count('pollingInterval') ?? 30,
    cooldownPeriod: count('cooldownPeriod') ?? 300,
    initialCooldownPeriod: count('initialCooldownPeriod') ?? 0,
    minReplicaCount: count('minReplicaCount'),
    maxReplicaCount: count('maxReplicaCount') ?? 100,
    idleReplicaCount: count('idleReplicaCount'),
    triggers: list(spec, 'triggers').map(readTrigger),
    fallback: readFallback(spec),
    hpaName: nonEmpty(hpa.name) ?? `keda-hpa-${name}`,
    behavior: optionalFields(hpa, 'behavior'),
    scalingModifiers: readModifiers(spec),
  };
}

function readFallback(spec: Fields): Fallback | undefined {
  const fallback = optionalFields(spec, 'fallback');
  if (!fallback) return undefined;
  return {
    failureThreshold: integer('spec.fallback.failureThreshold', fallback.failureThreshold),
    replicas: integer('spec.fallback.replicas', fallback.replicas),
    behavior: nonEmpty(fallback.behavior) ?? 'static',
  };
}

/** A whole number of either sign: admission, not reading, refuses negative ones. */
function integer(name: string, value: unknown): number {
  if (typeof value === 'number' && value < 0 && Number.isSafeInteger(value)) return value;
  return optionalWhole(name, value) ?? 0;
}

function readModifiers(spec: Fields): ScalingModifiers | undefined {
  const modifiers = fields(spec, 'advanced', 'scalingModifiers');
  const formula = scalar(modifiers.formula);
  const target = scalar(modifiers.target);
  const activationTarget = scalar(modifiers.activationTarget);
  const metricType = scalar(modifiers.metricType);
  if (formula + target + activationTarget + metricType === '') return undefined;
  return { formula, target, activationTarget, metricType };
}

function texts(map: Fields): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, scalar(value)]));
}
