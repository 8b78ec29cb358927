import { createRequire } from 'node:module';
import { type GroupFile, type SchemaIndex, type SchemaSource } from './source';

// `#schemas` is in the "imports" of package.json: the same path from lib/ and from build/lib/. require() reads each file once.
const load = createRequire(__filename);

/** The files of this package: the one of a group is read with the first object of that group. */
export const PACKAGE_SOURCE: SchemaSource = {
  index: () => load('#schemas/index.json') as SchemaIndex,
  group: (name) => load(`#schemas/${name}.json`) as GroupFile,
  definitions: (component) => (load(`#crds/${component}.json`) as { readonly items: readonly unknown[] }).items,
};
