import { ConstructError, type Located } from './construct-error';
import { type Problem } from './problem';

/** @throws {ConstructError} with the first problem, if there is one. */
export function refuse(scope: Located, ...problems: readonly (Problem | undefined)[]): void {
  for (const problem of problems) if (problem) throw new ConstructError(scope, problem);
}

/** A length of time, of any cdk8s. */
export interface TimeSpan {
  toMilliseconds(): number;
  toHumanString(): string;
}

/** Why a length of time cannot be written: Kubernetes takes whole seconds. */
export function wholeSecondsProblem(what: string, time: TimeSpan | undefined, least = 0): Problem | undefined {
  if (time === undefined) return undefined;
  const seconds = time.toMilliseconds() / 1000;
  if (Number.isInteger(seconds) && seconds >= least && seconds <= INT32_MAX) return undefined;
  return {
    what: `${what} is ${seconds} s.`,
    why: 'Kubernetes takes whole seconds here, and refuses anything else.',
    fix: `Use a whole number of seconds, ${least} or more.`,
  };
}

/** The largest number in most fields of Kubernetes. */
const INT32_MAX = 2 ** 31 - 1;

/** Why a number cannot be written where Kubernetes takes a whole one. */
export function wholeNumberProblem(
  what: string,
  value: number | undefined,
  least: number,
  most = INT32_MAX,
): Problem | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return undefined;
  return {
    what: `${what} is ${value}.`,
    why: 'The API server refuses it.',
    fix: `Use a whole number from ${least} ${most === INT32_MAX && value < most ? 'up' : `to ${most}`}.`,
  };
}

/** Why a number has no room in an int32; everything else about it is found where the object is judged. */
export function int32Problem(what: string, value: number | undefined): Problem | undefined {
  if (value === undefined || Math.abs(value) <= INT32_MAX) return undefined;
  return {
    what: `${what} is ${value}.`,
    why: 'The API server has room for an int32 there, and refuses the object.',
    fix: `Use a number up to ${INT32_MAX}.`,
  };
}

/** Why a list that limits something cannot be empty: its readers take an empty one for no limit at all. */
export function emptyLimitProblem(what: string, list: readonly unknown[] | undefined): Problem | undefined {
  if (list?.length !== 0) return undefined;
  return {
    what: `${what} is an empty list.`,
    why: 'It would be taken for no limit at all.',
    fix: 'Name what is meant, or leave it out if that is everything.',
  };
}

/** Why texts cannot be joined by commas: their reader would find other texts between them. */
export function commaProblem(what: string, texts: readonly string[] | undefined): Problem | undefined {
  const odd = texts?.find((text) => !/^[^\s,](?:[^,\p{Cc}]*[^\s,])?$/u.test(text));
  if (odd === undefined) return undefined;
  return {
    what: `${what} has "${odd}".`,
    why: 'They are written with commas between them, so that it would be read as others.',
    fix: 'Give each an entry of its own, without commas.',
  };
}

/** An amount of memory, of any cdk8s. */
export interface MemorySize {
  toKibibytes(): number;
}

/** Why an amount of memory cannot be written: cdk8s-plus writes whole mebibytes. */
export function wholeMebibytesProblem(what: string, size: MemorySize | undefined): Problem | undefined {
  if (size === undefined) return undefined;
  const mebibytes = size.toKibibytes() / 1024;
  if (Number.isInteger(mebibytes) && mebibytes >= 0) return undefined;
  return {
    what: `${what} is ${mebibytes} MiB.`,
    why: 'It is written in whole mebibytes.',
    fix: 'Use a whole number of MiB, such as Size.mebibytes(64).',
  };
}
