import { type Problem } from '../validation';
import { type FieldEdit } from './field-edit';
import { type CheckedObject } from './manifest';

/**
 * How bad a finding is: an error stops the synthesis, a warning is printed by it, an info is told by the command only.
 */
export type Severity = 'error' | 'warning' | 'info';

/** All severities, the worst one first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** What a rule finds: a mistake, with every object that takes part in it. */
export interface Mistake extends Problem {
  /** The object to look at first, then the others. */
  readonly objects: readonly CheckedObject[];
  /** Where in the first object, such as `spec.metrics[0].resource`. */
  readonly field?: string;
  /** The field that was probably meant, where the one that is written does not exist. */
  readonly meant?: string;
  /** What mends it in the first object, all of it together: safely or not, as the rule says. @default somebody has to decide */
  readonly edits?: readonly FieldEdit[];
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
}

/** A mistake with the rule that found it. */
export interface Finding extends Mistake {
  /** Id of the rule, such as `R8`. */
  readonly rule: string;
  /** Name of the rule, such as `promql-shape`. */
  readonly name: string;
  readonly severity: Severity;
  /** The rule's page, relative to the root of the package. */
  readonly docs: string;
}
