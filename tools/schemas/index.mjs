/**
 * Makes schemas/: the fields of every built-in kind in every supported release, from the OpenAPI documents of Kubernetes' Go modules.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { dropUncertainEnumerations } from './enumerations.mjs';
import { mergeReleases } from './merge-releases.mjs';
import { readRelease } from './read-release.mjs';
import { ASKED, minorOf, MODULE, RELEASES } from './releases.mjs';

const FOLDER = import.meta.dirname;
const LOCK = path.join(FOLDER, 'lock.json');

/**
 * The files of schemas/, by name; downloads the modules that are not at hand.
 *
 * @param crds the files of crds/, by name
 */
export function generateSchemas(crds) {
  const modules = new Map(RELEASES.map((release) => [release, download(release)]));
  const read = new Map([...modules].map(([release, { Dir }]) => [release, readRelease(Dir)]));
  dropUncertainEnumerations(read, ASKED);
  const files = mergeReleases(read);
  const groups = [...files.keys()].map((name) => name.replace(/\.json$/, ''));
  files.set('index.json', `${JSON.stringify({ releases: RELEASES.map(minorOf), groups, components: componentsOf(crds) }, undefined, 1)}\n`);
  const sums = Object.fromEntries([...modules].map(([release, { Sum }]) => [release, Sum]));
  fs.writeFileSync(LOCK, lockOf(sums, files));
  return files;
}

/**
 * What speaks against the files of schemas/ being what this generator makes of the modules, without a download: the digests of modules,
 * generator and files are those of the last run.
 */
export function schemaProblem(files) {
  const { modules } = JSON.parse(fs.readFileSync(LOCK, 'utf8'));
  if (Object.keys(modules).join() !== RELEASES.join()) return 'tools/schemas/lock.json is of other releases';
  return fs.readFileSync(LOCK, 'utf8') === lockOf(modules, files)
    ? undefined
    : 'schemas/ or tools/schemas/ changed since schemas/ was made';
}

/** Which file of crds/ defines the kinds of an API group. */
function componentsOf(crds) {
  const entries = [...crds].flatMap(([name, text]) =>
    JSON.parse(text).items.map(({ spec }) => [spec.group, path.basename(name, '.json')]),
  );
  return Object.fromEntries(entries);
}

function lockOf(modules, files) {
  const scripts = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.mjs'));
  const generator = digestOf(scripts.sort().map((name) => fs.readFileSync(path.join(FOLDER, name), 'utf8')));
  const schemas = digestOf([...files].sort(([a], [b]) => (a < b ? -1 : 1)).flat());
  return `${JSON.stringify({ modules, generator, schemas }, undefined, 2)}\n`;
}

function digestOf(texts) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:${text}`);
  return hash.digest('hex');
}

/** One at a time: a module is 20 MB, and its folder 200 MB. */
function download(release) {
  const answer = execFileSync('go', ['mod', 'download', '-json', `${MODULE}@${release}`], { encoding: 'utf8', cwd: FOLDER });
  return JSON.parse(answer);
}
