import { predict } from '../../../lib/simulation';
import { secondsOfWork } from '../../../lib/simulation/world/quota';
import { scaledOnCpu } from './manifests';

describe('what a CPU limit makes of a request', () => {
  test('the quota of a tenth of a second is spent at the speed of a core', () => {
    expect(secondsOfWork(0.05, 0.5)).toBe(0.05);
    expect(secondsOfWork(0.001, 0.05)).toBe(0.001);
  });

  test('beyond it a request waits for the next tenth, by when it began', () => {
    // from the begin of a tenth 50 ms, a pause of 50 ms and 50 ms more; 150 ms at most
    expect(secondsOfWork(0.1, 0.5)).toBeCloseTo(0.1375, 3);
    // the more a request needs, the less the first tenth matters
    expect(secondsOfWork(10, 0.5)).toBeCloseTo(20, 0);
    expect(secondsOfWork(10, 0.5)).toBeLessThan(20);
  });

  test('without a limit, or with one of a core and more, only the machine matters', () => {
    expect(secondsOfWork(0.1)).toBe(0.1);
    expect(secondsOfWork(0.1, 1)).toBe(0.1);
    expect(secondsOfWork(0.1, Infinity, 0.5)).toBe(0.2);
  });
});

test('one client that waits for its answers gets more than the limit of a pod from several of them', () => {
  const limited = { container: { resources: { requests: { cpu: '200m' }, limits: { cpu: '500m' } } } };
  const load = 'curl:1';
  const world = { cpuPerRequest: 0.1, startSeconds: 2 };
  const coresOf = (options: object) =>
    predict(scaledOnCpu({ minReplicas: 7 }, limited), { load, duration: '2m', world: { ...world, ...options } })[0]!
      .rows[60]!.cpuCores;
  expect(coresOf({})).toBeCloseTo(0.66, 1); // 47 % of 200m on 7 pods, as many have recorded
  expect(coresOf({ coresPerPod: 0.25 })).toBeLessThan(0.25); // a machine that has less
});
