import { wholeNumberProblem, type Problem } from '../../validation';

/** When a schedule begins and ends, and what it asks for. */
export interface CronSchedule {
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
  readonly replicas: number;
}

/** Lowest and highest number of each field: minute, hour, day, month, day of the week. */
const FIELDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Why KEDA cannot keep a schedule. */
export function cronProblem({ start, end, timezone, replicas }: CronSchedule): Problem | undefined {
  for (const schedule of [start, end]) {
    const fields = schedule.trim().split(/\s+/);
    if (fields.length === FIELDS.length && fields.every((field, index) => isField(field, index))) continue;
    return {
      what: `A cron trigger has the schedule "${schedule}".`,
      why: 'KEDA takes minute, hour, day of the month, month and day of the week, and reports an error for anything else.',
      fix: 'Write five fields, such as "0 8 * * 1-5".',
    };
  }
  if (start === end) {
    return {
      what: `A cron trigger starts and ends at "${start}".`,
      why: 'KEDA refuses a time span without length.',
      fix: 'Let it end later.',
    };
  }
  if (!isTimeZone(timezone)) {
    return {
      what: `A cron trigger has the time zone "${timezone}".`,
      why: 'KEDA does not know it, and reports an error instead of a number of replicas.',
      fix: 'Use a name of the time zone database, such as "Asia/Seoul" or "UTC".',
    };
  }
  return wholeNumberProblem('The number of replicas of a cron trigger', replicas, 1);
}

function isField(field: string, index: number): boolean {
  const [low, high] = FIELDS[index]!;
  const numberOf = (text: string): number => {
    const names = index === 3 ? MONTHS : index === 4 ? DAYS : [];
    const named = names.indexOf(text.toLowerCase());
    return named < 0 ? (/^\d+$/.test(text) ? Number(text) : NaN) : named + (index === 3 ? 1 : 0);
  };
  return field.split(',').every((part) => {
    const [span = '', step, ...rest] = part.split('/');
    if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (span === '*' || span === '?') return true;
    const [from = NaN, to = from, ...more] = span.split('-').map(numberOf);
    return more.length === 0 && from >= low && to <= high && from <= to;
  });
}

/** The form of a name of the time zone database: which ones there are depends on its age, so nobody is refused for a new one. */
function isTimeZone(name: string): boolean {
  return /^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z][A-Za-z0-9_+-]*)*$/.test(name);
}
