import { isBesides } from '../../checks/units/passed-over';
import { DEFINITION, readManifests, type ReadManifests } from '../manifests';

/**
 * Reads manifests whose autoscalers are of interest.
 *
 * @param skip is told what cannot be read
 */
export function readScaled(
  names: readonly string[],
  standardInput: string,
  skip: (message: string) => void,
): ReadManifests {
  const read = readManifests({ names, standardInput, skipped: DEFINITION });
  const named = new Set(read.tree.files.filter(({ isNamed }) => isNamed).map(({ path }) => path));
  for (const each of read.reader.unreadable) {
    const { severity, location, what, fix } = each;
    if (severity === 'error' && !isBesides(each, read.tree, named)) {
      skip(`The document at ${location.file}:${location.line} ${what}. ${fix}`);
    }
  }
  return read;
}
