import { show } from '../../kubernetes/fields';
import { InputError } from '../../validation';

/** What is wrong with a load. */
export function loadProblem(what: string, fix: string): InputError {
  return new InputError({ what, why: 'There is no prediction without a load.', fix });
}

/**
 * A number of requests or users.
 *
 * @throws InputError if it is negative or no number.
 */
export function amount(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw loadProblem(`${name} is ${show(value)}.`, 'Use a number from 0 up.');
}

/**
 * Seconds that are not 0.
 *
 * @throws InputError if they are.
 */
export function nonZero(name: string, value: number): number {
  if (value > 0) return value;
  throw loadProblem(`${name} is 0.`, 'Use a length of time above 0, such as 5m.');
}
