import { Chart } from 'cdk8s';
import { printYaml } from './print-yaml';
import { type RenderedObject } from './rendered-object';
import { stageOf } from './stage';

/** What the names of all manifests end in, as cdk8s has it. */
export const EXTENSION = '.k8s.yaml';

/** File names and contents. */
export type ManifestFiles = ReadonlyMap<string, string>;

/** One file per stage and chart. A name depends on nothing but its own chart, so adding a chart never renames another's file. */
export function manifestFiles(rendered: readonly RenderedObject[]): ManifestFiles {
  const groups = new Map<string, unknown[]>();
  for (const { apiObject, manifest } of rendered) {
    const name = `${stageOf(apiObject)}-${chartFileName(Chart.of(apiObject))}${EXTENSION}`;
    const group = groups.get(name);
    if (group) group.push(manifest);
    else groups.set(name, [manifest]);
  }
  return new Map([...groups].map(([name, objects]) => [name, printYaml(...objects)]));
}

/** Two charts whose files would have the same names, told as a mistake. */
export function sharedFileNames(rendered: readonly RenderedObject[]): string[] {
  const charts = new Map<string, Chart>();
  const shared = new Set<string>();
  for (const { apiObject } of rendered) {
    const chart = Chart.of(apiObject);
    const name = chartFileName(chart);
    const other = charts.get(name) ?? chart;
    charts.set(name, other);
    if (other === chart) continue;
    shared.add(
      `[${chart.node.path}] The charts "${other.node.path}" and "${chart.node.path}" would share the files "…-${name}${EXTENSION}".\n    why: A file is named after its chart in lower case, with a hyphen for what is not a letter and no digit.\n    fix: Give one of them another id.`,
    );
  }
  return [...shared];
}

/** Letters and digits of any script; of a name that has none, the numbers of its characters. */
function chartFileName(chart: Chart): string {
  const path = chart.node.path.normalize('NFC').toLowerCase();
  const words =
    path.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [...path].map((letter) => `u${letter.codePointAt(0)?.toString(16)}`);
  return words.join('-');
}
