import { baseName, folderOf, isInFolder } from './paths';
import { type SourceFile } from './source-tree';

/** Folders of a chart whose files are templates, other charts, or values. */
const TEMPLATE_FOLDERS = ['templates', 'charts', 'ci', 'tests'];

/** The charts of a tree: the folders with a Chart.yaml, the outermost ones only. */
export function chartsIn(files: readonly SourceFile[]): string[] {
  const folders = files.filter(({ path }) => baseName(path) === 'Chart.yaml').map(({ path }) => folderOf(path));
  return folders.filter(
    (folder) =>
      !folders.some(
        (other) => other !== folder && TEMPLATE_FOLDERS.some((inner) => isInFolder(folder, `${other}/${inner}`)),
      ),
  );
}

/** Whether a file of a chart is not a manifest before Helm has rendered it; its `crds/` are. */
export function isPartOfChart(path: string, chart: string): boolean {
  const inChart = (folder: string): string => (chart === '.' ? folder : `${chart}/${folder}`);
  return folderOf(path) === chart || TEMPLATE_FOLDERS.some((folder) => isInFolder(path, inChart(folder)));
}
