import { createHash } from 'node:crypto';
import * as path from 'node:path';
import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { type Problem } from '../validation';
import { type AppFile } from './app-image';

/** Why folders and files cannot be mounted. */
export function mountProblem(writablePaths: readonly string[], files: readonly AppFile[]): Problem | undefined {
  const fileFolders = new Set(files.map((file) => path.posix.dirname(file.path)));
  const volumes = new Map<string, string>();
  for (const folder of [...writablePaths, ...fileFolders]) {
    if (!/^\/[^:]*[A-Za-z0-9][^:]*$/.test(folder)) {
      return {
        what: `"${folder}" is not the absolute path of a folder below the root.`,
        why: 'Nothing can be mounted there: the API server or the kubelet refuses the pod.',
        fix: 'Write an absolute path, such as /tmp or /var/cache/nginx.',
      };
    }
    const other = volumes.get(slugOf(folder));
    if (other !== undefined) {
      return {
        what: `"${folder}" and "${other}" would be the same volume.`,
        why: 'A volume has one content and one place.',
        fix: 'Name each folder once, and keep files in folders that are not writable.',
      };
    }
    volumes.set(slugOf(folder), folder);
  }
  return fileProblem(files);
}

function fileProblem(files: readonly AppFile[]): Problem | undefined {
  const seen = new Set<string>();
  for (const file of files) {
    if (seen.has(keyOf(file)) || !/^[-._a-zA-Z0-9]{1,253}$/.test(keyOf(file))) {
      return {
        what: `The file "${file.path}" ${seen.has(keyOf(file)) ? 'is given twice' : 'has a name that a ConfigMap cannot hold'}.`,
        why: 'Each file is a key of a ConfigMap: letters, digits, "-", "_" and ".".',
        fix: 'Give each file a path of its own in these characters.',
      };
    }
    seen.add(keyOf(file));
  }
  return undefined;
}

/**
 * Mounts an emptyDir on each folder that a container writes to.
 *
 * @param prefix what tells the volumes of a sidecar from the app's
 */
export function mountWritablePaths(
  scope: Construct,
  container: kplus.Container,
  paths: readonly string[],
  prefix: string,
): void {
  for (const folder of paths) {
    const name = volumeName(prefix, folder);
    container.mount(folder, kplus.Volume.fromEmptyDir(scope, `volume-${name}`, name));
  }
}

/** Mounts files from a ConfigMap, and gives a checksum of them: in the pods' annotations it makes a change restart them. */
export function mountFiles(
  scope: Construct,
  container: kplus.Container,
  appName: string,
  files: readonly AppFile[],
  prefix: string,
): string {
  const configMap = new kplus.ConfigMap(scope, `${prefix}files`, {
    metadata: { name: prefix === '' ? appName : `${appName}-${prefix.slice(0, -1)}` },
    data: Object.fromEntries(files.map((file) => [keyOf(file), file.content])),
  });
  const folders = new Set(files.map((file) => path.posix.dirname(file.path)));
  for (const folder of folders) {
    const inFolder = files.filter((file) => path.posix.dirname(file.path) === folder);
    const name = volumeName(prefix, folder);
    const volume = kplus.Volume.fromConfigMap(scope, `volume-${name}`, configMap, {
      name,
      items: Object.fromEntries(inFolder.map((file) => [keyOf(file), { path: path.posix.basename(file.path) }])),
    });
    container.mount(folder, volume, { readOnly: true });
  }
  return createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
}

function keyOf(file: AppFile): string {
  return file.path.slice(1).replaceAll('/', '.');
}

/** The name of the volume at a folder: the folder's own, where it is the app's. */
export function volumeName(prefix: string, folder: string): string {
  return `${prefix}${slugOf(folder)}`.slice(0, 63).replace(/-$/, '');
}

function slugOf(folder: string): string {
  return folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(-63)
    .replace(/^-/, '');
}
