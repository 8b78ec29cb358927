import { at, fields, list, text, type Fields } from '../kubernetes/fields';
import { nameOf, type CheckedObject } from './manifest';

/** A trigger of a KEDA ScaledObject. */
export interface Trigger {
  readonly type: string;
  /** Its unique name, where it has one. */
  readonly name?: string;
  readonly metricType: string;
  readonly metadata: Fields;
  readonly useCachedMetrics: boolean;
  /** Its place in the object, such as `spec.triggers[0]`. */
  readonly path: string;
}

/** The triggers of a ScaledObject. */
export function triggersOf({ manifest }: CheckedObject): Trigger[] {
  return list(manifest, 'spec', 'triggers').map((trigger, i) => ({
    type: text(trigger, 'type') ?? '',
    name: text(trigger, 'name'),
    metricType: text(trigger, 'metricType') ?? 'AverageValue',
    metadata: fields(trigger, 'metadata'),
    useCachedMetrics: at(trigger, 'useCachedMetrics') === true,
    path: `spec.triggers[${i}]`,
  }));
}

/** Whether a trigger measures the pods' own CPU or memory. */
export function isResourceTrigger({ type }: Trigger): boolean {
  return type === 'cpu' || type === 'memory';
}

/** The name of the HPA that KEDA makes of a ScaledObject. */
export function hpaNameOf(object: CheckedObject): string {
  const name = text(object.manifest, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name') ?? '';
  return name === '' ? `keda-hpa-${nameOf(object)}` : name;
}
