import { type Severity } from '../finding';
import { show } from '../manifest';

/** What is wrong with a part of a HorizontalPodAutoscaler, and where in it. */
export interface Refusal {
  readonly what: string;
  readonly why?: string;
  readonly fix: string;
  readonly field: string;
  readonly severity?: Severity;
}

/** A quantity as it is written in YAML, where it needs no quotes. */
export function written(quantity: unknown): string {
  return typeof quantity === 'string' ? quantity : show(quantity);
}

/** Whether a value is a whole number within bounds. */
export function isWhole(value: unknown, from: number, to = Infinity): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
}
