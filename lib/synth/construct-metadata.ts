import * as path from 'node:path';
import { resourceKey } from '../checks';
import { replaceFile } from '../files';
import { type RenderedObject } from './rendered-object';

/**
 * Writes the construct's path of each object, for the report of `cdk8s synth` with validations. cdk8s knows objects by their name alone, and
 * the last one of a name wins; here each has its kind and namespace too.
 */
export function writeConstructMetadata(folder: string, rendered: readonly RenderedObject[]): void {
  const resources = Object.fromEntries(
    rendered.flatMap((object) => {
      const value = { path: object.apiObject.node.path };
      return [
        [object.apiObject.name, value],
        [resourceKey(object), value],
      ];
    }),
  );
  replaceFile(path.join(folder, 'construct-metadata.json'), JSON.stringify({ version: '1.0.0', resources }));
}
