import { kedaRelease } from '../../../lib/simulation/keda/settings';
import { cronReading } from '../../../lib/simulation/world/cron-reading';

const DAY = { timezone: 'UTC', start: '0 8 * * *', end: '0 18 * * *', desiredReplicas: '5' };
const at = (hour: number, keda = '2.20', metadata: Record<string, string> = DAY) =>
  cronReading(metadata, kedaRelease(keda), Date.UTC(2026, 0, 5))(hour * 3_600_000);

test('within its hours a cron trigger says its replicas; outside 0, and 1 before KEDA 2.18', () => {
  expect(at(9)).toEqual({ value: 5 });
  expect(at(20)).toEqual({ value: 0 });
  expect(at(20, '2.17')).toEqual({ value: 1 });
});

test.each(['start', 'end', 'timezone', 'desiredReplicas'])('one without its %s is refused', (key) => {
  expect(() => at(9, '2.20', { ...DAY, [key]: ' ' })).toThrow(`The cron trigger has no ${key}.`);
  const { [key as keyof typeof DAY]: _, ...others } = DAY;
  expect(() => at(9, '2.20', others)).toThrow(`The cron trigger has no ${key}.`);
});

test('what KEDA does not take is refused in the words of the rules', () => {
  expect(() => at(9, '2.20', { ...DAY, end: '0 0 * * 7' })).toThrow('Sunday is 0');
});
