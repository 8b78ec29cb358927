/** A member of a plain object, or an argument of a call. */
export interface TypedMember {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  /** Whether it stands for all further arguments. */
  readonly rest: boolean;
}

const parsed = new Map<string, readonly TypedMember[]>();

/** The members of a text such as `name: string; ports?: number[]`. */
export function typedMembers(text: string): readonly TypedMember[] {
  const known = parsed.get(text) ?? (text === '' ? [] : text.split('; ').map(typedMember));
  parsed.set(text, known);
  return known;
}

function typedMember(text: string): TypedMember {
  const colon = text.indexOf(': ');
  const optional = text[colon - 1] === '?';
  const rest = text.startsWith('...');
  return { name: text.slice(rest ? 3 : 0, optional ? colon - 1 : colon), type: text.slice(colon + 2), optional, rest };
}
