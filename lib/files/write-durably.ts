import * as fs from 'node:fs';

/** Writes a file that does not exist yet, so that it is on the disk before anything refers to it. Follows no link. */
export function writeDurably(file: string, content: string, mode = 0o666): void {
  const descriptor = fs.openSync(file, 'wx', mode);
  try {
    fs.writeFileSync(descriptor, content);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Puts the names in a folder on the disk, where the operating system can. */
export function flushFolder(folder: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(folder, 'r');
    fs.fsyncSync(descriptor);
  } catch {
    // Windows opens no folder; a rename is durable there without it.
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}
