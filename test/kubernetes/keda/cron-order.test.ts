import { unpairedTime } from '../../../lib/kubernetes/keda/cron-order';

const shown = (time: number): string => new Date(time).toUTCString().replace(/^(\w+), .* (\d\d:\d\d):.*$/, '$1 $2');

test.each([
  ['0 8 * * 1-5', '0 18 * * *', 'end Fri 18:00 Sat 18:00'],
  ['0 8 * * *', '0 18 * * 5', 'start Mon 08:00 Tue 08:00'],
  ['0 8-17 * * *', '59 17 * * *', 'start Mon 08:00 Mon 09:00'],
  ['0 8 * * 1-5', '0 18 * * 1-5', undefined],
  ['0 20 * * 1-5', '0 6 * * 2-6', undefined],
  ['0 0 * * 6', '59 23 * * 0', undefined],
  ['*/10 * * * *', '5-59/10 * * * *', undefined],
  ['0 8 * * *', '0 8 * * 1', undefined],
  ['0 8 1,15 * *', '0 8 2 * *', undefined],
  ['0 25 * * *', '0 18 * * *', undefined],
  ['0 8 * * *', '', undefined],
])('from %s to %s', (start, end, expected) => {
  const found = unpairedTime(start, end);
  expect(found && `${found.is} ${shown(found.first)} ${shown(found.second)}`).toBe(expected);
});
