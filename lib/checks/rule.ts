import { type CheckContext } from './check-options';
import { type Mistake, type Severity } from './finding';
import { type ManifestIndex } from './manifest-index';

/** Finds mistakes: a pure function of all objects, in time linear in their number. */
export type FindMistakes = (index: ManifestIndex, context: CheckContext) => Iterable<Mistake>;

/** What a rule has to see to speak: one object, one autoscaler with its target, or everything that is applied together. */
export type RuleScope = 'object' | 'autoscaler' | 'unit';

/**
 * Whether a program may mend what a rule finds. `safe`: what is meant is certain, and nothing that works today changes; `unsafe`: somebody has to
 * look at the result; `none`: it takes a decision.
 */
export type FixSafety = 'none' | 'safe' | 'unsafe';

/** A rule with everything about it: a module of `rules/` exports one, and its file has its name. */
export interface Rule {
  /** Short and stable, such as `R8`: for annotations, options and reports. */
  readonly id: string;
  /** The same in words, such as `promql-shape`. */
  readonly name: string;
  /** How bad its findings are, where a finding does not say otherwise. */
  readonly severity: Severity;
  readonly scope: RuleScope;
  readonly fixSafety: FixSafety;
  /** The release of this package that had it first. */
  readonly since: string;
  /** The releases of Kubernetes, KEDA or others that it is about, where it is about some. */
  readonly about?: string;
  /** What it finds, as one sentence. */
  readonly summary: string;
  /** The page that says that what it finds is a mistake. */
  readonly source: string;
  readonly find: FindMistakes;
}
