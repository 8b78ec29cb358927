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
