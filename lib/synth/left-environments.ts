import * as fs from 'node:fs';
import * as path from 'node:path';
import { firstLine } from '../files';
import { type AutoscalingApp } from './autoscaling-app';
import { placeOf } from './one-writer';

/** Folders that a former synthesis has written, for environments that the program no longer has. They stay: another program may make them. */
export function leftEnvironments(outdir: string, apps: readonly AutoscalingApp[]): string[] {
  const written = apps.map((app) => placeOf(app.published));
  const isWritten = (place: string): boolean => written.some((each) => each === place || isIn(each, place));
  return fs
    .readdirSync(outdir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !isWritten(placeOf(path.join(outdir, entry.name))))
    .map(({ name }) => path.join(outdir, name))
    .filter(holdsManifests)
    .map(
      (folder) =>
        `${folder} holds manifests of an environment that this program does not have. Delete it if nobody applies it.`,
    );
}

function isIn(folder: string, other: string): boolean {
  return folder.startsWith(`${other}${path.sep}`);
}

function holdsManifests(folder: string): boolean {
  return fs.readdirSync(folder, { withFileTypes: true }).some((entry) => {
    if (!entry.isFile() || !/\.ya?ml$/.test(entry.name)) return false;
    return fs.readFileSync(path.join(folder, entry.name), 'utf8').startsWith(firstLine(entry.name));
  });
}
