import { LatencySpread } from '../../../lib/simulation/world/latency-spread';

test('without requests there is no quantile', () => {
  const spread = new LatencySpread();
  spread.add(0, 0, 0);
  expect(spread.quantile(0.5)).toBeNull();
});

test('what the work takes varies as an exponential distribution does', () => {
  const spread = new LatencySpread();
  spread.add(100, 10, 0); // 100 ms on average
  expect(spread.quantile(0.5)! / 0.1).toBeCloseTo(Math.log(2), 1);
  expect(spread.quantile(0.95)! / 0.1).toBeCloseTo(-Math.log(0.05), 1);
});

test('waiting in line takes the same for all who stand in it', () => {
  const spread = new LatencySpread();
  spread.add(10, 50, 49.9); // 5 s each, of which all but 10 ms in line
  expect(spread.quantile(0.01)!).toBeGreaterThan(4.9);
  expect(spread.quantile(0.99)!).toBeLessThan(5.15);
});

test('seconds count by their requests, and nobody waits longer than a client does', () => {
  const spread = new LatencySpread(30);
  for (let second = 0; second < 98; second += 1) spread.add(1, 0.01, 0);
  spread.add(2, 80, 79.9);
  expect(spread.quantile(0.95)!).toBeLessThan(0.05);
  expect(spread.quantile(0.99)).toBe(30);
});
