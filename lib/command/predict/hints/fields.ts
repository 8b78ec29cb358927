import { milliText, milliValue, type Fields } from '../../../simulation';
import { targetFieldsOf } from '../../../simulation/keda/target-fields';

/** Where a field stands in a manifest. */
export type Path = readonly (string | number)[];

/** A field of an autoscaler that somebody would change. */
export interface TunableField {
  /** As the manifest calls it, such as `minReplicas` or `averageUtilization of cpu`. */
  readonly name: string;
  readonly path: Path;
}

/** A target, and how a multiple of it is written. */
export interface TunableTarget extends TunableField {
  readonly value: string;
  /** The text of a multiple, and the value to write; undefined where it rounds to what it is. */
  readonly scaled: (factor: number) => { readonly text: string; readonly value: unknown } | undefined;
}

/** The fields that an HPA and a ScaledObject call differently. */
export interface TunableFields {
  readonly min: TunableField;
  readonly max: TunableField;
  readonly targets: readonly TunableTarget[];
  readonly behavior: Path;
}

/** Where the tunable fields of an autoscaler stand. */
export function tunableFields(manifest: Fields): TunableFields {
  return manifest.kind === 'ScaledObject' ? ofScaledObject(manifest) : ofHpa(manifest);
}

function ofHpa(manifest: Fields): TunableFields {
  const metrics = listAt(manifest, ['spec', 'metrics']);
  const inMetrics = metrics.flatMap((metric, index) => {
    const type = String(valueAt(metric, ['type']));
    const source = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
    const name = String(valueAt(metric, [source, 'name']) ?? valueAt(metric, [source, 'metric', 'name']));
    return ['averageUtilization', 'averageValue', 'value'].map((key) => ({
      name: `${key} of ${name}`,
      path: ['spec', 'metrics', index, source, 'target', key],
    }));
  });
  const ofOldVersion = { name: 'targetCPUUtilizationPercentage', path: ['spec', 'targetCPUUtilizationPercentage'] };
  return {
    min: { name: 'minReplicas', path: ['spec', 'minReplicas'] },
    max: { name: 'maxReplicas', path: ['spec', 'maxReplicas'] },
    targets: [...inMetrics, ofOldVersion].flatMap((field) => targetOf(manifest, field)),
    behavior: ['spec', 'behavior'],
  };
}

function ofScaledObject(manifest: Fields): TunableFields {
  return {
    min: { name: 'minReplicaCount', path: ['spec', 'minReplicaCount'] },
    max: { name: 'maxReplicaCount', path: ['spec', 'maxReplicaCount'] },
    targets: targetFieldsOf(manifest).flatMap((field) => targetOf(manifest, field)),
    behavior: ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior'],
  };
}

function targetOf(manifest: Fields, field: TunableField): TunableTarget[] {
  const value = valueAt(manifest, field.path);
  const milli = milliValue(value);
  if (typeof milli !== 'number' || milli <= 0) return [];
  const isWhole = field.name.startsWith('averageUtilization') || field.name.startsWith('targetCPU');
  return [
    {
      ...field,
      value: String(value),
      scaled: (factor) => {
        const scaledMilli = isWhole ? Math.round((milli * factor) / 1000) * 1000 : Math.round(milli * factor);
        if (scaledMilli <= 0 || scaledMilli === milli) return undefined;
        if (typeof value === 'number') return { text: String(scaledMilli / 1000), value: scaledMilli / 1000 };
        const text = isPlainNumber(value) ? String(scaledMilli / 1000) : milliText(scaledMilli);
        return { text, value: text };
      },
    },
  ];
}

function isPlainNumber(value: unknown): boolean {
  return typeof value === 'string' && /^[\d.]+$/.test(value);
}

/** What stands at a path; undefined where it ends before. */
export function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}

function listAt(value: unknown, path: Path): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** A copy with something else at a path; what is not there is made. */
export function withValue<T>(container: T, [key, ...rest]: Path, value: unknown): T {
  if (key === undefined) return value as T;
  const copy = (Array.isArray(container) ? [...(container as unknown[])] : { ...container }) as Record<
    string | number,
    unknown
  >;
  copy[key] = withValue(copy[key], rest, value);
  return copy as T;
}
