import { ManifestReader } from '../../../lib/checks/files/manifest-reader';

function read(text: string, file = 'shop.yaml', isNamed = true): ManifestReader {
  const reader = new ManifestReader();
  reader.read(file, text, isNamed);
  return reader;
}

function origins(text: string, file?: string): string[] {
  return read(text, file).objects.map(({ manifest, origin }) => `${manifest.kind} ${origin}`);
}

function refusals(text: string, isNamed = true): string[] {
  return read(text, 'shop.yaml', isNamed).unreadable.map(
    ({ severity, location, what }) => `${severity} ${location.line}: ${what}`,
  );
}

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\n';

test('each object of a stream knows its line', () => {
  expect(origins(`# shop\n---\n${NAMESPACE}---\n\n${NAMESPACE}`)).toEqual([
    'Namespace shop.yaml:3',
    'Namespace shop.yaml:7',
  ]);
  expect(origins(NAMESPACE)).toEqual(['Namespace shop.yaml:1']);
  expect(origins(`--- # first\n${NAMESPACE}...\n---\n${NAMESPACE}`)).toEqual([
    'Namespace shop.yaml:2',
    'Namespace shop.yaml:6',
  ]);
});

test('Windows’ line ends and a byte order mark change nothing', () => {
  expect(origins(`\uFEFF${`---\n${NAMESPACE}---\n${NAMESPACE}`.replaceAll('\n', '\r\n')}`)).toEqual([
    'Namespace shop.yaml:2',
    'Namespace shop.yaml:5',
  ]);
});

test('empty documents are no objects and no mistakes', () => {
  for (const text of ['', '\n\n', '---\n---\n', '# nothing\n', '---\nnull\n', '--- \n...\n']) {
    expect([...origins(text), ...refusals(text)]).toEqual([]);
  }
});

test('the items of a List know their own lines', () => {
  const item = '  - apiVersion: v1\n    kind: Namespace\n';
  expect(origins(`apiVersion: v1\nkind: List\nitems:\n${item}${item}`)).toEqual([
    'Namespace shop.yaml:4',
    'Namespace shop.yaml:6',
  ]);
  expect(
    origins('{"apiVersion":"v1","kind":"List","items":[\n{"apiVersion":"v1","kind":"Namespace"}]}', 'a.json'),
  ).toEqual(['Namespace a.json:2']);
});

test('anchors and merges are what they stand for', () => {
  const [object] = read(`${NAMESPACE}metadata:\n  labels: &l { a: b }\n  annotations: { <<: *l, c: d }\n`).objects;
  expect(object?.manifest.metadata).toEqual({ labels: { a: 'b' }, annotations: { a: 'b', c: 'd' } });
});

test('broken YAML is told with its line, and the documents around it are read', () => {
  const text = `${NAMESPACE}---\nkind: [\n---\n${NAMESPACE}`;
  expect(origins(text)).toHaveLength(2);
  expect(refusals(text)).toEqual([expect.stringMatching(/^error 5: is no YAML: /)]);
});

test.each([
  ['a tab as indentation', 'kind: A\nspec:\n\timage: b\n', 'YAML takes spaces, no tabs, before a value.'],
  ['a template', 'kind: {{ .Values.kind }}-b\n', 'It looks like a template'],
  ['a key twice', 'kind: A\nkind: B\n', 'Correct the indentation'],
  ['a bracket that stays open', 'kind: [A\n', 'Correct the indentation'],
])('%s is broken YAML', (_, text, fix) => {
  const [refusal, ...others] = read(text).unreadable;
  expect(refusal?.fix).toContain(fix);
  expect(refusal?.what).toMatch(/^is no YAML: /);
  expect(others).toEqual([]);
});

test('anchors that would fill the memory are refused', () => {
  const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`);
  expect(refusals(`l0: &l0 x\n${levels.join('\n')}\n`)).toEqual([expect.stringContaining('error 1: cannot be read: ')]);
});

test('text that is YAML and no object is a warning, or an info where nobody named the file', () => {
  expect(refusals('replicaCount: 2\n')).toEqual(['warning 1: has no kind, so that it is no Kubernetes object']);
  expect(refusals('kind: Pod\n')).toEqual(['warning 1: has no apiVersion, so that it is no Kubernetes object']);
  expect(refusals('just text\n')).toEqual(['warning 1: is no object']);
  expect(refusals('- a\n', false)).toEqual(['info 1: is no object']);
});

test('a field is found on its line, and else what is above it', () => {
  const reader = read(
    `---\n${NAMESPACE}metadata:\n  annotations:\n    a.b/c: x\nspec:\n  ports:\n    - { port: 1 }\n    - port: 2\n`,
  );
  const [object] = reader.objects;
  const lineOf = (field?: string) => object && reader.locate(object, field)?.line;
  expect(lineOf()).toBe(2);
  expect(lineOf('metadata.annotations["a.b/c"]')).toBe(6);
  expect(lineOf('spec.ports[1].port')).toBe(10);
  expect(lineOf('spec.ports[1].name')).toBe(10);
  expect(lineOf('spec.selector')).toBe(7);
  expect(lineOf('status')).toBe(2);
  expect(
    reader.locate({ ...reader.objects[0], manifest: { apiVersion: 'v1', kind: 'A', metadata: {} }, origin: '' }),
  ).toBeUndefined();
});

test('a number in front of a file name is its stage', () => {
  expect(read(NAMESPACE, 'dist/20-config.yaml').objects[0]?.stage).toBe(20);
  expect(read(NAMESPACE, '20-dist/config.yaml').objects[0]?.stage).toBeUndefined();
});

test('large JSON is read with the line of its document', () => {
  const items = Array.from({ length: 30_000 }, (_, i) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: `n${i}` },
  }));
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  expect(new Set(origins(text, 'all.json'))).toEqual(new Set(['Namespace all.json:1']));
  expect(refusals(text.slice(0, -1))).toEqual([expect.stringMatching(/^error 1: is no JSON: /)]);
});
