import { compareLate, LATE_NAMES, latePredictions, readLate } from '../recorded-probes';

test('there are recordings', () => {
  expect(LATE_NAMES).toEqual(['readiness-15', 'readiness-30']);
});

describe.each(LATE_NAMES)('%s', (name) => {
  const { timeline } = readLate(name);
  const predictions = latePredictions(name);
  const { lost, predicted, share } = compareLate(name, predictions);

  test('pods leave their Service in each prediction, and the autoscaler has no metric for a while, as on the cluster', () => {
    for (const { slowProbes, events } of predictions) {
      expect(slowProbes[0]).toMatchObject({ probe: 'readinessProbe', timeoutSeconds: 1 });
      expect(events.map(({ reason }) => reason)).toContain('FailedGetResourceMetric');
    }
    expect(timeline.some(([, , metric]) => metric === null)).toBe(true);
    expect(timeline.some(([, , , , , ready]) => ready === 0)).toBe(true);
  });

  test('within one replica and one sync for at least 95 of 100 seconds, whatever the phase of the clocks', () => {
    expect(share).toBeGreaterThanOrEqual(0.95);
  });

  test('as much is lost as some phase of the probes gives, and on average of all of them to a factor of 1.6', () => {
    const [least, mean, most] = predicted;
    expect(lost).toBeGreaterThanOrEqual(0.95 * least);
    expect(lost).toBeLessThanOrEqual(1.05 * most);
    expect(Math.max(mean / lost, lost / mean)).toBeLessThanOrEqual(1.6);
  });
});
