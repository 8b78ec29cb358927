import * as fs from 'node:fs';
import * as path from 'node:path';
import { IgnoreRules, type IgnorePatterns } from './ignore-rules';

const EXTENSIONS = ['.yaml', '.yml', '.json'];
/** A kustomization may have no extension. */
const NAMES = ['Kustomization'];

/** Folders of packages, and of what programs are tested with, much of it wrong on purpose. */
const NOT_MEANT = ['node_modules', 'testdata'];

/** Where the tests of a program have theirs. */
const END_TO_END = /(?:^|\/)tests?\/e2e$/;

/** A file to read, and whether it was named itself. */
export interface ManifestFile {
  readonly path: string;
  readonly isNamed: boolean;
  /** Why it cannot be read, where the folder tells. */
  readonly problem?: string;
}

/**
 * The files that are meant by files and folders, sorted, so that two machines read them in one order. What cannot be read has a problem.
 *
 * @param excluded patterns of what is not meant; a file that is named itself is meant whatever they say
 */
export function* manifestFiles(
  names: readonly string[],
  excluded: readonly IgnorePatterns[] = [],
): Iterable<ManifestFile> {
  for (const name of names) {
    if (name !== '-' && isFolder(name)) yield* filesIn(tidy(name), IgnoreRules.above(name, excluded));
    else yield { path: name, isNamed: true };
  }
}

/** A folder as the paths of its files begin: with `/`, and without one at the end. */
export function tidy(folder: string): string {
  return folder.replaceAll(path.sep, '/').replace(/(?<=.)\/+$/, '');
}

function isFolder(name: string): boolean {
  try {
    return fs.statSync(name).isDirectory();
  } catch (caught) {
    const { code } = caught as NodeJS.ErrnoException;
    if (code !== 'ENOENT') return false; // whoever reads it tells why it cannot be read
    throw Object.assign(new Error(`There is no file or folder "${name}".`), { code });
  }
}

function* filesIn(folder: string, above: IgnoreRules): Iterable<ManifestFile> {
  const rules = above.within(folder);
  const entries = entriesOf(folder);
  if (entries === undefined) {
    yield { path: folder, isNamed: false, problem: 'may not be read' };
    return;
  }
  for (const entry of entries) {
    const file = folder === '.' ? entry.name : `${folder}/${entry.name}`.replace(/^\/\//, '/');
    if (entry.isDirectory()) {
      const isHidden = entry.name.startsWith('.') || NOT_MEANT.includes(entry.name) || END_TO_END.test(file);
      if (!isHidden && !rules.ignores(file, true)) yield* filesIn(file, rules);
      continue;
    }
    if (!EXTENSIONS.includes(path.extname(entry.name)) && !NAMES.includes(entry.name)) continue;
    if (rules.ignores(file, false)) continue;
    if (isLinkToFolder(file, entry)) continue;
    yield { path: file, isNamed: false, problem: entry.name.includes('\uFFFD') ? nameProblem(file) : undefined };
  }
}

function entriesOf(folder: string): fs.Dirent[] | undefined {
  try {
    const entries = fs.readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

function nameProblem(file: string): string | undefined {
  return fs.existsSync(file) ? undefined : 'has a name that is not UTF-8';
}

function isLinkToFolder(file: string, entry: fs.Dirent): boolean {
  try {
    return entry.isSymbolicLink() && fs.statSync(file).isDirectory();
  } catch {
    return false; // whoever reads it tells why it cannot be read
  }
}
