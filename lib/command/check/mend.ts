import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as Diff from 'diff';
import { type UnitFinding } from '../../checks/check-units';
import { Fixer, type MendedFile } from '../../checks/fixer';
import { type FixSafety } from '../../checks/rule';
import { STANDARD_INPUT } from '../../checks/units/source-tree';
import { firstLine, replaceFile } from '../../files';
import { type FileTree } from '../file-tree';
import { type ReadManifests } from '../manifests';

/** What mending changes. */
export interface Mended {
  /** How many findings it mends. */
  readonly count: number;
  readonly files: ReadonlyMap<string, MendedFile>;
}

/** What mends the findings of what was read: in the files that were asked for, and in no others. */
export function fixerOf({ reader, units, tree }: ReadManifests, found: readonly UnitFinding[]): Fixer {
  const known = new Map<string, boolean>();
  return new Fixer(reader, units, found, (file) => {
    const may = known.get(file) ?? mayEdit(file, tree);
    known.set(file, may);
    return may;
  });
}

/** Mends findings, those that are safe to mend or also the others. */
export function mend(
  fixer: Fixer,
  found: readonly UnitFinding[],
  safeties: readonly FixSafety[],
  tree: FileTree,
): Mended {
  const count = found.filter((each) => safeties.includes(fixer.safetyOf(each)) && fixer.mend(each)).length;
  return { count, files: fixer.files((file) => tree.text(file) ?? '') };
}

/**
 * Writes what was mended, each file at once.
 *
 * @throws {FileError} if a file cannot be written; it is then as it was.
 */
export function writeMended({ files }: Mended): void {
  for (const [file, { after }] of files) replaceFile(fs.realpathSync(file), after);
}

/** What mending would change, for `patch -p1` and `git apply`. */
export function unifiedDiff({ files }: Mended): string {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = require('diff') as typeof Diff;
  const options = { headerOptions: FILE_HEADERS_ONLY };
  return [...files]
    .map(([file, { before, after }]) =>
      createTwoFilesPatch(`a/${fromHere(file)}`, `b/${fromHere(file)}`, before, after, undefined, undefined, options),
    )
    .join('');
}

function fromHere(file: string): string {
  return path.relative('.', file).replaceAll(path.sep, '/');
}

/** Whether a file is where somebody looked: a link in a folder may lead anywhere. */
function isBelowRoots(file: string, { roots }: FileTree): boolean {
  const real = fs.realpathSync(file);
  return roots.some((root) => real.startsWith(`${fs.realpathSync(root).replace(/\/$/, '')}${path.sep}`));
}

/** Whether a file may be changed: it was asked for, it is a file, all of it is text, and no synthesis writes it. */
export function mayEdit(file: string, tree: FileTree): boolean {
  const found = tree.files.find((each) => each.path === file);
  if (file === STANDARD_INPUT || !found || !(found.isNamed || isBelowRoots(file, tree))) return false;
  const text = tree.text(file);
  if (text === undefined || text.startsWith(firstLine(path.basename(file))) || !fs.statSync(file).isFile()) {
    return false;
  }
  return fs.readFileSync(file).equals(Buffer.from(text, 'utf8'));
}
