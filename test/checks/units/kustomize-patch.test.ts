import { patchObjects } from '../../../lib/checks/units/kustomize/patch-objects';
import { checked, deployment, object } from '../objects';

const web = checked({
  ...deployment('web').manifest,
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web', tier: 'front' }, annotations: { owner: 'a' } },
});
const others = [deployment('api'), object('v1', 'Service', 'web', { spec: {} })];
const PATCH = [{ op: 'add', path: '/spec/paused', value: true }];

/** The kinds and names of what a patch with this target changes. */
const changed = (target: object): string[] =>
  (patchObjects([web, ...others], { content: PATCH, target: target as Record<string, unknown> }) ?? [])
    .filter(({ manifest }) => (manifest.spec as { paused?: boolean } | undefined)?.paused === true)
    .map(({ manifest }) => `${manifest.kind} ${String(manifest.metadata.name)}`);

test.each([
  [{ kind: 'Deployment' }, ['Deployment web', 'Deployment api']],
  [{ kind: 'Deployment', name: 'web' }, ['Deployment web']],
  [{ name: 'w.*', group: 'apps', version: 'v1' }, ['Deployment web']],
  [{ kind: 'Service', version: 'v1', group: '' }, ['Service web']],
  [{ kind: 'Deployment', name: 'we' }, []],
  [{ kind: 'Deployment', name: '(' }, []],
  [{ kind: 'Deployment', name: 'x'.repeat(300) }, []],
  [{ kind: 'Deployment', namespace: 'shop', labelSelector: 'app=web' }, ['Deployment web']],
  [{ kind: 'Deployment', labelSelector: 'app==web,tier' }, ['Deployment web']],
  [{ kind: 'Deployment', labelSelector: 'app!=web' }, ['Deployment api']],
  [{ kind: 'Deployment', labelSelector: '!tier' }, ['Deployment api']],
  [{ kind: 'Deployment', labelSelector: 'a b c' }, []],
  [{ kind: 'Deployment', annotationSelector: 'owner=a' }, ['Deployment web']],
])('a patch for %j', (target, names) => {
  expect(changed(target)).toEqual(names);
});

test('a patch without a target is for the object that it names, and changes what it is, not which one it is', () => {
  const content = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { new: 'x' } },
    spec: { replicas: 3 },
  };
  const [first, second] = patchObjects([web, ...others], { content }) ?? [];
  expect(first?.manifest).toMatchObject({
    metadata: { name: 'web', namespace: 'shop', labels: { app: 'web', new: 'x' } },
    spec: { replicas: 3 },
  });
  expect(second?.manifest).toEqual(others[0]?.manifest);
  const elsewhere = { ...content, metadata: { name: 'web', namespace: 'other' } };
  expect(patchObjects([web], { content: elsewhere })?.[0]?.manifest).toEqual(web.manifest);
  const removed = { ...content, $patch: 'delete' };
  expect(patchObjects([web, ...others], { content: removed })).toHaveLength(2);
});

test('a JSON patch that does not fit is left to kustomize', () => {
  expect(
    patchObjects([web], { content: [{ op: 'remove', path: '/spec/none' }], target: { kind: 'Deployment' } }),
  ).toBeUndefined();
});
