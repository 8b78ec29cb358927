import { type ApplyUnit } from '../../checks/units/apply-unit';
import { type ReadManifests } from '../manifests';
import { plural } from '../text';

const WORDS: Readonly<Record<ApplyUnit['kind'], string>> = {
  stream: 'stream',
  files: 'files',
  folder: 'folder',
  kustomization: 'kustomization',
  flux: 'Flux',
  'argo-cd': 'Argo CD',
  chart: 'chart',
  told: 'unit',
};

/** The apply units for people: what they are, why, and their files. */
export function unitsText({ units, charts, tree }: ReadManifests): string {
  const told = units.map(({ kind, name, reason, files, objects, makers }) =>
    [
      `${WORDS[kind]} ${name}: ${plural(objects.length, 'object')}, ${reason}`,
      ...files.map((file) => `  ${file}`),
      ...makers.map(({ what }) => `  not seen: ${what}`),
    ].join('\n'),
  );
  const rendered = charts.map(
    (chart) => `chart ${chart}: not read; helm template ${chart} | cdk8s-autoscaling check -`,
  );
  const summary = `${plural(units.length, 'unit')} in ${plural(tree.files.length, 'file')}.`;
  return `${[...told, ...rendered, summary].join('\n\n')}\n`;
}
