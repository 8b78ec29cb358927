import { at, fields, text } from '../../kubernetes/fields';
import { nonEmpty, scalar } from '../../kubernetes/scalar';
import { InputError } from '../../validation';
import { triggerTargets } from './trigger-targets';

/** A trigger of a ScaledObject, with KEDA's defaults. */
export interface Trigger {
  /** Its place in the list, which is part of its metric's name. */
  readonly index: number;
  readonly type: string;
  /** What a formula calls it; empty without one. */
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** `AverageValue`, `Value`, or `Utilization` for cpu and memory. */
  readonly metricType: string;
  readonly useCachedMetrics: boolean;
  /** The name of its external metric; for cpu and memory the name of the resource. */
  readonly metricName: string;
  /** What the value should be; NaN for cpu and memory, whose target is a quantity. */
  readonly threshold: number;
  /** Active strictly above it. */
  readonly activationThreshold: number;
}

/** Whether a trigger measures the pods themselves, by a Resource metric. */
export function isResourceTrigger({ type }: Pick<Trigger, 'type'>): boolean {
  return type === 'cpu' || type === 'memory';
}

/**
 * A trigger as it stands in YAML.
 *
 * @throws InputError if its threshold is missing or no number.
 * @see https://keda.sh/docs/latest/scalers/
 */
export function readTrigger(trigger: unknown, index: number): Trigger {
  const type = text(trigger, 'type') ?? '';
  const metadata = Object.fromEntries(
    Object.entries(fields(trigger, 'metadata')).map(([key, value]) => [key, scalar(value)]),
  );
  const isResource = isResourceTrigger({ type });
  const { keys, activation, preset } = triggerTargets(type, metadata);
  const threshold = keys.map((key) => metadata[key]).find((value) => value !== undefined);
  const path = `spec.triggers[${index}] (${type})`;
  return {
    index,
    type,
    name: text(trigger, 'name') ?? '',
    metadata,
    metricType: nonEmpty(at(trigger, 'metricType')) ?? (isResource ? (metadata.type ?? '') : 'AverageValue'),
    useCachedMetrics: at(trigger, 'useCachedMetrics') === true,
    // The metric name that the metadata of a Prometheus trigger may have is ignored since KEDA 2.11.
    metricName: isResource ? type : `s${index}-${type}`,
    threshold: isResource ? NaN : numberOf(`${path}: ${keys[0] ?? 'threshold'}`, threshold, preset),
    activationThreshold: isResource ? 0 : numberOf(`${path}: ${activation}`, metadata[activation], 0),
  };
}

function numberOf(name: string, value: string | undefined, preset: number | undefined): number {
  if (value === undefined && preset !== undefined) return preset;
  const number = value === undefined || value.trim() === '' ? NaN : Number(value);
  if (Number.isFinite(number)) return number;
  throw new InputError({
    what: `${name} is ${value === undefined ? 'missing' : `"${value}", which is not a number`}.`,
    why: 'KEDA cannot build the scaler, so nothing scales.',
    fix: 'Write a number in quotes, such as "100".',
  });
}
