/** What the operating system says, in words of a person. */
const REASONS: ReadonlyMap<string | undefined, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EDQUOT', 'the quota of the disk is used up'],
  ['EISDIR', 'it is a folder'],
  ['ELOOP', 'its links lead in a circle'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['ENOENT', 'no such file or directory'],
  ['ENOSPC', 'the disk is full'],
  ['ENOTDIR', 'a part of its path is a file'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the disk is read-only'],
]);

/** A file or folder that cannot be written. What was there before is as it was. */
export class FileError extends Error {
  /** The code of the operating system, such as `ENOSPC`. */
  public readonly code: string;

  constructor(path: string, cause: unknown) {
    const { code = 'UNKNOWN', message } = cause as NodeJS.ErrnoException;
    super(`${path} cannot be written: ${REASONS.get(code) ?? message}.`);
    this.name = 'FileError';
    this.code = code;
  }
}
