import { deployment, hpa, service, shownUnits, unitsOf } from './trees';

test('the files of one folder are one unit, and so are folders that need each other', () => {
  expect(shownUnits({ 'k8s/web.yaml': deployment('web'), 'k8s/api.yaml': deployment('api') })).toEqual([
    'folder k8s: Deployment shop/api, Deployment shop/web',
  ]);
  expect(shownUnits({ 'k8s/hpa/web.yaml': hpa('web'), 'k8s/deploy/web.yaml': deployment('web') })).toEqual([
    'folder k8s: Deployment shop/web, HorizontalPodAutoscaler shop/web',
  ]);
});

test('folders that do not need each other are units of their own', () => {
  expect(shownUnits({ 'apps/web/a.yaml': deployment('web'), 'apps/api/a.yaml': deployment('api') })).toEqual([
    'folder apps/api: Deployment shop/api',
    'folder apps/web: Deployment shop/web',
  ]);
});

test('siblings that repeat each other are applied to different clusters', () => {
  expect(shownUnits({ 'a/web.yaml': service('web'), 'b/web.yaml': service('web') })).toEqual([
    'folder a: Service shop/web',
    'folder b: Service shop/web',
  ]);
});

test('environments are apart, whether they repeat each other or not', () => {
  const files = { 'k8s/staging/a.yaml': hpa('web'), 'k8s/prod/a.yaml': deployment('web') };
  expect(shownUnits(files)).toEqual([
    'folder k8s/prod: Deployment shop/web',
    'folder k8s/staging: HorizontalPodAutoscaler shop/web',
  ]);
});

test('what is disabled or an example is apart', () => {
  expect(shownUnits({ 'a.yaml': deployment('web'), 'disabled/hpa.yaml': hpa('web') })).toEqual([
    'folder .: Deployment shop/web',
    'folder disabled: HorizontalPodAutoscaler shop/web',
  ]);
});

test('a file that repeats its neighbours is an alternative of them, one that repeats one object is a mistake', () => {
  const parts = { 'web.yaml': deployment('web'), 'svc.yaml': service('web') };
  expect(shownUnits({ ...parts, 'all.yaml': deployment('web') + service('web') + hpa('web') })).toEqual([
    'folder .: Service shop/web, Deployment shop/web',
    'folder all.yaml: Deployment shop/web, Service shop/web, HorizontalPodAutoscaler shop/web',
  ]);
  expect(shownUnits({ ...parts, 'more.yaml': service('web') })).toEqual([
    'folder .: Service shop/web, Service shop/web, Deployment shop/web',
  ]);
  expect(shownUnits({ 'web-dev.yaml': service('web'), 'web-prod.yaml': service('web') })).toHaveLength(2);
});

test.each([
  ['crashpod/healthy.yaml', 'crashpod/broken.yaml'],
  ['after_port_change.yaml', 'before_port_change.yaml'],
  ['pvc-fix.yaml', 'redis-deployment.yaml'],
  ['ingressWeb.yaml', 'ingressWebBasicAuth.yaml'],
])('%s and %s are states or variants of one object', (one, other) => {
  expect(shownUnits({ [one]: service('web'), [other]: service('web') })).toHaveLength(2);
});

test('a folder in which many objects stand twice is one to pick from', () => {
  const twice = (name: string) => ({ [`${name}.yaml`]: service(name), [`${name}2.yaml`]: service(name) });
  expect(shownUnits({ ...twice('a'), ...twice('b') })).toEqual([
    expect.stringMatching(/^folder \.: (?:Service.*){4}$/),
  ]);
  expect(shownUnits({ ...twice('a'), ...twice('b'), ...twice('c'), 'd.yaml': service('d') })).toHaveLength(7);
});

test('definitions come before what is beside them', () => {
  const widget = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: a, namespace: shop }\n';
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec: { group: example.com, names: { kind: Widget, plural: widgets } }
`;
  expect(shownUnits({ 'app.yaml': widget, 'setup/widgets.yaml': definition })).toEqual([
    'folder .: CustomResourceDefinition widgets.example.com, Widget shop/a',
  ]);
});

test('a kustomization is a unit, and what it does not take is none of it', () => {
  expect(
    shownUnits({
      'kustomization.yaml': 'resources: [web.yaml]\nnamespace: prod\n',
      'web.yaml': deployment('web'),
      'old.yaml': service('web'),
    }),
  ).toEqual(['files old.yaml: Service shop/web', 'kustomization .: Deployment prod/web']);
});

test('a base is judged as its overlays make it', () => {
  const files = {
    'base/kustomization.yaml': 'resources: [web.yaml]\n',
    'base/web.yaml': deployment('web'),
    'overlays/dev/kustomization.yaml': 'resources: [../../base]\nnamespace: dev\n',
    'overlays/prod/kustomization.yaml': 'bases: [../../base]\nnamespace: prod\nresources: [hpa.yaml]\n',
    'overlays/prod/hpa.yaml': hpa('web'),
  };
  expect(shownUnits(files)).toEqual([
    'kustomization overlays/dev: Deployment dev/web',
    'kustomization overlays/prod: HorizontalPodAutoscaler prod/web, Deployment prod/web',
  ]);
});

test('a base outside of what was named is read where an overlay takes it', () => {
  const files = {
    'kustomization.yaml': 'resources: [../base]\n',
    '../base/kustomization.yml': 'resources: [web.yaml]\n',
    '../base/web.yaml': deployment('web'),
  };
  expect(shownUnits(files)).toEqual(['kustomization .: Deployment shop/web']);
});

test('a patch of a kustomization is not an object, and is put on what it names', () => {
  const files = {
    'kustomization.yaml':
      'resources: [web.yaml]\npatches: [{ path: replicas.yaml }, { path: ops.yaml, target: { kind: Deployment } }]\n',
    'web.yaml': deployment('web'),
    'replicas.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 3 }\n',
    'ops.yaml': '- { op: add, path: /metadata/labels, value: { a: b } }\n',
  };
  const { units } = unitsOf(files);
  expect(units).toHaveLength(1);
  expect(units[0]?.objects.map(({ manifest }) => manifest)).toEqual([
    expect.objectContaining({
      metadata: { name: 'web', namespace: 'shop', labels: { a: 'b' } },
      spec: expect.objectContaining({ replicas: 3 }) as unknown,
    }),
  ]);
});

test('a component is put on what its kustomization has', () => {
  const files = {
    'kustomization.yaml': 'resources: [web.yaml]\ncomponents: [components/scaled]\n',
    'web.yaml': deployment('web'),
    'components/scaled/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [hpa.yaml]\npatches: [{ target: { kind: Deployment }, patch: "[{op: add, path: /spec/replicas, value: 2}]" }]\n',
    'components/scaled/hpa.yaml': hpa('web'),
  };
  expect(shownUnits(files)).toEqual(['kustomization .: Deployment shop/web, HorizontalPodAutoscaler shop/web']);
});

test('what only kustomize itself can do is left to it, and its objects are known for those of the files', () => {
  const files = { 'kustomization.yaml': 'namePrefix: eu-\nresources: [web.yaml]\n', 'web.yaml': deployment('web') };
  const kustomize = (): string => deployment('eu-web');
  const [built] = unitsOf(files, { kustomize }).units;
  expect(built?.objects[0]).toMatchObject({ manifest: { metadata: { name: 'eu-web' } }, origin: 'web.yaml:2' });
  expect(built?.reason).toBe('built from kustomize build');
  const [alone] = unitsOf(files).units;
  expect(alone?.objects[0]?.manifest.metadata.name).toBe('web');
  expect(alone?.reason).toBe('built from its resources and patches, without namePrefix');
});

test('what a kustomization takes from the network is not seen, and kustomize is not asked for it', () => {
  const kustomize = jest.fn();
  const [unit] = unitsOf(
    {
      'kustomization.yaml': 'namePrefix: a-\nresources: [https://example.com/x.yaml, web.yaml]\n',
      'web.yaml': service('web'),
    },
    { kustomize },
  ).units;
  expect(unit?.makers).toEqual([{ what: 'https://example.com/x.yaml of kustomization.yaml' }]);
  expect(kustomize).not.toHaveBeenCalled();
});

test('a chart is not read but for its definitions', () => {
  const files = {
    'web/Chart.yaml': 'name: web\n',
    'web/values.yaml': 'a: 1\n',
    'web/templates/a.yaml': 'kind: {{ x }}\n',
    'web/crds/b.yaml': service('crd'),
    'web/charts/redis/Chart.yaml': 'name: redis\n',
  };
  expect(unitsOf(files).charts).toEqual(['web']);
  expect(shownUnits(files)).toEqual(['folder web/crds: Service shop/crd']);
});

const fluxKustomization = (path: string, more = ''): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec: { path: ${path}, prune: true${more} }\n`;

test('a folder that Flux applies is one unit, with its variables and its namespace', () => {
  const files = {
    'clusters/home/apps.yaml': fluxKustomization(
      './apps',
      ', targetNamespace: web, postBuild: { substitute: { APP: web } }',
    ),
    'apps/a/web.yaml': service('"${APP}"'),
    'apps/b/web.yaml': hpa('"${APP}"'),
  };
  expect(shownUnits(files)).toEqual([
    'flux apps: Service web/web, HorizontalPodAutoscaler web/web',
    'folder clusters/home: Kustomization flux-system/apps',
  ]);
});

test('a kustomization that Flux applies twice, with other variables, is two units', () => {
  const files = {
    'clusters/a.yaml': fluxKustomization('apps', ', postBuild: { substitute: { APP: a } }'),
    'clusters/b.yaml': fluxKustomization('apps', ', postBuild: { substitute: { APP: b } }').replace(
      'name: apps',
      'name: b',
    ),
    'apps/kustomization.yaml': 'resources: [web.yaml]\n',
    'apps/web.yaml': service('"${APP}"'),
  };
  expect(shownUnits(files).slice(1)).toEqual([
    'kustomization apps: Service shop/a',
    'kustomization apps: Service shop/b',
  ]);
});

test('a folder that an Application of Argo CD applies is one unit, without the folders below', () => {
  const files = {
    'argocd/web.yaml':
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: web, namespace: argocd }\nspec: { source: { path: deploy/web }, destination: { namespace: web } }\n',
    'deploy/web/a.yaml': deployment('web'),
    'deploy/web/b.yaml': service('web').replace(', namespace: shop', ''),
    'deploy/web/more/c.yaml': hpa('web'),
  };
  expect(shownUnits(files)).toEqual([
    'argo-cd deploy/web: Deployment shop/web, Service web/web',
    'folder argocd: Application argocd/web',
    'folder deploy/web/more: HorizontalPodAutoscaler shop/web',
  ]);
});

test('a unit that somebody tells is one, whatever its files say', () => {
  const files = { 'all/dev/a.yaml': service('web'), 'all/prod/a.yaml': service('web') };
  expect(shownUnits(files, { told: ['all'] })).toEqual(['told all: Service shop/web, Service shop/web']);
});

test('a patch without a kustomization is not an object where it names one, or can be nothing else', () => {
  const patch =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { replicas: 3 }\n';
  const { units, patches } = unitsOf({ 'base/a.yaml': deployment('web'), 'patches/a.yaml': patch });
  expect(units.flatMap(({ objects }) => objects)).toHaveLength(1);
  expect(patches.map(({ origin }) => origin)).toEqual(['patches/a.yaml:1']);
  const bounds = hpa('web').replace(/scaleTargetRef: \{[^}]*\}, /, '');
  expect(unitsOf({ 'a.yaml': bounds }).patches).toEqual([]);
  expect(unitsOf({ 'a.yaml': bounds, 'b/a.yaml': hpa('web') }).patches).toHaveLength(1);
});

test('what is picked of examples may have its other half beside it', () => {
  const makers = (files: Readonly<Record<string, string>>): number[] =>
    unitsOf(files).units.map((unit) => unit.makers.length);
  expect(makers({ 'examples/a.yaml': service('web'), 'examples/b.yaml': deployment('web') })).toEqual([1]);
  expect(makers({ 'a/web.yaml': service('web'), 'b/web.yaml': service('web') })).toEqual([0, 0]);
});

test('a namespace moves the accounts of bindings that move with it, and no others', () => {
  const binding = `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: reader }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: own, namespace: a }, { kind: ServiceAccount, name: other, namespace: a }]
`;
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: own }\n';
  const { units } = unitsOf({
    'kustomization.yaml': 'resources: [a.yaml]\nnamespace: b\n',
    'a.yaml': account + binding,
  });
  expect(units[0]?.objects.find(({ manifest }) => manifest.kind === 'ClusterRoleBinding')?.manifest.subjects).toEqual([
    { kind: 'ServiceAccount', name: 'own', namespace: 'b' },
    { kind: 'ServiceAccount', name: 'other', namespace: 'a' },
  ]);
});
