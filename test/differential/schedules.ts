import { type Random } from './random';

export const ZONES = [
  'UTC',
  'Asia/Seoul',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Africa/Cairo',
  'America/St_Johns',
];
const ODD_ZONES = [
  'Middle/Earth',
  'europe/berlin',
  'Local',
  'US/Pacific',
  'EST5EDT',
  '../etc/passwd',
  'UTC+1',
  'GMT+5',
  'Etc/GMT-14',
];

const NAMES = [[], [], [], ['jan', 'FEB', 'Dec', 'foo'], ['sun', 'Mon', 'fri', 'sat', 'someday']];
const HIGHEST = [59, 23, 31, 12, 6];

/** A schedule as people write them; some are not taken. */
export function randomSchedule(random: Random): string {
  const isPlain = random.chance(0.7);
  const fields = HIGHEST.map((_, index) => field(random, index, isPlain));
  if (random.chance(0.03)) fields.pop();
  if (random.chance(0.03)) fields.push('*');
  const zone = random.chance(0.04)
    ? `${random.pick(['TZ', 'CRON_TZ'])}=${randomZone(random)}${random.chance(0.9) ? ' ' : ''}`
    : '';
  return random.chance(0.02)
    ? random.pick(['@daily', '', 'TZ=UTC', '@every 1h'])
    : zone + fields.join(random.pick([' ', ' ', ' ', '  ', '\t']));
}

export function randomZone(random: Random): string {
  return random.chance(0.9) ? random.pick(ZONES) : random.pick(ODD_ZONES);
}

function field(random: Random, index: number, isPlain: boolean): string {
  if (random.chance(index < 2 ? 0.2 : 0.55)) return random.pick(['*', '*', '?']);
  const parts = Array.from({ length: random.chance(0.2) ? 2 : 1 }, () =>
    isPlain ? plainPart(random, index) : part(random, index),
  );
  return parts.join(random.chance(0.03) ? ',,' : ',');
}

/** A part that KEDA takes. */
function plainPart(random: Random, index: number): string {
  const low = index === 2 || index === 3 ? 1 : 0;
  const first = low + random.below(HIGHEST[index]! + 1 - low);
  const last = first + random.below(HIGHEST[index]! + 1 - first);
  return random.any(
    () => String(first),
    () => `${first}-${last}`,
    () => `${random.pick(['*', `${first}`, `${first}-${last}`])}/${1 + random.below(20)}`,
  );
}

function part(random: Random, index: number): string {
  const number = (): string => {
    if (NAMES[index]!.length > 0 && random.chance(0.3)) return random.pick(NAMES[index]!);
    if (random.chance(0.03)) return random.pick(['7', '60', '-1', '+3', 'x', '', '32', '007', '1.5', '*']);
    return String(random.below(HIGHEST[index]! + 1));
  };
  const step = random.chance(0.15) ? `/${random.pick(['2', '5', '15', '1', '0', 'x', '100'])}` : '';
  return random.any(
    () => number() + step,
    () => number() + step,
    () => `${number()}-${number()}${step}`,
    () => `*${step}`,
    () => `${random.pick(['*-3', '?/2', '1-2-3', '1/2/3'])}`,
  );
}
