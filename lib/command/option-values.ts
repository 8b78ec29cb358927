import { InvalidArgumentError } from 'commander';
import { quantityValue } from '../kubernetes/quantity';

/** The values of an option that is given several times. */
export function collected(value: string, before: string[] = []): string[] {
  return [...before, value];
}

/** A release by major and minor: `v1.36.2` is `1.36`. */
export function release(value: string): string {
  const [, found] = /^v?(\d+\.\d+)(?:\.\d+)?$/.exec(value) ?? [];
  if (found === undefined) throw new InvalidArgumentError('Write major and minor, such as 1.36.');
  return found;
}

/** A quantity of Kubernetes as a number. */
export function quantity(value: string): number {
  const found = quantityValue(value);
  if (found === undefined || !(found > 0 && found < Infinity)) {
    throw new InvalidArgumentError('Write a quantity above 0, such as 2, 500m or 4Gi.');
  }
  return found;
}

/** A quantity of Kubernetes as it was written. */
export function quantityText(value: string): string {
  quantity(value);
  return value;
}

/** A whole number from 1 up. */
export function count(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('Write a whole number from 1 up.');
  return Number(value);
}

/** A number from 0 up. */
export function fromZero(value: string): number {
  const found = Number(value);
  if (!(found >= 0 && found < Infinity) || value.trim() === '') {
    throw new InvalidArgumentError('Write a number from 0 up.');
  }
  return found;
}
