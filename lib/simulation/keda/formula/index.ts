export { evaluateFormula, type Triggers } from './evaluate';
export { namesIn, parseFormula, type Expression } from './parse';
export { FormulaFailure } from './value';
