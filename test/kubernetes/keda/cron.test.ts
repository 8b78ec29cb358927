import { CronError, CronSchedule } from '../../../lib/kubernetes/keda/cron';
import { cronProblems, type CronTrigger } from '../../../lib/kubernetes/keda/cron-problems';
import { CronWindow } from '../../../lib/kubernetes/keda/cron-window';

function isActive(start: string, end: string, timezone: string, time: string): boolean {
  return new CronWindow(start, end, timezone).isActive(Date.parse(time));
}

function next(schedule: string, timezone: string, after: string): string | undefined {
  const time = CronSchedule.parse(schedule).next(Date.parse(after), timezone);
  return time === undefined ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');
}

const DAILY: CronTrigger = { start: '0 8 * * *', end: '0 18 * * *', timezone: 'Asia/Seoul', desiredReplicas: '5' };

function problems(trigger: CronTrigger): string[] {
  return [...cronProblems({ ...DAILY, ...trigger })].map(({ what }) => what);
}

test.each([
  ['on a working day', '0 8 * * 1-5', '0 18 * * 1-5', 'UTC', '2026-01-05T12:00:00Z', true],
  ['before it begins', '0 8 * * 1-5', '0 18 * * 1-5', 'UTC', '2026-01-05T07:59:59Z', false],
  ['when it begins', '0 8 * * 1-5', '0 18 * * 1-5', 'UTC', '2026-01-05T08:00:00Z', true],
  ['when it ends', '0 8 * * 1-5', '0 18 * * 1-5', 'UTC', '2026-01-05T18:00:00Z', false],
  ['on a Sunday', '0 8 * * mon-fri', '0 18 * * mon-fri', 'UTC', '2026-01-04T12:00:00Z', false],
  ['in Seoul', '0 8 * * *', '0 18 * * *', 'Asia/Seoul', '2026-01-04T23:30:00Z', true],
  ['in Seoul, in the evening', '0 8 * * *', '0 18 * * *', 'Asia/Seoul', '2026-01-05T12:00:00Z', false],
  ['over midnight', '0 22 * * *', '0 6 * * *', 'UTC', '2026-01-05T02:00:00Z', true],
  ['every quarter of an hour', '*/15 * * * *', '5/15 * * * *', 'UTC', '2026-01-05T02:17:00Z', true],
  ['after a quarter of an hour', '*/15 * * * *', '5-59/15 * * * *', 'UTC', '2026-01-05T02:07:00Z', false],
  ['on one of two days', '0 0 1,15 * *', '0 0 2,16 * *', 'UTC', '2026-01-15T10:00:00Z', true],
  ['in a month by its name', '0 0 1 jan ?', '0 0 1 FEB ?', 'UTC', '2026-01-20T10:00:00Z', true],
  ['on the 13th or a Friday', '0 0 13 * 5', '0 12 * * *', 'UTC', '2026-01-09T10:00:00Z', true],
  ['on a day that is next in 2028', '0 0 29 2 *', '0 0 1 3 *', 'UTC', '2028-02-29T10:00:00Z', true],
  ['from a day that never comes: always', '0 0 31 2 *', '0 0 1 3 *', 'UTC', '2026-02-28T10:00:00Z', true],
  ['to a day that never comes: never', '0 0 1 3 *', '0 0 31 2 *', 'UTC', '2026-03-28T10:00:00Z', false],
  ['from and to the same times: always', '0 8 * * *', '00 8 * * *', 'UTC', '2026-03-28T10:00:00Z', true],
])('a cron trigger %s', (_name, start, end, timezone, time, active) => {
  expect(isActive(start, end, timezone, time)).toBe(active);
});

test('a clock that is asked again and again answers the same', () => {
  const window = new CronWindow('0 8 * * *', '0 18 * * *', 'Europe/Berlin');
  const active = Array.from({ length: 48 }, (_, hour) => window.isActive(Date.UTC(2026, 5, 1, hour)));
  expect(active.map((each, hour) => (each ? hour : -1)).filter((hour) => hour >= 0)).toEqual([
    ...[6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    ...[30, 31, 32, 33, 34, 35, 36, 37, 38, 39],
  ]);
});

test.each([
  ['skips a time that clocks skip', '30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T00:30:00Z'],
  ['comes twice where clocks go back', '30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
  ['is of its own time zone', 'CRON_TZ=Asia/Seoul 0 8 * * *', 'UTC', '2026-01-05T00:00:00Z', '2026-01-05T23:00:00Z'],
  ['takes TZ, too', 'TZ=UTC 0 8 * * *', 'Asia/Seoul', '2026-01-05T00:00:00Z', '2026-01-05T08:00:00Z'],
  ['knows half hours', '0 8 * * *', 'Asia/Kolkata', '2026-01-05T00:00:00Z', '2026-01-05T02:30:00Z'],
  ['never comes', '0 0 30 2 *', 'UTC', '2026-01-05T00:00:00Z', undefined],
  ['has no number', ', 8 * * *', 'UTC', '2026-01-05T00:00:00Z', undefined],
])('a schedule %s', (_name, schedule, timezone, after, time) => {
  expect(next(schedule, timezone, after)).toBe(time);
});

test.each([
  ['0 8 * *', 'has 4 fields instead of 5'],
  ['0 0 8 * * *', 'has 6 fields instead of 5'],
  ['0 0 * * 7', 'has the day of the week "7", which is outside of 0 to 6: Sunday is 0'],
  ['60 8 * * *', 'has the minute "60", which is outside of 0 to 59'],
  ['0 8 0 * *', 'has the day of the month "0", which is outside of 1 to 31'],
  ['0 8 * * someday', 'has the day of the week "someday", which is not a number or a name'],
  ['x 8 * * *', 'has the minute "x", which is not a number'],
  ['0 8 5-1 * *', 'has the day of the month "5-1", which ends before it begins'],
  ['0 1-2-3 * * *', 'has the hour "1-2-3", which has two hyphens'],
  ['0 1/2/3 * * *', 'has the hour "1/2/3", which has two slashes'],
  ['*/0 * * * *', 'has the minute "*/0", which has a step of 0'],
  ['@daily', 'is "@daily", a name that KEDA does not take'],
  ['TZ=Middle/Earth 0 8 * * *', 'has the time zone "Middle/Earth", which does not exist'],
  ['TZ=UTC', 'has a time zone and nothing else'],
])('KEDA does not take %j: it %s', (schedule, problem) => {
  expect(() => CronSchedule.parse(schedule)).toThrow(new CronError(problem, ''));
});

test('Sunday is told as 0, and nobody who wrote five fields is told to write five', () => {
  const [problem] = [...cronProblems({ ...DAILY, end: '0 0 * * 7' })];
  expect(problem).toMatchObject({ key: 'end', fix: 'Write 0, or sun, for Sunday.' });
});

test('a trigger as KEDA takes it has no problem, blanks around its values included', () => {
  expect(problems({})).toEqual([]);
  expect(problems({ start: ' 0 8 * * * ', timezone: 'US/Pacific', desiredReplicas: ' 3 ' })).toEqual([]);
  expect([...cronProblems({})]).toEqual([]);
});

test('a trigger starts and ends at different times', () => {
  expect(problems({ end: '0 8 * * *' })).toEqual(['the cron trigger starts and ends at "0 8 * * *"']);
});

test.each([
  ['KST+9:00', 'Use a name of the time zone database, such as "Asia/Seoul" or "UTC".'],
  ['asia/seoul', 'Use "Asia/Seoul".'],
  ['New York', 'Use "America/New_York".'],
  ['Europe/../UTC', 'Use a name of the time zone database, such as "Asia/Seoul" or "UTC".'],
])('the time zone %s does not exist', (timezone, fix) => {
  expect([...cronProblems({ ...DAILY, timezone })]).toMatchObject([
    { key: 'timezone', what: `the timezone "${timezone}" of the cron trigger does not exist`, fix },
  ]);
});

test.each([
  ['0', 'the cron trigger has desiredReplicas 0'],
  ['null', 'the cron trigger has desiredReplicas 0'],
  ['five', 'the cron trigger has desiredReplicas "five", which is not a whole number'],
  ['1e3', 'the cron trigger has desiredReplicas "1e3", which is not a whole number'],
  ['05', 'the cron trigger has desiredReplicas "05", which is not a whole number'],
  ['-1', 'the cron trigger has desiredReplicas -1, below 0'],
])('desiredReplicas %j is refused', (desiredReplicas, problem) => {
  expect(problems({ desiredReplicas })).toEqual([problem]);
});
