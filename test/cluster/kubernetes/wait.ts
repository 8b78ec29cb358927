/** How long to wait for something, and what to call it. */
export interface Patience {
  readonly seconds: number;
  readonly what: string;
  /** @default 1 s */
  readonly everyMs?: number;
}

/** Asks again until there is an answer that is not `undefined`. An error of the question counts as none, and is told at the end. */
export async function waitFor<T>(
  { seconds, what, everyMs = 1000 }: Patience,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`Not within ${seconds} s: ${what}.${last instanceof Error ? ` Last: ${last.message}` : ''}`);
    }
    await pause(everyMs);
  }
}

/** Lets time pass. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
