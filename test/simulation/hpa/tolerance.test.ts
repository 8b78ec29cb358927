import { controllerSettings, decide, isWithinTolerance, readHpa, tolerancesOf } from '../../../lib/simulation';
import { cpuOf, hpa, NOW, podsOf, scale } from '../objects';

const FLAG = { up: 0.1, down: 0.1 };

test.each([
  [1.1, true, true],
  [0.9, true, true],
  [1.1000000000000003, true, false],
  [0.8999999999999999, true, false],
  [1.1, false, false],
  [0.9, false, true],
  [1.09, false, true],
  [0.89, false, false],
])('a ratio of %d is, with both edges included %p, within a tenth: %p', (ratio, inclusive, within) => {
  expect(isWithinTolerance(ratio, { ...FLAG, inclusive })).toBe(within);
});

test.each([
  ['1.32', 10, 55, 11],
  ['1.33', 10, 55, 10],
  ['1.32', 10, 45, 10],
  ['1.33', 10, 45, 10],
  ['1.33', 10, 44, 9],
])('Kubernetes %s: %d pods at %d %% of a target of 50 %% become %d', (kubernetes, count, percent, desired) => {
  const decision = decide({
    hpa: hpa({ maxReplicas: 100 }),
    scale: scale(count),
    pods: podsOf(count),
    metrics: { resource: cpuOf(...Array.from({ length: count }, () => percent * 2)) },
    history: {
      events: { up: [], down: [] },
      conditions: [],
      desiredReplicas: 0,
      currentMetrics: [],
      recommendations: [],
    },
    now: NOW,
    options: { kubernetes },
  });
  expect(decision.rawReplicas).toBe(desired);
});

test.each([
  ['1.35', {}, { up: 0, down: 0.25, inclusive: true }],
  ['1.34', {}, { up: 0.1, down: 0.1, inclusive: true }],
  ['1.33', { HPAConfigurableTolerance: true }, { up: 0, down: 0.25, inclusive: true }],
  ['1.35', { HPAConfigurableTolerance: false }, { up: 0.1, down: 0.1, inclusive: true }],
  ['1.32', { HPAConfigurableTolerance: true }, { up: 0.1, down: 0.1, inclusive: false }],
])('Kubernetes %s with gates %j takes the tolerances %j', (kubernetes, featureGates, tolerances) => {
  const spec = readHpa(hpa({ behavior: { scaleUp: { tolerance: '0' }, scaleDown: { tolerance: 0.25 } } }));
  expect(tolerancesOf(spec, controllerSettings({ kubernetes, featureGates }))).toEqual(tolerances);
});

test('the flag is the tolerance of an HPA without behaviour', () => {
  expect(tolerancesOf(readHpa(hpa()), controllerSettings({ tolerance: 0.2 }))).toMatchObject({ up: 0.2, down: 0.2 });
});
