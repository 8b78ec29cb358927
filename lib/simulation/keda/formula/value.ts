/** What a formula computes with: nil is null. */
export type Value = number | boolean | null | readonly Value[];

/** A formula that fails while it is evaluated, as the one that KEDA runs would. */
export class FormulaFailure extends Error {}

/** The number of a value. */
export function asNumber(value: Value | undefined, what: string): number {
  if (typeof value === 'number') return value;
  throw new FormulaFailure(`${what} is ${JSON.stringify(value ?? null)}, no number`);
}

/** The boolean of a value. */
export function asBoolean(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  throw new FormulaFailure(`a condition is ${JSON.stringify(value)}, neither true nor false`);
}
