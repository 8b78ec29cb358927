import { builtinsOf, PREDICATES } from './builtins';
import { checkConstants } from './check-constants';
import { checkTypes, type TypedComparisons } from './check-types';
import { evaluate } from './evaluate';
import { FormulaError } from './formula-error';
import { compiledText, formulaLanguage, type FormulaLanguage } from './language';
import { parseFormula } from './parse';
import { type Expression } from './syntax';
import { isNumber, isUnknown } from './types';
import { isNumeric, RunError, typeName, type Value } from './value';

/** What a formula is compiled for. */
export interface FormulaOptions {
  /** Names of the triggers that it may use: all but cpu and memory. */
  readonly triggers: readonly string[];
  /** The minor version of KEDA 2. */
  readonly kedaMinor: number;
}

/** KEDA tries a formula with this number for every trigger before it takes it. */
const TRIED = -1;
/** When it is where nothing else is said: noon, so that the same formula is judged alike at any time. */
const NOON = Date.UTC(2026, 0, 1, 12);

/**
 * A formula of scalingModifiers, compiled and run as KEDA does.
 *
 * @see https://keda.sh/docs/latest/concepts/scaling-deployments/#scaling-modifiers
 */
export class Formula {
  /**
   * @throws FormulaError if KEDA refuses it.
   * @throws UnsupportedFormula if it uses what is not evaluated here.
   */
  static compile(formula: string, { triggers, kedaMinor }: FormulaOptions): Formula {
    const language = formulaLanguage(kedaMinor);
    const { text, offset } = compiledText(formula, language);
    const known = new Set(triggers);
    try {
      const builtins = builtinsOf(language);
      const expression = parseFormula(text, { language, builtins, triggers: known });
      const options = { triggers: known, builtins, predicates: PREDICATES, knowsElements: language.hasBlocks };
      const { type, typedComparisons } = checkTypes(expression, options);
      if (!language.mayBeNil && !isNumber(type) && !isUnknown(type)) {
        throw new FormulaError(`results in a value of type ${type.name}, not a number`);
      }
      checkConstants(expression);
      const compiled = new Formula(expression, language, typedComparisons);
      compiled.tryOut(triggers);
      return compiled;
    } catch (error) {
      throw error instanceof FormulaError ? placed(error, formula, offset) : error;
    }
  }

  private constructor(
    private readonly expression: Expression,
    private readonly language: FormulaLanguage,
    private readonly typedComparisons: TypedComparisons,
  ) {}

  /**
   * The formula's value: null where it is nil. It may be infinite, or not a number.
   *
   * @param triggers What each trigger says; null is nil, which a trigger that has failed is to the fallback `scalingModifiers`.
   * @param now What `now()` is. Milliseconds since 1970.
   * @throws FormulaError if it fails.
   */
  evaluate(triggers: ReadonlyMap<string, number | null>, now = NOON): number | null {
    const value = this.run(triggers, now, this.language.mayBeNil ? null : 0);
    if (typeof value === 'number') return value;
    if (this.language.mayBeNil ? value === null : isNumeric(value)) return value === null ? null : Number(value);
    throw new RunError(`results in ${typeName(value)}, not a number`);
  }

  private run(triggers: ReadonlyMap<string, number | null>, now: number, missing: 0 | null): Value {
    const { typedComparisons } = this;
    const takesEmptyLists = this.language.hasBytes;
    return evaluate(this.expression, { triggers, now, missing, typedComparisons, takesEmptyLists });
  }

  private tryOut(names: readonly string[]): void {
    try {
      const triggers = new Map(names.map((name) => [name, TRIED]));
      const value: Value = this.run(triggers, NOON, 0);
      if (!this.language.mayBeNil && !isNumeric(value)) {
        throw new RunError(`results in ${typeName(value)}, not a number`);
      }
    } catch (error) {
      if (!(error instanceof RunError)) throw error;
      throw new FormulaError(
        `${error.problem}, when KEDA tries it with ${TRIED} for every trigger`,
        error.at,
        error.fix,
      );
    }
  }
}

/** An error with its place in the formula that somebody wrote, not in the text that KEDA compiles. */
function placed({ problem, at, fix }: FormulaError, formula: string, offset: number): FormulaError {
  if (at === undefined) return new FormulaError(problem, undefined, fix);
  const place = at - offset;
  if (place >= 0 && place < formula.length) return new FormulaError(withPlace(problem, place + 1), place, fix);
  if (formula.trim() === '') return new FormulaError('is empty');
  // The call of float that KEDA has put around the formula.
  const [, type] = /^calls float with a value of type (\S+), which/.exec(problem) ?? [];
  if (type !== undefined) return new FormulaError(`results in a value of type ${type}, not a number`, undefined, fix);
  if (place < 0) return new FormulaError('has several values', undefined, fix);
  // What is unexpected is a bracket that KEDA has put around the formula.
  const isTooLong = /^has an unexpected "\)"$/.test(problem);
  return new FormulaError(isTooLong ? 'closes a bracket that it does not open' : 'ends too early', formula.length, fix);
}

function withPlace(problem: string, character: number): string {
  const [what = '', ...rest] = problem.split(/(?=, (?:which|and|not) )/);
  return `${what} at character ${character}${rest.join('')}`;
}
