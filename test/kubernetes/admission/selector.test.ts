import { selectorRefusals } from '../../../lib/kubernetes/admission/selector';

function refused(selector: unknown): string[] {
  return [...selectorRefusals(selector, 'spec.selector', 'It is refused.')].map(
    ({ field, what }) => `${field}: ${what}`,
  );
}

test.each<[unknown]>([
  [undefined],
  [{}],
  [{ matchLabels: { app: 'web', tier: '' } }],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }],
  [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }],
  [{ matchLabels: { app: 1 } }], // its type is told
])('takes %j', (selector) => {
  expect(refused(selector)).toEqual([]);
});

const FIRST = 'spec.selector.matchExpressions[0]';
test.each<[object, string]>([
  [{ matchLabels: { 'a b': 'x' } }, 'spec.selector.matchLabels: the selector key "a b" must be'],
  [{ matchLabels: { app: 'a b' } }, 'spec.selector.matchLabels: the value "a b" of the selector key "app" must be'],
  [{ matchExpressions: [{ key: 'a b', operator: 'Exists' }] }, `${FIRST}.key: the selector key "a b" must be`],
  [
    { matchExpressions: [{ key: 'app', operator: 'Has' }] },
    `${FIRST}.operator: the selector of "app" has the operator "Has"`,
  ],
  [
    { matchExpressions: [{ key: 'app', operator: 'In' }] },
    `${FIRST}.values: the selector of "app" has the operator In and no values`,
  ],
  [
    { matchExpressions: [{ key: 'app', operator: 'Exists', values: ['a'] }] },
    `${FIRST}.values: the selector of "app" has the operator Exists and values`,
  ],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['a b'] }] }, `${FIRST}.values: the value "a b"`],
])('refuses %j', (selector, expected) => {
  const found = refused(selector);
  expect(found).toHaveLength(1);
  expect(found[0]?.startsWith(expected)).toBe(true);
});
