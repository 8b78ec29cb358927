import { verdictOf, type Judged } from '../../../lib/command/prove/verdict';
import { parseGoal, type Fields } from '../../../lib/simulation';
import { prediction } from '../predict/predictions';
import { followed, loadLog } from './proofs';

const GOOD = { name: 'web', ports: [{}], readinessProbe: {}, lifecycle: { preStop: {} } };

function workloadOf(container: Fields, spec: Fields = {}): Fields {
  return { spec: { ...spec, template: { spec: { containers: [{ name: 'sidecar' }, container] } } } };
}

function verdict(changes: Partial<Judged>) {
  return verdictOf({
    followed: followed([2, 2, 2], loadLog([[10, 0], [10, 0], [10, 0]])), // prettier-ignore
    ...{ workload: workloadOf(GOOD), availability: 99.9, goals: [], ...changes },
  });
}

const LOSING = loadLog([[10, 0], [5, 5], [10, 1]]); // prettier-ignore
const RESTARTED = { second: 1, what: 'rollout', text: 'Deployment web is restarted' } as const;

test('an app that answers everything passes', () => {
  expect(verdict({})).toEqual([
    { aspect: 'Availability', level: 'ok', text: '100 %: no request of 30 lost' },
    { aspect: 'Latency', level: 'ok', text: 'mean 50 ms, p95 50 ms, p99 50 ms' },
  ]);
  expect(verdict({ prediction: prediction() })[1]?.text).toMatch(/; predicted mean 80 ms$/);
});

describe('requests that are lost', () => {
  test('are a failure below what is asked for, and a warning above', () => {
    const lost = followed([2, 2, 2], LOSING);
    expect(verdict({ followed: lost })[0]).toEqual({
      ...{ aspect: 'Availability', level: 'failure', text: '80.65 %: 6 of 31 lost (asked for: 99.9 %)' },
      advice: 'lost from 0:01 to 0:02',
    });
    expect(verdict({ followed: lost, availability: 80 })[0]?.level).toBe('warning');
  });

  test('are told with what was done before, and what of the app lets it happen', () => {
    const bare = workloadOf({ name: 'web', ports: [{}] });
    const lost = followed([1, 1, 1], LOSING, { done: [RESTARTED] });
    expect(verdict({ followed: lost, workload: bare })[0]?.advice?.split('; ')).toEqual([
      'lost from 0:01 to 0:02, after Deployment web is restarted at 0:01',
      'container web has no readinessProbe: a new pod gets requests before it listens',
      'container web has no preStop pause: an old pod gets requests for a moment after it was told to stop',
      'it has one replica: nobody else serves while its pod is replaced',
    ]);
  });

  test('are not put down to probes where no pod was replaced', () => {
    const bare = workloadOf({ name: 'web', ports: [{}] });
    const once = followed([1, 1], loadLog([[10, 0], [10, 1]])); // prettier-ignore
    expect(verdict({ followed: once, workload: bare })[0]?.advice).toBe('lost at 0:01');
    expect(verdict({ followed: followed([1, 2], once.load), workload: bare })[0]?.advice).toContain(
      'no readinessProbe',
    );
  });

  test('are put down to Recreate, or to a maximum that is too low', () => {
    const recreate = workloadOf(GOOD, { strategy: { type: 'Recreate' } });
    expect(verdict({ followed: followed([2, 2, 2], LOSING), workload: recreate })[0]?.advice).toContain('Recreate');
    const atMost = verdict({
      ...{ followed: followed([5, 5, 5], LOSING), prediction: prediction(), agreement: { share: 1, seconds: 3 } },
    });
    expect(atMost[0]?.advice).toContain('all 5 replicas that the maximum allows were wanted');
  });

  test('of which none is dated are told without a time', () => {
    const undated = loadLog([[10, 0]], { failed: 3 }); // prettier-ignore
    expect(verdict({ followed: followed([2], undated) })[0]).not.toHaveProperty('advice');
  });

  test('all of them, are no matter of the app', () => {
    const unanswered = followed([2], loadLog([[0, 4]]));
    expect(verdict({ followed: unanswered }).slice(0, 2)).toEqual([
      {
        ...{ aspect: 'Availability', level: 'failure', text: 'none of 4 requests was answered' },
        advice: 'see whether the address is right, and whether a NetworkPolicy lets the load in',
      },
      { aspect: 'Latency', level: 'ok', text: 'nothing was answered' },
    ]);
    expect(verdict({ followed: unanswered, goals: [parseGoal('p95<1s')] })[1]).toMatchObject({ level: 'failure', text: 'nothing was answered' }); // prettier-ignore
  });
});

test('goals are held against what was measured', () => {
  const goals = ['mean<0.1s', 'p50<40ms', 'p99<1s', 'worst<60ms', 'lost<1%'].map(parseGoal);
  expect(verdict({ goals }).slice(1).map(({ aspect, level }) => [aspect, level])).toEqual([
    ['Goal mean<100ms', 'ok'],
    ['Goal p50<40ms', 'failure'],
    ['Goal p99<1s', 'ok'],
    ['Goal worst<60ms', 'ok'],
    ['Goal lost<1%', 'ok'],
  ]); // prettier-ignore
});

describe('replicas', () => {
  const apart = { share: 0.5, seconds: 60, firstDifference: { second: 20, predicted: 4, recorded: 1 } };

  function replicas(changes: Partial<Judged>) {
    return verdict({ prediction: prediction(), ...changes }).find(({ aspect }) => aspect === 'Replicas');
  }

  test('that fit are well', () => {
    expect(replicas({ agreement: { share: 0.95, seconds: 60 } })).toEqual({
      ...{ aspect: 'Replicas', level: 'ok' },
      text: 'within one replica and one sync of the prediction for 95 % of 1 min; up to 2, predicted 5',
    });
  });

  test('that do not fit are a warning, and a failure only where somebody asked', () => {
    expect(replicas({ agreement: apart })).toMatchObject({
      level: 'warning',
      text: expect.stringContaining('; first apart at 20 s: 1 instead of 4') as string,
      advice: expect.stringContaining('calibrate') as string,
    });
    expect(replicas({ agreement: apart, agreementAsked: 90 })?.level).toBe('failure');
    expect(replicas({ agreement: apart, agreementAsked: 40 })?.level).toBe('ok');
  });

  test('that nobody could predict are told with the reason', () => {
    const unpredicted = 'There is no metric.';
    expect(verdict({ unpredicted }).at(-1)).toEqual({ aspect: 'Replicas', level: 'warning', text: `not predicted: ${unpredicted}` }); // prettier-ignore
    expect(verdict({ unpredicted, agreementAsked: 90 }).at(-1)?.level).toBe('failure');
  });
});

test('what could not be sent and what was not done are warnings', () => {
  const done = [
    RESTARTED,
    { second: 2, what: 'drain', text: 'pod web-1 is not evicted: its PodDisruptionBudget refuses it now' },
    { second: 2, what: 'pod', text: 'not done: You may not delete pods.' },
  ] as const;
  const busy = followed([2], loadLog([[10, 0]], { unsent: 7 }), { done }); // prettier-ignore
  expect(verdict({ followed: busy }).slice(2)).toMatchObject([
    { aspect: 'Load', level: 'warning', text: expect.stringMatching(/^7 requests could not be sent/) as string },
    { aspect: 'The drain', level: 'warning' },
    { aspect: 'The pod', level: 'warning' },
  ]);
});
