import { BackOff } from '../../../lib/simulation/world/back-off';

/** When containers start that each run for so many seconds, and how long the kubelet waited before each but the first. */
function waits(lives: readonly number[]): number[] {
  const backOff = new BackOff();
  let now = 0;
  return lives.map((seconds) => {
    now += seconds * 1000;
    const wait = backOff.after(now);
    now += wait;
    return wait / 1000;
  });
}

test('a kubelet waits from the third restart on, twice as long each time, up to 5 minutes', () => {
  expect(waits(Array.from({ length: 8 }, () => 5))).toEqual([0, 0, 10, 20, 40, 80, 160, 300]);
});

test('after the longest wait the end before it is long enough ago', () => {
  expect(waits(Array.from({ length: 10 }, () => 5)).slice(-3)).toEqual([300, 0, 300]);
});

test('it does not wait while containers live longer than it would', () => {
  expect(waits([30, 30, 30, 30, 30, 30])).toEqual([0, 0, 0, 0, 40, 80]);
});

test('a container that has lived for 10 minutes is taken for a stable one', () => {
  expect(waits([5, 5, 5, 5, 700, 5, 5, 5])).toEqual([0, 0, 10, 20, 0, 10, 20, 40]);
});
