import * as path from 'node:path';
import { CLUSTERS_FILE } from '../../files';
import { readCluster, type ClusterFlags } from './cluster-flags';
import { findAbove } from './project-files';
import { readMap, text, texts, type Keys } from './read-map';
import { readYamlFile } from './yaml-file';

/** What a synthesis recorded of the cluster that a folder is for. */
export interface RecordedFlags extends ClusterFlags {
  readonly profile?: string;
  readonly provides?: readonly string[];
}

/** A folder of manifests, and what is recorded of its cluster. */
export interface RecordedFolder {
  readonly folder: string;
  readonly flags: RecordedFlags;
}

const KEYS: Keys = {
  profile: ['profile', text],
  provides: ['provides', texts],
  cluster: [undefined, readCluster],
};

/** What the syntheses of a project recorded: which folder of manifests is for which cluster. */
export class RecordedClusters {
  /**
   * What is recorded for the project that some files are in.
   *
   * @throws where the file cannot be meant, such as one with conflicts of a merge.
   */
  public static find(names: readonly string[]): RecordedClusters | undefined {
    const file = findAbove(names, CLUSTERS_FILE);
    if (file === undefined) return undefined;
    try {
      const content = readYamlFile(file);
      if (typeof content !== 'object' || content === null || Array.isArray(content)) {
        throw new Error('it is not a map.');
      }
      return new RecordedClusters(
        path.dirname(file),
        Object.entries(content).map(([folder, value]) => ({
          folder: path.resolve(path.dirname(file), folder),
          flags: readMap<RecordedFlags>(value, KEYS, `${folder}.`),
        })),
      );
    } catch (caught) {
      const message = `${file}: ${(caught as Error).message} Make it anew by a synthesis, or delete it.`;
      throw Object.assign(new Error(message), { code: 'CONFIGURATION' });
    }
  }

  private constructor(
    /** Where the file is. */
    public readonly project: string,
    private readonly folders: readonly RecordedFolder[],
  ) {}

  /** The folders that hold no other one: each is applied at once. */
  public get units(): string[] {
    const all = this.folders.map(({ folder }) => folder);
    return all.filter((folder) => !all.some((other) => other !== folder && isIn(other, folder)));
  }

  /** The recorded folder that a file is in: the innermost one. */
  public folderOf(file: string): RecordedFolder | undefined {
    const place = path.resolve(file);
    return this.folders
      .filter(({ folder }) => isIn(place, folder))
      .reduce<RecordedFolder | undefined>(
        (found, each) => (found && found.folder.length > each.folder.length ? found : each),
        undefined,
      );
  }

  /** The cluster of some files; undefined where one of them has none, or they are for several. */
  public folderOfAll(files: readonly string[]): RecordedFolder | undefined {
    const found = files.map((file) => this.folderOf(file));
    const [first] = found;
    return found.every((each) => JSON.stringify(each?.flags) === JSON.stringify(first?.flags)) ? first : undefined;
  }
}

function isIn(place: string, folder: string): boolean {
  return place === folder || place.startsWith(folder.endsWith(path.sep) ? folder : `${folder}${path.sep}`);
}
