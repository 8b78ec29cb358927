import { InvalidArgumentError } from 'commander';
import { quantityValue } from '../kubernetes/quantity';
import { parseIpAddress } from '../validation';

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

/** An IP address. */
export function address(value: string): string {
  if (parseIpAddress(value) !== undefined) return value;
  throw new InvalidArgumentError('Write an IP address, such as 192.168.1.10 or fd00::10.');
}

/** The first and the last port of a range: `30000-32767`. */
export function portRange(value: string): [number, number] {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(value) ?? [];
  if (first === undefined || last === undefined) {
    throw new InvalidArgumentError('Write first-last, such as 30000-32767.');
  }
  const range: [number, number] = [Number(first), Number(last)];
  if (range[0] < 1 || range[1] > 65535 || range[0] > range[1]) {
    throw new InvalidArgumentError('Write two ports from 1 to 65535, the lower one first, such as 30000-32767.');
  }
  return range;
}
