import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { KustomizeTool } from '../../lib/command/kustomize-tool';

const PATH = process.env.PATH;
let folder = '';

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kustomize-'));
  process.env.PATH = folder;
});

afterEach(() => {
  process.env.PATH = PATH;
  fs.rmSync(folder, { recursive: true });
});

/** Puts a program of this name at hand. */
function install(name: string, script: string): void {
  fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

test('kustomize builds, offline', () => {
  install('kustomize', 'echo "$1 $2 $3 $HTTPS_PROXY"');
  expect(new KustomizeTool().build('shop')).toBe('build -- shop http://127.0.0.1:9\n');
});

test('where there is none, kubectl does', () => {
  install('kubectl', 'echo "$1 $2 $3"');
  const tool = new KustomizeTool();
  expect(tool.build('shop')).toBe('kustomize -- shop\n');
  expect(tool.build('web')).toBe('kustomize -- web\n');
});

test('a build that fails, and no tool at all, give nothing', () => {
  expect(new KustomizeTool().build('shop')).toBeUndefined();
  install('kustomize', 'echo half; exit 1');
  expect(new KustomizeTool().build('shop')).toBeUndefined();
});

test('what may not be run is not a tool', () => {
  fs.mkdirSync(path.join(folder, 'kustomize'));
  expect(new KustomizeTool().build('shop')).toBeUndefined();
});

test('so many builds are enough for one run', () => {
  install('kustomize', 'echo built');
  const tool = new KustomizeTool();
  const built = Array.from({ length: 52 }, () => tool.build('shop'));
  expect(built.filter((each) => each !== undefined)).toHaveLength(50);
});

test('what hangs once is not waited for again', () => {
  install('kustomize', '[ "$3" = hangs ] && exec /bin/sleep 60; echo built');
  const tool = new KustomizeTool(200);
  expect(tool.build('shop')).toBe('built\n');
  expect(tool.build('hangs')).toBeUndefined();
  expect(tool.build('shop')).toBeUndefined();
});
