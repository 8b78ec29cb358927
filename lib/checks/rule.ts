import { type CheckContext } from './check-options';
import { type Mistake, type Severity } from './finding';
import { type ManifestIndex } from './manifest-index';

/** Finds mistakes: a pure function of all objects, in time linear in their number. */
export type FindMistakes = (index: ManifestIndex, context: CheckContext) => Iterable<Mistake>;

/** A rule as the registry lists it. */
export interface Rule {
  /** Short and stable, such as `R8`: for annotations, options and reports. */
  readonly id: string;
  /** The same in words, such as `promql-shape`. */
  readonly name: string;
  /** How bad its findings are, where a finding does not say otherwise. */
  readonly severity: Severity;
  /** What it finds, as one sentence. */
  readonly summary: string;
  readonly find: FindMistakes;
}
