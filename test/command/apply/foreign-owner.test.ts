import { PART_OF } from '../../../lib/command/apply/applyset';
import { foreignOwner } from '../../../lib/command/apply/foreign-owner';

function live(labels: object, annotations: object = {}): Record<string, unknown> {
  return { metadata: { name: 'web', labels, annotations } };
}

test.each<[Record<string, unknown>, string]>([
  [live({}, { 'meta.helm.sh/release-name': 'shop' }), 'the Helm release "shop"'],
  [live({}, { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' }), 'the Argo CD application "shop"'],
  [live({ 'kustomize.toolkit.fluxcd.io/name': 'shop' }), 'the Flux resource "shop"'],
  [live({ 'helm.toolkit.fluxcd.io/name': 'shop' }), 'the Flux resource "shop"'],
  [live({ [PART_OF]: 'applyset-other-v1' }), 'another set (applyset-other-v1)'],
])('%j belongs to somebody', (object, owner) => {
  expect(foreignOwner(object, 'applyset-ours-v1')).toBe(owner);
});

test('what nobody marked belongs to nobody, nor does what is of the same set', () => {
  expect(foreignOwner({}, undefined)).toBeUndefined();
  expect(foreignOwner(live({ app: 'web' }), 'applyset-ours-v1')).toBeUndefined();
  expect(foreignOwner(live({ [PART_OF]: 'applyset-ours-v1' }), 'applyset-ours-v1')).toBeUndefined();
});

test('objects of a set are applied by somebody who does not say which one', () => {
  expect(foreignOwner(live({ [PART_OF]: 'applyset-ours-v1' }), undefined)).toBeUndefined();
});
