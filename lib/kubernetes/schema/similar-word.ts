import { editDistance } from '../../validation';

/** How near a word is to the one that was meant. */
export interface SimilarWord {
  readonly word: string;
  /** Whether it is a slip of the hand: another case, or one letter. */
  readonly isSlip: boolean;
}

/**
 * The word that was probably meant: the only one that is as near as it is. `minReplicas` is near to `minReplicaCount`, too: it has all of
 * its words.
 */
export function similarWord(written: string, known: Iterable<string>): SimilarWord | undefined {
  const ranked = [...known]
    .map((word) => ({ word, rank: rankOf(written, word) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank);
  const [best, next] = ranked;
  if (!best || best.rank === next?.rank) return undefined;
  return { word: best.word, isSlip: best.rank <= 1 };
}

function rankOf(written: string, known: string): number {
  if (written === known) return Infinity;
  if (plain(written) === plain(known)) return 0;
  if (isSwapped(written, known)) return 1;
  const distance = Math.abs(written.length - known.length) > 2 ? Infinity : editDistance(written, known);
  if (distance === 1 && written.length > 2) return 1;
  if (distance === 2 && written.length > 5) return 2;
  return sharesWords(written, known) ? 3 : Infinity;
}

/** Without what distinguishes `minReplicas`, `min_replicas` and `MinReplicas`. */
function plain(word: string): string {
  return word.replace(/[-_]/g, '').toLowerCase();
}

function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** Whether all words of one are words of the other, and at least two are. */
function sharesWords(a: string, b: string): boolean {
  const [words, others] = [wordsOf(a), wordsOf(b)];
  const shared = words.filter((word) => others.includes(word)).length;
  return shared >= 2 && shared === Math.min(words.length, others.length);
}

/** `min`, `replica` and `count` of `minReplicaCount`. */
function wordsOf(name: string): string[] {
  return name.split(/(?=[A-Z])|[-_]/).map((word) => word.toLowerCase().replace(/s$/, ''));
}
