import { replaced, replacementFor, type YamlEdit } from '../../lib/yaml';

const DEPLOYMENT = `# the shop
kind: Deployment
spec:
  # two are enough
  replicas: 2 # not more
  template:
    spec:
      containers:
      - name: web   # the app
        resources: { requests: { cpu: 100m, memory: "64Mi" }, limits: {} }
        env:
          - name: A
            value: 'it''s'

  # what follows
  strategy:
    type: Recreate
`;

/** The lines that an edit takes away (-) and brings (+). */
function changeOf(text: string, edit: YamlEdit, isJson = false): string[] | undefined {
  const replacement = replacementFor(text, isJson, edit);
  if (!replacement) return undefined;
  const lines = { before: text.split('\n'), after: replaced(text, replacement).split('\n') };
  const first = lines.before.findIndex((line, i) => line !== lines.after[i]);
  const [before, after] = [lines.before.slice(first), lines.after.slice(first)];
  while (before.length > 0 && before.at(-1) === after.at(-1)) {
    before.pop();
    after.pop();
  }
  return [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)];
}

const CONTAINER = ['spec', 'template', 'spec', 'containers', 0];

describe('an entry is removed', () => {
  test.each<[string, (string | number)[], string[]]>([
    ['with its line', ['spec', 'replicas'], ['-  replicas: 2 # not more']],
    [
      'with all that is in it, and not what stands behind it',
      ['spec', 'strategy'],
      ['-  strategy:', '-    type: Recreate'],
    ],
    [
      'at the head of an entry of a list',
      [...CONTAINER, 'env', 0, 'name'],
      ['-          - name: A', "-            value: 'it''s'", "+          - value: 'it''s'"],
    ],
    [
      'before another one within braces',
      [...CONTAINER, 'resources', 'requests', 'cpu'],
      [
        '-        resources: { requests: { cpu: 100m, memory: "64Mi" }, limits: {} }',
        '+        resources: { requests: { memory: "64Mi" }, limits: {} }',
      ],
    ],
    [
      'at the end of braces',
      [...CONTAINER, 'resources', 'limits'],
      [
        '-        resources: { requests: { cpu: 100m, memory: "64Mi" }, limits: {} }',
        '+        resources: { requests: { cpu: 100m, memory: "64Mi" } }',
      ],
    ],
  ])('%s', (_, path, change) => {
    expect(changeOf(DEPLOYMENT, { is: 'remove', path })).toEqual(change);
  });

  test('with a list at its own depth', () => {
    expect(changeOf('spec:\n  ports:\n  - a\n  - b\n  type: x\n', { is: 'remove', path: ['spec', 'ports'] })).toEqual([
      '-  ports:',
      '-  - a',
      '-  - b',
    ]);
  });

  test('with a text of several lines', () => {
    const text = 'a:\n  b: |\n    one\n\n    two\n\n  c: 1\n';
    expect(changeOf(text, { is: 'remove', path: ['a', 'b'] })).toEqual(['-  b: |', '-    one', '-', '-    two']);
  });

  test('of JSON', () => {
    const json = '{\n  "spec": {\n    "a": 1,\n    "b": [1, "}"]\n  }\n}\n';
    expect(changeOf(json, { is: 'remove', path: ['spec', 'b'] }, true)).toEqual([
      '-    "a": 1,',
      '-    "b": [1, "}"]',
      '+    "a": 1',
    ]);
  });
});

test.each<[string, string, string, string]>([
  ['plain', 'a: { k: Ingres }', 'Ingress', 'a: { k: Ingress }'],
  ['in double quotes', 'a: { k: "Ingres" }', 'Ingress', 'a: { k: "Ingress" }'],
  ['in single quotes', "a: { k: 'x' }", "it's", "a: { k: 'it''s' }"],
  ['quoted where YAML would read something else', 'a: { k: x }', 'yes', 'a: { k: "yes" }'],
  ['quoted where it holds a colon', 'a: { k: x }', 'http://a:1', 'a: { k: "http://a:1" }'],
  ['over a text with a colon', 'a:\n  k: http://x:1/#y # why', 'z', 'a:\n  k: z # why'],
])('a value is set %s', (_, text, value, after) => {
  const replacement = replacementFor(text, false, { is: 'set', path: ['a', 'k'], value });
  expect(replacement && replaced(text, replacement)).toBe(after);
});

test('a number takes the place of a text', () => {
  const text = 'a:\n  k: "80"   # percent\n';
  const replacement = replacementFor(text, false, { is: 'set', path: ['a', 'k'], value: 80 });
  expect(replacement && replaced(text, replacement)).toBe('a:\n  k: 80   # percent\n');
});

test.each([
  ['a:\n  minReplica: 1\n', 'a:\n  minReplicas: 1\n'],
  ['a: { "minReplica": 1 }', 'a: { "minReplicas": 1 }'],
  ['a: {minReplica: 1}', 'a: {minReplicas: 1}'],
])('a key is renamed in %j', (text, after) => {
  const replacement = replacementFor(text, false, { is: 'rename', path: ['a', 'minReplica'], to: 'minReplicas' });
  expect(replacement && replaced(text, replacement)).toBe(after);
});

test.each([
  ['- type: p\n  metadata: {}\n', '- type: p\n  metricType: Value\n  metadata: {}\n'],
  ['- type: p\r\n  metadata: {}\r\n', '- type: p\r\n  metricType: Value\r\n  metadata: {}\r\n'],
  ['- type: p', '- type: p\n  metricType: Value'],
  ['- { type: p, metadata: {} }\n', '- { type: p, metricType: Value, metadata: {} }\n'],
  ['- {"type": "p"}\n', '- {"type": "p", "metricType": "Value"}\n'],
])('an entry is added behind another one in %j', (text, after) => {
  const edit: YamlEdit = { is: 'add', path: [0, 'type'], key: 'metricType', value: 'Value' };
  const replacement = replacementFor(text, false, edit);
  expect(replacement && replaced(text, replacement)).toBe(after);
});

describe('nothing is changed', () => {
  test.each<[string, string, (string | number)[]]>([
    ['where the entry is not there', 'a: { b: 1, c: 2 }', ['a', 'd']],
    ['where the path is that of an entry of a list', 'a: [1, 2]', ['a', 0]],
    ['where it is the only one of a block', 'a:\n  b: 1\nc: 2\n', ['a', 'b']],
    ['where it is the only one within braces', 'a: { b: 1 }', ['a', 'b']],
    ['where it came by an alias', 'x: &x { b: 1, c: 2 }\na: *x\n', ['a', 'b']],
    ['where others have it by an anchor', 'x: &x { b: 1, c: 2 }\na: *x\n', ['x', 'b']],
    ['where a comment stands between', '- b: 1\n  # why\n  c: 2\n', [0, 'b']],
    ['where the key is a complex one', '? b\n: 1\nc: 2\n', ['b']],
  ])('%s', (_, text, path) => {
    expect(replacementFor(text, false, { is: 'remove', path })).toBeUndefined();
  });

  test('where the text cannot be read', () => {
    expect(replacementFor('a: { b: 1', false, { is: 'set', path: ['a', 'b'], value: 2 })).toBeUndefined();
  });

  test('where the path goes on below a value', () => {
    expect(replacementFor('a: 1\nb: 2\n', false, { is: 'remove', path: ['a', 'c', 'd'] })).toBeUndefined();
  });

  test('where a text has several lines', () => {
    expect(replacementFor('a: one\n  two\nb: 1\n', false, { is: 'set', path: ['a'], value: 'x' })).toBeUndefined();
  });
});

describe('a new entry may have maps and lists', () => {
  const behavior = {
    scaleDown: { policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }], stabilizationWindowSeconds: 60 },
  };

  test('in a block, deeper than its key', () => {
    const edit: YamlEdit = { is: 'add', path: ['spec', 'replicas'], key: 'behavior', value: behavior };
    expect(changeOf(DEPLOYMENT, edit)).toEqual([
      '+  behavior:',
      '+    scaleDown:',
      '+      policies:',
      '+        - type: Percent',
      '+          value: 50',
      '+          periodSeconds: 60',
      '+      stabilizationWindowSeconds: 60',
    ]);
  });

  test('in a block, with what is empty and what is nested in one line', () => {
    const edit: YamlEdit = {
      ...{ is: 'add', path: ['spec', 'replicas'], key: 'x' },
      value: { none: [], nothing: {}, text: 'a: b', lists: [[1, 2], 'c'] },
    };
    expect(changeOf(DEPLOYMENT, edit)).toEqual([
      '+  x:',
      '+    none: []',
      '+    nothing: {}',
      '+    text: "a: b"',
      '+    lists:',
      '+      - [1, 2]',
      '+      - c',
    ]);
  });

  test('within braces, and in JSON', () => {
    const edit: YamlEdit = { is: 'add', path: ['a'], key: 'b', value: { c: [1, { d: 'x: y' }], e: [] } };
    expect(changeOf('{ a: 1 }\n', edit)).toEqual(['-{ a: 1 }', '+{ a: 1, b: {c: [1, {d: "x: y"}], e: []} }']);
    expect(changeOf('{ "a": 1 }', edit, true)).toEqual([
      '-{ "a": 1 }',
      '+{ "a": 1, "b": {"c": [1, {"d": "x: y"}], "e": []} }',
    ]);
  });
});
