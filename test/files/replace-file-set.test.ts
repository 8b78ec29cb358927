import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as ts from 'typescript';
import type * as files from '../../lib/files';
import { FileError, replaceFileSet } from '../../lib/files';

const INTERRUPTED = path.join(__dirname, '..', 'support', 'interrupted.cjs');
const SOURCES = path.join(__dirname, '..', '..', 'lib', 'files');

let root: string;
let compiled: string;
let dist: string;

beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'replace-'));
  compiled = path.join(root, 'compiled');
  fs.mkdirSync(compiled);
  for (const name of fs.readdirSync(SOURCES)) {
    const { outputText } = ts.transpileModule(fs.readFileSync(path.join(SOURCES, name), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    fs.writeFileSync(path.join(compiled, name.replace(/\.ts$/, '.js')), outputText);
  }
});

beforeEach(() => {
  fs.mkdirSync(path.join(root, 'work'));
  dist = path.join(root, 'work', 'dist');
});

afterEach(() => fs.rmSync(path.join(root, 'work'), { recursive: true }));
afterAll(() => fs.rmSync(root, { recursive: true }));

type Contents = Record<string, string>;

const BEFORE: Contents = { a: 'a old\n', b: 'b old\n', same: 'as ever\n', gone: 'gone\n', gone2: 'gone, too\n' };
const AFTER: Contents = { a: 'a new\n', b: 'b new\n', same: 'as ever\n', more: 'more\n' };
const OBSOLETE = ['gone', 'gone2'];
const OTHERS: Contents = { 'notes.txt': 'mine\n' };

/** Names and contents of a folder's files, links as what they lead to, folders as nothing. */
function contents(folder: string): Contents {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => {
        const file = path.join(folder, entry.name);
        return [entry.name, entry.isSymbolicLink() ? `-> ${fs.readlinkSync(file)}` : fs.readFileSync(file, 'utf8')];
      }),
  );
}

function fill(folder: string, files: Contents): void {
  fs.rmSync(path.dirname(folder), { recursive: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), content);
}

function change(folder = dist): void {
  replaceFileSet(folder, new Map(Object.entries(AFTER)), OBSOLETE);
}

function argumentsOf(call: number): string[] {
  return [INTERRUPTED, compiled, dist, JSON.stringify(AFTER), JSON.stringify(OBSOLETE), String(call)];
}

/** Kills a change at each of its calls, and looks at what is there after each. */
function afterEachKill(prepare: () => void, look: (call: number) => void, step = 1): number {
  for (let call = 1; ; call += step) {
    prepare();
    const { status } = spawnSync(process.execPath, argumentsOf(call), { stdio: 'ignore' });
    if (status === 9) return call - 1;
    look(call);
  }
}

const CALLS = ['openSync', 'writeFileSync', 'fsyncSync', 'mkdirSync', 'linkSync', 'symlinkSync', 'chmodSync'] as const;

/** Lets each call that takes room find a full disk, and looks at what is there after each. */
function afterEachRefusal(prepare: () => void, look: () => void): number {
  const live = jest.requireActual<typeof fs>('node:fs');
  const { replaceFileSet: replace } = jest.requireActual<typeof files>(compiled);
  for (let call = 1; ; call++) {
    prepare();
    let left = call;
    const spies = CALLS.map((name) => {
      const original = live[name] as (...args: unknown[]) => unknown;
      return jest.spyOn(live, name as 'openSync').mockImplementation((...args) => {
        left -= 1;
        if (left === 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        return original(...args) as number;
      });
    });
    try {
      replace(dist, new Map(Object.entries(AFTER)), OBSOLETE);
    } catch (caught) {
      expect((caught as Error).message).toBe(`${dist} cannot be written: the disk is full.`);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    if (left > 0) return call - 1;
    look();
  }
}

describe('interrupted at any call', () => {
  const prepare = (): void => {
    fill(dist, { ...BEFORE, ...OTHERS });
    fs.symlinkSync('notes.txt', path.join(dist, 'link'));
  };
  const prepareWithFolder = (): void => {
    prepare();
    fs.mkdirSync(path.join(dist, '.git'));
  };
  const former = { ...BEFORE, ...OTHERS, link: '-> notes.txt' };
  const wanted = { ...AFTER, ...OTHERS, link: '-> notes.txt' };

  test('by a kill, the folder is wholly as before or wholly as wanted, and the next run puts all right', () => {
    const seen = new Set<string>();
    const calls = afterEachKill(prepare, (call) => {
      const found = contents(dist);
      expect([former, wanted]).toContainEqual(found);
      seen.add(found.a ?? '');
      if (call % 5 > 0) return; // a run takes a while
      change();
      expect(contents(dist)).toEqual(wanted);
      expect(fs.readdirSync(path.dirname(dist))).toEqual(['dist']);
    });
    expect(calls).toBeGreaterThan(15);
    expect([...seen].sort()).toEqual(['a new\n', 'a old\n']);
  });

  test('by a kill in a first run, there is no folder or the whole one', () => {
    const remove = (): void => fs.rmSync(dist, { recursive: true, force: true });
    afterEachKill(
      remove,
      () => {
        if (fs.existsSync(dist)) expect(contents(dist)).toEqual(AFTER);
      },
      2,
    );
  });

  test('by a kill where the folder holds folders, each file is whole, and the next run completes the set', () => {
    afterEachKill(
      prepareWithFolder,
      () => {
        for (const [name, content] of Object.entries(contents(dist))) {
          expect([BEFORE[name], AFTER[name], OTHERS[name], '-> notes.txt']).toContain(content);
        }
        change();
        expect(contents(dist)).toEqual(wanted);
        expect(fs.readdirSync(dist, { withFileTypes: true }).filter((entry) => entry.isDirectory())).toHaveLength(1);
      },
      2,
    );
  });

  test.each([
    ['', prepare],
    [' that holds folders', prepareWithFolder],
  ])('by a full disk, a folder%s is as before, and nothing is left over', (_, prepared) => {
    const calls = afterEachRefusal(prepared, () => {
      expect([former, wanted]).toContainEqual(contents(dist)); // what is flushed last may be refused
      expect(fs.readdirSync(path.dirname(dist))).toEqual(['dist']);
    });
    expect(calls).toBeGreaterThan(8);
  });

  test('a process group that is killed at any moment leaves the one or the other', async () => {
    for (let moment = 0; moment < 8; moment++) {
      prepare();
      const child = spawn(process.execPath, argumentsOf(1e6), { stdio: 'ignore', detached: true });
      const ended = once(child, 'exit');
      await new Promise((wake) => setTimeout(wake, 40 + 15 * moment));
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await ended;
      expect([former, wanted]).toContainEqual(contents(dist));
    }
  });
});

const mayMount = process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0;

(mayMount ? describe : describe.skip)('on a full disk (needs root, for a tmpfs of 64 KiB)', () => {
  test.each([[], ['folder']])('nothing changes (%s)', (...folders) => {
    const disk = path.join(root, 'work');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    try {
      fs.mkdirSync(dist);
      for (const [name, content] of Object.entries(BEFORE)) fs.writeFileSync(path.join(dist, name), content);
      for (const name of folders) if (name !== undefined) fs.mkdirSync(path.join(dist, name));
      const large = new Map(['a', 'b', 'c'].map((name) => [name, name.repeat(40_000)]));
      expect(() => replaceFileSet(dist, large, ['gone'])).toThrow(`${dist} cannot be written: the disk is full.`);
      expect(contents(dist)).toEqual(BEFORE);
      expect(fs.readdirSync(disk)).toEqual(['dist']);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe('what is in the way', () => {
  test('a link of a name that is written is replaced, not followed', () => {
    fill(dist, { a: 'a old\n' });
    fs.writeFileSync(path.join(root, 'work', 'victim'), 'keep\n');
    for (const name of ['b', 'same']) fs.symlinkSync('../victim', path.join(dist, name));
    change();
    expect(contents(dist)).toEqual(AFTER);
    expect(fs.readFileSync(path.join(root, 'work', 'victim'), 'utf8')).toBe('keep\n');
  });

  test('a link where only one file changes is replaced, too', () => {
    fill(dist, { ...AFTER });
    fs.rmSync(path.join(dist, 'a'));
    fs.symlinkSync('b', path.join(dist, 'a'));
    change();
    expect(contents(dist)).toEqual(AFTER);
  });

  test('the folder may be a link to one, and stays it', () => {
    const real = path.join(root, 'work', 'real');
    fill(real, { ...BEFORE, ...OTHERS });
    fs.symlinkSync('real', dist);
    change();
    expect(fs.readlinkSync(dist)).toBe('real');
    expect(contents(real)).toEqual({ ...AFTER, ...OTHERS });
  });

  test.each<[string, () => void, string]>([
    ['a folder of the name', () => fs.mkdirSync(path.join(dist, 'a'), { recursive: true }), 'a is a folder'],
    ['a file where the folder belongs', () => fs.writeFileSync(dist, 'x'), 'it is a file'],
    ['a link that leads nowhere', () => fs.symlinkSync('nowhere', dist), 'no such file or directory'],
  ])('%s is an error of one sentence', (_, prepare, words) => {
    prepare();
    expect(() => change()).toThrow(FileError);
    expect(() => change()).toThrow(`${dist} cannot be written: ${words}.`);
  });
});

test('the mode of the folder stays, and files that are as they should be are the same files', () => {
  fill(dist, BEFORE);
  fs.chmodSync(dist, 0o750);
  const { ino } = fs.statSync(path.join(dist, 'same'));
  change();
  expect(fs.statSync(dist).mode & 0o777).toBe(0o750);
  expect(fs.statSync(path.join(dist, 'same')).ino).toBe(ino);
});

test('where one file changes, the folder is the one that others look at', () => {
  fill(dist, { ...AFTER, a: 'a old\n' });
  const { ino } = fs.statSync(dist);
  change();
  expect(fs.statSync(dist).ino).toBe(ino);
  expect(contents(dist)).toEqual(AFTER);
});

test('the working directory stays where it is', () => {
  fill(dist, BEFORE);
  const program = `require(${JSON.stringify(compiled)}).replaceFileSet('.', new Map(Object.entries(${JSON.stringify(AFTER)})), ${JSON.stringify(OBSOLETE)})`;
  const { ino } = fs.statSync(dist);
  execFileSync(process.execPath, ['--eval', program], { cwd: dist });
  expect(fs.statSync(dist).ino).toBe(ino);
  expect(contents(dist)).toEqual(AFTER);
});

test('two at once leave the set of one of them', async () => {
  fill(dist, BEFORE);
  const sets = ['1', '2', '3', '4'].map((letter) =>
    Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, letter])),
  );
  await Promise.all(
    sets.map((set) => {
      const rest = [JSON.stringify(set), JSON.stringify(Object.keys(BEFORE).slice(2)), '1000000'];
      return once(spawn(process.execPath, [INTERRUPTED, compiled, dist, ...rest], { stdio: 'ignore' }), 'exit');
    }),
  );
  expect(sets).toContainEqual(contents(dist));
});
