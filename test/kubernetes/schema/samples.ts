import { isSchema, type JsonSchema } from '../../../lib/kubernetes/schema/custom/json-schema';
import { hasPattern } from '../../../lib/kubernetes/schema/custom/pattern';
import { type Shape } from '../../../lib/kubernetes/schema/shape';
import { SCALARS } from '../../../lib/kubernetes/schema/shapes/scalars';
import { Enumeration } from '../../../lib/kubernetes/schema/shapes/enumeration';

/** Objects within objects, as in the schemas of CustomResourceDefinitions, have no end. */
const DEEPEST = 12;

const VALUES = new Map<Shape, unknown>([
  [SCALARS.any, { any: ['value'] }],
  [SCALARS.boolean, true],
  [SCALARS.bytes, 'c2VjcmV0'],
  [SCALARS.int32, 7],
  [SCALARS.int64, 5_000_000_000],
  [SCALARS.intOrText, '50%'],
  [SCALARS.microTime, '2026-01-31T12:00:00.000000Z'],
  [SCALARS.number, 0.5],
  [SCALARS.quantity, '500m'],
  [SCALARS.text, 'text'],
  [SCALARS.time, '2026-01-31T12:00:00Z'],
  [SCALARS.wholeOrText, 8080],
]);

/** A value with every field of its shape. */
export function sampleOf(shape: Shape, depth = 0, above: readonly Shape[] = []): unknown {
  if (VALUES.has(shape)) return VALUES.get(shape);
  if (shape instanceof Enumeration) return shape.takes.split(/, | or /)[0];
  if (shape.elements) {
    const element = sampleOf(shape.elements, depth, above);
    return shape.takes === 'a list' ? [element] : { key: element };
  }
  if (!shape.fields) return {};
  if (above.includes(shape) || depth > DEEPEST) return {};
  const fields: Record<string, unknown> = {};
  for (const [name, field] of shape.fields) fields[name] = sampleOf(field, depth + 1, [...above, shape]);
  return fields;
}

/** A sample of a kind. */
export function sampleObject(apiVersion: string, kind: string, shape: Shape): Record<string, unknown> {
  const sample = sampleOf(shape) as Record<string, unknown>;
  return { ...sample, apiVersion, kind, metadata: { ...(sample.metadata as object), name: 'sample' } };
}

/** What matches the patterns of our own definitions. */
const MATCHING = ['30s', '64Mi', 'http://example.com', '10MB', 'a-b', 'Abort', 'text', 'a'];

/** A value with every field of a schema of a definition. */
export function sampleOfSchema(schema: JsonSchema, depth = 0): unknown {
  if (schema.enum) return schema.enum.find((value) => value !== '') ?? schema.enum[0];
  if (schema['x-kubernetes-int-or-string'] === true) return '50';
  const { pattern, format, minimum = 1, minLength = 0 } = schema;
  switch (schema.type) {
    case 'object': {
      if (depth > DEEPEST) return {};
      if (isSchema(schema.additionalProperties)) return { key: sampleOfSchema(schema.additionalProperties, depth + 1) };
      const properties = Object.entries(schema.properties ?? {}).filter(([name]) => name !== 'status');
      return Object.fromEntries(properties.map(([name, property]) => [name, sampleOfSchema(property, depth + 1)]));
    }
    case 'array':
      return schema.items ? [sampleOfSchema(schema.items, depth + 1)] : [];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return Math.max(minimum, 1);
    default:
      if (format === 'date-time') return '2026-01-31T12:00:00Z';
      if (format === 'byte') return 'c2VjcmV0';
      if (pattern === undefined) return 'text'.padEnd(minLength, 't');
      return MATCHING.find((text) => hasPattern(text, pattern)) ?? '';
  }
}
