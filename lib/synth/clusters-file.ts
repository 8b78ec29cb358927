import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Size } from 'cdk8s';
import { CLUSTERS_FILE, FileError, firstLine, replaceFile } from '../files';
import { parseYaml } from '../yaml';
import { AppChecks } from './app-checks';
import { type AutoscalingApp } from './autoscaling-app';
import { isInside } from './output-folders';
import { printYaml } from './print-yaml';
import { Warnings } from './warnings';

/** More than a file of clusters can have. */
const MOST_BYTES = 2 ** 20;

/**
 * Tells the commands `check` and `predict` what cluster each folder of manifests is for. The file is in the working directory, beside the folders
 * and never in one of them, where kubectl would take it for a manifest.
 */
export class ClustersFile {
  /** Records what clusters some apps are for. What other programs recorded stays, as long as their folders are there. */
  public static record(apps: readonly AutoscalingApp[]): void {
    const project = process.cwd();
    const recorded = apps.flatMap((app) => {
      const folder = app.recordedFolder;
      const isApart = folder !== undefined && isInside(folder, project) && !isInside(project, folder);
      return isApart ? [[nameIn(project, folder), entryOf(app)] as const] : [];
    });
    const [first] = apps;
    if (recorded.length === 0 || !first) return;
    const file = path.join(project, CLUSTERS_FILE);
    if (!mayReplace(file)) {
      Warnings.of(first).add(
        `${CLUSTERS_FILE} was not written by a synthesis and stays as it is, so that check and predict do not know the cluster.`,
      );
      return;
    }
    const entries = [...new Map([...knownEntries(file, project), ...recorded])].sort(([a], [b]) => (a < b ? -1 : 1));
    try {
      replaceFile(file, firstLine(CLUSTERS_FILE) + printYaml(Object.fromEntries(entries)));
    } catch (caught) {
      if (!(caught instanceof FileError)) throw caught;
      Warnings.of(first).add(`${caught.message} The commands check and predict do not know the cluster.`);
    }
  }
}

function entryOf(app: AutoscalingApp): object {
  const { cluster } = app;
  const { options, provided } = AppChecks.attach(app);
  const nodePorts = `${cluster.firstNodePort}-${cluster.lastNodePort}`;
  const known = {
    kubernetes: cluster.kubernetes,
    keda: options.keda,
    featureGates: someOf(cluster.featureGates),
    ...(cluster.nodeCpu && { nodes: cluster.nodes, nodeCpu: cluster.nodeCpu.amount }),
    nodeMemory: cluster.nodeMemory && memoryText(cluster.nodeMemory),
    nodePorts: nodePorts === '30000-32767' ? undefined : nodePorts,
    nodeAddresses: someOf(cluster.nodeAddresses),
    selfSignedKubelets: cluster.selfSignedKubelets || undefined,
    serverSide: options.serverSideApply === true || undefined,
    withoutLoadBalancers: cluster.givesLoadBalancers ? undefined : cluster.name,
  };
  return defined({
    profile: cluster.name,
    provides: someOf([...cluster.provides, ...provided]),
    cluster: defined(known),
  });
}

function defined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function someOf(values: readonly string[]): readonly string[] | undefined {
  return values.length > 0 ? [...new Set(values)] : undefined;
}

function memoryText(size: Size): string {
  const kibibytes = size.toKibibytes();
  if (kibibytes % 2 ** 20 === 0) return `${kibibytes / 2 ** 20}Gi`;
  return kibibytes % 2 ** 10 === 0 ? `${kibibytes / 2 ** 10}Mi` : `${kibibytes}Ki`;
}

function nameIn(project: string, folder: string): string {
  return path.relative(project, path.resolve(folder)).split(path.sep).join('/');
}

/** Whether the file is absent or ours. A link is replaced, and not read. */
function mayReplace(file: string): boolean {
  const found = fs.lstatSync(file, { throwIfNoEntry: false });
  return !found || found.isSymbolicLink() || (found.isFile() && textOf(file).startsWith(firstLine(CLUSTERS_FILE)));
}

/** What is recorded of folders that are still there; nothing of a file that cannot be read, such as one with conflicts of a merge. */
function knownEntries(file: string, project: string): [string, object][] {
  if (fs.lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return [];
  try {
    const { value } = parseYaml(textOf(file));
    return Object.entries(value as object).filter(
      (entry): entry is [string, object] =>
        typeof entry[1] === 'object' && entry[1] !== null && isFolderIn(project, entry[0]),
    );
  } catch {
    return [];
  }
}

function isFolderIn(project: string, name: string): boolean {
  const folder = path.resolve(project, name);
  return isInside(folder, project) && fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}

function textOf(file: string): string {
  return fs.statSync(file).size > MOST_BYTES ? '' : fs.readFileSync(file, 'utf8');
}
