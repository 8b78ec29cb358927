import { fields, type Fields } from '../../kubernetes/fields';
import { isClusterScoped } from '../api-groups';
import { isConfigurationFile } from '../configuration-files';
import { type Maker } from '../elsewhere';
import { type ManifestReader } from '../files/manifest-reader';
import { mapTexts, plainScalar } from '../map-texts';
import { type CheckedObject } from '../manifest';
import { identitiesIn } from '../object-identity';
import { type ApplyUnit } from './apply-unit';
import { chartsIn, isPartOfChart } from './charts';
import { build } from './kustomize/build';
import { isKustomizationFile, readKustomization, type Kustomization } from './kustomize/kustomization';
import { madeOf } from './kustomize/patch-objects';
import { patchLikeness } from './patch-document';
import { baseName, folderOf, isInFolder } from './paths';
import { plainGroups, type ReadFile } from './plain-folders';
import { pointersIn, type Pointer } from './pointers';
import { Sources, STANDARD_INPUT, type SourceTree } from './source-tree';

/** What a tree is made of. */
export interface Units {
  readonly units: readonly ApplyUnit[];
  /** Charts, whose templates are not manifests yet. */
  readonly charts: readonly string[];
  /** Documents that change objects, where nothing puts them on one. */
  readonly patches: readonly CheckedObject[];
  /** Files that only a unit's tool reads: kustomizations, patches, values, templates. */
  readonly parts: ReadonlySet<string>;
}

/** The apply units of a tree. The reader remembers what it read, so that it can tell where things stand. */
export function findUnits(tree: SourceTree, reader: ManifestReader, told: readonly string[] = []): Units {
  return new UnitFinder(tree, reader, told).find();
}

class UnitFinder {
  private readonly sources: Sources;
  private readonly parts = new Set<string>();
  private readonly read = new Map<string, readonly CheckedObject[]>();
  private readonly patches: CheckedObject[] = [];
  private readonly units: ApplyUnit[] = [];

  constructor(
    private readonly tree: SourceTree,
    reader: ManifestReader,
    private readonly told: readonly string[],
  ) {
    this.sources = new Sources(tree, reader);
  }

  find(): Units {
    const charts = chartsIn(this.tree.files);
    const kustomizations = this.readKustomizations(charts);
    for (const { path, isNamed } of this.tree.files) {
      const isOfAnother = isExpectation(path) || charts.some((chart) => isPartOfChart(path, chart));
      if (this.parts.has(path) || (!isNamed && isOfAnother)) {
        this.parts.add(path);
      } else this.read.set(path, this.sources.objectsOf(path, isNamed));
    }
    const pointers = pointersIn(this.read, this.tree);
    const taken = new Set([
      ...this.addKustomizations(kustomizations, pointers),
      ...this.addPointed(pointers, kustomizations),
    ]);
    this.addTold(taken);
    this.addFiles(taken, kustomizations, charts);
    return { units: this.units, charts, patches: this.patches, parts: this.parts };
  }

  private readKustomizations(charts: readonly string[]): Kustomization[] {
    const kustomizations = this.tree.files
      .filter(({ path }) => isKustomizationFile(path) && !charts.some((chart) => isPartOfChart(path, chart)))
      .flatMap(({ path }) => readKustomization(path, this.sources) ?? []);
    const listed = new Set(kustomizations.flatMap(({ resources }) => resources));
    for (const { file, parts } of kustomizations) {
      for (const part of [file, ...parts]) if (!listed.has(part)) this.parts.add(part);
    }
    return kustomizations;
  }

  /** Each kustomization that no other one takes in; a base is judged as its overlays make it. */
  private addKustomizations(kustomizations: readonly Kustomization[], pointers: readonly Pointer[]): string[] {
    const included = new Set(
      kustomizations.flatMap(({ resources, components, folder }) =>
        [...resources, ...components].filter((each) => each !== folder),
      ),
    );
    return kustomizations.flatMap((kustomization) => {
      const { folder, isComponent } = kustomization;
      const pointing = pointers.filter((pointer) => pointer.folder === folder);
      if ((included.has(folder) && pointing.length === 0) || isComponent) {
        return build(kustomization, this.sources).files;
      }
      const { objects, files, makers, by } = build(kustomization, this.sources);
      const add = (pointer?: Pointer): void => {
        const reason = pointer ? `${pointer.by} applies it, built from ${by}` : `built from ${by}`;
        this.add({ kind: 'kustomization', name: folder, reason, files, makers, objects: delivered(objects, pointer) });
      };
      if (pointing.length === 0) add();
      else for (const pointer of distinctPointers(pointing)) add(pointer);
      return files;
    });
  }

  /** Folders of plain files that a controller applies: Flux takes folders below with it, and builds the kustomizations among them. */
  private addPointed(pointers: readonly Pointer[], kustomizations: readonly Kustomization[]): string[] {
    const built = new Set(kustomizations.map(({ folder }) => folder));
    return distinctPointers(pointers).flatMap((pointer) => {
      if (built.has(pointer.folder)) return [];
      const files = this.readFiles(({ path }) => {
        if (folderOf(path) !== pointer.folder && !(pointer.isRecursive && isInFolder(path, pointer.folder))) {
          return false;
        }
        return ![...built].some((folder) => isInFolder(path, folder));
      });
      if (files.length === 0) return [];
      const objects = delivered(toolOrder(files.flatMap((file) => file.objects)), pointer);
      const makers =
        pointer.kind === 'flux' && [...built].some((folder) => isInFolder(folder, pointer.folder))
          ? [{ what: `kustomizations in ${pointer.folder}` }]
          : [];
      this.add({
        kind: pointer.kind,
        name: pointer.folder,
        reason: `${pointer.by} applies it`,
        files: pathsOf(files),
        objects,
        makers,
      });
      return pathsOf(files);
    });
  }

  private addTold(taken: Set<string>): void {
    for (const folder of this.told) {
      const files = this.readFiles(({ path }) => isInFolder(path, folder) && !taken.has(path));
      if (files.length === 0) continue;
      this.add({
        kind: 'told',
        name: folder,
        reason: 'told by --unit or the configuration',
        files: pathsOf(files),
        objects: files.flatMap((file) => file.objects),
        makers: [],
      });
      for (const path of pathsOf(files)) taken.add(path);
    }
  }

  private addFiles(
    taken: ReadonlySet<string>,
    kustomizations: readonly Kustomization[],
    charts: readonly string[],
  ): void {
    const folders = new Set(kustomizations.map(({ folder }) => folder));
    const rest = this.withoutPatches(this.readFiles(({ path }) => !taken.has(path)));
    const named = new Set(this.tree.files.filter(({ isNamed }) => isNamed).map(({ path }) => path));
    const together = rest.filter(({ path }) => named.has(path));
    if (together.length > 0) {
      const isStream = together.every(({ path }) => path === STANDARD_INPUT);
      this.addPlain(
        {
          name: isStream ? 'the standard input' : pathsOf(together).join(' '),
          files: together,
          reason: 'named together',
        },
        isStream ? 'stream' : 'files',
        [],
      );
    }
    const inFolders = rest.filter(({ path }) => !named.has(path));
    const unlisted = inFolders.filter(({ path }) => folders.has(folderOf(path)));
    for (const file of unlisted) {
      this.addPlain({ name: file.path, files: [file], reason: 'no kustomization takes it' }, 'files', []);
    }
    const plain = inFolders.filter(({ path }) => !folders.has(folderOf(path)));
    for (const group of plainGroups(plain, this.tree.roots)) {
      const inside = charts
        .filter((chart) => isInFolder(chart, group.name))
        .map((chart) => ({ what: `chart ${chart}` }));
      const makers = group.isPicked ? [...inside, { what: 'what is beside it' }] : inside;
      this.addPlain(group, 'folder', makers);
    }
  }

  private addPlain(
    group: { name: string; files: readonly ReadFile[]; reason: string },
    kind: 'folder' | 'files' | 'stream',
    makers: readonly Maker[],
  ): void {
    const objects = group.files.flatMap((file) => file.objects);
    this.add({ kind, name: group.name, reason: group.reason, files: pathsOf(group.files), objects, makers });
  }

  private withoutPatches(files: readonly ReadFile[]): ReadFile[] {
    const patches = new Set(this.patchesAmong(files.flatMap(({ objects }) => objects)));
    this.patches.push(...patches);
    return files
      .map(({ path, objects }) => ({ path, objects: objects.filter((object) => !patches.has(object)) }))
      .filter(({ objects }) => objects.length > 0);
  }

  /** Documents that are patches for sure, or as far as another document of the tree is what they change. */
  private patchesAmong(objects: readonly CheckedObject[]): CheckedObject[] {
    const possible = objects.filter((object) => patchLikeness(object) !== 'none');
    if (possible.length === 0) return [];
    const identityOf = identitiesIn(objects);
    const whole = new Set(
      [...this.read.values()]
        .flat()
        .filter((object) => patchLikeness(object) === 'none')
        .map(identityOf),
    );
    return possible.filter((object) => patchLikeness(object) === 'certain' || whole.has(identityOf(object)));
  }

  private readFiles(isMeant: (file: ReadFile) => boolean): ReadFile[] {
    return [...this.read].map(([path, objects]) => ({ path, objects })).filter(isMeant);
  }

  private add(unit: ApplyUnit): void {
    const objects = unit.objects.filter(({ manifest }) => !isConfigurationFile(manifest));
    if (objects.length > 0) {
      this.units.push({ ...unit, objects: unit.kind === 'kustomization' ? toolOrder(objects) : objects });
    }
  }
}

/** Whether a file says what a test of kuttl or chainsaw expects of objects, not what they are. */
function isExpectation(path: string): boolean {
  return /^(?:\d+|chainsaw)-(?:assert|errors?)\b.*\.ya?ml$/.test(baseName(path));
}

function pathsOf(files: readonly ReadFile[]): string[] {
  return files.map(({ path }) => path);
}

/** Kinds that every tool applies before others. */
function toolOrder(objects: readonly CheckedObject[]): CheckedObject[] {
  const isFirst = ({ manifest }: CheckedObject): boolean =>
    manifest.kind === 'CustomResourceDefinition' || manifest.kind === 'Namespace';
  return [...objects.filter(isFirst), ...objects.filter((object) => !isFirst(object))].map((object) =>
    object.stage === undefined ? object : { ...object, stage: undefined, source: object.source ?? object },
  );
}

/** Pointers that deliver a folder differently. */
function distinctPointers(pointers: readonly Pointer[]): Pointer[] {
  return [
    ...new Map(
      pointers.map((pointer) => [JSON.stringify([pointer.folder, pointer.namespace, pointer.variables]), pointer]),
    ).values(),
  ];
}

/** Objects as a controller delivers them: into its namespace, with its variables. */
function delivered(objects: readonly CheckedObject[], pointer?: Pointer): CheckedObject[] {
  if (!pointer) return [...objects];
  const { variables, namespace, kind } = pointer;
  return objects.map((object) => {
    const set = substituted(object, variables);
    if (namespace === undefined || isClusterScoped(set)) return set;
    const metadata = fields(set.manifest, 'metadata');
    if (kind === 'argo-cd' && metadata.namespace !== undefined) return set;
    return madeOf(set, { ...set.manifest, metadata: { ...metadata, namespace } });
  });
}

function substituted(object: CheckedObject, variables: Fields): CheckedObject {
  if (Object.keys(variables).length === 0) return object;
  const made = mapTexts(object, (text) => {
    const known = text.replace(/\$\{([A-Za-z_]\w*)(?::?[=-][^}\n]*)?\}/g, (variable, name: string) =>
      Object.hasOwn(variables, name) ? String(variables[name]) : variable,
    );
    return known !== text && /^\$\{[^}]*\}$/.test(text) ? plainScalar(known) : known;
  });
  return made === object ? object : { ...made, source: object };
}
