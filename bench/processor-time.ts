import { spawnSync } from 'node:child_process';

/** A program to measure. */
export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** It prints its own seconds as its last line, because only a part of what it does is compared. */
  readonly tellsItsTime?: boolean;
}

/** What was measured of a number. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Two programs, measured in turn. */
export interface Duel {
  readonly ours: Spread;
  readonly peer: Spread;
  /** Ours divided by the peer's, turn by turn: a load that others make falls on both. */
  readonly ratio: Spread;
}

/** Seconds of the processor, of the user and of the system, that a program takes with all that it starts. */
export function processorSeconds({ name, command, args, tellsItsTime = false }: Program): number {
  const script = 'TIMEFORMAT=\'%U %S\'; exec 3>&2; time "$@" 2>/dev/null';
  const { status, stdout, stderr, error } = spawnSync('bash', ['-c', script, 'bash', command, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (error) throw error;
  const hasFound = status === 1 && stdout !== ''; // what finds mistakes tells them, and ends with 1
  if (status !== 0 && !hasFound) throw new Error(`${name} ended with ${status}: ${command} ${args.join(' ')}`);
  const told = tellsItsTime ? stdout.trim().split('\n').slice(-1) : (stderr.trim().split('\n').at(-1) ?? '').split(' ');
  const seconds = told.reduce((sum, each) => sum + Number(each), 0);
  if (!(seconds > 0)) throw new Error(`${name} did not tell its time: ${told.join(' ')}`);
  return seconds;
}

/** Lets two programs take turns. */
export function duel(ours: Program, peer: Program, turns: number, seconds = processorSeconds): Duel {
  const pairs = Array.from({ length: turns }, () => [seconds(ours), seconds(peer)] as const);
  return {
    ours: spreadOf(pairs.map(([own]) => own)),
    peer: spreadOf(pairs.map(([, other]) => other)),
    ratio: spreadOf(pairs.map(([own, other]) => own / other)),
  };
}

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b);
  return { min: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]!, max: sorted.at(-1)! };
}
