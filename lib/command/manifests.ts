import { manifestFiles } from '../checks/files/manifest-files';
import { ManifestReader } from '../checks/files/manifest-reader';
import { readText } from './read-text';

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
    else if (isNamed) reader.read(path, readText(path));
    else readFound(reader, path);
  }
  return reader;
}

/** Reads a file that was found in a folder: one that cannot be read stops no other. */
function readFound(reader: ManifestReader, path: string): void {
  let text: string;
  try {
    text = readText(path, false);
  } catch (caught) {
    reader.skip(path, (caught as Error).message);
    return;
  }
  reader.read(path, text, false);
}
