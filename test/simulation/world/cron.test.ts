import { CronWindow } from '../../../lib/simulation/world/cron';
import { messageOf } from '../../support/synthesize';

function isActive(start: string, end: string, timezone: string, time: string): boolean {
  return new CronWindow(start, end, timezone).isActive(Date.parse(time));
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
  ['on a day that does not exist', '0 0 31 2 *', '0 0 1 3 *', 'UTC', '2026-02-28T10:00:00Z', true],
])('%s', (_name, start, end, timezone, time, active) => {
  expect(isActive(start, end, timezone, time)).toBe(active);
});

test('a clock that is asked again and again answers the same', () => {
  const window = new CronWindow('0 8 * * *', '0 18 * * *', 'Europe/Berlin');
  const active = Array.from({ length: 48 }, (_, hour) => window.isActive(Date.UTC(2026, 5, 1, hour)));
  expect(active.map((each, hour) => (each ? hour : undefined)).filter((hour) => hour !== undefined)).toEqual([
    ...[6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    ...[30, 31, 32, 33, 34, 35, 36, 37, 38, 39],
  ]);
});

test.each([
  ['0 8 * *', 'A cron trigger has the schedule "0 8 * *".'],
  ['60 8 * * *', 'A cron trigger has the schedule "60 8 * * *".'],
  ['0 8 * * someday', 'Write five fields, such as "0 8 * * 1-5".'],
  ['0 8 5-1 * *', 'A cron trigger has the schedule'],
  ['*/0 * * * *', 'A cron trigger has the schedule'],
])('the schedule %s is refused', (schedule, message) => {
  expect(messageOf(() => new CronWindow(schedule, '0 9 * * *', 'UTC'))).toContain(message);
});

test('a time zone that nobody knows is refused', () => {
  expect(messageOf(() => new CronWindow('0 8 * * *', '0 9 * * *', 'Middle/Earth'))).toContain(
    'A cron trigger has the time zone "Middle/Earth".',
  );
});
