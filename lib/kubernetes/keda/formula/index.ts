export { Formula, type FormulaOptions } from './formula';
export { FormulaError, UnsupportedFormula } from './formula-error';
export { formulaProblem, type FormulaProblem } from './formula-problem';
