import { transformObjects } from '../../../lib/checks/units/kustomize/transform-objects';
import { checked, deployment, object } from '../objects';

const transformed = (content: object, ...objects: Parameters<typeof transformObjects>[0]) =>
  transformObjects(objects, content as Record<string, unknown>).map(({ manifest }) => manifest);
const web = deployment('web', { containers: [{ name: 'app', image: 'ghcr.io/acme/web:1.0' }] });
const template = (manifest: object | undefined) =>
  (manifest as { spec: { template: Record<string, unknown> } }).spec.template;

test('a namespace is given to all that have one, and to what names an account', () => {
  const binding = (kind: string) =>
    checked({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind,
      metadata: { name: 'web' },
      subjects: [
        { kind: 'ServiceAccount', name: 'web', namespace: 'old' },
        { kind: 'ServiceAccount', name: 'bare' },
        { kind: 'User', name: 'u', namespace: 'x' },
      ],
    });
  const namespace = checked({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'old' } });
  const [a, b, c, d] = transformed(
    { namespace: 'shop' },
    web,
    namespace,
    binding('ClusterRoleBinding'),
    binding('RoleBinding'),
    object('v1', 'ServiceAccount', 'web'),
  );
  expect(a?.metadata).toMatchObject({ namespace: 'shop' });
  expect(b?.metadata).toEqual({ name: 'shop' });
  const subjects = [
    { kind: 'ServiceAccount', name: 'web', namespace: 'shop' },
    { kind: 'ServiceAccount', name: 'bare' },
    { kind: 'User', name: 'u', namespace: 'x' },
  ];
  expect(c).toMatchObject({ metadata: { name: 'web' }, subjects });
  expect(d).toMatchObject({ metadata: { name: 'web', namespace: 'shop' }, subjects });
  expect(transformed({ namespace: '' }, web)).toEqual([web.manifest]);
  expect(
    transformed(
      { namespace: 'shop' },
      checked({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'x' } }),
    ),
  ).toMatchObject([{ metadata: { name: 'x' } }]);
});

test('labels go onto objects, and onto selectors and templates where it is said', () => {
  const pairs = { team: 'shop' };
  const others = [
    object('v1', 'Service', 'web', { spec: { selector: { app: 'web' } } }),
    object('networking.k8s.io/v1', 'NetworkPolicy', 'web', { spec: { podSelector: { matchLabels: { app: 'web' } } } }),
    object('policy/v1', 'PodDisruptionBudget', 'web', { spec: { selector: { matchLabels: { app: 'web' } } } }),
    object('policy/v1', 'PodDisruptionBudget', 'bare', { spec: {} }),
    object('v1', 'ConfigMap', 'web'),
  ];
  const [plain] = transformed({ labels: [{ pairs }] }, web);
  expect(plain?.metadata).toMatchObject({ labels: pairs });
  expect(template(plain)).toMatchObject({ metadata: { labels: { app: 'web' } } });
  expect(template(plain)).not.toMatchObject({ metadata: { labels: pairs } });
  const [templated] = transformed({ labels: [{ pairs, includeTemplates: true }] }, web);
  expect(template(templated)).toMatchObject({ metadata: { labels: { app: 'web', ...pairs } } });
  expect(templated?.spec).not.toHaveProperty('selector');
  for (const content of [{ labels: [{ pairs, includeSelectors: true }] }, { commonLabels: pairs }]) {
    const [a, service, policy, budget, bare, config] = transformed(content, web, ...others);
    expect(a?.spec).toMatchObject({ selector: { matchLabels: pairs }, template: { metadata: { labels: pairs } } });
    expect(service?.spec).toEqual({ selector: { app: 'web', ...pairs } });
    expect(policy?.spec).toEqual({ podSelector: { matchLabels: { app: 'web', ...pairs } } });
    expect(budget?.spec).toEqual({ selector: { matchLabels: { app: 'web', ...pairs } } });
    expect(bare?.spec).toEqual({});
    expect(config?.metadata).toMatchObject({ labels: pairs });
  }
  expect(transformed({ labels: [{ pairs: {} }] }, web)).toEqual([web.manifest]);
});

test('annotations go onto objects and the templates of their pods', () => {
  const [a, config] = transformed({ commonAnnotations: { note: 'x' } }, web, object('v1', 'ConfigMap', 'web'));
  expect(a?.metadata).toMatchObject({ annotations: { note: 'x' } });
  expect(template(a)).toMatchObject({ metadata: { annotations: { note: 'x' } } });
  expect(config?.metadata).toMatchObject({ annotations: { note: 'x' } });
});

test('replicas are those of a workload of the name', () => {
  const replicas = [{ name: 'web', count: 5 }, { name: 'odd' }];
  const set = object('apps/v1', 'DaemonSet', 'web', { spec: {} });
  const [a, b, c] = transformed({ replicas }, web, deployment('other'), set);
  expect(a?.spec).toMatchObject({ replicas: 5 });
  expect(b?.spec).not.toMatchObject({ replicas: 5 });
  expect(c?.spec).toEqual({});
});

test.each([
  [{ newTag: '2.0' }, 'ghcr.io/acme/web:2.0'],
  [{ newTag: 2 }, 'ghcr.io/acme/web:2'],
  [{ newName: 'mirror/web' }, 'mirror/web:1.0'],
  [{ digest: 'sha256:abc' }, 'ghcr.io/acme/web@sha256:abc'],
  [{ newName: 'mirror/web', newTag: '3' }, 'mirror/web:3'],
])('an image with %j is %s', (image, expected) => {
  const images = [{ name: 'ghcr.io/acme/web', ...image }];
  const [a] = transformed({ images }, web);
  expect(template(a)).toMatchObject({ spec: { containers: [{ name: 'app', image: expected }] } });
  const job = {
    template: { spec: { initContainers: [{ name: 'app', image: 'ghcr.io/acme/web:1.0' }, { name: 'none' }] } },
  };
  const [cron] = transformed(
    { images },
    object('batch/v1', 'CronJob', 'web', { spec: { jobTemplate: { spec: job } } }),
  );
  expect(cron?.spec).toMatchObject({
    jobTemplate: { spec: { template: { spec: { initContainers: [{ image: expected }, { name: 'none' }] } } } },
  });
  expect(transformed({ images: [{ name: 'other', ...image }] }, web)).toEqual([web.manifest]);
});
