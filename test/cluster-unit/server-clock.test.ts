import { ServerClock } from '../../lib/cluster/server-clock';

const NOW = Date.parse('2026-08-01T12:00:00Z');

/** An answer of a server whose clock is ahead, as HTTP dates it: in whole seconds. */
function answer(clock: ServerClock, at: number, ahead: number, trip = 10): void {
  clock.read(new Date(Math.floor((at + ahead) / 1000) * 1000).toUTCString(), at - trip, at + trip);
}

test('before an answer, and after one without a date, nobody knows', () => {
  const clock = new ServerClock();
  expect(clock.ahead).toBe(0);
  clock.read(undefined, NOW, NOW);
  clock.read('yesterday', NOW, NOW);
  expect(clock.ahead).toBe(0);
});

test.each([0, 340, 90_000, -7_250])('one answer tells %d ms to half a second, many to a few milliseconds', (ahead) => {
  const clock = new ServerClock();
  answer(clock, NOW + 123, ahead);
  expect(Math.abs(clock.ahead - ahead)).toBeLessThanOrEqual(510);
  for (let second = 1; second < 60; second++) answer(clock, NOW + second * 1037, ahead);
  expect(Math.abs(clock.ahead - ahead)).toBeLessThanOrEqual(20);
});

test('a slow answer does not undo what is known', () => {
  const clock = new ServerClock();
  for (let second = 1; second < 60; second++) answer(clock, NOW + second * 1037, 340);
  const known = clock.ahead;
  answer(clock, NOW + 70_000, 340, 3000);
  expect(clock.ahead).toBe(known);
});

test('a clock that is set is followed, ahead and back', () => {
  const clock = new ServerClock();
  for (const ahead of [0, 60_000, -60_000]) {
    answer(clock, NOW, ahead);
    expect(Math.abs(clock.ahead - ahead)).toBeLessThanOrEqual(510);
  }
});
