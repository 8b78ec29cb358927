import * as path from 'node:path';

/** Where the manifests go. */
export interface OutputFolders {
  /** The folders to write, the one that people apply last. */
  readonly written: readonly string[];
  /** The one that people apply. */
  readonly published: string;
  /** The folder that `cdk8s synth` lists, if it started the app. */
  readonly asked?: string;
}

/**
 * As cdk8s' App chooses it: `outdir`, else what `cdk8s synth` asks for, else `dist`. Where `cdk8s synth` asks for the staging folder, or one around
 * it, both are written.
 */
export function outputFolders(outdir: string | undefined, staging: string | undefined): OutputFolders {
  const asked = process.env.CDK8S_OUTDIR;
  if (asked !== undefined && staging !== undefined && isInside(staging, asked)) {
    const published = outdir ?? 'dist';
    return { written: [staging, published], published, asked };
  }
  const published = outdir ?? asked ?? 'dist';
  return { written: [published], published, asked };
}

/** Whether a folder is another one or in it. */
export function isInside(folder: string, other: string): boolean {
  const way = path.relative(path.resolve(other), path.resolve(folder));
  return way === '' || (!way.startsWith('..') && !path.isAbsolute(way));
}
