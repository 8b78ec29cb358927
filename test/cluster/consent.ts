import { execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline/promises';

/** Says yes to the cluster that kubectl leads to. */
const YES = '--yes';

/** What somebody has answered to the question whether a cluster may be changed. */
export interface Consent {
  /** The arguments without the answer. */
  readonly args: readonly string[];
  readonly isGiven: boolean;
}

/** How somebody is asked: on a terminal, or not at all. */
export type Ask = (question: string) => Promise<string>;

/**
 * Whether the tests may change a cluster that they did not start: `--yes`, `--context=NAME` with the name of the context that kubectl uses, or
 * that name typed where it is asked for. They apply to and delete from kube-system, API services and cluster roles.
 */
export async function consentTo(context: string, args: readonly string[], ask: Ask | undefined): Promise<Consent> {
  const isAnswer = (arg: string): boolean => arg === YES || arg.startsWith('--context=');
  const rest = args.filter((arg) => !isAnswer(arg));
  if (args.includes(YES) || args.includes(`--context=${context}`)) return { args: rest, isGiven: true };
  const question = `The tests change the whole cluster of the context "${context}". Type its name to go on: `;
  return { args: rest, isGiven: (await ask?.(question))?.trim() === context };
}

/** The context that kubectl uses. */
export function currentContext(): string {
  return execFileSync('kubectl', ['config', 'current-context'], { encoding: 'utf8' }).trim();
}

/** Asks on the terminal, if there is one. */
export const askOnTerminal: Ask | undefined = process.stdin.isTTY
  ? async (question) => {
      const terminal = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await terminal.question(question);
      } finally {
        terminal.close();
      }
    }
  : undefined;
