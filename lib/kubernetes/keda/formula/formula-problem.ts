import { Formula, type FormulaOptions } from './formula';
import { FormulaError, UnsupportedFormula } from './formula-error';

/** Why KEDA does not compile a formula. */
export interface FormulaProblem {
  /** Without a subject and a full stop: `formula "a b" has an unexpected "b" at character 3`. */
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** How much of a formula a message shows. */
const SHOWN = 80;

/** Why KEDA does not compile a formula; undefined if it does, or if the formula uses what is not evaluated here. */
export function formulaProblem(formula: string, options: FormulaOptions): FormulaProblem | undefined {
  try {
    Formula.compile(formula, options);
    return undefined;
  } catch (error) {
    if (error instanceof UnsupportedFormula) return undefined;
    if (!(error instanceof FormulaError)) throw error;
    const { triggers, kedaMinor } = options;
    return {
      what: `formula "${shortened(formula)}" ${error.problem}`,
      why: `KEDA 2.${kedaMinor} does not compile it: its webhook refuses the ScaledObject; where the webhook is off, nothing scales.`,
      fix:
        error.fix ??
        `Write an expression over ${triggers.length > 0 ? triggers.join(', ') : 'the names of the triggers'}.`,
    };
  }
}

function shortened(formula: string): string {
  return formula.length > SHOWN ? `${formula.slice(0, SHOWN)}…` : formula;
}
