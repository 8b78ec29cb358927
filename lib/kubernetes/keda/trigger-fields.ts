import { at, fields, list, text, type Fields } from '../fields';

/** A trigger of a ScaledObject or a ScaledJob, as it stands in YAML. */
export interface TriggerFields {
  readonly type: string;
  /** Its unique name; empty without one. */
  readonly name: string;
  /** Empty where it is left out. */
  readonly metricType: string;
  /** What only its scaler understands; text, where nobody forgot the quotes. */
  readonly metadata: Fields;
  readonly useCachedMetrics: boolean;
  /** Whether it has an authenticationRef. */
  readonly hasAuthentication: boolean;
  /** Its place in the object, such as `spec.triggers[0]`. */
  readonly path: string;
}

/** The triggers of a ScaledObject or a ScaledJob. */
export function triggersOf(manifest: Fields): TriggerFields[] {
  return list(manifest, 'spec', 'triggers').map((trigger, index) => ({
    type: text(trigger, 'type') ?? '',
    name: text(trigger, 'name') ?? '',
    metricType: text(trigger, 'metricType') ?? '',
    metadata: fields(trigger, 'metadata'),
    useCachedMetrics: at(trigger, 'useCachedMetrics') === true,
    hasAuthentication: at(trigger, 'authenticationRef') !== undefined,
    path: `spec.triggers[${index}]`,
  }));
}

/** Whether a trigger has metadata at all, as KEDA's definition asks for. */
export function hasMetadata(trigger: unknown): boolean {
  return (at(trigger, 'metadata') ?? undefined) !== undefined;
}

/** Whether a trigger measures the pods' own CPU or memory. */
export function isResourceTrigger({ type }: { readonly type: string }): boolean {
  return type === 'cpu' || type === 'memory';
}

/** Whether what an external trigger says is divided by the number of pods: metricType AverageValue is the default. */
export function isPerPod({ metricType }: TriggerFields): boolean {
  return metricType === '' || metricType === 'AverageValue';
}

/** The name of the HPA that KEDA makes of a ScaledObject. */
export function hpaNameOf(scaledObject: Fields): string {
  const name = text(scaledObject, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name') ?? '';
  return name === '' ? `keda-hpa-${text(scaledObject, 'metadata', 'name') ?? ''}` : name;
}
