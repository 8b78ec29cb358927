import { Schemas } from '../../../lib/kubernetes/schema';
import { type JsonSchema } from '../../../lib/kubernetes/schema/custom/json-schema';

/** Whether a definition takes a value of its field. */
function takes(schema: JsonSchema, value: unknown): boolean {
  const openAPIV3Schema: JsonSchema = {
    type: 'object',
    properties: { spec: { type: 'object', properties: { x: schema } } },
  };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Thing', plural: 'things' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
  const schemas = new Schemas({ kubernetes: '1.36', definitions: [definition] });
  const object = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' }, spec: { x: value } };
  return [...schemas.faultsOf(object)].length === 0;
}

const number: JsonSchema = { type: 'number' };
const items: JsonSchema = { type: 'string' };
const entries: JsonSchema = { type: 'object', properties: { k: { type: 'string' }, v: { type: 'string' } } };
const map: JsonSchema = { type: 'object', additionalProperties: { type: 'string' } };

test.each<[JsonSchema, unknown, unknown]>([
  [{ ...number, minimum: 2 }, 2, 1],
  [{ ...number, minimum: 2, exclusiveMinimum: true }, 2.5, 2],
  [{ ...number, maximum: 2 }, 2, 3],
  [{ ...number, maximum: 2, exclusiveMaximum: true }, 1.5, 2],
  [{ ...number, multipleOf: 5 }, 10, 11],
  [{ ...number, multipleOf: 0.5 }, 1.5, 1.3],
  [{ type: 'string', minLength: 2 }, 'ab', 'a'],
  [{ type: 'string', maxLength: 1 }, 'a', 'ab'],
  [{ type: 'string', pattern: '^a+$' }, 'aa', 'b'],
  [{ type: 'string', enum: ['a', 'b', ''] }, '', 'c'],
  [{ type: 'string', enum: ['a'] }, 'a', 'c'],
  [{ type: 'array', items, minItems: 1 }, ['a'], []],
  [{ type: 'array', items, maxItems: 1 }, ['a'], ['a', 'b']],
  [{ type: 'array', items, 'x-kubernetes-list-type': 'set' }, ['a', 'b'], ['a', 'a']],
  [{ type: 'array', items: entries, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] }, [{ k: 'a' }, { k: 'b' }], [{ k: 'a' }, { k: 'a', v: 'x' }]],
  [{ ...map, minProperties: 1 }, { a: 'x' }, {}],
  [{ ...map, maxProperties: 2 }, { a: 'x' }, { a: 'x', b: 'y', c: 'z' }],
  [{ ...number, allOf: [{ minimum: 1 }, { maximum: 3 }] }, 2, 4],
  [{ ...number, anyOf: [{ maximum: 1 }, { minimum: 3 }] }, 4, 2],
  [{ ...number, oneOf: [{ minimum: 1 }, { minimum: 3 }] }, 2, 4],
  [{ ...number, not: { minimum: 3 } }, 2, 4],
  [{ ...entries, oneOf: [{ required: ['k'] }, { required: ['v'] }] }, { k: 'a' }, { k: 'a', v: 'b' }],
  [{ ...entries, anyOf: [{ required: ['k'] }, { required: ['v'] }] }, { v: 'a' }, {}],
])('%j takes %j, and not %j', (schema, good, bad) => {
  expect(takes(schema, good)).toBe(true);
  expect(takes(schema, bad)).toBe(false);
}); // prettier-ignore
