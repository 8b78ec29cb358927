import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** What a name beside another is for: a state to come, or one that was. */
export type Purpose = 'new' | 'old';

/** A hidden name beside a file or folder that nobody else has: it tells the process, so that the next one knows whether it still runs. */
export function temporaryName(place: string, purpose: Purpose): string {
  const { dir, base } = path.parse(place);
  return path.join(dir, `.${base}.${purpose}-${process.pid}-${randomBytes(4).toString('hex')}`);
}

/** What processes that were killed have left beside a file or folder. */
export function abandoned(place: string, purpose: Purpose): string[] {
  const { dir, base } = path.parse(place);
  const prefix = `.${base}.${purpose}-`;
  return fs
    .readdirSync(dir)
    .filter((name) => name.startsWith(prefix) && !isRunning(/^(\d+)-[0-9a-f]{8}$/.exec(name.slice(prefix.length))?.[1]))
    .map((name) => path.join(dir, name));
}

/** Whether a process runs; a name that tells none is not ours, and is taken for one that does. */
function isRunning(id: string | undefined): boolean {
  if (id === undefined) return true;
  try {
    process.kill(Number(id), 0);
    return true;
  } catch (caught) {
    return (caught as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
