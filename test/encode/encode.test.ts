import { execFileSync, spawnSync } from 'node:child_process';
import {
  csvCell,
  embeddedJson,
  htmlText,
  jsonText,
  shellCommand,
  shellWord,
  terminalLines,
  terminalText,
  uriPath,
  visible,
  withEncodedStrings,
  withoutCommands,
  workflowCommand,
  xmlText,
} from '../../lib/encode';
import { EVIL_STRINGS } from '../support/evil-strings';

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
/** What a shell and its arguments cannot carry: NUL ends an argument, and half a character has no bytes. */
const isWhole = (text: string): boolean => !/\p{Cs}/u.test(text);
const AS_ARGUMENT = EVIL_STRINGS.filter((text) => !text.includes('\u0000') && isWhole(text));

test('what cannot be seen is written as its number, and everything else is as it was', () => {
  expect(visible('a\u001B[2J\n\u202Eb\u{E0041}\uD800')).toBe('a\\u001b[2J\\u000a\\u202eb\\u{e0041}\\ud800');
  expect(visible('상점 🚀 é — «x»')).toBe('상점 🚀 é — «x»');
  for (const text of EVIL_STRINGS) expect(visible(text)).not.toMatch(CONTROL);
});

test('no text of somebody else ends a line of a terminal, or commands a build server', () => {
  for (const text of EVIL_STRINGS) {
    const line = withoutCommands(`${terminalText(text)} is said\n`);
    expect(line.slice(0, -1)).not.toMatch(CONTROL);
    expect(line.trimStart().startsWith('::')).toBe(false);
    expect(line).not.toMatch(/##\w*\[/);
  }
  expect(withoutCommands('a\n \u001B[31m::error::x\n')).toBe('a\n \u001B[31m\\u003a:error::x\n');
  expect(terminalLines('two\nlines\u0007')).toBe('two\nlines\\u0007');
});

test('a workflow command is one line, and its message has the lines that were meant', () => {
  for (const text of EVIL_STRINGS) {
    const command = workflowCommand({ name: 'error', properties: { file: text, line: 1 }, lines: [text, text] });
    expect(command.match(/\n/g)).toHaveLength(1);
    const [, properties = '', message = ''] = /^::error (.*?)::(.*)\n$/.exec(command) ?? [];
    const decoded = message.replaceAll('%0A', '\n').replaceAll('%25', '%');
    expect(decoded).toBe(`${terminalText(text)}\n${terminalText(text)}`);
    expect(properties.split(',')).toHaveLength(2);
  }
});

test('a shell gets each word as it was', () => {
  for (const text of AS_ARGUMENT) {
    const output = execFileSync('sh', ['-c', `printf '%s|' ${shellCommand(text, 'next')}`], { encoding: 'utf8' });
    expect(output).toBe(`${text}|next|`);
  }
  expect(shellWord('--namespace=shop')).toBe('--namespace=shop');
});

test('a path is one reference, and decodes to itself', () => {
  expect(uriPath('a b/#1?.yaml')).toBe('a%20b/%231%3F.yaml');
  for (const text of EVIL_STRINGS.filter((each) => isWhole(each) && !each.includes('\\'))) {
    const url = new URL(`x/${uriPath(text)}`, 'file:///root/');
    expect([url.hash, url.search]).toEqual(['', '']);
    if (!text.includes('..')) expect(decodeURIComponent(url.pathname)).toBe(`/root/x/${text}`);
  }
});

test('JSON is read as what was written, and has no character that moves a cursor', () => {
  for (const text of EVIL_STRINGS) {
    expect(jsonText({ text })).not.toMatch(CONTROL);
    expect(JSON.parse(jsonText({ text }))).toEqual({ text });
    expect(embeddedJson(text)).not.toContain('<');
    expect(JSON.parse(embeddedJson(text))).toBe(text);
  }
});

test('a cell of CSV is one cell, and no formula', () => {
  for (const text of EVIL_STRINGS) {
    const cell = csvCell(text);
    expect(cell).not.toMatch(CONTROL);
    const content = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
    expect(content).not.toMatch(/^[=+\-@]/);
  }
  expect([csvCell(-1.5), csvCell(null), csvCell('a,"b"')]).toEqual(['-1.5', '', '"a,""b"""']);
});

const hasPython = spawnSync('python3', ['--version']).status === 0;

(hasPython ? test : test.skip)('an XML parser reads attributes and text as they were written (needs python3)', () => {
  const items = EVIL_STRINGS.map((text) => `<t a="${xmlText(text)}">${xmlText(text)}</t>`);
  const program = `
import sys, json, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
print(json.dumps([[t.get('a'), t.text or ''] for t in root]))`;
  const output = execFileSync('python3', ['-c', program], { input: `<r>${items.join('')}</r>`, encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual(EVIL_STRINGS.map((text) => [visible(text), visible(text)]));
});

test('HTML has no tag of somebody else', () => {
  for (const text of EVIL_STRINGS) expect(htmlText(text)).not.toMatch(/[<>"']/);
});

test('data keeps what has no text, and is not changed', () => {
  const data = { a: ['x\n', 1], b: { c: 2 }, d: null };
  const encoded = withEncodedStrings(data, terminalText);
  expect(encoded).toEqual({ a: ['x\\u000a', 1], b: { c: 2 }, d: null });
  expect(encoded.b).toBe(data.b);
  expect(data.a[0]).toBe('x\n');
});
