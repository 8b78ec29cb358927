/** Functions of Prometheus' templates. @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/ */
const PROMETHEUS_FUNCTIONS = [
  ...['args', 'externalURL', 'first', 'graphLink', 'humanize', 'humanize1024', 'humanizeDuration'],
  ...['humanizePercentage', 'humanizeTimestamp', 'label', 'match', 'now', 'parseDuration', 'pathPrefix', 'query'],
  ...['reReplaceAll', 'safeHtml', 'sortByLabel', 'stripDomain', 'stripPort', 'strvalue', 'tableLink', 'title', 'tmpl'],
  ...['toDuration', 'toLower', 'toTime', 'toUpper', 'urlQueryEscape', 'value'],
];
/** Functions and constants of every template of Go. @see https://pkg.go.dev/text/template#hdr-Functions */
const GO_FUNCTIONS = [
  ...['and', 'call', 'eq', 'ge', 'gt', 'html', 'index', 'js', 'le', 'len', 'lt', 'ne', 'not', 'or', 'print'],
  ...['printf', 'println', 'slice', 'urlquery', 'true', 'false', 'nil'],
];
const KNOWN: ReadonlySet<string> = new Set([...PROMETHEUS_FUNCTIONS, ...GO_FUNCTIONS]);
const OPENING: ReadonlySet<string> = new Set(['if', 'range', 'with', 'block', 'define']);
const KEYWORDS: ReadonlySet<string> = new Set([...OPENING, 'else', 'end', 'template', 'break', 'continue']);
/** Words and signs that something has to follow; Go takes a pipe that leads nowhere. */
const ASKING: ReadonlySet<string> = new Set([...OPENING, 'template', ',', '=', ':=']);
/** What Prometheus declares before the text of a rule. */
const VARIABLES = ['$', '$labels', '$externalLabels', '$externalURL', '$value'];

/** What ends the name of a field before it has begun. */
const DANGLING_DOT = /^\.(?!\w)/;

/** A part of an action: text in quotes, a variable, a field, a name, a number, or a sign. */
const TOKEN =
  /\s+|"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])+'|\$\w*(?:\.\w+)*|\.\w+|[A-Za-z_]\w*|[+-]?\d[\w.]*|:=|[.|(),=]/y;
/**
 * Why Prometheus does not take a text with templates, as the end of a sentence: `it calls "x", which is not a function`.
 *
 * Names, quotes and blocks are looked at, as Prometheus does when it loads a file of rules; not what a function is given.
 */
export function templateMistake(text: string): string | undefined {
  const declared = new Set(VARIABLES);
  let open = 0;
  let end = 0;
  for (;;) {
    const start = text.indexOf('{{', end);
    if (start < 0) return open > 0 ? 'a block has no {{ end }}' : undefined;
    const content = contentOf(text, start + 2);
    if (content === undefined) return 'its braces do not match';
    end = start + content.length + 4;
    const found = text.slice(start, end);
    if (/^(?:-\s)?\/\*/.test(content)) continue;
    const tokens = tokensOf(content.replace(/^-(?=\s)/, '').replace(/\s-$/, ''));
    if (!tokens) return `${found} is not a template of Go`;
    const mistake = actionMistake(tokens, declared);
    if (mistake !== undefined) return mistake;
    const [word = ''] = tokens;
    if (OPENING.has(word)) open += 1;
    if (word === 'end') open -= 1;
    if (open < 0 || (word === 'else' && open === 0)) return `${found} has no beginning`;
  }
}

/** What is between the braces of an action, which may quote braces; `undefined` if they are not closed. */
function contentOf(text: string, start: number): string | undefined {
  const comment = /(?:-\s)?\/\*/y;
  comment.lastIndex = start;
  if (comment.test(text)) {
    const close = text.indexOf('}}', text.indexOf('*/', comment.lastIndex));
    return close < 0 || !text.includes('*/', comment.lastIndex) ? undefined : text.slice(start, close);
  }
  for (let at = start; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === '}' && text[at + 1] === '}') return text.slice(start, at);
    if ('"\'`'.includes(letter)) at = closingQuote(text, at, letter);
    if (at < 0) return undefined;
  }
  return undefined;
}

/** Where a quoted text ends; -1 if it does not, or has a line feed where none may be. */
function closingQuote(text: string, open: number, quote: string): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === quote) return at;
    if (quote === '`') continue;
    if (text[at] === '\n') return -1;
    if (text[at] === '\\') at += 1;
  }
  return -1;
}

function tokensOf(content: string): string[] | undefined {
  const tokens: string[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < content.length;) {
    const [token] = TOKEN.exec(content) ?? [];
    if (
      token === undefined ||
      (/^[$.]\w/.test(token) && DANGLING_DOT.test(content.slice(TOKEN.lastIndex, TOKEN.lastIndex + 2)))
    ) {
      return undefined;
    }
    if (token.trim() !== '') tokens.push(token);
  }
  return tokens;
}

function actionMistake(tokens: readonly string[], declared: Set<string>): string | undefined {
  if (tokens.length === 0) return 'an action has nothing between its braces';
  const last = tokens.at(-1) ?? '';
  if (ASKING.has(last)) return `nothing follows its "${last}"`;
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth < 0) break;
    const [name = ''] = token.split('.');
    const next = tokens[index + 1];
    if (token.startsWith('$')) {
      if (next === ':=' || (next === ',' && tokens.includes(':='))) declared.add(name);
      else if (!declared.has(name)) return `it has the variable "${name}", which nobody declares`;
    } else if (/^[A-Za-z_]/.test(token)) {
      const isKeyword = KEYWORDS.has(token) && (index === 0 || tokens[index - 1] === 'else');
      if (!isKeyword && !KNOWN.has(token)) return `it calls "${token}", which is not a function`;
    }
  }
  return depth === 0 ? undefined : 'its parentheses do not match';
}
