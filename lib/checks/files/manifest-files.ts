import * as fs from 'node:fs';
import * as path from 'node:path';

const EXTENSIONS = ['.yaml', '.yml', '.json'];

/** A file to read, and whether it was named itself. */
export interface ManifestFile {
  readonly path: string;
  readonly isNamed: boolean;
}

/** The files that are meant by files and folders, sorted, so that two machines read them in one order. */
export function* manifestFiles(names: readonly string[]): Iterable<ManifestFile> {
  for (const name of names) {
    if (name !== '-' && isFolder(name)) yield* filesIn(name);
    else yield { path: name, isNamed: true };
  }
}

function isFolder(name: string): boolean {
  try {
    return fs.statSync(name).isDirectory();
  } catch (caught) {
    const { code } = caught as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw caught;
    throw Object.assign(new Error(`There is no file or folder "${name}".`), { code });
  }
}

function* filesIn(folder: string): Iterable<ManifestFile> {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && entry.name !== 'node_modules') yield* filesIn(file);
    } else if (EXTENSIONS.includes(path.extname(entry.name))) yield { path: file, isNamed: false };
  }
}
