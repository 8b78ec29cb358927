import { typeScriptOf } from '../../../lib/command/tune/type-script';
import {
  assumptionText,
  demandLine,
  effortLine,
  reasonOf,
  scoreCells,
  verdictOf,
} from '../../../lib/command/tune/words';
import { type Assumption, type FieldChange, type Score, type Tuning } from '../../../lib/simulation';

const SCORE: Score = {
  ...{ cost: 10, podHours: 10, offered: 1000, lost: 0, lostMost: 0, mean: 0.1, p50: 0.1, p95: 0.1, p99: 0.1 },
  ...{ worst: 0.2, peak: 3, secondsAtMax: 0, use: 0.5, runs: 2 },
};
const OBJECT = { apiVersion: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' };

function tuning(parts: Partial<Tuning>): Tuning {
  return {
    ...{ scaler: OBJECT, target: OBJECT, load: 'siege:5', durationSeconds: 60, seed: 1 },
    ...{ now: { fields: [], score: SCORE }, recommended: { fields: [], score: SCORE }, isKept: false },
    ...{ changes: [], front: [], unmet: [], restsOn: [], leftAlone: [], manifests: { scaler: {}, workload: {} } },
    demands: { lost: 0, lostMost: 0, goals: [], budget: Infinity, use: Infinity },
    effort: { tried: 5, refused: 0, runs: 10, runsEach: 2, isStopped: false },
    ...parts,
  };
}

function better(score: Partial<Score>): Tuning['recommended'] {
  return { fields: [{ name: 'minReplicas', text: '2' }], score: { ...SCORE, ...score } };
}

describe('the answer in a sentence', () => {
  test.each<[string, Partial<Tuning>, string]>([
    ['cheaper', { recommended: better({ cost: 5 }) }, 'Take minReplicas 2: 50 % fewer pod hours, and nothing is lost.'],
    [
      'dearer',
      { recommended: better({ cost: 15, lost: 2 }) },
      'Take minReplicas 2: 50 % more pod hours, 2 instead of 0 lost requests.',
    ],
    [
      'as dear',
      { now: { fields: [], score: { ...SCORE, lost: 3 } }, recommended: better({ lost: 3 }) },
      'Take minReplicas 2: about as many pod hours, and as many requests lost.',
    ],
    [
      'of nothing',
      { now: { fields: [], score: { ...SCORE, cost: 0 } }, recommended: better({}) },
      'about as many pod hours',
    ],
    ['kept', { isKept: true }, 'Keep the settings: nothing that was tried is cheaper by more than 2 %.'],
    [
      'not kept to',
      { unmet: ['loss', 'p95<1ms'] },
      'No settings keep to at most 0 lost requests on average and 0 in the worst runs and p95<1ms. The present settings come closest.',
    ],
    [
      'too dear',
      { unmet: ['budget'], demands: { ...tuning({}).demands, budget: 2 } },
      'No settings keep to 2 pod hours.',
    ],
    ['too much', { unmet: ['use'] }, 'No settings keep to what the pods request.'],
  ])('%s', (_, parts, sentence) => {
    expect(verdictOf(tuning(parts))).toContain(sentence);
  });
});

test('how much was tried, what was held to, and what a setting gives', () => {
  expect(effortLine(tuning({}))).toBe('5 settings tried in 10 runs; seed 1');
  const effort = { tried: 1200, refused: 3, runs: 4000, runsEach: 2, isStopped: true };
  expect(effortLine(tuning({ effort }))).toBe(
    '1,200 settings tried in 4,000 runs, 3 more refused, until it was stopped; seed 1',
  );
  expect(demandLine({ ...tuning({}).demands, lost: 20, lostMost: 40, budget: 5 })).toBe(
    'at most 20 requests lost on average and 40 in 19 of 20 runs, 5 pod hours',
  );
  expect(scoreCells({ ...SCORE, cost: 12, lost: 30 }, SCORE, 'p95')).toEqual(['12 (+20 %)', '30', '100 ms', '3']);
  expect(scoreCells(SCORE, { ...SCORE, cost: 0 }, 'p95')[0]).toBe('10');
});

test.each<[string, Partial<Score> | undefined, string]>([
  ['nothing', {}, 'nearly the same without it'],
  ['cost', { cost: 12 }, 'without it 12 pod hours'],
  ['loss', { lost: 1, lostMost: 9 }, 'without it 1 lost request, 9 lost in the worst runs'],
  ['latency', { p95: 0.5 }, 'without it a p95 of 500 ms'],
  ['being possible', undefined, 'without it the others are refused'],
])('a change is for %s', (_, without, reason) => {
  const change = { without: without && { ...SCORE, ...without } } as FieldChange;
  expect(reasonOf(change, { fields: [], score: SCORE }, tuning({}).demands)).toBe(reason);
});

const ASSUMED: Assumption = {
  ...{ name: 'world.loadFactor', meaning: 'what the load is multiplied with', value: 1, unit: '', range: [0.9, 1.1] },
  ...{ cost: [4, 6], keeps: [true, true], source: 'the load as it was given' },
};

test.each<[Partial<Assumption>, string]>([
  [{}, 'loadFactor 1 (what the load is multiplied with): from 0.9 to 1.1 it costs 4 to 6 pod hours'],
  [{ keeps: [false, true] }, '; with 0.9 the settings do not keep to what was asked'],
  [{ keeps: [false, false], unit: 's' }, '; with 0.9 s and with 1.1 s the settings do not keep to what was asked'],
  [{ range: [1, 1] }, 'loadFactor 1 (what the load is multiplied with): the load as it was given'],
])('what an answer rests on: %j', (parts, text) => {
  expect(assumptionText({ ...ASSUMED, ...parts })).toContain(text);
});

describe('lines of TypeScript', () => {
  function lines(changes: Partial<FieldChange>[], scaler: object = {}): string[] {
    const all = changes.map((each) => ({ of: 'scaler', from: '', without: SCORE, to: String(each.value), ...each }));
    return typeScriptOf(tuning({ changes: all as FieldChange[], manifests: { scaler: { ...scaler }, workload: {} } }));
  }

  test.each<[string, (string | number)[], unknown, string]>([
    ['minReplicas', ['spec', 'minReplicas'], 3, 'minReplicas: 3,'],
    ['maxReplicaCount', ['spec', 'maxReplicaCount'], 30, 'maxReplicas: 30,'],
    ['pollingInterval', ['spec', 'pollingInterval'], 15, 'pollingInterval: Duration.seconds(15),'],
    [
      'averageUtilization of cpu',
      ['spec', 'metrics'],
      70,
      'ScalingMetric.cpuUtilization(70), // in metrics; scaleOnCpu(70, …) where it is the only one',
    ],
    [
      'averageUtilization of memory',
      ['spec', 'metrics'],
      70,
      'ScalingMetric.memoryUtilization(70), // in metrics; scaleOnMemory(70, …) where it is the only one',
    ],
    ['requests.cpu', ['requests', 'cpu'], '150m', 'cpu: { request: Cpu.millis(150) },'],
    ['threshold of s0', ['metadata', 'threshold'], '12.5', 'threshold: 12.5,'],
    ['threshold of s0', ['metadata', 'threshold'], '1k', 'threshold: "1k",'],
    ['window of the query', ['metadata', 'query'], 'sum(rate(a[1m]))', '// window of the query: sum(rate(a[1m]))'],
    ['value of depth', ['target', 'value'], 30, '// value of depth: 30'],
  ])('%s', (name, path, value, line) => {
    expect(lines([{ name, path, value }])).toEqual([line]);
  });

  test('a behaviour is said as a whole, wherever it stands', () => {
    const changes = [{ name: 'scaleUp.stabilizationWindowSeconds', path: ['spec', 'behavior', 'scaleUp'], value: 30 }];
    const scaleUp = {
      ...{ stabilizationWindowSeconds: 30, selectPolicy: 'Min', tolerance: '0.05' },
      policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }],
    };
    const behavior = { scaleUp, scaleDown: { selectPolicy: 'Disabled' } };
    const expected = [
      'behavior: {',
      "  scaleUp: ScalingRules.of({ stabilizationWindow: Duration.seconds(30), policies: [ScalingPolicy.pods(4, Duration.seconds(15))], selectPolicy: PolicySelection.MIN, tolerance: '0.05' }),",
      '  scaleDown: ScalingRules.disabled(),',
      '},',
    ];
    expect(lines(changes, { spec: { behavior } })).toEqual(expected);
    const plain = { scaleUp: { selectPolicy: 'Max' } };
    expect(lines(changes, { spec: { behavior: plain } })[1]).toBe(
      '  scaleUp: ScalingRules.of({ selectPolicy: PolicySelection.MAX }),',
    );
    const advanced = { horizontalPodAutoscalerConfig: { behavior } };
    expect(lines(changes, { spec: { advanced } })).toEqual(expected);
    expect(lines(changes)).toEqual(['behavior: {', '},']);
  });
});
