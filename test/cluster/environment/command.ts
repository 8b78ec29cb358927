import { execFile } from 'node:child_process';

const MEBIBYTE = 1024 * 1024;

/** Options of a command that is run to its end. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

/** A command that failed, with what it printed. */
export class CommandError extends Error {
  constructor(
    readonly command: string,
    readonly status: number | string | undefined,
    readonly stdout: string,
    readonly stderr: string,
  ) {
    super(`${command}\nended with ${status}:\n${stderr.trim() || stdout.trim()}`);
    this.name = 'CommandError';
  }
}

/** What a command printed. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, and resolves with both of its outputs. */
export function runBoth(
  file: string,
  args: readonly string[],
  { cwd, env, input }: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      [...args],
      { cwd, env: { ...process.env, ...env }, maxBuffer: 256 * MEBIBYTE },
      (error, stdout, stderr) => {
        if (error) reject(new CommandError([file, ...args].join(' '), error.code ?? error.message, stdout, stderr));
        else resolve({ stdout, stderr });
      },
    );
    child.stdin?.on('error', () => undefined); // it may end before it has read everything: its status tells
    child.stdin?.end(input ?? '');
  });
}

/** Runs a command to its end, and resolves with what it printed. */
export async function run(file: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  return (await runBoth(file, args, options)).stdout;
}

/** The same command, ended by the kernel when this process ends in whatever way. Not every system has that; Linux does. */
export function diesWithParent(command: readonly string[]): string[] {
  return process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', ...command] : [...command];
}
