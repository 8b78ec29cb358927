import * as fc from 'fast-check';
import {
  decide,
  normalizeReplicas,
  controllerSettings,
  readHpa,
  type Fields,
  type HpaHistory,
} from '../../lib/simulation';
import { ago, cpuOf, hpa, NOW, podMetrics, pod, scale } from './objects';

const policy = fc.record({
  type: fc.constantFrom('Pods', 'Percent'),
  value: fc.integer({ min: 1, max: 200 }),
  periodSeconds: fc.integer({ min: 1, max: 1800 }),
});
const rules = fc.record(
  {
    stabilizationWindowSeconds: fc.integer({ min: 0, max: 3600 }),
    selectPolicy: fc.constantFrom('Max', 'Min', 'Disabled'),
    policies: fc.array(policy, { minLength: 1, maxLength: 3 }),
    tolerance: fc.constantFrom('0', '0.05', '0.5'),
  },
  { requiredKeys: [] },
);
const behavior = fc.option(fc.record({ scaleUp: rules, scaleDown: rules }, { requiredKeys: [] }), { nil: undefined });
const age = fc.integer({ min: 0, max: 4000 });
const history: fc.Arbitrary<HpaHistory> = fc.record({
  recommendations: fc.array(fc.record({ replicas: fc.nat(200), time: age.map(ago) }), { maxLength: 8 }),
  events: fc.record({
    up: fc.array(fc.record({ change: fc.integer({ min: 1, max: 20 }), time: age.map(ago) }), { maxLength: 5 }),
    down: fc.array(fc.record({ change: fc.integer({ min: 1, max: 20 }), time: age.map(ago) }), { maxLength: 5 }),
  }),
  conditions: fc.constant([]),
  desiredReplicas: fc.nat(100),
  currentMetrics: fc.constant([]),
});
const somePod = fc.record({
  phase: fc.constantFrom('Running', 'Running', 'Running', 'Pending', 'Failed', 'Succeeded'),
  age: fc.integer({ min: 0, max: 1000 }),
  ready: fc.constantFrom('True', 'True', 'False', 'Unknown', null),
  deleted: fc.boolean(),
});
const situation = fc
  .record({
    min: fc.integer({ min: 1, max: 20 }),
    more: fc.integer({ min: 0, max: 80 }),
    current: fc.integer({ min: 0, max: 120 }),
    target: fc.integer({ min: 1, max: 300 }),
    pods: fc.array(fc.tuple(somePod, fc.option(fc.nat(2000), { nil: undefined })), { maxLength: 12 }),
    behavior,
    history,
    kubernetes: fc.integer({ min: 12, max: 37 }).map((minor) => `1.${minor}`),
  })
  .map((each) => ({ ...each, max: each.min + each.more }));

type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

function inputOf({ min, max, current, target, pods, behavior: rulesOf, history: past, kubernetes }: Situation) {
  const metrics = [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } } },
  ];
  return {
    hpa: hpa({ minReplicas: min, maxReplicas: max, metrics, ...(rulesOf && { behavior: rulesOf }) }),
    scale: scale(current),
    pods: pods.map(([options], index) => pod(`p${index}`, options)),
    metrics: {
      resource: pods.flatMap(([, usage], index) =>
        usage === undefined ? [] : [podMetrics(`p${index}`, { cpu: `${usage}m` })],
      ),
    },
    history: past,
    now: NOW,
    options: { kubernetes },
  };
}

test('a decision that scales stays within minimum and maximum, or comes closer to them', () => {
  fc.assert(
    fc.property(situation, (each) => {
      const { desiredReplicas, rescaled, currentReplicas } = decide(inputOf(each));
      if (!rescaled) return;
      expect(desiredReplicas).toBeGreaterThanOrEqual(Math.min(each.min, currentReplicas));
      expect(desiredReplicas).toBeLessThanOrEqual(Math.max(each.max, currentReplicas));
      if (each.behavior === undefined) {
        expect(desiredReplicas).toBeGreaterThanOrEqual(each.min);
        expect(desiredReplicas).toBeLessThanOrEqual(each.max);
      }
    }),
    { numRuns: 500 },
  );
});

test('after two decisions the replicas are within minimum and maximum, unless it failed', () => {
  fc.assert(
    fc.property(situation, (each) => {
      const first = decide(inputOf(each));
      const second = decide({
        ...inputOf(each),
        scale: scale(first.rescaled ? first.desiredReplicas : each.current),
        history: first.history,
      });
      if (second.limitedBy === 'disabled' || second.limitedBy === 'metricFailure') return;
      expect(second.desiredReplicas).toBeGreaterThanOrEqual(each.min);
      expect(second.desiredReplicas).toBeLessThanOrEqual(each.max);
    }),
    { numRuns: 500 },
  );
});

test('no number of a decision is NaN, and what is decided once is decided again', () => {
  fc.assert(
    fc.property(situation, (each) => {
      const decision = decide(inputOf(each));
      expect(JSON.stringify(numbersIn(decision))).not.toContain('null');
      expect(decide(inputOf(each))).toEqual(decision);
    }),
  );
});

test('nothing of the input is changed', () => {
  fc.assert(
    fc.property(situation, (each) => {
      const input = inputOf(each);
      const before = structuredClone(input);
      decide(frozen(input));
      expect(input).toEqual(before);
    }),
  );
});

test('with the same pods, history and replicas, more usage never asks for fewer', () => {
  const measured = fc.record({
    current: fc.integer({ min: 1, max: 50 }),
    usage: fc.nat(3000),
    more: fc.nat(500),
    target: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(measured, ({ current, usage, more, target }) => {
      const raw = (millis: number): number => {
        const metrics = [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } } },
        ];
        const pods = Array.from({ length: current }, (_, index) => pod(`p${index}`));
        const answer = { resource: cpuOf(...pods.map(() => millis)) };
        return (
          decide({ hpa: hpa({ maxReplicas: 100, metrics }), scale: scale(current), pods, metrics: answer, now: NOW })
            .rawReplicas ?? NaN
        );
      };
      expect(raw(usage + more)).toBeGreaterThanOrEqual(raw(usage));
    }),
    { numRuns: 200 },
  );
});

test('one more metric that works never asks for fewer', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 10 }), (queue, other, current) => {
      const metric = (name: string): Fields => ({
        type: 'External',
        external: { metric: { name }, target: { type: 'AverageValue', averageValue: 10 } },
      });
      const external = [
        { metricName: 'queue', value: queue },
        { metricName: 'other', value: other },
      ];
      const raw = (...names: string[]) =>
        decide({
          hpa: hpa({ metrics: names.map(metric) }),
          scale: scale(current),
          pods: [],
          metrics: { external },
          now: NOW,
          options: { kubernetes: '1.36' },
        }).rawReplicas;
      expect(raw('queue', 'other')).toBeGreaterThanOrEqual(raw('queue') ?? NaN);
    }),
  );
});

test('a stabilised value lies within the history, the present and what is asked for', () => {
  fc.assert(
    fc.property(situation, fc.nat(200), (each, raw) => {
      const spec = readHpa(inputOf(each).hpa);
      const settings = controllerSettings({ kubernetes: each.kubernetes });
      const { stabilized, recommendations } = normalizeReplicas(raw, each.current, spec, each.history, NOW, settings);
      const past = (each.history.recommendations ?? []).map(({ replicas }) => replicas);
      expect(stabilized).toBeLessThanOrEqual(Math.max(raw, each.current, ...past));
      expect(stabilized).toBeGreaterThanOrEqual(Math.min(raw, each.current, ...past));
      if (each.behavior === undefined) expect(stabilized).toBeLessThanOrEqual(Math.max(raw, ...past));
      expect(recommendations.map(({ replicas }) => replicas)).toContain(raw);
      expect(recommendations.length - past.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 500 },
  );
});

test('a lone policy of v pods in p seconds is never exceeded within any p seconds', () => {
  const load = fc.array(fc.nat(3000), { minLength: 20, maxLength: 60 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 120 }),
      load,
      (value, periodSeconds, usage) => {
        const rulesUp = { policies: [{ type: 'Pods', value, periodSeconds }] };
        const spec = { maxReplicas: 500, behavior: { scaleUp: rulesUp, scaleDown: { selectPolicy: 'Disabled' } } };
        const seen: [second: number, replicas: number][] = [];
        let replicas = 1;
        let past: HpaHistory | undefined;
        usage.forEach((millis, tick) => {
          const second = tick * 15;
          const pods = Array.from({ length: replicas }, (_, index) => pod(`p${index}`));
          const metrics = { resource: cpuOf(...pods.map(() => millis)) };
          const decision = decide({
            hpa: hpa(spec),
            scale: scale(replicas),
            pods,
            metrics,
            history: past,
            now: NOW + second * 1000,
          });
          past = decision.history;
          replicas = decision.desiredReplicas;
          seen.push([second, replicas]);
          for (const [before, there] of seen) {
            if (second - before < periodSeconds) expect(replicas - there).toBeLessThanOrEqual(value);
          }
        });
      },
    ),
    { numRuns: 30 },
  );
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
