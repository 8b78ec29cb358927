/** A formula that KEDA does not compile, or that fails when it runs. */
export class FormulaError extends Error {
  /**
   * @param problem What is wrong, as what "the formula" does: `has an unexpected "b"`.
   * @param at Where in the compiled text, counted from 0; undefined: nowhere in particular.
   * @param fix What to write instead.
   */
  constructor(
    readonly problem: string,
    readonly at?: number,
    readonly fix?: string,
  ) {
    super(problem);
  }
}

/** A formula that may be right, and uses what is not evaluated here. */
export class UnsupportedFormula extends Error {}
