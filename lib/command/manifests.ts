import * as fs from 'node:fs';
import { manifestFiles } from '../checks/files/manifest-files';
import { ManifestReader } from '../checks/files/manifest-reader';

/** A document that defines a kind: nothing that it says is about an object. */
export const DEFINITION = /^"?kind"?: *"?CustomResourceDefinition"?,? *$/m;

/**
 * Reads the objects of files, folders and the standard input (`-`), which is given as text.
 *
 * @param skipped what a document is not even parsed for
 * @throws where a file cannot be opened.
 */
export function readManifests(names: readonly string[], standardInput: string, skipped?: RegExp): ManifestReader {
  const reader = new ManifestReader(skipped);
  for (const { path, isNamed } of manifestFiles(names)) {
    if (path === '-') reader.read('<stdin>', standardInput);
    else reader.read(path, fs.readFileSync(path, 'utf8'), isNamed);
  }
  return reader;
}
