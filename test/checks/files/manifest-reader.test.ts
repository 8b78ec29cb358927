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

test('directives before a document are no document of their own', () => {
  expect(origins(`%YAML 1.1\n# comment\n---\n${NAMESPACE}---\n${NAMESPACE}`)).toEqual([
    'Namespace shop.yaml:4',
    'Namespace shop.yaml:7',
  ]);
  expect(refusals(`%YAML 1.1\n---\n${NAMESPACE}`)).toEqual([]);
  expect(refusals(`%YAML 1.1\n${NAMESPACE}`)).toEqual([expect.stringContaining('error 2: is no YAML')]);
});

test('a List without items is empty', () => {
  for (const items of ['', ' null', ' []']) {
    const text = `apiVersion: v1\nkind: List\nitems:${items}\n`;
    expect([...origins(text), ...refusals(text)]).toEqual([]);
  }
});

test('plain words and numbers are what kubectl takes them for', () => {
  const [object] = read(
    `${NAMESPACE}data: { a: yes, b: off, c: "on", d: 012, e: 1e3, f: 12:30:45, g: 2001-01-01, h: y }\n`,
  ).objects;
  expect(object?.manifest.data).toEqual({
    ...{ a: true, b: false, c: 'on', d: 10, e: 1000, f: '12:30:45', g: '2001-01-01', h: true },
  });
});

test.each([
  ['an alias', 'metadata: { labels: *labels }', 3],
  ['a merge', 'metadata:\n  labels:\n    <<: *labels', 5],
])('%s of an anchor that is in another document is told where it stands', (_, text, line) => {
  const [refusal, ...others] = read(
    `${NAMESPACE}metadata: { labels: &labels { a: b } }\n---\n${NAMESPACE}${text}\n`,
  ).unreadable;
  expect(others).toEqual([]);
  expect(refusal).toMatchObject({
    severity: 'error',
    location: { line: 4 + line },
    what: 'refers to *labels, and has no anchor &labels before it',
    fix: 'An anchor holds to the end of its document (---): repeat it here, or write out what it stands for.',
  });
});

test('an anchor that holds itself is refused', () => {
  expect(refusals(`${NAMESPACE}metadata: &m { labels: *m }\n---\n${NAMESPACE}`)).toEqual([
    'error 1: has an anchor that holds itself',
  ]);
});

test('what is nested too deeply is refused', () => {
  const deep = `${NAMESPACE}data: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`;
  expect(refusals(`${deep}---\n${NAMESPACE}`)).toEqual(['error 3: is nested too deeply to be read']);
  const large = `{"a":${'['.repeat(600_000)}${']'.repeat(600_000)}}`;
  expect(refusals(large)).toEqual(['error 1: is nested too deeply to be read']);
  const brackets = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: `\\"${'['.repeat(2 ** 20)}` } });
  expect(refusals(brackets)).toEqual([]);
});

test('what is no text in UTF-8 is refused', () => {
  const utf16 = Buffer.from(NAMESPACE, 'utf16le').toString('utf8');
  expect(refusals(utf16)).toEqual(['error 1: is no text in UTF-8']);
  expect(refusals(`${NAMESPACE}---\n\0\n---\n${NAMESPACE}`)).toEqual(['error 3: is no text in UTF-8']);
});

test('broken YAML is told with its line, and the documents around it are read', () => {
  const text = `${NAMESPACE}---\nkind: [\n---\n${NAMESPACE}`;
  expect(origins(text)).toHaveLength(2);
  expect(refusals(text)).toEqual([expect.stringMatching(/^error 5: is no YAML: /)]);
});

test.each([
  ['a tab as indentation', 'kind: A\nspec:\n\timage: b\n', 'YAML takes spaces, no tabs, before a value.'],
  ['a template', 'kind: {{ .Values.kind }}-b\n', 'It looks like a template'],
  ['a key twice', 'kind: A\nspec: [{ a: 1, a: 2 }]\n', 'Remove one of the two'],
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

test('a map of many keys is read in linear time, and a key that it has twice is found', () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => `  key-${i}: value\n`).join('');
  const text = `${NAMESPACE}data:\n${lines}`;
  const start = process.hrtime.bigint();
  expect(refusals(text)).toEqual([]);
  expect(refusals(`${text}  key-7: again\n`)).toEqual([
    'error 60004: is no YAML: it has the key "key-7" twice in one map',
  ]);
  expect(Number(process.hrtime.bigint() - start) / 1e9).toBeLessThan(20);
}, 60_000);

test('two merges in one map are no key twice', () => {
  const text = `${NAMESPACE}metadata: { labels: &a { a: b }, annotations: &c { c: d } }\nspec: { <<: *a, "<<": *c }\n`;
  expect(refusals(text)).toEqual([]);
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
