import { isMap, type Shape } from '../shape';
import { type Walk } from '../walk';

/**
 * A schema within a CustomResourceDefinition that may also be a list of them, or true and false: a decoder of its own reads it, which drops
 * unknown fields without a word even where validation is strict.
 *
 * @see https://pkg.go.dev/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1#JSONSchemaPropsOrBool
 */
export class Lenient implements Shape {
  readonly takes: string;

  constructor(
    private readonly schema: Shape,
    private readonly orBoolean: boolean,
  ) {
    this.takes = orBoolean ? 'a schema, true or false' : 'a schema';
  }

  check(value: unknown, walk: Walk): void {
    if (isMap(value)) walk.leniently(value, this.schema);
    else if (this.orBoolean && typeof value !== 'boolean') walk.wrongType(value, this.takes);
  }
}
