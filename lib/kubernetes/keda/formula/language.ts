/**
 * The expression language of a KEDA release: expr-lang/expr 1.16.9 in KEDA 2.15 and 2.16, 1.17.2 in 2.17, 1.17.6 in 2.18, 1.17.7 in 2.19
 * and 1.17.8 in 2.20.
 *
 * @see https://github.com/kedacore/keda/blob/v2.20.2/go.mod
 */
export interface FormulaLanguage {
  /** From 2.17: `if {} else {}`, sequences with `;`, a comma after the last argument, at most 10,000 nodes, and elements with types. */
  readonly hasBlocks: boolean;
  /** From 2.19: `else if`, `\u{1F600}`, and two backticks for one in a raw string. */
  readonly hasElseIf: boolean;
  /** From 2.20: `b"bytes"`, and lists that are empty within others for `min` and `max`. */
  readonly hasBytes: boolean;
  /** From 2.20: with `??` the result may be nil, which leaves it to the fallback. Before, a result that is not a number is refused. */
  readonly mayBeNil: boolean;
}

/** The language of KEDA 2.`minor`. */
export function formulaLanguage(minor: number): FormulaLanguage {
  return { hasBlocks: minor >= 17, hasElseIf: minor >= 19, hasBytes: minor >= 20, mayBeNil: minor >= 20 };
}

/**
 * The text that KEDA compiles: the formula as a number. `offset` is where the formula begins in it.
 *
 * @see https://github.com/kedacore/keda/blob/v2.20.2/apis/keda/v1alpha1/scaledobject_webhook.go castToFloatIfNecessary
 */
export function compiledText(
  formula: string,
  language: FormulaLanguage,
): { readonly text: string; readonly offset: number } {
  const result = '_kedaCompositeResult';
  if (language.mayBeNil && formula.includes('??')) {
    const [before, after] = [`let ${result} = (`, `); ${result} == nil ? nil : float(${result})`];
    if (formula.startsWith(`let ${result} = `)) return { text: formula, offset: 0 };
    return { text: before + formula + after, offset: before.length };
  }
  if (formula.startsWith('float(')) return { text: formula, offset: 0 };
  return { text: `float(${formula})`, offset: 'float('.length };
}
