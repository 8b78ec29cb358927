import { InputError } from '../../../validation';

/** A piece of a formula. */
export interface Token {
  readonly kind: 'number' | 'name' | 'symbol' | 'end';
  readonly text: string;
  /** Where it begins, counted from 1. */
  readonly column: number;
}

const TOKEN =
  /\s*(?:(\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_$][\w$]*)|(\?\?|\*\*|&&|\|\||==|!=|<=|>=|[-+*/%^<>!?:,()[\]{}#]))/y;

/**
 * The pieces of a formula.
 *
 * @throws InputError at the first character that no supported piece begins with.
 */
export function tokensOf(formula: string): Token[] {
  const tokens: Token[] = [];
  const end = formula.trimEnd().length;
  TOKEN.lastIndex = 0;
  for (let from = 0; from < end; from = TOKEN.lastIndex) {
    const match = TOKEN.exec(formula);
    if (!match) throw unsupported(formula, from + 1 + (/\S/.exec(formula.slice(from))?.index ?? 0));
    const [whole, number, name, symbol = ''] = match;
    const text = number ?? name ?? symbol;
    const kind = number !== undefined ? 'number' : name !== undefined ? 'name' : 'symbol';
    tokens.push({ kind, text, column: from + whole.length - text.length + 1 });
  }
  return [...tokens, { kind: 'end', text: '', column: end + 1 }];
}

/** The error of a formula that is wrong or not supported here. */
export function unsupported(formula: string, column: number, what = `"${formula[column - 1] ?? ''}"`): InputError {
  return new InputError({
    what: `Formula "${formula}", column ${column}: ${what} is not supported.`,
    why: 'KEDA refuses a wrong formula; of the right ones, the parts that compute with triggers are evaluated here.',
    fix: 'Use numbers, trigger names, arithmetic, comparisons, "and", "or", "not", "? :", "??", and functions such as sum, avg, min, max and count.',
  });
}
