import * as fs from 'node:fs';
import * as path from 'node:path';
import { FileError } from './file-error';
import { replaceEntry } from './replace-file';
import { swapFolders } from './swap-folders';
import { abandoned, temporaryName } from './temporary-name';
import { flushFolder, writeDurably } from './write-durably';

/** What the files are called together where they are written inside the folder. */
const INSIDE = 'files';

/** How a folder is to change. */
interface Change {
  /** Names and contents of what differs. */
  readonly written: ReadonlyMap<string, string>;
  /** Names of what goes. */
  readonly deleted: readonly string[];
}

/**
 * Makes a folder hold these files and not the obsolete ones, all at once: whatever ends the process, and if the disk is full, the folder is
 * wholly as before or wholly as it should be. Everything else in it stays. A link in the folder is replaced, not followed; the folder itself
 * may be a link. A name may be that of a folder, `/` and that of a file; a folder that nothing is left in goes.
 *
 * The files are written into a folder beside it, which then takes its place. Where that cannot be, because the folder holds folders, is the
 * working directory or is mounted, the files are renamed one by one after all are written: each is whole, and a full disk changes nothing.
 *
 * @throws {FileError} if the folder cannot be written; it is then as it was.
 */
export function replaceFileSet(
  folder: string,
  files: ReadonlyMap<string, string>,
  obsolete: readonly string[] = [],
): void {
  try {
    const place = settled(folder);
    const change = changeOf(place, files, obsolete);
    if (fs.existsSync(place) && change.written.size + change.deleted.length < 2) return changeOne(place, change);
    if (!maySwap(place) || !swapIn(place, change)) renameOneByOne(place, change);
  } catch (caught) {
    throw new FileError(folder, caught);
  }
}

/** The folder that is meant, after what a killed process left beside it is put right. */
function settled(folder: string): string {
  const isLink = fs.lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink();
  const place = isLink ? fs.realpathSync(folder) : path.resolve(folder);
  const parent = path.dirname(place);
  fs.mkdirSync(parent, { recursive: true });
  const [former, ...others] = abandoned(place, 'old');
  if (former !== undefined && others.length === 0 && !fs.existsSync(place)) fs.renameSync(former, place);
  const found = fs.lstatSync(place, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) throw new Error('it is a file');
  const left = [...abandoned(place, 'new'), ...(found ? [...abandoned(place, 'old'), ...abandonedInside(place)] : [])];
  for (const name of left) fs.rmSync(name, { recursive: true, force: true });
  return place;
}

function abandonedInside(place: string): string[] {
  return abandoned(path.join(place, INSIDE), 'new');
}

function changeOf(place: string, files: ReadonlyMap<string, string>, obsolete: readonly string[]): Change {
  const written = new Map<string, string>();
  for (const [name, content] of files) {
    const file = path.join(place, name);
    refuseLink(path.dirname(file), place);
    const found = fs.lstatSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new Error(`${name} is a folder`);
    if (!found?.isFile() || fs.readFileSync(file, 'utf8') !== content) written.set(name, content);
  }
  return {
    written,
    deleted: obsolete.filter((name) => fs.lstatSync(path.join(place, name), { throwIfNoEntry: false })),
  };
}

/** A folder in the folder is not a link, which would lead elsewhere. */
function refuseLink(folder: string, place: string): void {
  if (folder === place) return;
  const found = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) throw new Error(`${path.basename(folder)} in it is not a folder`);
}

/** One name changes in one step, and the folder stays the one that others look at. */
function changeOne(place: string, { written, deleted }: Change): void {
  makeFolders(place, [...written.keys()]);
  for (const [name, content] of written) replaceEntry(path.join(place, name), content);
  deleteAll(place, deleted);
}

function deleteAll(place: string, names: readonly string[]): void {
  for (const name of names) fs.unlinkSync(path.join(place, name));
  for (const folder of new Set(names.map((name) => path.join(place, path.dirname(name))))) {
    if (folder !== place && fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
  }
}

/** Whether another folder may take the place of this one: nothing in it would be lost, and nobody notices. */
function maySwap(place: string): boolean {
  const found = fs.lstatSync(place, { throwIfNoEntry: false });
  if (!found) return true;
  const isAround = !path.relative(place, process.cwd()).startsWith('..');
  const isOwn = process.getuid === undefined || found.uid === process.getuid();
  const isMounted = fs.lstatSync(path.dirname(place)).dev !== found.dev;
  if (isAround || !isOwn || isMounted) return false;
  return fs.readdirSync(place, { withFileTypes: true }).every((entry) => entry.isFile() || entry.isSymbolicLink());
}

/** Fills a folder beside this one and swaps the two; `false` if the place of the folder may not change. */
function swapIn(place: string, change: Change): boolean {
  const filled = temporaryName(place, 'new');
  try {
    fs.mkdirSync(filled);
  } catch {
    return false; // the parent is not ours
  }
  try {
    fill(filled, change);
    if (fs.existsSync(place)) {
      keepOthers(place, filled, change);
      fs.chmodSync(filled, fs.statSync(place).mode);
    }
    flushFolder(filled);
    const former = swapFolders(place, filled);
    if (former === undefined) return false;
    flushFolder(path.dirname(place));
    rescue(former, place, change);
    return true;
  } finally {
    fs.rmSync(filled, { recursive: true, force: true });
  }
}

function fill(folder: string, { written }: Change): void {
  makeFolders(folder, [...written.keys()]);
  for (const [name, content] of written) writeDurably(path.join(folder, name), content);
}

/** Makes the folders that files are to be in. */
function makeFolders(place: string, names: readonly string[]): void {
  for (const folder of new Set(names.map((name) => path.dirname(name)))) {
    if (folder !== '.') fs.mkdirSync(path.join(place, folder), { recursive: true });
  }
}

/** Everything that does not change is the same file in both folders. */
function keepOthers(place: string, filled: string, { written, deleted }: Change): void {
  for (const entry of fs.readdirSync(place, { withFileTypes: true })) {
    if (written.has(entry.name) || deleted.includes(entry.name)) continue;
    const [from, to] = [path.join(place, entry.name), path.join(filled, entry.name)];
    if (entry.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(from), to);
    else linkOrCopy(from, to);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL); // a file system without links
  }
}

/** What somebody else has put into the former folder in the meantime moves into the new one. */
function rescue(former: string, place: string, { written, deleted }: Change): void {
  for (const name of fs.existsSync(former) ? fs.readdirSync(former) : []) {
    const isKnown = written.has(name) || deleted.includes(name);
    const to = path.join(place, name);
    if (!isKnown && !fs.lstatSync(to, { throwIfNoEntry: false })) fs.renameSync(path.join(former, name), to);
  }
  fs.rmSync(former, { recursive: true, force: true });
}

function renameOneByOne(place: string, change: Change): void {
  const { written, deleted } = change;
  fs.mkdirSync(place, { recursive: true });
  const filled = temporaryName(path.join(place, INSIDE), 'new');
  fs.mkdirSync(filled);
  try {
    fill(filled, change);
    makeFolders(place, [...written.keys()]);
    for (const name of written.keys()) fs.renameSync(path.join(filled, name), path.join(place, name));
    flushFolder(place);
    deleteAll(place, deleted);
  } finally {
    fs.rmSync(filled, { recursive: true, force: true });
  }
}
