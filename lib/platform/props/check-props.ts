import { ConstructError, refuse, type Located } from '../../validation';
import { CALLS, INTERFACES } from './prop-types';
import { memberProblem, Place, typeProblem } from './type-problem';
import { typedMembers } from './typed-members';

/**
 * Holds the props of a construct to their types, as the compiler does for whoever uses it without `any`.
 *
 * @param construct name of its class
 * @throws {ConstructError} if a prop is missing or of another type, or a number is invalid.
 */
export function checkProps(scope: Located, construct: string, props: unknown): void {
  const type = typedMembers(CALLS[`new ${construct}`] ?? '').at(-1)?.type ?? 'unknown';
  if (!(type in INTERFACES)) {
    throw new Error(`There is no type of the props of ${construct}: run "npm run generate:props".`);
  }
  refuse(scope, typeProblem(props, type, new Place('', 'The prop')));
}

/**
 * Holds the arguments of a call of the public API to their types.
 *
 * @param call a name of the table, such as `AppImage.of`
 * @throws {ConstructError} with the path of the construct that is among them, else with the name of the call.
 */
export function checkArguments(call: string, self: unknown, args: readonly unknown[]): void {
  typedMembers(CALLS[call] ?? '').forEach(({ name, type, optional, rest }, index) => {
    const place = new Place(name, 'The argument', ` of ${call.replace('#', '.')}`);
    const problem = rest
      ? typeProblem(args.slice(index), type, place)
      : memberProblem(args[index], type, optional, place);
    if (problem) throw new ConstructError(located(call, [self, ...args]), problem);
  });
}

/**
 * Makes every function of the public API check its arguments; constructors do it themselves.
 *
 * @param api the exported classes by their names
 */
export function checkCalls(api: { readonly [name: string]: unknown }): void {
  for (const call of Object.keys(CALLS)) {
    const [, name = '', separator, method = ''] = /^(\w+)([.#])(\w+)$/.exec(call) ?? [];
    const owner = api[name] as { prototype: object } | undefined;
    const holder = separator === '#' ? owner?.prototype : owner;
    const descriptor = holder && Object.getOwnPropertyDescriptor(holder, method);
    if (!descriptor) continue; // abstract
    const original = descriptor.value as (...args: unknown[]) => unknown;
    const checked = function (this: unknown, ...args: unknown[]): unknown {
      checkArguments(call, this, args);
      return original.apply(this, args);
    };
    Object.defineProperty(holder, method, { ...descriptor, value: checked });
  }
}

/** What an error names before the construct itself is there: its place below its scope. */
export function childOf(scope: Located, id: string): Located {
  return { node: { path: scope.node.path === '' ? id : `${scope.node.path}/${id}` } };
}

function located(call: string, values: readonly unknown[]): Located {
  return values.find(isLocated) ?? { node: { path: call.replace('#', '.') } };
}

function isLocated(value: unknown): value is Located {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Located>).node?.path === 'string';
}
