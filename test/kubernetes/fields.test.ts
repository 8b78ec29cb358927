import { at, fields, isWhole, list, number, optionalFields, show, text, written } from '../../lib/kubernetes/fields';

const SPEC = { spec: { name: 'web', replicas: 2, ports: [80], behavior: {}, selector: null } };

test('a reader gives what is at a path, and nothing where the type is another', () => {
  expect(at(SPEC, 'spec', 'ports')).toEqual([80]);
  expect(at(SPEC, 'spec', 'name', 'length')).toBeUndefined();
  expect(text(SPEC, 'spec', 'name')).toBe('web');
  expect(text(SPEC, 'spec', 'replicas')).toBeUndefined();
  expect(number(SPEC, 'spec', 'replicas')).toBe(2);
  expect(number(SPEC, 'spec', 'name')).toBeUndefined();
  expect(list(SPEC, 'spec', 'ports')).toEqual([80]);
  expect(list(SPEC, 'spec', 'behavior')).toEqual([]);
});

test('a map that is empty differs from none where that matters', () => {
  expect(optionalFields(SPEC, 'spec', 'behavior')).toEqual({});
  expect(optionalFields(SPEC, 'spec', 'selector')).toBeUndefined();
  expect(optionalFields(SPEC, 'spec', 'ports')).toBeUndefined();
  expect(fields(SPEC, 'spec', 'ports')).toEqual({});
});

test.each([
  [NaN, 'NaN', 'NaN'],
  [2n ** 63n, '9223372036854775808', '9223372036854775808'],
  ['500m', '"500m"', '500m'],
  [undefined, '(missing)', '(missing)'],
  [null, 'null', 'null'],
  [{ a: 1 }, '{"a":1}', '{"a":1}'],
])('%p is shown as %s, and as a quantity as %s', (value, shown, quantity) => {
  expect(show(value)).toBe(shown);
  expect(written(value)).toBe(quantity);
});

test.each([
  [1, true],
  [10, true],
  [0, false],
  [11, false],
  [1.5, false],
  ['1', false],
  [NaN, false],
  [undefined, false],
])('%p is a whole number from 1 to 10: %s', (value, answer) => {
  expect(isWhole(value, 1, 10)).toBe(answer);
});
