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

test('empty documents are not objects and no mistakes', () => {
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

test.each([`%YAML 1.1\n---\n${NAMESPACE}`, `# comment\n%YAML 1.2\n---\n${NAMESPACE}`, `%TAG ! x:\n---\n${NAMESPACE}`])(
  'a directive is refused, because kubectl cuts the file behind it: %j',
  (text) => {
    const [refusal, ...others] = read(text).unreadable;
    expect(others).toEqual([]);
    expect(refusal).toMatchObject({
      severity: 'error',
      location: { line: text.startsWith('#') ? 2 : 1, column: 1 },
      what: expect.stringMatching(/^is not valid YAML: its directive/) as string,
      fix: 'Remove the line that begins with %: kubectl reads YAML 1.1 without it.',
    });
    expect(origins(text)).toHaveLength(1);
  },
);

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
    'error 3: has an anchor that holds itself',
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

test('what is not UTF-8 text is refused', () => {
  const utf16 = Buffer.from(NAMESPACE, 'utf16le').toString('utf8');
  expect(refusals(utf16)).toEqual(['error 1: is not UTF-8 text']);
  expect(refusals(`${NAMESPACE}---\n\0\n---\n${NAMESPACE}`)).toEqual(['error 4: is not UTF-8 text']);
});

test('broken YAML is told with its line, and the documents around it are read', () => {
  const text = `${NAMESPACE}---\nkind: [\n---\n${NAMESPACE}`;
  expect(origins(text)).toHaveLength(2);
  expect(refusals(text)).toEqual([expect.stringMatching(/^error 5: is not valid YAML: /)]);
});

test.each([
  ['a tab as indentation', 'kind: A\nspec:\n\timage: b\n', 'YAML takes spaces, no tabs, before a value.'],
  ['a template', 'kind: {{ .Values.kind }}-b\n', 'It looks like a template'],
  ['a bracket that stays open', 'kind: [A\n', 'Correct the indentation'],
])('%s is broken YAML', (_, text, fix) => {
  const [refusal, ...others] = read(text).unreadable;
  expect(refusal?.fix).toContain(fix);
  expect(refusal?.what).toMatch(/^is not valid YAML: /);
  expect(others).toEqual([]);
});

test('anchors that would fill the memory are refused', () => {
  const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`);
  expect(refusals(`l0: &l0 x\n${levels.join('\n')}\n`)).toEqual(['error 5: has anchors that stand for too much']);
});

test('text that is YAML and no object is a warning, or an info where nobody named the file', () => {
  expect(refusals('replicaCount: 2\n')).toEqual(['warning 1: has no kind, so that it is not a Kubernetes object']);
  expect(refusals('kind: Pod\n')).toEqual(['warning 1: has no apiVersion, so that it is not a Kubernetes object']);
  expect(refusals('just text\n')).toEqual(['warning 1: is not an object']);
  expect(refusals('- a\n', false)).toEqual(['info 1: is not an object']);
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
  expect(refusals(`${text}  key-7: again\n`)).toEqual(['warning 60004: has the key "key-7" twice in one map']);
  expect(Number(process.hrtime.bigint() - start) / 1e9).toBeLessThan(20);
}, 60_000);

test('two merges in one map are no key twice', () => {
  const text = `${NAMESPACE}metadata: { labels: &a { a: b }, annotations: &c { c: d } }\nspec: { <<: *a, "<<": *c }\n`;
  expect(refusals(text)).toEqual([]);
});

test('large JSON is read as YAML is, with the line of each object', () => {
  const items = Array.from({ length: 30_000 }, (_, i) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: `n${i}` },
  }));
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 1);
  const found = origins(text, 'all.json');
  expect(found).toHaveLength(30_000);
  expect([found[0], found[29_999]]).toEqual(['Namespace all.json:5', `Namespace all.json:${5 + 29_999 * 7}`]);
  expect(refusals(text.slice(0, -1))).toEqual([expect.stringMatching(/^error 1: is not valid JSON: /)]);
});

test('one JSON object after another is read, and what follows as YAML', () => {
  const json = '{"apiVersion":"v1","kind":"Namespace"}';
  expect(origins(`${json}${json}\n${json}\n`)).toEqual([
    'Namespace shop.yaml:1',
    'Namespace shop.yaml:1',
    'Namespace shop.yaml:2',
  ]);
  expect(origins(`\n${json}\n---\n${NAMESPACE}---\n${json}`)).toEqual([
    'Namespace shop.yaml:2',
    'Namespace shop.yaml:4',
    'Namespace shop.yaml:7',
  ]);
  expect(refusals(`${json}\n${json}\n}{`)).toEqual([expect.stringMatching(/^error 3: is not valid JSON: /)]);
  expect(refusals(`{"apiVersion":"v1", // comment\n"kind":"Namespace"}`)).toEqual([
    'warning 1: has no kind, so that it is not a Kubernetes object',
  ]);
});

test('a key that stands twice is told, and the last one counts, in YAML and JSON', () => {
  for (const text of [`${NAMESPACE}spec: { a: 1, a: 2 }\n`, '{"apiVersion":"v1","kind":"A","spec":{"a":1,"a":2}}']) {
    const reader = read(text);
    expect(reader.objects[0]?.manifest.spec).toEqual({ a: 2 });
    expect(reader.unreadable).toEqual([
      {
        severity: 'warning',
        location: { file: 'shop.yaml', line: text.startsWith('{') ? 1 : 3, column: text.startsWith('{') ? 45 : 15 },
        what: 'has the key "a" twice in one map',
        why: 'kubectl takes the last one without a word, and so does this check: what the first one says is lost.',
        fix: 'Remove one of the two, or indent it to where it belongs.',
      },
    ]);
  }
});

test.each(['\u0085', '\u2028', '\u2029'])('what stands behind %j in a comment is read, as kubectl reads it', (end) => {
  const reader = read(`${NAMESPACE}# a comment${end}spec: { hostNetwork: true }\n`);
  expect(reader.objects[0]?.manifest.spec).toEqual({ hostNetwork: true });
  expect(reader.unreadable).toEqual([
    expect.objectContaining({ severity: 'warning', location: { file: 'shop.yaml', line: 3, column: 12 } }),
  ]);
});

test('what kubectl drops behind the end of a document is told', () => {
  expect(origins(`${NAMESPACE}...\n${NAMESPACE}---\n${NAMESPACE}`)).toHaveLength(2);
  expect(refusals(`${NAMESPACE}...\n${NAMESPACE}---\n${NAMESPACE}`)).toEqual(['warning 4: goes on behind its end']);
  expect(refusals(`${NAMESPACE}...\n# comment\n`)).toEqual([]);
});

test('a line --- with text behind it is refused, as kubectl refuses it', () => {
  expect(refusals(`${NAMESPACE}--- {}\n${NAMESPACE}--- # comment\n${NAMESPACE}`)).toEqual([
    'error 3: has text on its line ---: kubectl takes that for no separator, and stops',
  ]);
});

test('a map or a list as a key is refused', () => {
  expect(refusals(`${NAMESPACE}data: { a: b, [c, d]: e }\n`)).toEqual([
    'error 3: is not valid YAML: a map or a list cannot be a key',
  ]);
});

test('Macintosh’s line ends are line ends', () => {
  const [object] = read(`${NAMESPACE}data: { a: b }\n`.replaceAll('\n', '\r')).objects;
  expect(object?.manifest).toEqual({ apiVersion: 'v1', kind: 'Namespace', data: { a: 'b' } });
});

test.each([
  ['a list', (n: number) => `a: &a [${'x, '.repeat(n)}]\nl: [${'*a, '.repeat(n)}]\n`],
  [
    'a map',
    (n: number) => `a: &a {${Array.from({ length: n }, (_, i) => `k${i}: v`).join(', ')}}\nl: [${'*a, '.repeat(n)}]\n`,
  ],
  [
    'a merge',
    (n: number) =>
      `a: &a {${Array.from({ length: n }, (_, i) => `k${i}: v`).join(', ')}}\nl: [${'{<<: *a}, '.repeat(n)}]\n`,
  ],
  ['a long text', (n: number) => `a: &a ${'x'.repeat(n * 10)}\nl: [${'*a, '.repeat(n)}]\n`],
])('anchors that would make %s too large are refused at once', (_, text) => {
  const start = process.cpuUsage();
  expect(refusals(`${NAMESPACE}${text(9_000)}`)).toEqual(['error 4: has anchors that stand for too much']);
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2);
});

test('the places of many fields of one document are found in linear time', () => {
  const item = '- apiVersion: v1\n  kind: Namespace\n  metadata: { name: a }\n';
  const reader = read(`apiVersion: v1\nkind: List\nitems:\n${item.repeat(5_000)}`);
  const start = process.cpuUsage();
  const lines = reader.objects.map((object) => reader.locate(object, 'metadata.name')?.line);
  expect(lines[4_999]).toBe(3 + 3 * 5_000);
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2);
});
