import { editDistance } from '../validation';

/** How many names are looked through, so that many names that nobody has do not cost their square. */
const ENOUGH = 200;

/** The name among others that was probably meant: a typo away, or longer or shorter by a word; undefined if none is near. */
export function similarName(name: string, others: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  let seen = 0;
  for (const other of others) {
    if (++seen > ENOUGH) break;
    if (other === name || other === '') continue;
    const distance = differsByWord(name, other) ? 2 : distanceBetween(name, other);
    if (distance < least && distance <= allowedTypos(name)) [best, least] = [other, distance];
  }
  return best;
}

/** The name among others that differs by a slip of the keyboard or the plural only: in letters, not in numbers or words; undefined where none does. */
export function typoOf(name: string, others: Iterable<string>): string | undefined {
  const near = similarName(name, differingInLetters(name, others));
  if (near === undefined || differsByWord(name, near)) return undefined;
  if (near === `${name}s` || name === `${near}s`) return name.length < 4 ? undefined : near;
  const allowed = name.length < 5 ? 0 : name.length < 8 ? 1 : 2;
  return editDistance(name, near) <= allowed || isSwapped(name, near) ? near : undefined;
}

function* differingInLetters(name: string, others: Iterable<string>): Iterable<string> {
  const letters = withoutNumbers(name);
  let seen = 0;
  for (const other of others) {
    if (++seen > ENOUGH) return;
    if (withoutNumbers(other) !== letters) yield other;
  }
}

function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, '#');
}

/** Whether two neighbouring letters changed places. */
function isSwapped(a: string, b: string): boolean {
  const first = [...a].findIndex((letter, i) => letter !== b[i]);
  return (
    a.length === b.length && a === b.slice(0, first) + (b[first + 1] ?? '') + (b[first] ?? '') + b.slice(first + 2)
  );
}

function allowedTypos(name: string): number {
  return name.length <= 3 ? 1 : 2;
}

function differsByWord(a: string, b: string): boolean {
  return a.startsWith(`${b}-`) || b.startsWith(`${a}-`) || a.endsWith(`-${b}`) || b.endsWith(`-${a}`);
}

/** Lengths that differ by more than the typos that are allowed need no closer look. */
function distanceBetween(a: string, b: string): number {
  return Math.abs(a.length - b.length) > 2 ? Infinity : editDistance(a, b);
}
