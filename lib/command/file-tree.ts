import * as fs from 'node:fs';
import { type IgnorePatterns } from '../checks/files/ignore-rules';
import { manifestFiles, type ManifestFile } from '../checks/files/manifest-files';
import { STANDARD_INPUT, type SourceTree } from '../checks/units/source-tree';
import { KustomizeTool } from './kustomize-tool';
import { readText } from './read-text';

/** Files, folders and the standard input (`-`), read once each. */
export class FileTree implements SourceTree {
  readonly files: readonly ManifestFile[];
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
      const path = file.path === '-' ? STANDARD_INPUT : file.path;
      const problem = file.problem ?? this.problemOf(path, file.isNamed);
      if (problem !== undefined) odd.push({ ...file, problem });
      else files.set(path, { path, isNamed: file.isNamed || files.get(path)?.isNamed === true });
    }
    this.files = [...files.values()];
    this.odd = odd;
  }

  text(path: string): string | undefined {
    if (this.texts.has(path)) return this.texts.get(path);
    let text: string | undefined;
    try {
      text = readText(path, false);
    } catch {
      // what refers to it is told that there is none
    }
    this.texts.set(path, text);
    return text;
  }

  isFolder(path: string): boolean {
    return fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  }

  kustomize(folder: string): string | undefined {
    return this.tool.build(folder);
  }

  private problemOf(path: string, isNamed: boolean): string | undefined {
    if (this.texts.has(path)) return undefined;
    try {
      this.texts.set(path, readText(path, isNamed));
      return undefined;
    } catch (caught) {
      if (isNamed) throw caught;
      return (caught as Error).message;
    }
  }
}
