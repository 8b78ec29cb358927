import { secondsOfSpan, spanText } from '../../lib/simulation';
import { messageOf } from '../support/synthesize';

test.each([
  [90, 90],
  ['90', 90],
  ['90s', 90],
  ['40S', 40],
  ['1.5m', 90],
  ['1h30m', 5400],
  ['250ms', 0.25],
  ['1d', 86_400],
  [' 5m ', 300],
  [0, 0],
])('%p is %d seconds', (span, seconds) => {
  expect(secondsOfSpan('duration', span)).toBe(seconds);
});

test.each([['soon'], [''], ['5x'], ['-5s'], [-5], [NaN], [Infinity], ['5m3']])('%p is none', (span) => {
  expect(messageOf(() => secondsOfSpan('The duration', span))).toContain('is not a length of time.');
});

test.each([
  [0, '0s'],
  [0.5, '0.5s'],
  [45, '45s'],
  [90, '1m30s'],
  [3600, '1h'],
  [86_400, '24h'],
  [90.25, '90.25s'],
])('%d seconds are written %s', (seconds, text) => {
  expect(spanText(seconds)).toBe(text);
});
