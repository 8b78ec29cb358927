import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { RecordingFile, type RecordingHeader } from '../../../lib/command/record/recording-file';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recording-file-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const header: RecordingHeader = { version: 1, options: { kubernetes: '1.36' }, of: 'hpa/shop/web' };
const FIRST = `${JSON.stringify(header)}\n`;
const LARGE = { bytes: 2 ** 20, kept: 2 };

function named(name: string, text?: string): string {
  const file = path.join(folder, name);
  if (text !== undefined) fs.writeFileSync(file, text);
  return file;
}

function written(file: string): string {
  return fs.readFileSync(file, 'utf8');
}

test('a new file begins with the header, and grows line by line', () => {
  const file = named('new.jsonl');
  const recording = RecordingFile.open(file, header, LARGE);
  expect(written(file)).toBe(FIRST);
  expect(recording.append({ time: 1 })).toBe(false);
  expect(written(file)).toBe(`${FIRST}{"time":1}\n`);
});

test.each([
  ['an empty file', '', FIRST],
  ['whole lines', `${FIRST}{"time":1}\n`, `${FIRST}{"time":1}\n`],
  ['half a line', `${FIRST}{"time":1}\n{"ti`, `${FIRST}{"time":1}\n`],
  ['a header without an end', FIRST.trim(), FIRST],
])('%s goes on', (name, before, after) => {
  const file = named(name, before);
  RecordingFile.open(file, header, LARGE).append({ time: 2 });
  expect(written(file)).toBe(`${after}{"time":2}\n`);
});

test.each([
  ['a frame', `${FIRST}{"time":"2026-08-01T12:00:00.250Z","pods":[]}\n`, Date.parse('2026-08-01T12:00:00.250Z')],
  [
    'half a frame',
    `${FIRST}{"time":"2026-08-01T12:00:00Z"}\n{"time":"2026-08-01T12:0`,
    Date.parse('2026-08-01T12:00:00Z'),
  ],
  ['a header', FIRST, 0],
  ['nothing', '', 0],
])('of a file that ends with %s, the time of the last frame is known', (name, text, time) => {
  expect(RecordingFile.open(named(`last ${name}`, text), header, LARGE).lastTime).toBe(time);
});

test('what stood in a file before counts for its size', () => {
  const file = named('grown.jsonl', `${FIRST}${'{"time":1}\n'.repeat(20)}`);
  expect(RecordingFile.open(file, header, { bytes: 200, kept: 1 }).append({ time: 2 })).toBe(true);
  expect(written(file)).toBe(FIRST);
});

test.each([
  ['notes', 'my notes\n', 'is not a recording of this program'],
  ['another version', '{"version":2,"of":"hpa/shop/web"}\n', 'is not a recording of this program'],
  ['half a header', FIRST.slice(0, 20), 'is not a recording of this program'],
  ['another autoscaler', '{"version":1,"of":"hpa/shop/api"}\n', 'is a recording of hpa/shop/api'],
])('%s: nothing is written over', (name, text, message) => {
  const file = named(name, text);
  expect(() => RecordingFile.open(file, header, LARGE)).toThrow(message);
  expect(written(file)).toBe(text);
});

test('of older files, as many stay as were asked for, each with a header', () => {
  const file = named('many.jsonl');
  const recording = RecordingFile.open(file, header, { bytes: 150, kept: 2 });
  const begun = Array.from({ length: 60 }, (_, time) => recording.append({ time })).filter((each) => each);
  expect(begun.length).toBeGreaterThan(3);
  expect(fs.readdirSync(folder).filter((name) => name.startsWith('many'))).toEqual([
    'many.jsonl',
    'many.jsonl.1',
    'many.jsonl.2',
  ]);
  const times = ['.2', '.1', ''].flatMap((suffix) => {
    const [first, ...frames] = written(`${file}${suffix}`).trim().split('\n');
    expect(`${first}\n`).toBe(FIRST);
    return frames.map((line) => (JSON.parse(line) as { readonly time: number }).time);
  });
  expect(times).toEqual(times.map((_, index) => (times[0] ?? 0) + index)); // none is lost between two files
  expect(times.at(-1)).toBe(59);
});

test('where none is to stay, the old file goes', () => {
  const file = named('alone.jsonl');
  const recording = RecordingFile.open(file, header, { bytes: 100, kept: 0 });
  for (let time = 0; time < 10; time++) recording.append({ time });
  expect(fs.readdirSync(folder).filter((name) => name.startsWith('alone'))).toEqual(['alone.jsonl']);
});

describe('what is not a file', () => {
  const ODD = ['a link', 'a folder'] as const;
  const made: Readonly<Record<(typeof ODD)[number], (place: string) => void>> = {
    'a link': (place) => fs.symlinkSync(named('victim.txt'), place),
    'a folder': (place) => fs.mkdirSync(place),
  };

  test.each(ODD.flatMap((odd) => ['', '.1'].map((suffix) => [odd, suffix] as const)))(
    '%s is not written to, nor renamed (%j)',
    (odd, suffix) => {
      const place = named(`${odd} here${suffix === '' ? '' : ' before'}.jsonl${suffix}`);
      made[odd](place);
      const open = (): unknown => RecordingFile.open(place.replace(/\.1$/, ''), header, LARGE);
      expect(open).toThrow(`${place} is ${odd}.`);
      expect(fs.existsSync(named('victim.txt'))).toBe(false);
    },
  );

  test('a device is not renamed when it is large', () => {
    expect(() => RecordingFile.open('/dev/null', header, LARGE)).toThrow('/dev/null is not a file.');
  });

  test('a link that was put there meanwhile is not followed', () => {
    const file = named('meanwhile.jsonl');
    const recording = RecordingFile.open(file, header, LARGE);
    fs.rmSync(file);
    fs.symlinkSync(named('victim.txt'), file);
    expect(() => recording.append({ time: 1 })).toThrow(`${file} cannot be written: its links lead in a circle.`);
    expect(fs.existsSync(named('victim.txt'))).toBe(false);
  });
});

test('a file of somebody else with the name of an older part is neither renamed nor deleted', () => {
  const file = named('mine.jsonl');
  named('mine.jsonl.1', 'my notes\n');
  expect(() => RecordingFile.open(file, header, LARGE)).toThrow(
    `The file ${file}.1 is not a recording of this program.`,
  );
  expect(written(`${file}.1`)).toBe('my notes\n');
});

test('a folder that is not there is told', () => {
  expect(() => RecordingFile.open(named('none/web.jsonl'), header, LARGE)).toThrow(
    'web.jsonl cannot be written: no such file or directory.',
  );
});
