import { type CheckOptions, type Finding } from './finding';
import { type ManifestIndex } from './manifest-index';

/** A rule: a pure function of all objects. */
export type Rule = (index: ManifestIndex, options: CheckOptions) => Iterable<Finding>;
