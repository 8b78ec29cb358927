import { type Problem } from './problem';

/** The values of an enumeration by their names. */
export interface EnumValues {
  readonly [member: string]: string | number;
}

/** Why a value is none of an enumeration: from JavaScript, or out of a configuration file, anything may come. */
export function enumProblem(what: string, value: unknown, name: string, allowed: EnumValues): Problem | undefined {
  if (Object.values(allowed).some((each) => each === value)) return undefined;
  const own = typeof value === 'string' && Object.hasOwn(allowed, value) ? [value] : Object.keys(allowed);
  return {
    what: `${what} is ${shown(value)}, which is not a ${name}.`,
    why: 'It would be written as it is, or be taken for a value that nobody chose.',
    fix: `Use ${own.map((member) => `${name}.${member} (${JSON.stringify(allowed[member])})`).join(', ')}.`,
  };
}

/** A value as far as a message can show it. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
