import { type IgnorePatterns } from '../checks/files/ignore-rules';
import { ManifestReader } from '../checks/files/manifest-reader';
import { findUnits, type Units } from '../checks/units/find-units';
import { FileTree } from './file-tree';

/** A document that defines a kind: nothing that it says is about an object. */
export const DEFINITION = /^"?kind"?: *"?CustomResourceDefinition"?,? *$/m;

/** What to read, and how it belongs together where somebody says so. */
export interface ReadRequest {
  /** Files, folders and the standard input (`-`). */
  readonly names: readonly string[];
  readonly standardInput: string;
  /** What is not read. @default what ignore files say */
  readonly excluded?: readonly IgnorePatterns[];
  /** Folders that are one unit each. @default what the files tell */
  readonly units?: readonly string[];
  /** What a document is not even parsed for. @default every document is parsed */
  readonly skipped?: RegExp;
}

/** What was read. */
export interface ReadManifests extends Units {
  readonly reader: ManifestReader;
  readonly tree: FileTree;
}

/**
 * Reads files, folders and the standard input, and tells what of them is applied together.
 *
 * @throws where a file that somebody named cannot be opened.
 */
export function readManifests({ names, standardInput, excluded, units, skipped }: ReadRequest): ReadManifests {
  const reader = new ManifestReader(skipped);
  const tree = new FileTree(names, standardInput, excluded);
  for (const { path, problem = '' } of tree.odd) reader.skip(path, problem);
  return { ...findUnits(tree, reader, tree.asWritten(units ?? [])), reader, tree };
}
