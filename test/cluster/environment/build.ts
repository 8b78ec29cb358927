import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { cachedFile, cacheFolder } from './cache';
import { run } from './command';
import { progress } from './progress';
import { type GoModule } from './versions';

interface GoModFile {
  readonly Replace:
    | readonly {
        readonly Old: { readonly Path: string; readonly Version?: string };
        readonly New: { readonly Path: string; readonly Version?: string };
      }[]
    | null;
}

/** Where a binary is, once it is built. */
export function binary(module: GoModule, name: string): string {
  return cacheFolder(module.name, module.version, name);
}

/** Builds the binaries of a module that the cache does not have. */
export async function build(module: GoModule): Promise<void> {
  const missing = Object.keys(module.binaries).filter((name) => !fs.existsSync(binary(module, name)));
  if (missing.length === 0) return;
  const work = fs.mkdtempSync(path.join(os.tmpdir(), `cdk8s-autoscaling-build-${module.name}-`));
  try {
    await progress(`preparing ${module.name} ${module.version}`, () => writeGoModule(module, work));
    for (const name of missing) {
      await progress(`building ${name} ${module.version}`, () =>
        cachedFile(binary(module, name), async (unfinished) => {
          await go(work, 'build', '-ldflags', `-s -w${stamp(module)}`, '-o', unfinished, String(module.binaries[name]));
        }),
      );
    }
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** Builds a program of this folder. It uses nothing but Go's standard library. */
export async function buildStandIn(source: string, output: string): Promise<void> {
  await run('go', ['build', '-ldflags', '-s -w', '-o', output, source], {
    env: { CGO_ENABLED: '0', GO111MODULE: 'off' },
  });
}

/** A Go module of its own that requires the one to build, with its replacements: these do not travel with it. */
async function writeGoModule({ module, version, binaries }: GoModule, work: string): Promise<void> {
  fs.writeFileSync(path.join(work, 'go.mod'), 'module cluster\n\ngo 1.26.0\n');
  const { GoMod } = JSON.parse(await go(work, 'mod', 'download', '-json', `${module}@${version}`)) as { GoMod: string };
  const { Replace } = JSON.parse(await go(work, 'mod', 'edit', '-json', GoMod)) as GoModFile;
  const replacements = (Replace ?? []).flatMap(({ Old, New }) => {
    // Kubernetes' staging tree is published as modules of the same minor version.
    if (New.Path.startsWith('./staging/')) return [`${Old.Path}=${Old.Path}@${version.replace(/^v1\./, 'v0.')}`];
    if (New.Path.startsWith('.')) return [];
    return [`${at(Old)}=${at(New)}`];
  });
  const imports = Object.values(binaries).map((each) => `import _ "${each}"\n`);
  fs.writeFileSync(path.join(work, 'tools.go'), `//go:build tools\n\npackage tools\n\n${imports.join('')}`);
  await go(work, 'mod', 'edit', `-require=${module}@${version}`, ...replacements.map((each) => `-replace=${each}`));
  await go(work, 'mod', 'tidy');
}

function go(cwd: string, ...args: string[]): Promise<string> {
  return run('go', args, { cwd, env: { CGO_ENABLED: '0', GOFLAGS: '-mod=mod' } });
}

function at({ Path, Version }: { readonly Path: string; readonly Version?: string }): string {
  return Version ? `${Path}@${Version}` : Path;
}

/** Without a version kubectl, and whoever asks the API server for its own, takes it for something ancient. */
function stamp({ kubernetes, version }: GoModule): string {
  if (!kubernetes) return '';
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version) ?? [];
  const fields = { gitVersion: version, gitMajor: major, gitMinor: minor };
  return Object.entries(fields)
    .map(([field, value]) => ` -X k8s.io/component-base/version.${field}=${value}`)
    .join('');
}
