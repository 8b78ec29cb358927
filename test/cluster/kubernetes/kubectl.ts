import { CommandError, run, runBoth, type CommandResult } from '../environment/command';

/** Runs kubectl, as a person would type it, and gives what it printed. */
export async function kubectl(...args: string[]): Promise<string> {
  return (await run('kubectl', args)).trimEnd();
}

/** Runs kubectl with something to read. */
export async function kubectlWith(input: string, ...args: string[]): Promise<string> {
  return (await run('kubectl', args, { input })).trimEnd();
}

/** Runs kubectl, and gives both of its outputs: warnings of the API server are on the second one. */
export function kubectlBoth(...args: string[]): Promise<CommandResult> {
  return runBoth('kubectl', args);
}

/** Runs kubectl, and gives what it said when it failed. */
export async function kubectlError(...args: string[]): Promise<string> {
  try {
    await kubectl(...args);
  } catch (error) {
    if (error instanceof CommandError) return error.stderr;
    throw error;
  }
  return '';
}

/** An object, as the API server has it. */
export interface StoredObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly creationTimestamp?: string;
  };
  readonly [field: string]: unknown;
}

/** One object as JSON. */
export async function getObject<T extends object = StoredObject>(...args: string[]): Promise<T> {
  return JSON.parse(await kubectl('get', ...args, '--output=json')) as T;
}

/** Several objects as JSON. */
export async function getObjects<T extends object = StoredObject>(...args: string[]): Promise<T[]> {
  const { items } = JSON.parse(await kubectl('get', ...args, '--output=json')) as { readonly items: T[] };
  return items;
}
