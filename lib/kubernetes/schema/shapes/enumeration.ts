import { type Shape } from '../shape';
import { type Walk } from '../walk';

/** A text that is one of some; an empty one stands for the field's default. */
export class Enumeration implements Shape {
  readonly takes: string;
  private readonly values: ReadonlySet<unknown>;

  constructor(values: readonly string[]) {
    this.values = new Set(['', ...values]);
    this.takes = oneOf(values.filter((value) => value !== ''));
  }

  check(value: unknown, walk: Walk): void {
    if (this.values.has(value)) return;
    if (typeof value === 'string') walk.refusedValue(value, this.takes);
    else walk.wrongType(value, this.takes);
  }
}

function oneOf(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
