import * as path from 'node:path';
import { kubectl, kubectlBoth } from './kubectl';

/** What `kubectl apply` said: what became of each object, and the warnings of the API server. */
export interface Applied {
  /** Outcome by object, such as `deployment.apps/order: configured`. */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** Applies files, and refuses fields that the API does not have. */
export async function apply(files: readonly string[], ...options: string[]): Promise<Applied> {
  const names = files.map((file) => `--filename=${file}`);
  const { stdout, stderr } = await kubectlBoth('apply', '--validate=strict', ...options, ...names);
  return { outcomes: outcomesOf(stdout), warnings: stderr.split('\n').filter((line) => line.startsWith('Warning:')) };
}

/** Deletes what is in files, the last stage first: a controller must be there to release its own custom resources. */
export async function removeFiles(files: readonly string[]): Promise<void> {
  const stageOf = (file: string) => path.basename(file).slice(0, 2);
  for (const stage of [...new Set(files.map(stageOf))].sort().reverse()) {
    const names = files.filter((file) => stageOf(file) === stage).map((file) => `--filename=${file}`);
    await kubectl('delete', '--ignore-not-found', '--timeout=180s', ...names);
  }
}

function outcomesOf(stdout: string): Record<string, string> {
  const lines = stdout.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const [object = '', ...outcome] = line.split(' ');
      return [object, outcome.join(' ')];
    }),
  );
}
