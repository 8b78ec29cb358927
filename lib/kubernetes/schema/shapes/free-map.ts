import { isMap, type Shape } from '../shape';
import { type Walk } from '../walk';

/** A map with free keys, whose values have one shape. */
export class FreeMap implements Shape {
  readonly takes = 'a map';

  constructor(readonly elements: Shape) {}

  check(value: unknown, walk: Walk): void {
    if (!isMap(value)) walk.wrongType(value, this.takes);
    else for (const key of Object.keys(value)) walk.below(key, value[key], this.elements);
  }
}
