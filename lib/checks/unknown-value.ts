/**
 * What somebody puts in later, wherever it stands in a text: variables of Flux and envsubst, of Kustomize and Kubernetes, of templates and
 * of build servers, and placeholders for people. `${1}` of a regular expression is none.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution
 */
const VARIABLE =
  /\$\{[A-Za-z_][^}\n]*\}|\$\([A-Za-z_][\w.-]*\)|\$\$\w+\$\$|\$[A-Z_][A-Z0-9_]+\b|\{\{.*?\}\}|\{\.[A-Za-z][\w.]*\}|#\{[\w.-]+\}#?|__[A-Z][A-Z0-9_]*__|@@\w+@@|<[A-Za-z*][\w .-]*>|\[[A-Z][A-Z0-9_]+\]|\b(?:YOUR|(?:REPLACE|CHANGE)_?(?:ME|WITH|THIS))(?![a-z])[A-Z0-9_]*|\b(?:[A-Z0-9]+_)+(?:REPLACE|PLACEHOLDER)(?:_[A-Z0-9]+)*\b|\b(?:REPLACE|PLACEHOLDER)(?:_[A-Z0-9]+)+\b|\breplace_[a-z0-9_]+/g;
/** What is unknown as a whole: what SOPS encrypted, references of Vault's plugins (also in base64), 1Password and vals, words that ask to be replaced. */
const WHOLE =
  /^(?:ENC\[[^\n]*\]|vault:[^\n]*|op:\/\/[^\n]*|ref\+[a-z][\w+]*:\/\/[^\n]*|PLACEHOLDER\w*|<[A-Za-z][^<>\n]*>|\$[A-Za-z_]\w*|(?:REPLACE|CHANGE)_?(?:ME|WITH|THIS)\w*|(?:PHBhdGg6|dmF1bHQ6|JHs)[\w+/=]*)$/;
/** A letter that each of them has; most texts have none of them. */
const SIGN = /[$<{#_@[:]|YOUR|REPLACE|CHANGE|^(?:PLACEHOLDER|PHBhdGg6|dmF1bHQ6|JHs)/;
/** The value that Flux takes where nobody sets the variable. */
const DEFAULTED = /\$\{[A-Za-z_]\w*:?[=-]([^}\n]*)\}/g;
/** Longer texts are files, not values. */
const LONGEST = 65_536;

/**
 * Whether a value, or a part of it, is not known before something else has put it in. A placeholder in brackets or braces that nobody
 * quoted is a list or a map to YAML: `[YOUR_KEY]`, `{{ .Values.host }}`.
 */
export function isUnknown(value: unknown): boolean {
  if (typeof value === 'string') return withoutUnknown(value, '\0') !== value;
  if (Array.isArray(value)) return value.length === 1 && isUnknown(value[0]);
  return typeof value === 'object' && value !== null && isBraced(value);
}

/** Whether a value is unknown where one value stands, and no list: a list of one word in capitals is a placeholder there, `[REPLICAS]`. */
export function isUnknownScalar(value: unknown): boolean {
  const [word, ...others] = Array.isArray(value) ? (value as unknown[]) : [];
  return isUnknown(value) || (typeof word === 'string' && others.length === 0 && /^[A-Z][A-Z0-9_]+$/.test(word));
}

/** Whether a map is one word in braces, such as `{.host}` or, in two pairs of them, `{{ .Values.host }}`. */
function isBraced(map: object): boolean {
  const [entry, ...others] = Object.entries(map);
  return entry !== undefined && others.length === 0 && entry[1] === null && /^[.{$ ]/.test(entry[0]);
}

/** Whether nothing of a text is known. */
export function isWhollyUnknown(text: string): boolean {
  return WHOLE.test(text) || (text !== '' && text.replace(VARIABLE, '') === '');
}

/** A text with something else in place of its unknown parts. */
export function withoutUnknown(text: string, standIn: string): string {
  if (text.length > LONGEST || !SIGN.test(text)) return text;
  return WHOLE.test(text) ? standIn : text.replace(VARIABLE, () => standIn);
}

/** Whether a text with unknown parts may turn out to be another one. */
export function mayBecome(text: string, other: string): boolean {
  const [first = '', ...parts] = withoutUnknown(text, '\0').split('\0');
  const last = parts.pop();
  if (last === undefined) return text === other;
  if (!other.startsWith(first) || other.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts) {
    const found = other.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return other.endsWith(last) && other.length - last.length >= at;
}

/** A text with the defaults of its variables: `${PORT:=8080}` is 8080. */
export function withDefaults(text: string): string {
  return text.includes('${') ? text.replace(DEFAULTED, '$1') : text;
}
