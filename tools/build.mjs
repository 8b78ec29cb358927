/**
 * Builds what npm publishes into build/: one file per door and per command, with what they share beside them, and one file of types per door.
 * The libraries that only we use are in the files, so that a project that installs the package gets no other package with it; their licences
 * are in build/licenses.txt. Peers stay outside: there is one cdk8s per project.
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { transform, build } from 'esbuild';
import { rollup } from 'rollup';
import dts from 'rollup-plugin-dts';
import * as uPlot from '../lib/command/predict/html/uplot.ts';

const ROOT = path.join(import.meta.dirname, '..');
const TYPES = path.join(ROOT, 'build/types');
const { exports: doors, peerDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
/** The oldest Node that `engines` allows. */
const TARGET = 'node20';

/** A door is `./build/lib/checks/index.js`, of `lib/checks/index.ts`. */
const sources = Object.values(doors)
  .flatMap((door) => door.default ?? [])
  .map((file) => file.replace('./build/', '').replace(/\.js$/, '.ts'));
/** What the program loads by its path: a command when it is asked for, the files of threads. */
const PARTS = ['command', 'live', 'worker', 'runs-worker'];
const parts = fs
  .readdirSync(path.join(ROOT, 'lib/command'), { recursive: true })
  .filter((file) => PARTS.includes(path.basename(file, '.ts')))
  .map((file) => path.join('lib/command', file));

/** The plots' script and styles are files of a package that is not installed with ours. */
const uPlotAsText = {
  name: 'uplot-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]html[\\/]uplot\.ts$/ }, () => ({
      contents: Object.entries(uPlot)
        .filter(([, value]) => typeof value === 'string')
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
        .join('\n'),
    }));
  },
};

/** Nobody reads the code of libraries here; ours keeps its lines and names, for whoever reads a stack trace. */
const librariesShort = {
  name: 'libraries-short',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path: file }) => ({
      contents: (
        await transform(fs.readFileSync(file, 'utf8'), { minifySyntax: true, minifyWhitespace: true, target: TARGET })
      ).code,
    }));
  },
};

fs.rmSync(path.join(ROOT, 'build'), { recursive: true, force: true });
const [code] = await Promise.all([writeCode(), writeTypes()]);
writeLicenses(Object.keys(code.inputs));

async function writeCode() {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [...sources, 'lib/command/main.ts', ...parts],
    outdir: 'build/lib',
    outbase: 'lib',
    chunkNames: 'shared/[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: TARGET,
    external: Object.keys(peerDependencies),
    legalComments: 'none',
    plugins: [uPlotAsText, librariesShort],
    metafile: true,
    write: false,
  });
  checkPlaces(result.metafile.outputs);
  // esbuild splits ES modules only; each of them is then a CommonJS module, which every Node and bundler can load.
  for (const { path: file, text } of result.outputFiles) {
    const { code: commonJs } = await transform(text, { format: 'cjs', platform: 'node', target: TARGET });
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, withOwnNames(commonJs));
  }
  return result.metafile;
}

/**
 * esbuild renames a class that names itself, or whose name another module has: `var Stage = class _Stage {`. What users see of a class keeps
 * its name.
 */
function withOwnNames(text) {
  const exported = new Map(
    [...text.matchAll(/^ {2}(\w+): \(\) => (\w+),?$/gm)].map(([, name, variable]) => [variable, name]),
  );
  return text.replaceAll(
    /^var (\w+) = class (_\w+ )?((?:extends [^\n]*)?\{$.*?^\};$)/gms,
    (all, variable, own, rest) => {
      const name = exported.get(variable) ?? own?.trim().slice(1) ?? variable;
      if (own === undefined && name === variable) return all;
      if (name !== variable && new RegExp(`[^.\\w]${name}\\b`).test(rest)) {
        return `${all}\nObject.defineProperty(${variable}, 'name', { value: '${name}' });`; // it uses the other one of that name
      }
      const body = own === undefined ? rest : rest.replaceAll(new RegExp(`\\b${own.trim()}\\b`, 'g'), name);
      return `var ${variable} = class ${name} ${body}`;
    },
  );
}

/** A module that looks for files beside itself has to be where its source says. */
function checkPlaces(outputs) {
  for (const [output, { inputs }] of Object.entries(outputs)) {
    for (const input of Object.keys(inputs).filter((file) => file.startsWith('lib/'))) {
      const looksBesideItself = /\bload\((module|'\.)|path\.join\(__dirname/.test(
        fs.readFileSync(path.join(ROOT, input), 'utf8'),
      );
      if (looksBesideItself && path.dirname(output) !== path.join('build', path.dirname(input))) {
        throw new Error(
          `${input} looks for files beside itself, but is in ${output}. Only one entry point may use it.`,
        );
      }
    }
  }
}

async function writeTypes() {
  const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  const options = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', TYPES];
  execFileSync(process.execPath, [tsc, ...options], { cwd: ROOT, stdio: 'inherit' });
  const bundle = await rollup({
    input: Object.fromEntries(
      sources.map((source) => [source.replace(/\.ts$/, ''), path.join(TYPES, source.replace(/\.ts$/, '.d.ts'))]),
    ),
    external: Object.keys(peerDependencies),
    plugins: [dts()],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  await bundle.write({
    dir: path.join(ROOT, 'build'),
    format: 'es',
    entryFileNames: '[name].d.ts',
    chunkFileNames: 'lib/shared/[name]-[hash].d.ts',
  });
  fs.rmSync(TYPES, { recursive: true });
}

/** The licences of the packages that are in the files. */
function writeLicenses(inputs) {
  const names = inputs.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  const texts = [...new Set([...names, 'uplot'])].sort().map((name) => {
    const folder = path.join(ROOT, 'node_modules', name);
    const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const licence = fs.readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (licence === undefined) throw new Error(`${name} has no licence that can be handed on.`);
    return `${name} ${version}\n\n${fs.readFileSync(path.join(folder, licence), 'utf8').trim()}\n`;
  });
  fs.writeFileSync(path.join(ROOT, 'build/licenses.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}
