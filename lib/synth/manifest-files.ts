import { createHash } from 'node:crypto';
import { Chart, YamlOutputType } from 'cdk8s';
import { nameOf, namespaceOf } from '../checks/manifest';
import { printDocuments } from './print-yaml';
import { type RenderedObject } from './rendered-object';
import { stageOf } from './stage';

/** What the names of manifests end in, as cdk8s has it. */
export const EXTENSION = '.k8s.yaml';

/** How the objects of an app are divided into files. */
export interface FileLayout {
  readonly output: YamlOutputType;
  /** What the names of the files end in. */
  readonly extension: string;
}

/** What an app writes that asks for nothing else. */
export const STAGED_CHARTS: FileLayout = { output: YamlOutputType.FILE_PER_CHART, extension: EXTENSION };

/** File names and contents; a name may be that of a folder, `/` and that of a file. */
export type ManifestFiles = ReadonlyMap<string, string>;

/** The files of an app. A name depends on nothing but what is in the file, so adding something never renames another file. */
export function manifestFiles(rendered: readonly RenderedObject[], layout = STAGED_CHARTS): ManifestFiles {
  const groups = new Map<string, RenderedObject[]>();
  for (const object of rendered) {
    const name = fileOf(object, layout);
    const group = groups.get(name);
    if (group) group.push(object);
    else groups.set(name, [object]);
  }
  return new Map([...groups].map(([name, objects]) => [name, printDocuments(inStages(objects))]));
}

/** Charts or objects whose files would have the same names, told as a mistake. */
export function sharedFileNames(rendered: readonly RenderedObject[], layout: FileLayout): string[] {
  const { output } = layout;
  if (output === YamlOutputType.FILE_PER_APP) return [];
  const charts = new Map<string, string>();
  const objects = new Map<string, string>();
  const shared = new Set<string>();
  for (const object of rendered) {
    const path = Chart.of(object.apiObject).node.path;
    const name = chartFileName(Chart.of(object.apiObject));
    const other = charts.get(name) ?? path;
    charts.set(name, other);
    if (other !== path && output !== YamlOutputType.FILE_PER_RESOURCE) shared.add(sharedByCharts(other, path, name));
    if (output === YamlOutputType.FILE_PER_CHART) continue;
    const file = fileOf(object, layout).toLowerCase(); // file systems of macOS and Windows know no case
    const first = objects.get(file);
    if (first === undefined) objects.set(file, object.origin);
    else if (other === path) shared.add(sharedByObjects(first, object.origin, fileOf(object, layout)));
  }
  return [...shared];
}

function sharedByCharts(one: string, other: string, name: string): string {
  return `[${other}] The charts "${one}" and "${other}" would share the files "…-${name}${EXTENSION}".\n    why: A file is named after its chart in lower case, with a hyphen for what is not a letter and no digit.\n    fix: Give one of them another id.`;
}

function sharedByObjects(one: string, other: string, file: string): string {
  return `[${other}] The objects "${one}" and "${other}" would share the file "${file}".\n    why: A file is named after the kind, namespace and name of its object, without the characters that not every file system takes.\n    fix: Give one of them another name, or write one file per chart (YamlOutputType.FILE_PER_CHART).`;
}

function inStages(objects: readonly RenderedObject[]): unknown[] {
  return [...objects].sort((a, b) => (a.stage ?? 0) - (b.stage ?? 0)).map(({ manifest }) => manifest);
}

function fileOf(object: RenderedObject, { output, extension }: FileLayout): string {
  const chart = chartFileName(Chart.of(object.apiObject));
  const stage = stageOf(object.apiObject);
  switch (output) {
    case YamlOutputType.FILE_PER_APP:
      return `app${extension}`; // as cdk8s calls it
    case YamlOutputType.FILE_PER_CHART:
      return `${stage}-${chart}${extension}`;
    case YamlOutputType.FILE_PER_RESOURCE:
      return `${stage}-${resourceFileName(object)}${extension}`;
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      return `${chart}/${stage}-${resourceFileName(object)}${extension}`;
  }
}

/** Kind, namespace if it has one, and name; cdk8s leaves the namespace out, so that one object of two is lost. */
function resourceFileName(object: RenderedObject): string {
  const { kind, metadata } = object.manifest;
  const namespace = metadata.namespace === undefined ? '' : `.${namespaceOf(object)}`;
  return fitting(`${kind}${namespace}.${nameOf(object)}`.replace(/[^0-9a-zA-Z-_.]/g, ''));
}

/** Letters and digits of any script; of a name that has none, the numbers of its characters. */
function chartFileName(chart: Chart): string {
  const path = chart.node.path.normalize('NFC').toLowerCase();
  const words =
    path.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [...path].map((letter) => `u${letter.codePointAt(0)?.toString(16)}`);
  return fitting(words.join('-'));
}

/** File systems take 255 bytes in a name; a stage, an extension and what a file is called while it is written come on top. */
const LONGEST_NAME = 200;

/** A name that file systems take: of a longer one its beginning, and a fingerprint of the whole. */
function fitting(name: string): string {
  const bytes = Buffer.from(name);
  if (bytes.length <= LONGEST_NAME) return name;
  const fingerprint = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const beginning = bytes.toString('utf8', 0, LONGEST_NAME - fingerprint.length - 1).replace(/\ufffd+$/, ''); // half a letter
  return `${beginning}-${fingerprint}`;
}
