import * as fs from 'node:fs';
import * as path from 'node:path';
import { FileError } from './file-error';
import { abandoned, temporaryName } from './temporary-name';
import { flushFolder, writeDurably } from './write-durably';

/**
 * Gives a file this content at once: whoever reads it, and whatever ends the process, finds the former content or the new one. A link is
 * replaced, not followed; a pipe or a device, which has no former content, is written to.
 *
 * @throws {FileError} if the file cannot be written; it is then as it was.
 */
export function replaceFile(file: string, content: string): void {
  try {
    const found = fs.statSync(file, { throwIfNoEntry: false });
    if (found && !found.isFile() && !found.isDirectory()) return fs.writeFileSync(file, content);
    replaceEntry(path.resolve(file), content);
  } catch (caught) {
    throw new FileError(file, caught);
  }
}

/** Writes beside the place, then renames. */
export function replaceEntry(file: string, content: string): void {
  for (const left of abandoned(file, 'new')) fs.rmSync(left, { force: true });
  const former = fs.lstatSync(file, { throwIfNoEntry: false });
  const written = temporaryName(file, 'new');
  try {
    writeDurably(written, content);
    if (former?.isFile()) fs.chmodSync(written, former.mode);
    fs.renameSync(written, file);
  } catch (caught) {
    fs.rmSync(written, { force: true });
    throw caught;
  }
  flushFolder(path.dirname(file));
}
