import * as fs from 'node:fs';

/** Whether something is a folder, or a link to one. What cannot be looked at, such as a link that leads to itself, is not. */
export function isFolder(name: string): boolean {
  try {
    return fs.statSync(name).isDirectory();
  } catch {
    return false;
  }
}
