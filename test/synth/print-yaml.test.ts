import { Yaml } from 'cdk8s';
import * as jsYaml from 'js-yaml';
import { parseDocument } from 'yaml';
import { parseYaml } from '../../lib/yaml';
import { printDocuments, printYaml } from '../../lib/synth/print-yaml';

/** How many documents are made up: some thousands for each run, and as many as one likes for a longer one. */
const DOCUMENTS = Number(process.env.PRINTED_DOCUMENTS ?? 1500);

const PIECES = [
  ...[
    'a',
    'web',
    '-',
    ' ',
    ':',
    ': ',
    '#',
    ' #',
    '\n',
    '\n\n',
    '  ',
    '\t',
    '"',
    "'",
    '1',
    '0',
    '.',
    '0x1f',
    '1e3',
    '012',
  ],
  ...[
    '0o17',
    '1:30',
    'yes',
    'NO',
    'null',
    '~',
    '{',
    '}',
    '[',
    ']',
    ',',
    '&',
    '*',
    '!',
    '|',
    '>',
    '%',
    '@',
    '`',
    '?',
    '\\',
  ],
  ...[
    'é',
    '\u{1F600}',
    '\r',
    '\r\n',
    '=',
    '<<',
    '---',
    '...',
    '/',
    'on',
    '_',
    '+',
    '100m',
    '2026-01-01',
    '.inf',
    '\x85',
  ],
  ...[
    '\u2028',
    '\u2029',
    '\x7f',
    '\x9f',
    '\x01',
    '\ufeff',
    '\ufffe',
    '{{ x }}',
    'http://a:80/b?c=d',
    ';',
    '$',
    '1_0',
    '08',
  ],
  ...['.5E3', '0b1', '0B1', '__proto__', 'constructor'],
];

function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

function anyText(random: (below: number) => number): string {
  return Array.from({ length: random(5) }, () => PIECES[random(PIECES.length)]).join('');
}

function anyValue(random: (below: number) => number, depth = 0): unknown {
  const kind = random(depth > 3 ? 5 : 8);
  if (kind < 4) return anyText(random);
  if (kind === 4) return [0, -1, 1.5, 1e21, 0.1, true, false, null][random(8)];
  if (kind === 5) return Array.from({ length: random(3) }, () => anyValue(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: random(4) }, () => [anyText(random), anyValue(random, depth + 1)] as const).filter(
      ([key]) => key !== '__proto__',
    ),
  );
}

const WITHOUT_TIMES = new jsYaml.Schema(
  jsYaml.YAML11_SCHEMA.tags.filter(({ tagName }) => !/:(?:timestamp|binary|omap|pairs|set)$/.test(tagName)),
);

test(`${DOCUMENTS} documents are read back by readers of YAML 1.1 and 1.2 as they were`, () => {
  const random = randomOf(20);
  for (let i = 0; i < DOCUMENTS; i++) {
    const value = { kind: anyText(random), spec: anyValue(random), list: [anyValue(random, 1), anyValue(random, 1)] };
    const printed = printYaml(value);
    expect({ printed, value: parseYaml(printed).value }).toEqual({ printed, value });
    expect({ printed, value: jsYaml.load(printed, { schema: WITHOUT_TIMES }) }).toEqual({ printed, value });
    expect({ printed, value: jsYaml.load(printed) }).toEqual({ printed, value });
    expect({ printed, value: parseDocument(printed, { merge: false }).toJS() as unknown }).toEqual({ printed, value });
    expect(printed).not.toMatch(/[^\n\t\P{C}]|[\u2028\u2029\ufffe]/u);
  }
});

test.each([
  ['0o17', '"0o17"'],
  ['yes', '"yes"'],
  ['1e3', '"1e3"'],
  ['~', '"~"'],
  ['08', '"08"'],
  ['a\u2028b', '"a\\u2028b"'],
  ['a\x85b', '"a\\u0085b"'],
  ['a\r\nb', '"a\\r\\nb"'],
  ['\x1b[2J', '"\\u001b[2J"'],
  ['\u{1F600}', '\u{1F600}'],
  ['12:30:45', '"12:30:45"'],
  ['a\nb\n', '|\n  a\n  b\n'],
])('%j is printed so that nobody takes it for something else', (text, printed) => {
  expect(printYaml({ k: text })).toBe(`k: ${printed}${printed.endsWith('\n') ? '' : '\n'}`);
});

test('an ordinary manifest is printed as cdk8s prints it', () => {
  const container = {
    ...{ name: 'app', image: 'ghcr.io/acme/shop:1.4.2', args: ['--flag=a b', '-v', '', '# no', "it's", 'a: b'] },
    ...{ command: ['sh', '-c', 'set -eu\nwhile true; do\n  date\ndone\n'], env: [{ name: 'ON', value: 'on' }] },
    ...{
      resources: { requests: { cpu: '100m', memory: 0.5 }, limits: {} },
      ports: [],
      nested: [[1, [2]], [{ a: [] }]],
    },
  };
  const manifest = {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels: { 'a.b/c': 'true', y: 'n' }, empty: null } },
    spec: { containers: [container], text: 'line\n\n  deeper\n\nend', trailing: 'a\n \n', absent: undefined },
  };
  expect(printDocuments([manifest, { a: 1 }])).toBe(Yaml.stringify(manifest, { a: 1 }));
});

test('prints more documents for one file than a call takes arguments', () => {
  const printed = printDocuments(Array.from({ length: 200_000 }, () => ({ a: 1 })));
  expect(printed).toHaveLength(200_000 * 'a: 1\n'.length + 199_999 * '---\n'.length);
});
