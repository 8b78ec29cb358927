import { LiveDecisions, type Look } from '../../../lib/command/explain/live-decisions';
import { decide, hpaStatus, type Fields } from '../../../lib/simulation';
import { cpuOf, hpa, NOW, podsOf, scale } from '../../simulation/objects';

function lookAt(second: number, status: Fields, { replicas = 2, milli = 100, spec = {} } = {}): Look {
  const metrics = { resource: cpuOf(...Array.from({ length: replicas }, () => milli)) };
  const seen = { hpa: hpa(spec, { status }), scale: scale(replicas), pods: podsOf(replicas), metrics };
  return { time: NOW + second * 1000, seen };
}

/** What a controller would leave, that sees what a look saw. */
function statusAfter({ time, seen }: Look): Fields {
  return hpaStatus(decide({ ...seen, now: time }));
}

test('a change of the status is a sync, and its decision is compared', () => {
  const first = lookAt(0, {});
  const decisions = new LiveDecisions(first, '1.36');
  expect(decisions.next(lookAt(1, {}))).toBeUndefined();
  const status = statusAfter(lookAt(2, {}));
  expect(decisions.next(lookAt(2, status))).toMatchObject({
    time: NOW + 1500,
    guessed: false,
    matches: true,
    currentReplicas: 2,
    desiredReplicas: 2,
  });
  expect(decisions.next(lookAt(3, { ...status, desiredReplicas: 7 }))).toMatchObject({
    matches: false,
    recordedReplicas: 7,
    desiredReplicas: 2,
  });
});

test('a status that does not change is looked at once per sync period, from the first look on', () => {
  const status = statusAfter(lookAt(0, {}));
  const decisions = new LiveDecisions(lookAt(0, status), '1.36');
  const syncs = Array.from({ length: 60 }, (_, index) => decisions.next(lookAt(index + 1, status)));
  const times = syncs.flatMap((sync) => (sync ? [sync.time - NOW] : []));
  expect(times).toEqual([15_500, 30_500, 45_500]);
  expect(syncs.filter((sync) => sync).every((sync) => sync?.guessed === true && sync.matches)).toBe(true);
});

describe('before the first change, when nobody knows where the controller stands in its period', () => {
  const idle = statusAfter(lookAt(0, {}));
  const busy = { milli: 200 };

  test('a decision that does not show yet is waited for, and its change is the sync', () => {
    const decisions = new LiveDecisions(lookAt(0, idle), '1.36');
    const early = Array.from({ length: 22 }, (_, index) =>
      decisions.next(lookAt(index + 1, idle, index < 13 ? {} : busy)),
    );
    expect(early.filter(Boolean)).toEqual([]);
    const up = statusAfter(lookAt(23, idle, busy));
    const seen = { guessed: false, matches: true, currentReplicas: 2, desiredReplicas: 4 };
    expect(decisions.next(lookAt(23, up, busy))).toMatchObject(seen);
  });

  test('not for longer than a period: then the controller did not do what it should', () => {
    const decisions = new LiveDecisions(lookAt(0, idle), '1.36');
    const syncs = Array.from({ length: 40 }, (_, index) => decisions.next(lookAt(index + 1, idle, busy)));
    const told = syncs.flatMap((sync) => (sync ? [[sync.time - NOW, sync.guessed, sync.matches]] : []));
    expect(told).toEqual([[30_500, true, false]]);
  });
});

test('a change sets the period anew', () => {
  const status = statusAfter(lookAt(0, {}));
  const decisions = new LiveDecisions(lookAt(0, status), '1.36');
  const changed = { ...status, observedGeneration: 2 };
  const syncs = Array.from({ length: 30 }, (_, index) =>
    decisions.next(lookAt(index + 1, index < 9 ? status : changed)),
  );
  expect(syncs.flatMap((sync) => (sync ? [[sync.time - NOW, sync.guessed]] : []))).toEqual([
    [9500, false],
    [25_500, true],
  ]);
});

test('a window is remembered from one decision to the next', () => {
  const busy = lookAt(0, {}, { milli: 200 });
  const decisions = new LiveDecisions(busy, '1.36');
  const up = statusAfter(busy);
  expect(decisions.next(lookAt(1, up, { milli: 200 }))).toMatchObject({ desiredReplicas: 4 });
  const idle = { replicas: 2, milli: 10 }; // somebody has scaled it down again
  expect(decisions.next(lookAt(15, up, idle))).toBeUndefined();
  const after = lookAt(16, { ...up, observedGeneration: 2 }, idle);
  const held = { desiredReplicas: 4, matches: true, decision: { limitedBy: 'stabilizationWindow' } };
  expect(decisions.next(after)).toMatchObject(held);
  expect(new LiveDecisions(lookAt(15, up, idle), '1.36').next(after)).toMatchObject({ desiredReplicas: 2 });
});

test('a clock that was set back is waited for', () => {
  const decisions = new LiveDecisions(lookAt(10, {}), '1.36');
  expect(decisions.next(lookAt(9, { desiredReplicas: 5 }))).toBeUndefined();
  expect(decisions.next(lookAt(10, { desiredReplicas: 5 }))).toBeUndefined();
  expect(decisions.next(lookAt(11, { desiredReplicas: 5 }))).toMatchObject({ guessed: false });
});

test('a turn that was seen late the time before does not come within the period of a policy', () => {
  const busy = (replicas: number) => ({ milli: 900, replicas, spec: { maxReplicas: 20, behavior: BEHAVIOR } });
  const decisions = new LiveDecisions(lookAt(0, { desiredReplicas: 2 }, busy(2)), '1.36');
  expect(decisions.next(lookAt(1, { desiredReplicas: 6 }, busy(2)))).toMatchObject({ desiredReplicas: 6 });
  expect(decisions.next(lookAt(2, { desiredReplicas: 6 }, busy(6)))).toBeUndefined();
  expect(decisions.next(lookAt(14.2, { desiredReplicas: 6 }, busy(6)))).toBeUndefined();
  const next = decisions.next(lookAt(15.4, { desiredReplicas: 10 }, busy(6)));
  expect(next).toMatchObject({ time: NOW + 15_500, desiredReplicas: 10, matches: true });
});

const BEHAVIOR = {
  scaleUp: { policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }], stabilizationWindowSeconds: 0 },
};
