import { isWhole, show } from '../fields';
import { MAX_INT32 } from '../int64';

/** Why a value cannot stand in a field of 32 bits. */
export interface NumberFault {
  readonly what: string;
  readonly fix: string;
  /** Whether it cannot even be decoded, whatever the field's bounds are. */
  readonly undecodable: boolean;
}

/** What is wrong with the whole number of a field; undefined where it is one within the bounds. */
export function wholeNumberFault(
  name: string,
  value: unknown,
  least: number,
  most = MAX_INT32,
): NumberFault | undefined {
  if (isWhole(value, least, most)) return undefined;
  const range = most === MAX_INT32 ? `${least} or more` : `${least} to ${most}`;
  const undecodable = !isWhole(value, -MAX_INT32 - 1, MAX_INT32);
  if (isWhole(value, MAX_INT32 + 1) && most === MAX_INT32) {
    return {
      what: `${name} ${value} does not fit into 32 bits`,
      fix: `Set ${name} to ${MAX_INT32} or less.`,
      undecodable,
    };
  }
  const bounds = most === MAX_INT32 ? `${least} up` : `${least} to ${most}`;
  return {
    what: `${name} ${show(value)} is not a whole number from ${bounds}`,
    fix: `Set ${name} to ${range}.`,
    undecodable,
  };
}
