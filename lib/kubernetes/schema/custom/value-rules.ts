import { isMap, type Shape, type Values } from '../shape';
import { type Walk } from '../walk';
import { type JsonSchema } from './json-schema';
import { hasPattern } from './pattern';

/** A demand on a value of the right type: what the field takes, where the value is not that. */
export type ValueRule = (value: unknown, walk: Walk) => string | undefined;

type Demand<T> = readonly [is: (value: T) => boolean, takes: string];

/** The shape of a schema. */
type ShapeOf = (schema: JsonSchema) => Shape;

/** The demands of a schema beyond its type, its fields and its elements. */
export function valueRulesOf(schema: JsonSchema, shapeOf: ShapeOf): readonly ValueRule[] {
  return [
    ...textRules(schema).map((rule) => demanding((value): value is string => typeof value === 'string', rule)),
    ...numberRules(schema).map((rule) => demanding((value): value is number => typeof value === 'number', rule)),
    ...listRules(schema).map((rule) => demanding((value): value is unknown[] => Array.isArray(value), rule)),
    ...mapRules(schema).map((rule) => demanding(isMap, rule)),
    ...enumerationRules(schema),
    ...alternatives(schema, shapeOf),
  ];
}

function demanding<T>(applies: (value: unknown) => value is T, [is, takes]: Demand<T>): ValueRule {
  return (value) => (applies(value) && !is(value) ? takes : undefined);
}

function textRules({ pattern, minLength, maxLength }: JsonSchema): Demand<string>[] {
  const rules: Demand<string>[] = [];
  if (minLength !== undefined) rules.push([(text) => lengthOf(text) >= minLength, atLeast(minLength, 'character')]);
  if (maxLength !== undefined) rules.push([(text) => lengthOf(text) <= maxLength, atMost(maxLength, 'character')]);
  if (pattern !== undefined) rules.push([(text) => hasPattern(text, pattern), `what matches ${pattern}`]);
  return rules;
}

/** Letters, as Go counts them. */
function lengthOf(text: string): number {
  return [...text].length;
}

function numberRules(schema: JsonSchema): Demand<number>[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const rules: Demand<number>[] = [];
  if (minimum !== undefined) {
    rules.push(
      exclusiveMinimum === true
        ? [(value) => value > minimum, `a number above ${minimum}`]
        : [(value) => value >= minimum, `${minimum} or more`],
    );
  }
  if (maximum !== undefined) {
    rules.push(
      exclusiveMaximum === true
        ? [(value) => value < maximum, `a number below ${maximum}`]
        : [(value) => value <= maximum, `${maximum} or less`],
    );
  }
  if (multipleOf !== undefined && multipleOf > 0) {
    rules.push([
      (value) => Number.isInteger(multipleOf < 1 ? (1 / multipleOf) * value : value / multipleOf),
      `a multiple of ${multipleOf}`,
    ]);
  }
  return rules;
}

function listRules(schema: JsonSchema): Demand<readonly unknown[]>[] {
  const { minItems, maxItems } = schema;
  const rules: Demand<readonly unknown[]>[] = [];
  if (minItems !== undefined) rules.push([(list) => list.length >= minItems, atLeast(minItems, 'element')]);
  if (maxItems !== undefined) rules.push([(list) => list.length <= maxItems, atMost(maxItems, 'element')]);
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      rules.push([(list) => areDifferent(list.map((each) => JSON.stringify(each))), 'each element once']);
      break;
    case 'map':
      rules.push([(list) => areDifferent(list.map((each) => keyOf(each, keys))), `each ${keys.join(' and ')} once`]);
  }
  return rules;
}

function keyOf(element: unknown, keys: readonly string[]): string {
  const values = (element ?? {}) as Readonly<Record<string, unknown>>;
  return JSON.stringify(keys.map((key) => values[key]));
}

function areDifferent(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}

function mapRules({ minProperties, maxProperties }: JsonSchema): Demand<Values>[] {
  const rules: Demand<Values>[] = [];
  const sizeOf = (map: Values) => Object.keys(map).length;
  if (minProperties !== undefined) rules.push([(map) => sizeOf(map) >= minProperties, atLeast(minProperties, 'key')]);
  if (maxProperties !== undefined) rules.push([(map) => sizeOf(map) <= maxProperties, atMost(maxProperties, 'key')]);
  return rules;
}

function enumerationRules({ enum: values }: JsonSchema): ValueRule[] {
  if (!values) return [];
  const allowed = new Set(values.map((value) => JSON.stringify(value)));
  const shown = values.map((value) => (typeof value === 'string' && value !== '' ? value : JSON.stringify(value)));
  const takes = shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
  return [(value) => (allowed.has(JSON.stringify(value)) ? undefined : takes)];
}

/** What only one of several schemas has to allow, or none. They have no fields and no defaults of their own. */
function alternatives({ allOf, anyOf, oneOf, not }: JsonSchema, shapeOf: ShapeOf): ValueRule[] {
  const rules: ValueRule[] = [];
  const count = (shapes: readonly Shape[], value: unknown, walk: Walk) =>
    shapes.filter((shape) => walk.matches(value, shape)).length;
  if (allOf) {
    const all = allOf.map(shapeOf);
    rules.push((value, walk) =>
      count(all, value, walk) === all.length ? undefined : 'what all schemas of its allOf take',
    );
  }
  if (anyOf) {
    const any = anyOf.map(shapeOf);
    rules.push((value, walk) => (count(any, value, walk) > 0 ? undefined : oneWayOf(anyOf, 'any')));
  }
  if (oneOf) {
    const one = oneOf.map(shapeOf);
    rules.push((value, walk) => (count(one, value, walk) === 1 ? undefined : oneWayOf(oneOf, 'exactly one')));
  }
  if (not) {
    const never = shapeOf(not);
    rules.push((value, walk) => (walk.matches(value, never) ? 'what the schema of its not does not take' : undefined));
  }
  return rules;
}

/** `exactly one of a, b and c` where the schemas only say which fields have to be there. */
function oneWayOf(schemas: readonly JsonSchema[], how: string): string {
  const required = schemas.map((schema) => (Object.keys(schema).join() === 'required' ? schema.required : undefined));
  if (required.some((fields) => fields?.length !== 1)) return `what ${how} schema of its alternatives takes`;
  return `a map with ${how} of ${required.flat().join(', ')}`;
}

function atLeast(count: number, what: string): string {
  return `at least ${count} ${what}${count === 1 ? '' : 's'}`;
}

function atMost(count: number, what: string): string {
  return `at most ${count} ${what}${count === 1 ? '' : 's'}`;
}
