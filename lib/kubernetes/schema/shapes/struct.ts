import { isMap, type Shape } from '../shape';
import { type Walk } from '../walk';

/** A map whose fields are known. They are worked out with the first object that has it: most kinds never meet one. */
export class Struct implements Shape {
  readonly takes = 'a map';
  private known: ReadonlyMap<string, Shape> | undefined;

  constructor(private readonly read: () => ReadonlyMap<string, Shape>) {}

  get fields(): ReadonlyMap<string, Shape> {
    return (this.known ??= this.read());
  }

  check(value: unknown, walk: Walk): void {
    if (!isMap(value)) {
      walk.wrongType(value, this.takes);
      return;
    }
    for (const key of Object.keys(value)) {
      const shape = this.fields.get(key);
      if (shape) walk.below(key, value[key], shape);
      else walk.unknownField(key, value[key], this);
    }
  }
}
