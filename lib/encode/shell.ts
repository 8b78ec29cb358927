/**
 * A word for a POSIX shell, as it is where nothing in it means anything to a shell, else in quotes.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02
 */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line of these words. */
export function shellCommand(...words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
