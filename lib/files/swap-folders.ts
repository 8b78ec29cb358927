import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { temporaryName } from './temporary-name';

/** Two renames; again if another process has put its folder there between them. */
const TWO_RENAMES = `
const fs = require('node:fs');
const [place, filled, former] = process.argv.slice(1);
for (let tries = 0; tries < 100; tries++) {
  fs.rmSync(former, { recursive: true, force: true });
  try {
    fs.renameSync(place, former);
  } catch ({ code }) {
    if (code !== 'ENOENT') break;
  }
  try {
    fs.renameSync(filled, place);
    break;
  } catch ({ code }) {
    if (code === 'ENOTEMPTY' || code === 'EEXIST') continue;
    fs.renameSync(former, place);
    break;
  }
}`;

/**
 * Lets a folder take the place of another, which may be absent.
 *
 * Linux exchanges two names in one step (`renameat2`), which Node has no function for, and `mv` of coreutils 9.5 has. Elsewhere one rename
 * follows the other in a process of its own, so that no signal to this one comes between them.
 *
 * @returns where the former content is now; `undefined` if the folder keeps its place.
 */
export function swapFolders(place: string, filled: string): string | undefined {
  const { ino } = fs.statSync(filled);
  const isDone = (): boolean => fs.statSync(place, { throwIfNoEntry: false })?.ino === ino;
  try {
    fs.renameSync(filled, place); // where it is absent or empty
    return filled;
  } catch {
    spawnSync('mv', ['--exchange', '--no-copy', '-T', '--', filled, place], { stdio: 'ignore' });
  }
  if (isDone()) return filled;
  const former = temporaryName(place, 'old');
  const separate = { stdio: 'ignore', env: { ...process.env, NODE_OPTIONS: '' }, detached: true } as const;
  spawnSync(process.execPath, ['--eval', TWO_RENAMES, '--', place, filled, former], separate);
  return isDone() ? former : undefined;
}
