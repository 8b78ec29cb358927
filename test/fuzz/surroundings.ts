import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { FakeCluster, type Answer, type Said } from '../command/fake-cluster';

/** What a command finds beside its arguments and its input. */
export interface Surroundings {
  /** Files by their path in the folder that a command is given as `DIR`. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the API server answers at a path. */
  readonly answered?: (where: string) => Answer | undefined;
  /** What kubectl says. */
  readonly said?: (args: readonly string[]) => Said | undefined;
}

/** Runs something with a folder of files, and with a cluster where one answers; afterwards both are gone. */
export async function within<T>(
  { files, answered, said }: Surroundings,
  use: (folder: string, environment: Record<string, string>) => Promise<T>,
): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuzz-'));
  const cluster = answered || said ? await FakeCluster.start() : undefined;
  try {
    for (const [name, content] of Object.entries(files ?? {})) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), content);
    }
    if (cluster && answered) cluster.answered = answered;
    if (cluster && said) cluster.said = said;
    return await use(folder, cluster?.environment ?? {});
  } finally {
    await cluster?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
