import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const PREFIX = 'cdk8s-autoscaling-cluster-';

/** A folder for the state of a cluster, named after this process, so that a later run can tell whose it was. */
export function makeStateFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
}

/**
 * Removes the folders of runs that were killed: no process outlives its run.
 *
 * @param own whether this run has ended as well
 */
export function removeLeftovers(own = false): void {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    if (pid === undefined || (Number(pid) === process.pid ? !own : isAlive(Number(pid)))) continue;
    // Processes that were killed may hold a file for a moment more.
    fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
