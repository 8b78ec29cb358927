import { isMap, type Shape, type Values } from '../shape';
import { SCALARS } from '../shapes/scalars';
import { type Walk } from '../walk';
import { isSchema, type JsonSchema } from './json-schema';
import { valueRulesOf, type ValueRule } from './value-rules';

/** The shape of a value of a custom resource: what its definition's schema says. Worked out with the first value that has it. */
export class CustomShape implements Shape {
  private read: Parts | undefined;

  /** @param known fields that it has besides those of the schema */
  constructor(
    private readonly schema: JsonSchema,
    private readonly known: ReadonlyMap<string, Shape> = NONE,
  ) {}

  get takes(): string {
    return scalarOf(this.schema)?.takes ?? (this.schema.type === 'array' ? 'a list' : 'a map');
  }

  get fields(): ReadonlyMap<string, Shape> {
    return this.parts.fields;
  }

  get elements(): Shape | undefined {
    return this.parts.elements;
  }

  check(value: unknown, walk: Walk): void {
    if (value === null && this.schema.nullable === true) return;
    if (!this.hasType(value, walk)) return;
    for (const rule of this.parts.rules) {
      const takes = rule(value, walk);
      if (takes !== undefined) walk.refusedValue(value, takes);
    }
  }

  /** Whether a value is a scalar, a list or a map as its field takes it; looks at its parts in passing. */
  private hasType(value: unknown, walk: Walk): boolean {
    const scalar = scalarOf(this.schema);
    if (scalar) {
      const faults = walk.faults.length;
      scalar.check(value, walk);
      return walk.faults.length === faults;
    }
    const { type } = this.schema;
    if (type === 'array' && Array.isArray(value)) this.checkElements(value, walk);
    else if (type !== 'array' && isMap(value)) this.checkFields(value, walk);
    else if (type !== undefined) {
      walk.wrongType(value, this.takes);
      return false;
    }
    return true;
  }

  private checkElements(list: readonly unknown[], walk: Walk): void {
    const { elements } = this.parts;
    if (elements) list.forEach((element, index) => walk.at(index, element, elements));
  }

  private checkFields(map: Values, walk: Walk): void {
    const { fields, elements, isOpen } = this.parts;
    for (const key of Object.keys(map)) {
      const shape = fields.get(key) ?? elements;
      if (shape) walk.below(key, map[key], shape);
      else if (!isOpen) walk.unknownField(key, map[key], this);
    }
    for (const key of this.schema.required ?? []) if (this.lacks(map, key)) walk.missingField(key, map);
  }

  /** A default is filled in before anything is required; null counts as absent where it is not a value. */
  private lacks(map: Values, key: string): boolean {
    const property = this.schema.properties?.[key];
    if (property?.default !== undefined) return false;
    return map[key] === undefined || (map[key] === null && property?.nullable !== true);
  }

  private get parts(): Parts {
    return (this.read ??= partsOf(this.schema, this.known));
  }
}

interface Parts {
  readonly fields: ReadonlyMap<string, Shape>;
  readonly elements: Shape | undefined;
  /** Whether unknown fields are kept. */
  readonly isOpen: boolean;
  readonly rules: readonly ValueRule[];
}

const NONE: ReadonlyMap<string, Shape> = new Map();

/** What every object has that stands in another one. */
const EMBEDDED: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['apiVersion', SCALARS.text],
  ['kind', SCALARS.text],
  ['metadata', SCALARS.any],
]);

function partsOf(schema: JsonSchema, known: ReadonlyMap<string, Shape>): Parts {
  const { type, properties, additionalProperties, items } = schema;
  const fields = new Map(schema['x-kubernetes-embedded-resource'] === true ? EMBEDDED : known);
  for (const [name, property] of Object.entries(properties ?? {})) {
    if (!fields.has(name)) fields.set(name, isSchema(property) ? new CustomShape(property) : SCALARS.any);
  }
  const inner = type === 'array' ? items : additionalProperties;
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || additionalProperties === true;
  return {
    fields,
    elements: isSchema(inner) ? new CustomShape(inner) : undefined,
    isOpen,
    rules: valueRulesOf(schema, (each) => new CustomShape(each)),
  };
}

/** The shape of a type that has no parts. */
function scalarOf(schema: JsonSchema): Shape | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return SCALARS.wholeOrText;
  switch (schema.type) {
    case 'boolean':
      return SCALARS.boolean;
    case 'integer':
      return schema.format === 'int32' ? SCALARS.int32 : SCALARS.int64;
    case 'number':
      return SCALARS.number;
    case 'string':
      return formatOf(schema.format);
    default:
      return undefined;
  }
}

function formatOf(format: string | undefined): Shape {
  switch (format) {
    case 'byte':
      return SCALARS.bytes;
    case 'date-time':
    case 'datetime':
      return SCALARS.time;
    default:
      return SCALARS.text;
  }
}
