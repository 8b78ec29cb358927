import { fieldOf, Schemas, type Path } from '../../../lib/kubernetes/schema';
import { type Shape } from '../../../lib/kubernetes/schema/shape';
import { sampleObject } from './samples';

const schemas = new Schemas({ kubernetes: '1.36' });

/** Kinds with what there is: templates of pods, numbers or strings, quantities, times, bytes, schemas. */
const KINDS = [
  ['apps/v1', 'Deployment'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['batch/v1', 'CronJob'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['v1', 'Service'],
  ['v1', 'Secret'],
  ['coordination.k8s.io/v1', 'Lease'],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
] as const;

interface Field {
  readonly path: Path;
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

function fieldsIn(value: unknown, shape: Shape | undefined, path: Path = []): Field[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => fieldsIn(each, shape?.elements, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((key) => {
    const below = fieldsIn(parent[key], shape?.fields?.get(key) ?? shape?.elements, [...path, key]);
    return shape?.fields?.has(key) === true ? [{ path: [...path, key], parent, key }, ...below] : below;
  });
}

describe.each(KINDS)('%s %s', (apiVersion, kind) => {
  const shape = schemas.kindOf({ apiVersion, kind })?.shape;
  const sample = shape ? sampleObject(apiVersion, kind, shape) : {};
  const fields = fieldsIn(sample, shape).filter(({ path }) => !['apiVersion', 'kind'].includes(fieldOf(path)));

  test('each field that is misspelt is found, and is the only one', () => {
    for (const { path, parent, key } of fields) {
      const value = parent[key];
      delete parent[key];
      parent[`${key}x`] = value;
      const found = schemas.faultsOf(sample).map((fault) => `${fault.is} ${fieldOf(fault.path)}`);
      delete parent[`${key}x`];
      parent[key] = value;
      expect(found).toEqual([`unknown-field ${fieldOf([...path.slice(0, -1), `${key}x`])}`]);
    }
    expect(fields.length).toBeGreaterThan(10);
  });

  test('each value of another type is found at its field', () => {
    for (const { path, parent, key } of fields) {
      const value = parent[key];
      if (['{"any":["value"]}', '{}'].includes(JSON.stringify(value))) continue; // free form, and what decodes itself
      parent[key] = Array.isArray(value) || typeof value !== 'object' ? { not: { this: 'type' } } : 5;
      const found = schemas.faultsOf(sample).map((fault) => fieldOf(fault.path));
      parent[key] = value;
      expect([fieldOf(path), found.length > 0 && found.every((field) => field.startsWith(fieldOf(path)))]).toEqual([
        fieldOf(path),
        true,
      ]);
    }
  });
});
