/** Functions and words of KEDA's expression language. */
const WORDS = new Set([
  ...[
    'abs',
    'all',
    'any',
    'ceil',
    'concat',
    'count',
    'filter',
    'find',
    'first',
    'flatten',
    'float',
    'floor',
    'get',
    'int',
  ],
  ...[
    'join',
    'keys',
    'last',
    'len',
    'lower',
    'map',
    'max',
    'mean',
    'median',
    'min',
    'none',
    'now',
    'one',
    'reduce',
    'repeat',
  ],
  ...[
    'replace',
    'reverse',
    'round',
    'sort',
    'split',
    'string',
    'sum',
    'take',
    'trim',
    'type',
    'uniq',
    'upper',
    'values',
  ],
  ...[
    'and',
    'or',
    'not',
    'in',
    'let',
    'if',
    'else',
    'nil',
    'true',
    'false',
    'matches',
    'contains',
    'startsWith',
    'endsWith',
  ],
  ...[
    'date',
    'duration',
    'avg',
    'indexOf',
    'groupBy',
    'countBy',
    'sumBy',
    'sortBy',
    'now',
    'bitand',
    'bitor',
    'bitxor',
  ],
]);

const TOKEN = /\s+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_$#][\w$]*|[^\s\w]/g;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Why KEDA does not compile a formula over triggers of these names; undefined if no reason is seen.
 *
 * @see https://expr-lang.org/docs/language-definition
 */
export function formulaProblem(formula: string, names: readonly string[]): string | undefined {
  const own = new Set([...names, ...[...formula.matchAll(/\blet\s+([A-Za-z_]\w*)/g)].map(([, name]) => name)]);
  const open: string[] = [];
  let previous = '';
  for (const [token] of formula.matchAll(TOKEN)) {
    if (token.trim() === '') continue;
    const closing = CLOSING[token];
    if (closing !== undefined) open.push(closing);
    else if (Object.values(CLOSING).includes(token) && open.pop() !== token) return 'has a bracket too many';
    else if (/^[A-Za-z_$]/.test(token) && previous !== '.' && !own.has(token) && !WORDS.has(token)) {
      return `names "${token}", which no trigger is called`;
    }
    previous = token;
  }
  if (open.length > 0) return 'has a bracket too few';
  return /[-+*/%^<>=&|?:,!]/.test(previous) ? `ends with "${previous}", after which a value is wanted` : undefined;
}
