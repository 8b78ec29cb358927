import { at, fields, list, text, type Fields } from '../../../kubernetes/fields';
import { baseName, folderOf, resolvePath } from '../paths';
import { dataIn, type Sources } from '../source-tree';

const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const GROUP = 'kustomize.config.k8s.io/';
/** What only kustomize itself can do; `configurations` say where it renames references, which are not renamed here. */
const TOOL_ONLY = [
  ...['namePrefix', 'nameSuffix', 'replacements', 'vars', 'generators', 'transformers', 'validators'],
  ...['crds', 'openapi'],
];
/** What runs in kustomize, by its name or as a text of its own. */
const PLUGINS = ['transformers', 'generators', 'validators'];
const CHARTS = ['helmCharts', 'helmChartInflationGenerator'];

/** A patch of a kustomization, and which objects it is for. */
export interface Patch {
  /** A strategic merge patch (a map), or operations of JSON patch (a list). */
  readonly content: unknown;
  /** Which objects; else the one that the patch names. */
  readonly target?: Fields;
}

/** A kustomization as it is written, with the paths it names. */
export interface Kustomization {
  readonly file: string;
  readonly folder: string;
  readonly content: Fields;
  readonly isComponent: boolean;
  /** Files and folders that it takes objects from. */
  readonly resources: readonly string[];
  readonly components: readonly string[];
  /** What it takes from the network. */
  readonly remote: readonly string[];
  /** Charts that it renders. */
  readonly charts: readonly string[];
  readonly patches: readonly Patch[];
  /** Files that it reads, and that are not objects of their own. */
  readonly parts: readonly string[];
  /** Fields that only kustomize itself understands. */
  readonly toolOnly: readonly string[];
}

/** The name of a kustomization's file. */
export function isKustomizationFile(path: string): boolean {
  return FILE_NAMES.includes(baseName(path));
}

/** The kustomization of a folder, if it has one. */
export function kustomizationIn(folder: string, sources: Sources): Kustomization | undefined {
  for (const name of FILE_NAMES) {
    const file = resolvePath(folder, name);
    if (sources.tree.text(file) !== undefined) return readKustomization(file, sources);
  }
  return undefined;
}

/** Reads a kustomization; undefined where a file of that name is something else. */
export function readKustomization(file: string, sources: Sources): Kustomization | undefined {
  const [data] = sources.dataOf(file);
  if (data === undefined) return undefined; // whoever reads it as a file tells why
  const content = fields(data);
  const [apiVersion, kind] = [text(content, 'apiVersion'), text(content, 'kind')];
  if (apiVersion !== undefined && !apiVersion.startsWith(GROUP)) return undefined;
  if (kind !== undefined && kind !== 'Kustomization' && kind !== 'Component') return undefined;
  const folder = folderOf(file);
  const texts = (field: string): string[] => list(content, field).filter((each) => typeof each === 'string');
  const all = [...texts('resources'), ...texts('bases')];
  const isLocal = (written: string): boolean =>
    !isRemote(written) || sources.tree.text(resolvePath(folder, written)) !== undefined;
  const { patches, parts } = patchesOf(content, folder, sources);
  return {
    file,
    folder,
    content,
    isComponent: kind === 'Component',
    resources: all.filter(isLocal).map((written) => resolvePath(folder, written)),
    components: texts('components')
      .filter(isLocal)
      .map((written) => resolvePath(folder, written)),
    remote: [
      ...[...all, ...texts('components')].filter((written) => !isLocal(written)),
      ...remoteParts(content, folder, sources),
    ],
    charts: CHARTS.flatMap((field) =>
      list(content, field).map((chart) => text(chart, 'name') ?? text(chart, 'chartName') ?? ''),
    ),
    patches,
    parts: [
      ...parts,
      ...generatorFiles(content).map((written) => resolvePath(folder, written)),
      ...chartFiles(content).flatMap((written) => (isRemote(written) ? [] : resolvePath(folder, written))),
    ],
    toolOnly: TOOL_ONLY.filter((field) => at(content, field) !== undefined),
  };
}

/** The generators of ConfigMaps and Secrets, with the kind that they make. */
export function generatorsOf(content: Fields): Fields[] {
  return ['ConfigMap', 'Secret'].flatMap((kind) =>
    list(content, kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator').map((each) => ({
      ...fields(each),
      kind,
    })),
  );
}

/** The key and the file of an entry of a generator: `key=file`, or the name of the file. */
export function generatedFile(entry: string): { readonly key: string; readonly file: string } {
  const equals = entry.indexOf('=');
  return equals < 0
    ? { key: baseName(entry), file: entry }
    : { key: entry.slice(0, equals), file: entry.slice(equals + 1) };
}

function generatorFiles(content: Fields): string[] {
  return generatorsOf(content).flatMap((generator) =>
    [...list(generator, 'files'), ...list(generator, 'envs'), generator.env]
      .filter((entry) => typeof entry === 'string')
      .map((entry) => generatedFile(entry).file),
  );
}

function chartFiles(content: Fields): string[] {
  const values = CHARTS.flatMap((field) =>
    list(content, field).flatMap((chart) => [at(chart, 'valuesFile'), ...list(chart, 'additionalValuesFiles')]),
  );
  const settings = ['configurations', ...PLUGINS, 'replacements', 'crds'].flatMap((field) =>
    list(content, field).map((entry) => (typeof entry === 'string' ? entry : at(entry, 'path'))),
  );
  return [...values, ...settings, at(content, 'openapi', 'path')].filter(
    (written): written is string => typeof written === 'string' && !written.includes('\n'),
  );
}

/** What it would fetch besides its resources: kustomize takes an address wherever it takes a file, also in the files of its plugins. */
function remoteParts(content: Fields, folder: string, sources: Sources): string[] {
  const patches = ['patchesStrategicMerge', 'patches', 'patchesJson6902'].flatMap((field) =>
    list(content, field).map((entry) => (typeof entry === 'string' ? entry : at(entry, 'path'))),
  );
  const plugins = PLUGINS.flatMap((field) => list(content, field))
    .filter((entry) => typeof entry === 'string')
    .flatMap((entry) => (entry.includes('\n') ? dataIn(entry) : sources.dataOf(resolvePath(folder, entry))));
  const written = [...patches, ...generatorFiles(content), ...chartFiles(content), ...plugins.flatMap(textsIn)];
  return written.filter((each) => typeof each === 'string' && isRemote(each)) as string[];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function patchesOf(content: Fields, folder: string, sources: Sources): Pick<Kustomization, 'patches' | 'parts'> {
  const parts: string[] = [];
  const patches: Patch[] = [];
  const add = (written: unknown, target?: Fields): void => {
    if (typeof written === 'string') for (const each of dataIn(written)) patches.push({ content: each, target });
    else if (written !== undefined) patches.push({ content: written, target });
  };
  const addFile = (written: string, target?: Fields): void => {
    const file = resolvePath(folder, written);
    parts.push(file);
    for (const each of sources.dataOf(file)) patches.push({ content: each, target });
  };
  for (const entry of list(content, 'patchesStrategicMerge')) {
    if (typeof entry === 'string' && !entry.includes('\n')) addFile(entry);
    else add(entry);
  }
  for (const entry of [...list(content, 'patches'), ...list(content, 'patchesJson6902')]) {
    if (typeof entry === 'string') {
      addFile(entry);
      continue;
    }
    const target = at(entry, 'target') === undefined ? undefined : fields(entry, 'target');
    const path = text(entry, 'path');
    if (path === undefined) add(at(entry, 'patch'), target);
    else addFile(path, target);
  }
  return { patches, parts };
}

/** Whether what is written stands for something on the network. */
function isRemote(written: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|git::|github\.com[/:]|gitlab\.com[/:]|bitbucket\.org[/:])|[?&](?:ref|version)=/i.test(
    written,
  );
}
