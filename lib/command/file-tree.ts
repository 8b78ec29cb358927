import * as path from 'node:path';
import { type IgnorePatterns } from '../checks/files/ignore-rules';
import { manifestFiles, tidy, type ManifestFile } from '../checks/files/manifest-files';
import { STANDARD_INPUT, type SourceTree } from '../checks/units/source-tree';
import { isFolder } from '../files';
import { KustomizeTool } from './kustomize-tool';
import { readText } from '../checks/files/read-text';

/** Files, folders and the standard input (`-`), read once each. */
export class FileTree implements SourceTree {
  readonly files: readonly ManifestFile[];
  readonly roots: readonly string[];
  /** What cannot be read, with the reason. */
  readonly odd: readonly ManifestFile[];
  private readonly texts = new Map<string, string | undefined>();
  private readonly tool = new KustomizeTool();

  /** @throws where a file that somebody named cannot be read. */
  constructor(names: readonly string[], standardInput: string, excluded: readonly IgnorePatterns[] = []) {
    const odd: ManifestFile[] = [];
    const files = new Map<string, ManifestFile>();
    this.texts.set(STANDARD_INPUT, standardInput);
    for (const file of manifestFiles(names, excluded)) {
      const name = file.path === '-' ? STANDARD_INPUT : file.path;
      const problem = file.problem ?? this.problemOf(name, file.isNamed);
      if (problem !== undefined) odd.push({ ...file, problem });
      else files.set(name, { path: name, isNamed: file.isNamed || files.get(name)?.isNamed === true });
    }
    this.files = [...files.values()];
    this.roots = names.filter((name) => name !== '-').map(tidy);
    this.odd = odd;
  }

  text(file: string): string | undefined {
    if (this.texts.has(file)) return this.texts.get(file);
    let text: string | undefined;
    try {
      text = readText(file, false);
    } catch {
      // what refers to it is told that there is none
    }
    this.texts.set(file, text);
    return text;
  }

  isFolder(folder: string): boolean {
    return isFolder(folder);
  }

  kustomize(folder: string): string | undefined {
    return this.tool.build(folder);
  }

  /** Folders as the paths of the files have them; those without a file are left out. */
  asWritten(folders: readonly string[]): string[] {
    return folders.flatMap((folder) => {
      const absolute = path.resolve(folder);
      const inside = this.files.find((file) => path.resolve(file.path).startsWith(`${absolute}${path.sep}`));
      if (!inside) return [];
      const below = path.resolve(inside.path).length - absolute.length;
      return [below >= inside.path.length ? '.' : inside.path.slice(0, -below)];
    });
  }

  private problemOf(file: string, isNamed: boolean): string | undefined {
    if (this.texts.has(file)) return undefined;
    try {
      this.texts.set(file, readText(file, isNamed));
      return undefined;
    } catch (caught) {
      if (isNamed) throw caught;
      return (caught as Error).message;
    }
  }
}
