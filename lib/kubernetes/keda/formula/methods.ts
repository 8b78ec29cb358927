import { BOOL, DURATION, FLOAT, INT, INT64, LOCATION, MONTH, STRING, TIME, type Type, WEEKDAY } from './types';

type Methods = Readonly<Record<string, readonly [takes: readonly Type[], returns: Type]>>;

const TEXT: Methods = { String: [[], STRING] };
const OF_DURATION: Methods = {
  ...TEXT,
  Hours: [[], FLOAT],
  Minutes: [[], FLOAT],
  Seconds: [[], FLOAT],
  Milliseconds: [[], INT64],
  Microseconds: [[], INT64],
  Nanoseconds: [[], INT64],
  Abs: [[], DURATION],
  Round: [[DURATION], DURATION],
  Truncate: [[DURATION], DURATION],
};
const OF_TIME: Methods = {
  ...TEXT,
  GoString: [[], STRING],
  Format: [[STRING], STRING],
  Year: [[], INT],
  Month: [[], MONTH],
  Day: [[], INT],
  YearDay: [[], INT],
  Weekday: [[], WEEKDAY],
  ISOWeek: [[], INT],
  Hour: [[], INT],
  Minute: [[], INT],
  Second: [[], INT],
  Nanosecond: [[], INT],
  Unix: [[], INT64],
  UnixMilli: [[], INT64],
  UnixMicro: [[], INT64],
  UnixNano: [[], INT64],
  IsZero: [[], BOOL],
  IsDST: [[], BOOL],
  After: [[TIME], BOOL],
  Before: [[TIME], BOOL],
  Equal: [[TIME], BOOL],
  Compare: [[TIME], INT],
  Add: [[DURATION], TIME],
  Sub: [[TIME], DURATION],
  AddDate: [[INT, INT, INT], TIME],
  Round: [[DURATION], TIME],
  Truncate: [[DURATION], TIME],
  UTC: [[], TIME],
  Local: [[], TIME],
  In: [[LOCATION], TIME],
  Location: [[], LOCATION],
  Zone: [[], STRING],
  ZoneBounds: [[], TIME],
};

const METHODS: Readonly<Record<string, Methods>> = {
  [TIME.name]: OF_TIME,
  [DURATION.name]: OF_DURATION,
  [WEEKDAY.name]: TEXT,
  [MONTH.name]: TEXT,
  [LOCATION.name]: TEXT,
};

/**
 * A method of Go's time package, as far as a formula may call it.
 *
 * @see https://pkg.go.dev/time
 */
export function methodOf({ name: type }: Type, name: string): Type | undefined {
  const method = Object.hasOwn(METHODS, type) ? METHODS[type] : undefined;
  if (!method || !Object.hasOwn(method, name)) return undefined;
  const [takes, result] = method[name]!;
  return { kind: 'func', name: `func ${name}`, takes, result };
}
