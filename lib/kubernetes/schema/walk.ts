import { type Fault } from './fault';
import { type Shape, type Values } from './shape';

/** Whether a value is yet to be filled in by whoever applies it, such as `${VARIABLE}`: nobody can judge it. */
export type IsUnknown = (value: unknown) => boolean;

/** One look at an object: where it is at the moment, and what it has found. */
export class Walk {
  readonly faults: Fault[] = [];
  private readonly path: (string | number)[] = [];
  private tolerance = 0;

  constructor(private readonly isUnknown: IsUnknown) {}

  /** Checks what stands below the present place. */
  below(key: string | number, value: unknown, shape: Shape): void {
    if (value !== null && value !== undefined) this.at(key, value, shape);
  }

  /** The same where null is a value like others. */
  at(key: string | number, value: unknown, shape: Shape): void {
    this.path.push(key);
    shape.check(value, this);
    this.path.pop();
  }

  /** Checks the present place as Go's lenient decoders do, which know no unknown field. */
  leniently(value: unknown, shape: Shape): void {
    this.tolerance++;
    shape.check(value, this);
    this.tolerance--;
  }

  unknownField(key: string, value: unknown, within: Shape): void {
    if (value === undefined || this.tolerance > 0 || this.isUnknown(key)) return;
    this.faults.push({ is: 'unknown-field', path: [...this.path, key], value, within });
  }

  wrongType(value: unknown, expected: string): void {
    if (!this.isUnknown(value)) this.faults.push({ is: 'wrong-type', path: [...this.path], value, expected });
  }

  refusedValue(value: unknown, expected: string): void {
    if (!this.isUnknown(value)) this.faults.push({ is: 'refused-value', path: [...this.path], value, expected });
  }

  /** @param among the map that lacks it: a key that is yet to be filled in may become it */
  missingField(key: string, among: Values): void {
    if (Object.keys(among).some(this.isUnknown)) return;
    this.faults.push({ is: 'missing-field', path: [...this.path, key] });
  }

  /** Whether a value has a shape; what it has too much does not matter. */
  matches(value: unknown, shape: Shape): boolean {
    const walk = new Walk(this.isUnknown);
    walk.leniently(value, shape);
    return walk.faults.length === 0;
  }
}
