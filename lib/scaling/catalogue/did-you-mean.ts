import { editDistance } from '../../validation';

/** The nearest of some names, as the end of a message; empty if none is near. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distanceBetween(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const [nearest] = ranked;
  return nearest && nearest.distance <= Math.max(3, name.length / 2) ? ` Did you mean "${nearest.candidate}"?` : '';
}

/** Whether a name is a slip of one that is known: a letter or two, the words in another order, or `_total` too many or too few. */
export function isSlipOf(name: string, known: string): boolean {
  const words = (text: string): string => text.split('_').sort().join('_');
  return (
    editDistance(name, known) <= Math.min(2, Math.floor(known.length / 10)) ||
    words(name) === words(known) ||
    `${name}_total` === known ||
    name === `${known}_total`
  );
}

/** How many words two names differ by, in letters: names of metrics go astray by whole words more often than by letters. */
function distanceBetween(a: string, b: string): number {
  const [words, others] = [a.split('_'), b.split('_')];
  const missing = [
    ...words.filter((word) => !others.includes(word)),
    ...others.filter((word) => !words.includes(word)),
  ];
  return Math.min(missing.join('').length, editDistance(a, b));
}
