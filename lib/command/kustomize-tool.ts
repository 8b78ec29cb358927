import { spawnSync } from 'node:child_process';

const TOOLS: readonly (readonly [command: string, ...args: string[]])[] = [
  ['kustomize', 'build'],
  ['kubectl', 'kustomize'],
];
const TIMEOUT = 10_000;
const MOST_OUTPUT = 2 ** 26;
const MOST_BUILDS = 50;
/** Whatever it tries to reach by the network is refused at once. */
const OFFLINE = {
  ...Object.fromEntries(
    ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']
      .flatMap((name) => [name, name.toLowerCase()])
      .map((name) => [name, 'http://127.0.0.1:9']),
  ),
  ...{ NO_PROXY: '', no_proxy: '', GIT_ALLOW_PROTOCOL: 'none', GIT_TERMINAL_PROMPT: '0' },
};

/** kustomize, or the one in kubectl, where it is at hand: offline, within bounds, and without plugins. */
export class KustomizeTool {
  private readonly missing = new Set<string>();
  private builds = 0;

  /** @param timeout how long a build may take, in milliseconds */
  constructor(private readonly timeout = TIMEOUT) {}

  /** What it makes of a folder; undefined where it is not at hand, or fails. */
  build(folder: string): string | undefined {
    if (++this.builds > MOST_BUILDS) return undefined;
    for (const [command, ...args] of TOOLS) {
      if (this.missing.has(command)) continue;
      const { status, stdout, error } = spawnSync(command, [...args, '--', folder], {
        ...{ encoding: 'utf8', timeout: this.timeout, maxBuffer: MOST_OUTPUT, stdio: ['ignore', 'pipe', 'ignore'] },
        env: { ...process.env, ...OFFLINE },
      });
      if (!error) return status === 0 ? stdout : undefined;
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ETIMEDOUT') this.builds = MOST_BUILDS; // what hangs once, such as at a pipe, is not waited for again
      if (code !== 'ENOENT') return undefined;
      this.missing.add(command);
    }
    return undefined;
  }
}
