import { fieldOf, Schemas } from '../../../lib/kubernetes/schema';
import { type JsonSchema } from '../../../lib/kubernetes/schema/custom/json-schema';

function definition(spec: JsonSchema, more: object = {}): object {
  const openAPIV3Schema = { type: 'object', properties: { spec, status: { type: 'object' } } };
  const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema }, ...more };
  return {
    ...{
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.com' },
    },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Thing', plural: 'things' },
      versions: [version],
    },
  };
}

/** What is wrong with an object whose definition has a schema for its spec. */
function faults(schema: JsonSchema, spec: unknown, more: object = {}): string[] {
  const schemas = new Schemas({ kubernetes: '1.36', definitions: [definition(schema)] });
  const object = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' }, spec, ...more };
  return schemas
    .faultsOf(object)
    .map((fault) => [fault.is, fieldOf(fault.path), 'expected' in fault ? fault.expected : ''].join(' ').trim());
}

const object = (properties: Readonly<Record<string, JsonSchema>>, more: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  properties,
  ...more,
});
const text: JsonSchema = { type: 'string' };

test('unknown fields are refused, but where they are preserved, or the keys are free', () => {
  expect(faults(object({ a: text }), { a: 'x', b: 'y' })).toEqual(['unknown-field spec.b']);
  expect(faults({ type: 'object' }, { a: 'x' })).toEqual(['unknown-field spec.a']);
  expect(faults(object({ a: text }, { 'x-kubernetes-preserve-unknown-fields': true }), { a: 5, b: 'y' })).toEqual([
    'wrong-type spec.a a string',
  ]);
  expect(faults({ type: 'object', additionalProperties: text }, { a: 'x', b: 5 })).toEqual([
    'wrong-type spec.b a string',
  ]);
});

test('an embedded resource has the fields of every object', () => {
  const embedded = object({ data: text }, { 'x-kubernetes-embedded-resource': true });
  expect(faults(embedded, { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, data: 'x', other: 1 })).toEqual([
    'unknown-field spec.other',
  ]);
});

test('the metadata of a custom resource is that of every object', () => {
  const metadata = { name: 'a', label: {}, labels: { a: 1 } };
  expect(faults(object({}), {}, { metadata })).toEqual([
    'unknown-field metadata.label',
    'wrong-type metadata.labels.a a string',
  ]);
});

test('null is absent, but where a value may be null, and in lists', () => {
  const schema = object(
    { a: text, b: { type: 'string', nullable: true }, c: { type: 'array', items: text } },
    { required: ['a', 'b'] },
  );
  expect(faults(schema, { a: 'x', b: null })).toEqual([]);
  expect(faults(schema, { a: null, b: 'x', c: ['x', null] })).toEqual([
    'wrong-type spec.c[1] a string',
    'missing-field spec.a',
  ]);
});

test('a required field with a default is filled in', () => {
  expect(faults(object({ a: { type: 'string', default: 'x' }, b: text }, { required: ['a', 'b'] }), {})).toEqual([
    'missing-field spec.b',
  ]);
});

test('numbers keep to their types and bounds', () => {
  const schema = object({
    whole: { type: 'integer', minimum: 1, maximum: 5 },
    above: { type: 'number', minimum: 0, exclusiveMinimum: true },
    even: { type: 'integer', multipleOf: 2 },
    narrow: { type: 'integer', format: 'int32' },
    either: { 'x-kubernetes-int-or-string': true },
  });
  expect(faults(schema, { whole: 5, above: 0.1, even: 4, narrow: 2 ** 31 - 1, either: '50%' })).toEqual([]);
  expect(faults(schema, { whole: 6, above: 0, even: 3, narrow: 2 ** 31, either: 1.5 })).toEqual([
    'refused-value spec.whole 5 or less',
    'refused-value spec.above a number above 0',
    'refused-value spec.even a multiple of 2',
    'wrong-type spec.narrow a whole number from -2147483648 to 2147483647',
    'wrong-type spec.either a whole number or a string',
  ]);
  expect(faults(schema, { whole: 1.5, above: '1' })).toEqual([
    'wrong-type spec.whole a whole number',
    'wrong-type spec.above a number',
  ]);
});

test('strings keep to their lengths, patterns, formats and values', () => {
  const schema = object({
    short: { type: 'string', minLength: 1, maxLength: 2 },
    like: { type: 'string', pattern: '^a+$' },
    when: { type: 'string', format: 'date-time' },
    one: { type: 'string', enum: ['A', 'B', ''] },
  });
  expect(faults(schema, { short: '👍👍', like: 'aa', when: '2026-01-31T12:00:00Z', one: '' })).toEqual([]);
  expect(faults(schema, { short: '', like: 'b', when: 'today', one: 'C' })).toEqual([
    'refused-value spec.short at least 1 character',
    'refused-value spec.like what matches ^a+$',
    'refused-value spec.when a time such as 2026-01-31T12:00:00Z',
    'refused-value spec.one A, B or ""',
  ]);
});

test('lists keep to their lengths, and their elements differ where they are a set or a map', () => {
  const schema = object({
    few: { type: 'array', items: text, minItems: 1, maxItems: 2 },
    set: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
    map: {
      ...{ type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] },
      items: object({ name: text, value: text }),
    },
  });
  expect(faults(schema, { few: ['a'], set: ['a', 'b'], map: [{ name: 'a' }, { name: 'b' }] })).toEqual([]);
  expect(faults(schema, { few: [], set: ['a', 'a'], map: [{ name: 'a' }, { name: 'a', value: 'x' }] })).toEqual([
    'refused-value spec.few at least 1 element',
    'refused-value spec.set each element once',
    'refused-value spec.map each name once',
  ]);
});

test('alternatives are counted', () => {
  const either = { oneOf: [{ required: ['a'] }, { required: ['b'] }] };
  const schema = object({ a: text, b: text }, either);
  expect(faults(schema, { a: 'x' })).toEqual([]);
  expect(faults(schema, {})).toEqual(['refused-value spec a map with exactly one of a, b']);
  expect(faults(schema, { a: 'x', b: 'x' })).toEqual(['refused-value spec a map with exactly one of a, b']);
  expect(faults(object({ a: text, b: text }, { not: { required: ['b'] } }), { b: 'x' })).toHaveLength(1);
});

test('a version that is not served, or has no schema, is not known', () => {
  const unserved = new Schemas({ kubernetes: '1.36', definitions: [definition(text, { served: false })] });
  const bare = new Schemas({ kubernetes: '1.36', definitions: [definition(text, { schema: undefined })] });
  const thing = { apiVersion: 'example.com/v1', kind: 'Thing', colour: 'blue' };
  expect(unserved.faultsOf(thing)).toEqual([]);
  expect(bare.faultsOf(thing)).toEqual([]);
});

test('the status is left to controllers where it is a resource of its own', () => {
  const schemas = (subresources?: object) =>
    new Schemas({ kubernetes: '1.36', definitions: [definition(object({}), { subresources })] });
  const thing = { apiVersion: 'example.com/v1', kind: 'Thing', status: { phase: 'Ready' } };
  expect(schemas({ status: {} }).faultsOf(thing)).toEqual([]);
  expect(schemas().faultsOf(thing)).toHaveLength(1);
});

test('definitions that are wrong themselves define what they can', () => {
  const wrong = [
    null,
    'x',
    {},
    { kind: 'CustomResourceDefinition', spec: { group: 5 } },
    definition('x' as JsonSchema),
  ];
  const schemas = new Schemas({ kubernetes: '1.36', definitions: wrong });
  expect(schemas.faultsOf({ apiVersion: 'example.com/v1', kind: 'Thing', spec: { any: 1 } })).toEqual([]);
});
