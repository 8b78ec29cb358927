import { labelSelectorOf, selects, showLabels, showSelector } from '../../lib/kubernetes/label-selector';

const WEB = { app: 'web', tier: 'front' };

test.each([
  [{}, true],
  [{ matchLabels: { app: 'web' } }, true],
  [{ matchLabels: { app: 'api' } }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['api', 'web'] }] }, true],
  [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
  [{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
  [{ matchExpressions: [{ key: 'zone', operator: 'Exists' }] }, false],
  [{ matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'Equals', values: ['front'] }] }, false],
  [{ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['back'] }] }, false],
])('selector %j takes app=web,tier=front: %s', (selector, answer) => {
  expect(selects(labelSelectorOf(selector) ?? {}, WEB)).toBe(answer);
});

test('no selector differs from an empty one', () => {
  expect([undefined, null, 'app=web', ['app']].map(labelSelectorOf)).toEqual(Array(4).fill(undefined));
  expect(labelSelectorOf({})).toEqual({ matchLabels: {}, matchExpressions: [] });
});

test('numbers in labels and selectors are read as the text that they would be', () => {
  expect(selects(labelSelectorOf({ matchLabels: { version: 2 } }) ?? {}, { version: 2 })).toBe(true);
  expect(selects(labelSelectorOf({ matchLabels: { version: 2 } }) ?? {}, { version: '3' })).toBe(false);
});

test('labels are shown as people write them', () => {
  expect(showLabels(WEB)).toBe('app=web,tier=front');
  expect(showLabels({})).toBe('no labels');
});

test('a selector is shown as kubectl takes it', () => {
  const matchExpressions = [
    { key: 'tier', operator: 'In', values: ['front', 'back'] },
    { key: 'env', operator: 'NotIn', values: ['dev'] },
    { key: 'canary', operator: 'DoesNotExist' },
    { key: 'team', operator: 'Exists' },
    { key: 'odd', operator: 'Near' },
    { key: 'bare', operator: 'In' },
  ];
  expect(showSelector({ matchLabels: { app: 'web' }, matchExpressions })).toBe(
    'app=web,tier in (front,back),env notin (dev),!canary,team,odd Near,bare in ()',
  );
  expect(showSelector({})).toBe('everything');
});
