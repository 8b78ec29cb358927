import { LabelIndex } from '../../lib/checks/label-index';

interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, unknown>;
}

const PODS: readonly Pod[] = [
  { name: 'a', namespace: 'shop', labels: { app: 'web', tier: 'front' } },
  { name: 'b', namespace: 'shop', labels: { app: 'web', version: 1 } },
  { name: 'c', namespace: 'shop', labels: {} },
  { name: 'd', namespace: 'till', labels: { app: 'web', tier: 'back' } },
];
const index = new LabelIndex(PODS, { namespaceOf: ({ namespace }) => namespace, labelsOf: ({ labels }) => labels });
const names = (...question: Parameters<typeof index.selected>): string =>
  index
    .selected(...question)
    .map(({ name }) => name)
    .join('');
const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

test('objects are selected by labels, in the namespaces that are asked for', () => {
  expect(names(['shop'], { matchLabels: { app: 'web' } })).toBe('ab');
  expect(names(['till', 'shop', 'till'], { matchLabels: { app: 'web' } })).toBe('dab');
  expect(names(undefined, { matchLabels: { app: 'web' } })).toBe('abd');
  expect(names(['shop'], { matchLabels: { app: 'web', tier: 'front' } })).toBe('a');
  expect(names(['shop'], { matchLabels: { app: 'gone', tier: 'front' } })).toBe('');
  expect(names(['gone'], { matchLabels: { app: 'web' } })).toBe('');
});

test('a selector that asks for nothing selects all', () => {
  expect(names(['shop'], {})).toBe('abc');
  expect(names(undefined, {})).toBe('abcd');
});

test('objects are selected by expressions', () => {
  expect(names(undefined, expression('tier', 'In', 'back', 'front', 'back'))).toBe('da');
  expect(names(undefined, expression('tier', 'In'))).toBe('');
  expect(names(['shop'], expression('tier', 'NotIn', 'front'))).toBe('bc');
  expect(names(['shop'], expression('tier', 'Exists'))).toBe('a');
  expect(names(['shop'], expression('app', 'DoesNotExist'))).toBe('c');
  expect(names(['shop'], { matchLabels: { app: 'web' }, ...expression('tier', 'DoesNotExist') })).toBe('b');
});

test('a number is taken for the text that was meant', () => {
  expect(names(['shop'], { matchLabels: { version: '1' } })).toBe('b');
});

test('it is known whether there is anything in a namespace', () => {
  expect([['shop'], ['gone', 'till'], ['gone'], [], undefined].map((each) => index.hasAny(each))).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
});

test('who asks for the same gets the same list', () => {
  const ask = () => index.selected(['shop'], { matchLabels: { app: 'web' } });
  expect(ask()).toBe(ask());
});
