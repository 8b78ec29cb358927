import * as fs from 'node:fs';
import * as path from 'node:path';

const ROOT = '/sys/fs/cgroup';

/**
 * Removes what outlives the processes of a node: the empty cgroups of its pods. Where a process is left, it is another node's: of a second run, or of the
 * machine itself.
 */
export function removeCgroups(): void {
  if (!fs.existsSync(ROOT)) return;
  const hierarchies = [ROOT, ...subgroups(ROOT)]; // version 2 has one, version 1 one per controller
  const groups = hierarchies.map((each) => path.join(each, 'kubepods')).filter((each) => fs.existsSync(each));
  if (groups.some(hasProcess)) return;
  for (const group of groups) remove(group);
}

function hasProcess(group: string): boolean {
  return fs.readFileSync(path.join(group, 'cgroup.procs'), 'utf8') !== '' || subgroups(group).some(hasProcess);
}

function remove(group: string): void {
  for (const each of subgroups(group)) remove(each);
  try {
    fs.rmdirSync(group);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error; // the kernel is not done yet: the next run removes it
  }
}

function subgroups(group: string): string[] {
  return fs
    .readdirSync(group, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(group, name));
}
