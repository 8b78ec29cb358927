/** What RE2 has, in the words of JavaScript's patterns; classes of characters become one that both have. */
const TRANSLATIONS: readonly (readonly [RegExp, string])[] = [
  [/\(\?P</g, '(?<'],
  [/\(\?[imsU]*(?:-[imsU]+)?:/g, '(?:'],
  [/\(\?[imsU]+(?:-[imsU]+)?\)/g, ''],
  [/\[:\^?[a-z]+:\]/g, 'x'],
  [/\\[pP](?:\{\^?\w+\}|[A-Z])/g, '\\w'],
  [/\\[AzCa]/g, '(?:)'],
  [/\\x\{[0-9a-fA-F]+\}/g, 'x'],
  [/\[(\^?)\]/g, '[$1\\]'], // the first bracket of a class is one of its characters
];

/** What JavaScript has and RE2 has not: looking around, and what a group has matched. */
const UNKNOWN_TO_RE2 = /\(\?(?:=|!|<=|<!)|\\(?:[1-9]|k<|u|c[A-Za-z])/;

const MOST_REPEATS = 1000;

/** Whether Prometheus takes a pattern. What only RE2 knows is let through. */
export function isPattern(text: string): boolean {
  const unquoted = text.replace(/\\Q[\s\S]*?(?:\\E|$)/g, 'x');
  const plain = unquoted.replace(/\\\\/g, 'xx');
  if (UNKNOWN_TO_RE2.test(plain)) return false;
  if ([...plain.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].some(([, ...ends]) => ends.some((n) => Number(n) > MOST_REPEATS))) {
    return false;
  }
  try {
    new RegExp(TRANSLATIONS.reduce((pattern, [from, to]) => pattern.replace(from, to), plain));
    return true;
  } catch {
    return false;
  }
}
