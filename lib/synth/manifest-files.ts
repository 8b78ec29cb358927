import * as fs from 'node:fs';
import * as path from 'node:path';
import { Chart, Yaml } from 'cdk8s';
import { type RenderedObject } from './rendered-object';
import { stageOf } from './stage';

const EXTENSION = '.k8s.yaml';

/** File names and contents. */
export type ManifestFiles = ReadonlyMap<string, string>;

/** One file per stage and chart. A name depends on nothing but its own chart, so adding a chart never renames another's file. */
export function manifestFiles(rendered: readonly RenderedObject[]): ManifestFiles {
  const groups = new Map<string, unknown[]>();
  for (const { apiObject, manifest } of rendered) {
    const name = `${stageOf(apiObject)}-${fileNameOf(Chart.of(apiObject))}${EXTENSION}`;
    const group = groups.get(name);
    if (group) group.push(manifest);
    else groups.set(name, [manifest]);
  }
  return new Map([...groups].map(([name, objects]) => [name, Yaml.stringify(...objects)]));
}

function fileNameOf(chart: Chart): string {
  return chart.node.path.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** Makes a folder hold these manifests: writes what changed, deletes manifests that are no longer made, leaves other files alone. */
export function writeManifests(folder: string, files: ManifestFiles): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of fs.readdirSync(folder)) {
    if (name.endsWith(EXTENSION) && !files.has(name)) fs.rmSync(path.join(folder, name));
  }
  for (const [name, content] of files) {
    const file = path.join(folder, name);
    if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== content) fs.writeFileSync(file, content);
  }
}
