import { TIME_ZONE_NAMES } from './time-zone-names';

const QUARTER = 900_000;
const DAY = 86_400_000;

let names: ReadonlySet<string> | undefined;

function zoneNames(): ReadonlySet<string> {
  names ??= new Set(TIME_ZONE_NAMES.flatMap(([area, list]) => list.split(' ').map((name) => area + name)));
  return names;
}

/**
 * Whether KEDA finds a time zone: a name of the time zone database, letter for letter. `Local` is the container's, which is UTC.
 *
 * @see https://pkg.go.dev/time#LoadLocation
 */
export function isTimeZone(name: string): boolean {
  return name === 'Local' || zoneNames().has(name);
}

/** The name that somebody meant who wrote another one: the same letters, or the city alone; undefined without one. */
export function similarTimeZone(name: string): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]/g, '');
  const [wanted, all] = [plain(name), [...zoneNames()]];
  return all.find((each) => plain(each) === wanted) ?? all.find((each) => plain(each).endsWith(`/${wanted}`));
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

/**
 * How far the clocks of a time zone are ahead of UTC, in milliseconds.
 *
 * @throws RangeError if the time zone database of this Node.js is too old to know the zone.
 */
export function zoneOffset(zone: string, time: number): number {
  if (zone === 'UTC' || zone === 'Local') return 0;
  const day = Math.floor(time / DAY) * DAY;
  const before = knownOffset(zone, day);
  // No zone changes its clocks twice a day, or within a quarter of an hour.
  return before === knownOffset(zone, day + DAY) ? before : knownOffset(zone, Math.floor(time / QUARTER) * QUARTER);
}

function knownOffset(zone: string, time: number): number {
  let known = offsets.get(zone);
  if (!known) offsets.set(zone, (known = new Map<number, number>()));
  const offset = known.get(time) ?? askedOffset(zone, time);
  known.set(time, offset);
  return offset;
}

function askedOffset(zone: string, time: number): number {
  const parts: Readonly<Record<string, number>> = Object.fromEntries(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(year!, month! - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = 'numeric';
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
  });
  formats.set(timeZone, format);
  return format;
}
