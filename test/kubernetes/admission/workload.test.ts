import { workloadRefusals } from '../../../lib/kubernetes/admission';
import { type Fields } from '../../../lib/kubernetes/fields';

const told = (kind: string, spec: Fields): string[] =>
  [...workloadRefusals({ apiVersion: 'apps/v1', kind, spec })].map(({ field, what }) => `${field}: ${what}`);

test.each([
  [{ maxSurge: 0, maxUnavailable: 0 }],
  [{ maxSurge: '0%', maxUnavailable: 0 }],
  [{ maxSurge: 0, maxUnavailable: '00%' }],
])('a rolling update that may neither add nor take away is refused: %j', (rollingUpdate) => {
  expect(told('Deployment', { strategy: { rollingUpdate } })).toEqual([
    'spec.strategy.rollingUpdate: its maxSurge and maxUnavailable are both 0',
  ]);
});

test.each([
  ['Deployment', { strategy: { rollingUpdate: { maxUnavailable: 0 } } }],
  ['Deployment', { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '10%' } } }],
  ['Deployment', { strategy: { type: 'Recreate' } }],
  ['StatefulSet', { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }],
])('%s with %j is taken', (kind, spec) => {
  expect(told(kind, spec)).toEqual([]);
});

test('Recreate has no rolling update', () => {
  expect(told('Deployment', { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } })).toEqual([
    'spec.strategy.rollingUpdate: its strategy is Recreate, and it has rollingUpdate',
  ]);
});

test('a selector selects the pods of its own template', () => {
  const template = { metadata: { labels: { app: 'web', tier: 'front' } } };
  expect(told('StatefulSet', { selector: { matchLabels: { app: 'web' } }, template })).toEqual([]);
  expect(told('StatefulSet', { selector: { matchLabels: { app: 'wbe' } }, template })).toEqual([
    'spec.selector: its selector does not match the labels of its template',
  ]);
  expect(told('StatefulSet', { selector: { matchLabels: { app: 'wbe' } } })).toEqual([]);
  expect(told('StatefulSet', { template })).toEqual([]);
});
