import * as fs from 'node:fs';

const PROBLEMS: ReadonlyMap<string | undefined, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['EISDIR', 'is a folder'],
  ['EACCES', 'may not be read'],
]);

/**
 * The text of a file.
 *
 * @throws with the file's name and a `code`, where it cannot be read.
 */
export function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (caught) {
    const { code, message } = caught as NodeJS.ErrnoException;
    const problem = PROBLEMS.get(code);
    throw Object.assign(new Error(problem === undefined ? message : `The file "${file}" ${problem}.`), { code });
  }
}
