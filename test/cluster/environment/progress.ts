const HEARTBEAT_MS = 60_000;

/** Says what is going on, and every minute that it still is; a build may take ten. */
export async function progress<T>(what: string, action: () => Promise<T>): Promise<T> {
  const begun = Date.now();
  const elapsed = () => `${Math.round((Date.now() - begun) / 1000)} s`;
  const heartbeat = setInterval(() => say(`${what}: ${elapsed()} so far`), HEARTBEAT_MS);
  try {
    const result = await action();
    say(`${what}: ${elapsed()}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

/** One line for the person who waits. */
export function say(line: string): void {
  process.stderr.write(`# ${line}\n`);
}
