import { callMethod, durationOf, zoneOf } from '../../../../lib/kubernetes/keda/formula/moments';
import { Moment, Named, Span, Zone, type Value } from '../../../../lib/kubernetes/keda/formula/value';

const SECOND = 1_000_000_000n;
/** 2026-03-04 05:06:07.123456789 UTC, a Wednesday. */
const MOMENT = new Moment(BigInt(Date.UTC(2026, 2, 4, 5, 6, 7)) * 1_000_000n + 123_456_789n);

test.each<[string, Value]>([
  ['Year', 2026n],
  ['Month', new Named('month', 3n)],
  ['Day', 4n],
  ['YearDay', 63n],
  ['Weekday', new Named('weekday', 3n)],
  ['Hour', 5n],
  ['Minute', 6n],
  ['Second', 7n],
  ['Nanosecond', 123_456_789n],
  ['Unix', BigInt(Date.UTC(2026, 2, 4, 5, 6, 7) / 1000)],
  ['UnixMilli', BigInt(Date.UTC(2026, 2, 4, 5, 6, 7)) + 123n],
  ['UnixMicro', BigInt(Date.UTC(2026, 2, 4, 5, 6, 7)) * 1000n + 123_456n],
  ['UnixNano', MOMENT.nanoseconds],
])('%s() of a moment', (name, value) => {
  expect(callMethod(MOMENT, name, [])).toEqual(value);
});

test('a moment in another zone has other hours, and is the same moment', () => {
  const seoul = callMethod(MOMENT, 'In', [new Zone('Asia/Seoul')]) as Moment;
  expect(callMethod(seoul, 'Hour', [])).toBe(14n);
  expect(callMethod(seoul, 'UTC', [])).toEqual(MOMENT);
  expect(callMethod(seoul, 'Equal', [MOMENT])).toBe(true);
});

test('moments are compared and subtracted, and durations added', () => {
  const later = callMethod(MOMENT, 'Add', [new Span(90n * SECOND)]) as Moment;
  expect(callMethod(later, 'Sub', [MOMENT])).toEqual(new Span(90n * SECOND));
  expect(callMethod(later, 'After', [MOMENT])).toBe(true);
  expect(callMethod(later, 'Before', [MOMENT])).toBe(false);
  expect(callMethod(MOMENT, 'Before', [later])).toBe(true);
});

test.each<[string, Value]>([
  ['Hours', -1.5],
  ['Minutes', -90],
  ['Seconds', -5400],
  ['Milliseconds', -5_400_000n],
  ['Microseconds', -5_400_000_000n],
  ['Nanoseconds', -5400n * SECOND],
  ['Abs', new Span(5400n * SECOND)],
])('%s() of a duration', (name, value) => {
  expect(callMethod(new Span(-5400n * SECOND), name, [])).toEqual(value);
  expect(callMethod(new Span(5400n * SECOND), 'Abs', [])).toEqual(new Span(5400n * SECOND));
});

test('what is not evaluated here says so', () => {
  expect(() => callMethod(MOMENT, 'Format', ['2006'])).toThrow('Format()');
  expect(() => callMethod(MOMENT, 'Sub', [1])).toThrow('Sub()');
  expect(() => callMethod(new Span(1n), 'Truncate', [new Span(1n)])).toThrow('Truncate()');
  expect(() => callMethod(1, 'Hours', [])).toThrow('Hours()');
});

test.each([
  ['1h30m', 5400n * SECOND],
  ['-1.5h', -5400n * SECOND],
  ['+300ms', 300_000_000n],
  ['1us1ns', 1001n],
  ['1µs', 1000n],
  ['.5s', 500_000_000n],
  ['1.s', SECOND],
  ['0', 0n],
])('the duration %s', (text, nanoseconds) => {
  expect(durationOf(text).nanoseconds).toBe(nanoseconds);
});

test.each(['', '5', '1d', '.s', '1h x', 'h', '9999999h'])('"%s" is not a duration', (text) => {
  expect(() => durationOf(text)).toThrow(`calls duration with "${text}"`);
});

test('zones are looked up by their names', () => {
  expect(zoneOf('')).toBe(Zone.UTC);
  expect(zoneOf('Asia/Seoul').name).toBe('Asia/Seoul');
  expect(() => zoneOf('Asia/Atlantis')).toThrow('does not exist');
});
