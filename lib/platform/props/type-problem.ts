import { quantityValue } from '../../kubernetes/quantity';
import { similarWord } from '../../kubernetes/schema/similar-word';
import { enumProblem, type Problem } from '../../validation';
import { CLASSES, ENUMS, INTERFACES } from './prop-types';
import { typedMembers } from './typed-members';

/** Objects of other packages, by the members that this library uses: any release of the package is as good. */
const OTHERS: { readonly [name: string]: readonly string[] } = {
  ApiObject: ['node', 'metadata'],
  Construct: ['node'],
  Cpu: ['amount'],
  Duration: ['toMilliseconds'],
  EnvValue: ['value', 'valueFrom'],
  Handler: ['_toKube'],
  IConstruct: ['node'],
  IResolver: ['resolve'],
  ISecret: ['name'],
  PercentOrAbsolute: ['isZero'],
  Size: ['toKibibytes'],
};

const ARTICLES: { readonly [type: string]: string } = {
  function: 'a function',
  boolean: 'true or false',
  'number|string': 'a number or a string',
};

/**
 * Why a value is not of a type of the table, or undefined.
 *
 * @param place the name of the value, such as `The prop "tuning.workerProcesses"`
 */
export function typeProblem(value: unknown, type: string, place: Place): Problem | undefined {
  if (type === 'unknown') return undefined;
  if (type.endsWith('[]')) {
    if (!Array.isArray(value)) return notThe(value, `a list`, place);
    return firstProblem(value, (each, index) => typeProblem(each, type.slice(0, -2), place.item(index)));
  }
  if (type.startsWith('{')) return mapProblem(value, type.slice(1, -1), place);
  if (type.includes('|')) {
    const problems = type.split('|').map((each) => typeProblem(value, each, place));
    return problems.includes(undefined) ? undefined : literalProblem(value, type, place);
  }
  const values = ENUMS[type];
  if (values) return enumProblem(place.text, value, type, values);
  const members = INTERFACES[type];
  if (members !== undefined) return objectProblem(value, type, members, place);
  return scalarProblem(value, type, place);
}

/** Why the members of a plain object are not of their types. */
export function membersProblem(value: object, members: string, place: Place): Problem | undefined {
  return firstProblem(typedMembers(members), ({ name, type, optional }) =>
    memberProblem((value as Readonly<Record<string, unknown>>)[name], type, optional, place.member(name)),
  );
}

/** Why a member is not of its type, or is missing. */
export function memberProblem(value: unknown, type: string, optional: boolean, place: Place): Problem | undefined {
  if (value !== undefined) return typeProblem(value, type, place);
  return optional ? undefined : notThe(value, expected(type), place);
}

/** What a message calls a value, and what is within it. */
export class Place {
  constructor(
    private readonly path: string,
    private readonly kind: string,
    private readonly where = '',
  ) {}

  public get text(): string {
    return this.path === '' ? this.kind : `${this.kind} "${this.path}"${this.where}`;
  }

  public member(name: string): Place {
    return new Place(this.path === '' ? name : `${this.path}.${name}`, this.kind, this.where);
  }

  public item(index: number): Place {
    return new Place(`${this.path}[${index}]`, this.kind, this.where);
  }
}

function mapProblem(value: unknown, type: string, place: Place): Problem | undefined {
  if (!isPlain(value)) return notThe(value, 'an object with names and values', place);
  if (Object.hasOwn(value, 'constructor')) {
    return {
      what: `${place.text} has the key "constructor".`,
      why: 'cdk8s takes an object with such a member for one of a class, and cannot write it.',
      fix: 'Use another key.',
    };
  }
  return firstProblem(Object.entries(value), ([key, each]) => typeProblem(each, type, place.member(key)));
}

function objectProblem(value: unknown, type: string, members: string, place: Place): Problem | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return notThe(value, expected(type), place);
  return membersProblem(value, members, place) ?? misspeltMember(value, members, place);
}

/** A member that is there by a slip of the hand: what it was to say would be ignored. Others may be of an object that has more to say. */
function misspeltMember(value: object, members: string, place: Place): Problem | undefined {
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const known = typedMembers(members).map(({ name }) => name);
  for (const [name, each] of Object.entries(value)) {
    const meant = each === undefined || known.includes(name) ? undefined : similarWord(name, known);
    if (!meant?.isSlip || meant.word in value) continue;
    return {
      what: `${place.member(name).text} does not exist.`,
      why: 'It would be ignored without a word, and the default taken instead.',
      fix: `Write ${meant.word}.`,
    };
  }
  return undefined;
}

function scalarProblem(value: unknown, type: string, place: Place): Problem | undefined {
  if (type === 'number') return Number.isFinite(value) ? undefined : notThe(value, 'a number', place);
  if (type === 'string') return textProblem(value, place);
  if (type === 'boolean' || type === 'function') {
    return typeof value === type ? undefined : notThe(value, expected(type), place);
  }
  if (type.startsWith('"')) return value === JSON.parse(type) ? undefined : notThe(value, type, place);
  if (!hasMembers(value, OTHERS[type] ?? CLASSES[type] ?? [])) return notThe(value, expected(type), place);
  return amountProblem(value as object, type, place);
}

function textProblem(value: unknown, place: Place): Problem | undefined {
  if (typeof value !== 'string') return notThe(value, 'a string', place);
  if (!/\p{Surrogate}/u.test(value)) return undefined;
  return {
    what: `${place.text} has half of a character: a surrogate without its other half.`,
    why: 'No encoding can write it: what is read back is another text.',
    fix: 'Cut texts between characters.',
  };
}

/** Durations, sizes and CPUs take NaN and Infinity from their makers. */
function amountProblem(value: object, type: string, place: Place): Problem | undefined {
  const amount = amountOf(value, type);
  return amount === undefined || (Number.isFinite(amount) && amount >= 0)
    ? undefined
    : notThe(amount, `${expected(type)} from 0 up`, place);
}

function amountOf(value: object, type: string): number | undefined {
  if (type === 'Cpu') return quantityValue((value as { amount: unknown }).amount) ?? NaN;
  try {
    if (type === 'Duration') return (value as { toMilliseconds(): number }).toMilliseconds();
    if (type === 'Size') return (value as { toKibibytes(options: object): number }).toKibibytes({ rounding: 'none' });
  } catch {
    return NaN; // cdk8s converts no fraction of its smallest unit, and NaN is one
  }
  return undefined;
}

function literalProblem(value: unknown, type: string, place: Place): Problem {
  return notThe(value, ARTICLES[type] ?? `one of ${type.split('|').join(', ')}`, place);
}

function notThe(value: unknown, what: string, place: Place): Problem {
  return value === undefined
    ? { what: `${place.text} is missing.`, why: 'Nothing stands for it.', fix: `Give it ${what}.` }
    : {
        what: `${place.text} is ${kindOf(value)}, where ${what} belongs.`,
        why: 'It would end in the manifests as it is, or stop the synthesis half-way.',
        fix: `Give it ${what}.`,
      };
}

function expected(type: string): string {
  return ARTICLES[type] ?? (/^[A-Z]/.test(type) ? `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type}` : `a ${type}`);
}

/** What a value is, without the value: it may be a secret. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : `a ${typeof value}`;
}

function hasMembers(value: unknown, members: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && members.every((member) => member in value);
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstProblem<T>(
  values: readonly T[],
  problemOf: (value: T, index: number) => Problem | undefined,
): Problem | undefined {
  for (const [index, value] of values.entries()) {
    const problem = problemOf(value, index);
    if (problem) return problem;
  }
  return undefined;
}
