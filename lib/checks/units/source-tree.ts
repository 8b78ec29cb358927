import { type ManifestReader } from '../files/manifest-reader';
import { documentsIn } from '../files/document-stream';
import { type CheckedObject } from '../manifest';
import { parseYamlText } from '../yaml-text';

/** The path of what comes by the standard input. */
export const STANDARD_INPUT = '<stdin>';

/** A file to judge, and whether somebody asked for it, not only for its folder. */
export interface SourceFile {
  readonly path: string;
  readonly isNamed: boolean;
}

/** Files and folders, as whoever can read them gives them; paths are written with `/`. */
export interface SourceTree {
  /** The files to judge, in the order of their names. */
  readonly files: readonly SourceFile[];
  /** The folders that somebody named: what is above them tells nothing. */
  readonly roots: readonly string[];
  /** The text of any file, of these and of those that they refer to; undefined where there is none. */
  text(path: string): string | undefined;
  isFolder(path: string): boolean;
  /** What kustomize makes of a folder; undefined where it is not at hand, or fails. */
  kustomize?(folder: string): string | undefined;
}

/** The objects and the data of a tree, each file read once. */
export class Sources {
  private readonly objects = new Map<string, readonly CheckedObject[]>();

  constructor(
    public readonly tree: SourceTree,
    private readonly reader: ManifestReader,
  ) {}

  /** The objects of a file; none where it cannot be read. */
  objectsOf(path: string, isNamed = false): readonly CheckedObject[] {
    const known = this.objects.get(path);
    if (known) return known;
    const before = this.reader.objects.length;
    const text = this.tree.text(path);
    if (text !== undefined) this.reader.read(path, text, isNamed);
    const objects = this.reader.objects.slice(before);
    this.objects.set(path, objects);
    return objects;
  }

  /** The documents of a file as plain data, whatever they are. */
  dataOf(path: string): readonly unknown[] {
    const text = this.tree.text(path);
    return text === undefined ? [] : dataIn(text);
  }
}

/** The documents of a text as plain data. */
export function dataIn(text: string): readonly unknown[] {
  return [...documentsIn(text)]
    .map((document) => parseYamlText(document.text))
    .filter((value) => value !== undefined && value !== null);
}
