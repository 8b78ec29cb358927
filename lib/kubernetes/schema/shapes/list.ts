import { type Shape } from '../shape';
import { type Walk } from '../walk';

/** A list whose elements have one shape. */
export class List implements Shape {
  readonly takes = 'a list';

  constructor(readonly elements: Shape) {}

  check(value: unknown, walk: Walk): void {
    if (!Array.isArray(value)) walk.wrongType(value, this.takes);
    else value.forEach((element, index) => walk.below(index, element, this.elements));
  }
}
