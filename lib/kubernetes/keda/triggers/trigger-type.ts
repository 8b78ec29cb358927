import { TRIGGER_TABLE } from './trigger-table';

/** A key of a trigger's metadata. */
export interface TriggerKey {
  /** Its names: more than one, if one of them is enough. */
  readonly names: readonly string[];
  readonly isRequired: boolean;
  /** Whether `<name>FromEnv` may name an environment variable of the target that has it. */
  readonly fromEnvironment: boolean;
  /** Whether a TriggerAuthentication may have it. */
  readonly fromAuthentication: boolean;
  /** Whether it may stand in the metadata itself: most secrets may not. */
  readonly inMetadata: boolean;
  /** Whether KEDA refuses a trigger that has it: its release removed the key. */
  readonly isRemoved: boolean;
  /** What its value is read as; undefined where any text will do. */
  readonly form?: ValueForm;
  /** The only values that it may have; empty where any will do. */
  readonly allowed: readonly string[];
}

/** What a value is read as: a whole number, a number, a boolean or a duration. */
export type ValueForm = 'whole' | 'number' | 'boolean' | 'duration';

const FORMS: Readonly<Record<string, ValueForm>> = { i: 'whole', f: 'number', b: 'boolean', d: 'duration' };

/** A type of trigger, as the scaler of KEDA reads it. */
export interface TriggerType {
  readonly keys: readonly TriggerKey[];
  /** Whether the scaler reads keys that the table does not have. */
  readonly isOpen: boolean;
}

let table: ReadonlyMap<string, TriggerType> | undefined;

/** KEDA's types of triggers by name. The table is read with the first trigger. */
export function triggerTypes(): ReadonlyMap<string, TriggerType> {
  table ??= new Map(TRIGGER_TABLE.trim().split('\n').map(readLine));
  return table;
}

function readLine(line: string): readonly [string, TriggerType] {
  const [name = '', ...keys] = line.split(' ');
  return [name.replace('~', ''), { keys: keys.map(readKey), isOpen: name.endsWith('~') }];
}

function readKey(text: string): TriggerKey {
  const [, names = '', marks = '', form = '', allowed = ''] = /^(.*?)([!$*#-]*)(?::(\w))?(?:=(.*))?$/.exec(text) ?? [];
  return {
    names: names.split('|'),
    isRequired: marks.includes('!'),
    fromEnvironment: marks.includes('$'),
    fromAuthentication: marks.includes('*'),
    inMetadata: !marks.includes('-'),
    isRemoved: marks.includes('#'),
    form: FORMS[form],
    allowed: allowed === '' ? [] : allowed.split(','),
  };
}
