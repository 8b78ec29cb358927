import * as fs from 'node:fs';

const PROBLEMS: ReadonlyMap<string | undefined, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['EISDIR', 'is a folder'],
  ['EACCES', 'may not be read'],
  ['EPERM', 'may not be read'],
  ['ELOOP', 'is a link that leads to itself'],
  ['ENXIO', 'is not a file'],
  ['ENODEV', 'is not a file'],
]);

/** More text than this fits into no answer of a cluster, and into no memory as objects. */
const LARGEST_MIB = 256;
const CHUNK = 2 ** 20;

/**
 * The text of a file.
 *
 * @param isNamed whether somebody named this file: then it may also be a pipe, such as `<(helm template .)`; what is only found in a
 * folder is a plain file, or nothing to wait for
 * @throws with the file's name and a `code`, where it cannot be read.
 */
export function readText(file: string, isNamed = true): string {
  try {
    const { O_RDONLY, O_NONBLOCK = 0 } = fs.constants;
    const descriptor = fs.openSync(file, isNamed ? O_RDONLY : O_RDONLY | O_NONBLOCK);
    try {
      return contentOf(descriptor, isNamed);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (caught) {
    const { code, message } = caught as NodeJS.ErrnoException;
    const problem = PROBLEMS.get(code) ?? (code === undefined ? message : undefined);
    throw Object.assign(new Error(problem === undefined ? message : `The file "${file}" ${problem}.`), {
      code: code ?? 'EINVAL',
    });
  }
}

function contentOf(descriptor: number, isNamed: boolean): string {
  const stats = fs.fstatSync(descriptor);
  if (stats.isDirectory()) throw new Error('is a folder');
  if (!stats.isFile() && !isNamed) throw new Error('is not a file');
  const chunks: Buffer[] = [];
  for (let size = 0; ;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const length = fs.readSync(descriptor, chunk, 0, CHUNK, null);
    if (length === 0) return Buffer.concat(chunks).toString('utf8');
    chunks.push(length === CHUNK ? chunk : Buffer.from(chunk.subarray(0, length)));
    size += length;
    if (size > LARGEST_MIB * 2 ** 20) throw new Error(`has more than ${LARGEST_MIB} MiB`);
  }
}
