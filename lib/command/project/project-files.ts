import * as fs from 'node:fs';
import * as path from 'node:path';
import { isFolder } from '../../files';

/** The file of a project that some files are in: the first one of that name in the folder of each, or above it up to the root of the repository. */
export function findAbove(names: readonly string[], file: string): string | undefined {
  for (const name of names) {
    for (let folder = folderOf(name); ; folder = path.dirname(folder)) {
      const found = path.join(folder, file);
      if (fs.existsSync(found)) return found;
      if (fs.existsSync(path.join(folder, '.git')) || path.dirname(folder) === folder) break;
    }
  }
  return undefined;
}

function folderOf(name: string): string {
  if (name === '-') return process.cwd();
  return isFolder(name) ? path.resolve(name) : path.dirname(path.resolve(name));
}
