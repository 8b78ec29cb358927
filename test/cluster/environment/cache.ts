import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** Where binaries and images are kept between runs: outside the work tree, each by its name and version. */
export function cacheFolder(...parts: readonly string[]): string {
  const root = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  return path.join(root, 'cdk8s-autoscaling', ...parts);
}

/** The same, made if it is not there. */
export function makeCacheFolder(...parts: readonly string[]): string {
  const folder = cacheFolder(...parts);
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

/** Makes a file once: what is there was finished, because it gets its name when it is. */
export async function cachedFile(file: string, make: (unfinished: string) => Promise<void>): Promise<string> {
  if (fs.existsSync(file)) return file;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}.unfinished`;
  try {
    await make(unfinished);
    fs.renameSync(unfinished, file);
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
  return file;
}
