import { deployment, service, shownUnits, unitsOf } from './trees';

const tree = (kustomization: string, files: Record<string, string> = {}) =>
  shownUnits({ 'kustomization.yaml': kustomization, 'web.yaml': deployment('web'), ...files });

test.each([
  ['of another group', 'apiVersion: example.com/v1\nkind: Kustomization\nresources: [web.yaml]\n'],
  ['of another kind', 'kind: Values\nresources: [web.yaml]\n'],
  ['that is empty', '\n'],
])('a kustomization %s is none', (_, text) => {
  expect(tree(text).filter((unit) => unit.startsWith('kustomization'))).toEqual([]);
});

test('generators make ConfigMaps and Secrets, with their keys and what files hold', () => {
  const text = `resources: [web.yaml]
configMapGenerator:
  - name: settings
    literals: [a=1, 'b=x=y', odd]
    files: [app.conf, named=other.conf]
    namespace: shop
  - literals: [a=1]
secretGenerator:
  - { name: keys, literals: [password=secret], envs: [keys.env], env: more.env }
`;
  const { units } = unitsOf({
    'kustomization.yaml': text,
    'web.yaml': deployment('web'),
    'app.conf': 'text',
    'keys.env': 'K=v',
  });
  const made = units
    .flatMap(({ objects }) => objects)
    .map(({ manifest }) => manifest)
    .filter(({ kind }) => kind !== 'Deployment');
  expect(made).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'shop' },
      data: { a: '1', b: 'x=y', '': '', 'app.conf': 'text', named: '' },
    },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' }, data: { K: '', password: '' } },
  ]);
});

test('what it takes from elsewhere makes objects that nobody sees', () => {
  const text = `resources: [web.yaml, none.yaml, empty, 'https://example.com/x.yaml']
components: [missing]
helmCharts: [{ name: redis, valuesFile: values.yaml, additionalValuesFiles: [more.yaml] }]
helmChartInflationGenerator: [{ chartName: old }, {}]
namespace: shop
configurations: [names.yaml]
replacements: [{ path: r.yaml }, { source: {} }]
openapi: { path: api.json }
`;
  const [unit] = unitsOf({
    'kustomization.yaml': text,
    'web.yaml': deployment('web'),
    'empty/readme.md': 'x',
    'values.yaml': 'a: 1',
  }).units.filter(({ kind }) => kind === 'kustomization');
  expect(unit?.objects.map(({ manifest }) => manifest.metadata.name)).toEqual(['web']);
});

test('patches stand in files, in the text, or as maps, and each finds what it is for', () => {
  const text = `resources: [web.yaml, svc.yaml]
patchesStrategicMerge:
  - one.yaml
  - |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: web }
    spec: { replicas: 4 }
  - { apiVersion: v1, kind: Service, metadata: { name: web }, spec: { type: NodePort } }
patches:
  - two.yaml
  - { path: three.yaml, target: { kind: Deployment } }
  - { patch: '[{op: add, path: /metadata/labels, value: {x: z}}]', target: { kind: Service } }
  - {}
patchesJson6902:
  - { target: { kind: Deployment, name: web }, path: four.yaml }
`;
  const patch = (spec: string) => `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: ${spec}\n`;
  const { units } = unitsOf({
    'kustomization.yaml': text,
    'web.yaml': deployment('web'),
    'svc.yaml': service('web'),
    'one.yaml': patch('{ paused: true }'),
    'two.yaml': patch('{ minReadySeconds: 5 }'),
    'three.yaml': '- { op: add, path: /spec/revisionHistoryLimit, value: 2 }\n',
    'four.yaml': '- { op: add, path: /spec/progressDeadlineSeconds, value: 60 }\n',
  });
  const objects = units.flatMap((unit) => unit.objects).map(({ manifest }) => manifest);
  expect(objects.find(({ kind }) => kind === 'Deployment')?.spec).toMatchObject({
    paused: true,
    replicas: 4,
    minReadySeconds: 5,
    revisionHistoryLimit: 2,
    progressDeadlineSeconds: 60,
  });
  expect(objects.find(({ kind }) => kind === 'Service')).toMatchObject({
    metadata: { labels: { x: 'z' } },
    spec: { type: 'NodePort' },
  });
});

test.each([
  ['a patch', 'patches: [{ path: http://127.0.0.1:8001/x }]'],
  ['a patch without a target', 'patchesStrategicMerge: [HTTP://localhost/x]'],
  ['a file of a generator', 'configMapGenerator: [{ name: a, files: [x=https://localhost/x] }]'],
  ['a transformer', 'transformers: [t.yaml]'],
  ['a transformer of its own', 'transformers: ["kind: PatchTransformer\\npath: http://localhost/x\\n"]'],
  ['a validator', 'validators: [http://localhost/x]'],
  ['a schema', 'openapi: { path: http://localhost/x }'],
])('%s from the network is left to whoever applies it, also one of this machine', (_, text) => {
  const kustomize = jest.fn();
  unitsOf(
    {
      'kustomization.yaml': `resources: [web.yaml]\nnamePrefix: a-\n${text}\n`,
      'web.yaml': deployment('web'),
      't.yaml': 'apiVersion: builtin\nkind: PatchTransformer\nmetadata: { name: t }\npath: http://localhost/x\n',
    },
    { kustomize },
  );
  expect(kustomize).not.toHaveBeenCalled();
});

test('kustomizations that double at each step are too many, and soon told', () => {
  const folders = Array.from({ length: 19 }, (_, step) => [
    `k${step}/kustomization.yaml`,
    `resources: [${step < 18 ? `../k${step + 1}, ../k${step + 1}` : 'web.yaml'}]\n`,
  ]);
  const files = { ...(Object.fromEntries(folders) as Record<string, string>), 'k18/web.yaml': deployment('web') };
  expect(() => unitsOf(files)).toThrow('A kustomization takes objects from more than 2,000 others');
});
