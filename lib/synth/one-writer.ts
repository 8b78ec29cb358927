import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type App } from 'cdk8s';
import { type Problem } from '../validation';
import { type ManifestFiles } from './manifest-files';
import { Warnings } from './warnings';

interface Written {
  readonly app: App;
  readonly digest: string;
}

/** Who has written which folder in this process: `cdk8s synth` starts one per synthesis, so a second app there replaces what the first one wrote. */
export class OneWriter {
  private static readonly folders = new Map<string, Written>();

  /** Why an app may not write a folder that another one has just written; a warning where nobody says that this process is one synthesis. */
  public static problem(folder: string, app: App, files: ManifestFiles): Problem | undefined {
    const before = OneWriter.folders.get(placeOf(folder));
    if (!before || before.app === app || before.digest === digestOf(files)) return undefined;
    const problem = {
      what: `${folder} was written by another app of this program a moment ago.`,
      why: 'This one would replace its manifests, and only the last environment of several would be left.',
      fix: 'Give each app an outdir of its own, such as `dist/${name}`, or make them with Environments.',
    };
    if (process.env.CDK8S_OUTDIR !== undefined) return problem;
    Warnings.of(app).add(`${problem.what} Its manifests are replaced.`);
    return undefined;
  }

  /** Remembers who wrote a folder. */
  public static note(folder: string, app: App, files: ManifestFiles): void {
    OneWriter.folders.set(placeOf(folder), { app, digest: digestOf(files) });
  }
}

/** Where a folder is, whatever links lead to it. */
export function placeOf(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch {
    const { dir, base } = path.parse(path.resolve(folder));
    return base === '' ? dir : path.join(placeOf(dir), base);
  }
}

function digestOf(files: ManifestFiles): string {
  const hash = createHash('sha256');
  for (const [name, content] of files) hash.update(`${name}\n${content}\n`);
  return hash.digest('hex');
}
