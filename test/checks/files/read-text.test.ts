import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { readManifests } from '../../../lib/command/manifests';
import { readText } from '../../../lib/checks/files/read-text';

let folder: string;
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\n';

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'read-text-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

test('a file is read as UTF-8, also where a character stands across two chunks', () => {
  const file = path.join(folder, 'a.yaml');
  const text = `${'x'.repeat(2 ** 20 - 1)}é${'y'.repeat(10)}`;
  fs.writeFileSync(file, text);
  expect(readText(file)).toBe(text);
});

test('what cannot be read is told by its name', () => {
  const file = path.join(folder, 'gone.yaml');
  expect(() => readText(file)).toThrow(`The file "${file}" does not exist.`);
  expect(() => readText(folder)).toThrow(`The file "${folder}" is a folder.`);
  expect(() => readText(file)).toThrow(expect.objectContaining({ code: 'ENOENT' }) as Error);
});

const onUnix = process.platform === 'win32' ? test.skip : test;

onUnix('an odd entry of a folder is one warning, and the rest is read (Unix has links, pipes and devices)', () => {
  fs.symlinkSync('nowhere', path.join(folder, 'dangling.yaml'));
  fs.symlinkSync('loop.yaml', path.join(folder, 'loop.yaml'));
  fs.symlinkSync('/dev/zero', path.join(folder, 'zero.yaml'));
  execFileSync('mkfifo', [path.join(folder, 'pipe.yaml')]);
  fs.writeFileSync(path.join(folder, 'web.yaml'), NAMESPACE);
  const { objects, unreadable } = readManifests({ names: [folder], standardInput: '' }).reader;
  expect(objects).toHaveLength(1);
  expect(unreadable.map(({ severity, what, location }) => [severity, path.basename(location.file), what])).toEqual(
    [
      ['dangling.yaml', 'does not exist'],
      ['loop.yaml', 'is a link that leads to itself'],
      ['pipe.yaml', 'is not a file'],
      ['zero.yaml', 'is not a file'],
    ].map(([name = '', reason]) => [
      'warning',
      name,
      `cannot be read: The file "${path.join(folder, name)}" ${reason}`,
    ]),
  );
});

onUnix('a named device that never ends is refused (Unix has such devices)', () => {
  expect(() => readText('/dev/zero')).toThrow('The file "/dev/zero" has more than 256 MiB.');
});
