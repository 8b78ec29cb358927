import * as fs from 'node:fs';
import { manifestFiles } from '../checks/files/manifest-files';
import { ManifestReader } from '../checks/files/manifest-reader';

/**
 * Reads the objects of files, folders and the standard input (`-`), which is given as text.
 *
 * @throws where a file cannot be opened.
 */
export function readManifests(names: readonly string[], standardInput: string): ManifestReader {
  const reader = new ManifestReader();
  for (const { path, isNamed } of manifestFiles(names)) {
    if (path === '-') reader.read('<stdin>', standardInput);
    else reader.read(path, fs.readFileSync(path, 'utf8'), isNamed);
  }
  return reader;
}
