import {
  controllerSettings,
  limitByBehavior,
  limitWithoutBehavior,
  readBehavior,
  recordScale,
  scaleDownLimit,
  scaleUpLimit,
  stabilizeBothWays,
  stabilizeDownscale,
  heldBy,
  type Behavior,
  type Fields,
  type RateLimitInput,
  type Recommendation,
} from '../../../lib/simulation';
import { ago, NOW } from '../objects';

const settings = controllerSettings();

function behaviorOf(behavior: Fields): Behavior {
  const read = readBehavior({ behavior });
  if (!read) throw new Error('no behavior');
  return read;
}

/** Recommendations as pairs of replicas and age in seconds. */
function past(...entries: readonly (readonly [replicas: number, age: number])[]): Recommendation[] {
  return entries.map(([replicas, age]) => ({ replicas, time: ago(age) }));
}

describe('without behaviour', () => {
  test.each([
    ['the highest of the window wins', past([5, 100], [8, 200]), 3, 8],
    ['an entry exactly as old as the window is within it', past([8, 300]), 3, 8],
    ['an older one is not', past([8, 300.001]), 3, 3],
    ['a lower history changes nothing', past([1, 10], [2, 20]), 3, 3],
    ['no history changes nothing', [], 3, 3],
  ])('%s', (_, recommendations, raw, replicas) => {
    expect(stabilizeDownscale(raw, recommendations, NOW, settings).replicas).toBe(replicas);
  });

  test('the last obsolete entry is overwritten with what the metrics ask for; without one it is appended', () => {
    const history = past([8, 400], [9, 100], [7, 350]);
    expect(stabilizeDownscale(3, history, NOW, settings).recommendations).toEqual(past([8, 400], [9, 100], [3, 0]));
    expect(stabilizeDownscale(3, past([9, 300]), NOW, settings).recommendations).toEqual(past([9, 300], [3, 0]));
  });

  test('the flag sets the window', () => {
    const short = controllerSettings({ downscaleStabilizationSeconds: 0 });
    expect(stabilizeDownscale(1, past([9, 1]), NOW, short).replicas).toBe(1);
  });

  test.each([
    [1, 9, 1, 10, 4, 'ScaleUpLimit'],
    [4, 9, 1, 10, 8, 'ScaleUpLimit'],
    [8, 20, 1, 10, 10, 'TooManyReplicas'],
    [2, 9, 1, 4, 4, 'TooManyReplicas'],
    [3, 0, 2, 10, 2, 'TooFewReplicas'],
    [3, 5, 1, 10, 5, 'DesiredWithinRange'],
    [10, 1, 1, 10, 1, 'DesiredWithinRange'],
    [0, 9, 0, 10, 4, 'ScaleUpLimit'],
  ])(
    'from %d to %d within %d and %d it is %d: %s',
    (currentReplicas, desired, minReplicas, maxReplicas, replicas, reason) => {
      expect(limitWithoutBehavior(desired, { currentReplicas, minReplicas, maxReplicas }, settings)).toMatchObject({
        replicas,
        reason,
      });
    },
  );

  test('the constants of the limit can be set', () => {
    const wide = controllerSettings({ scaleUpLimitFactor: 3, scaleUpLimitMinimum: 6 });
    const limits = { currentReplicas: 1, minReplicas: 1, maxReplicas: 50 };
    expect(limitWithoutBehavior(50, limits, wide).replicas).toBe(6);
    expect(limitWithoutBehavior(50, { ...limits, currentReplicas: 5 }, wide).replicas).toBe(15);
  });
});

describe('defaults of behaviour', () => {
  const up = [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ];
  const down = [{ type: 'Percent', value: 100, periodSeconds: 15 }];

  test('an absent behaviour stays absent, and an empty one is filled in', () => {
    expect(readBehavior({})).toBeUndefined();
    expect(readBehavior({ behavior: null })).toBeUndefined();
    expect(readBehavior({ behavior: {} })).toEqual({
      scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: up },
      scaleDown: { selectPolicy: 'Max', policies: down },
    });
  });

  test('fields are merged one by one, and policies are replaced as a whole', () => {
    const policies = [{ type: 'Pods', value: 1, periodSeconds: 60 }];
    expect(behaviorOf({ scaleUp: { policies }, scaleDown: { selectPolicy: 'Disabled', policies: null } })).toEqual({
      scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies },
      scaleDown: { selectPolicy: 'Disabled', policies: down },
    });
  });

  test.each([
    [{ scaleUp: { tolerance: '-0.1' } }, 'behavior.scaleUp.tolerance "-0.1" is negative.'],
    [{ scaleUp: { tolerance: 'x' } }, 'behavior.scaleUp.tolerance "x" is not a quantity.'],
    [
      { scaleDown: { stabilizationWindowSeconds: '60' } },
      'behavior.scaleDown.stabilizationWindowSeconds "60" is not a whole number',
    ],
    [
      { scaleDown: { policies: [{ type: 'Pods' }] } },
      'behavior.scaleDown.policies[0].value (missing) is not a whole number',
    ],
  ])('%j is refused', (behavior, message) => {
    expect(() => readBehavior({ behavior })).toThrow(message);
  });
});

describe('stabilisation in both directions', () => {
  const behavior = behaviorOf({
    scaleUp: { stabilizationWindowSeconds: 60 },
    scaleDown: { stabilizationWindowSeconds: 120 },
  });

  test.each([
    ['the lowest of the window holds upward', 10, 5, past([7, 30]), 7],
    ['an entry exactly as old as the window has left it', 10, 5, past([7, 60]), 10],
    ['the highest of the window holds downward', 2, 8, past([6, 100]), 6],
    ['an entry exactly as old as the window downward has left it', 2, 8, past([6, 120]), 2],
    ['a lower past keeps it where it is', 10, 5, past([3, 30]), 5],
    ['a higher past keeps it where it is', 2, 5, past([9, 30]), 5],
    ['between both it stays', 5, 5, past([9, 30], [1, 30]), 5],
    ['without a past it goes', 10, 5, [], 10],
  ])('%s', (_, raw, current, recommendations, replicas) => {
    expect(stabilizeBothWays(raw, current, behavior, recommendations, NOW, settings).replicas).toBe(replicas);
  });

  test('an entry is overwritten only when it is older than both windows', () => {
    const history = past([8, 121], [9, 100], [7, 120]);
    expect(stabilizeBothWays(3, 5, behavior, history, NOW, settings).recommendations).toEqual(
      past([3, 0], [9, 100], [7, 120]),
    );
  });

  test('the flag is the window downward where nothing is said', () => {
    const empty = behaviorOf({});
    expect(stabilizeBothWays(1, 9, empty, past([9, 299]), NOW, settings).replicas).toBe(9);
    expect(stabilizeBothWays(1, 9, empty, past([9, 300]), NOW, settings).replicas).toBe(1);
  });

  test.each([
    [10, 10, 5, 'ReadyForNewScale'],
    [10, 7, 5, 'ScaleUpStabilized'],
    [2, 6, 8, 'ScaleDownStabilized'],
    [5, 6, 5, 'ScaleUpStabilized'],
  ])('%d held at %d with %d replicas is %s', (raw, stabilized, current, reason) => {
    expect(heldBy(raw, stabilized, current).reason).toBe(reason);
  });
});

describe('rate limits', () => {
  function input(currentReplicas: number, behavior: Fields, rest: Partial<RateLimitInput> = {}): RateLimitInput {
    return {
      currentReplicas,
      minReplicas: 1,
      maxReplicas: 1000,
      behavior: behaviorOf(behavior),
      events: { up: [], down: [] },
      now: NOW,
      settings,
      ...rest,
    };
  }

  function policies(...list: readonly (readonly [type: string, value: number, periodSeconds: number])[]): Fields {
    return { policies: list.map(([type, value, periodSeconds]) => ({ type, value, periodSeconds })) };
  }

  test.each([
    [1, 5],
    [5, 10],
    [10, 20],
    [3, 7],
  ])('an empty behaviour lets %d grow to %d', (current, limit) => {
    expect(scaleUpLimit(input(current, {}))).toBe(limit);
  });

  test.each([
    ['Percent', 10, 50, 56],
    ['Percent', 1, 1, 2],
    ['Percent', 50, 3, 5],
    ['Pods', 7, 3, 10],
  ])('%s %d upward from %d is %d', (type, value, current, limit) => {
    expect(scaleUpLimit(input(current, { scaleUp: policies([type, value, 15]) }))).toBe(limit);
  });

  test.each([
    ['Percent', 80, 50, 9],
    ['Percent', 80, 5, 0],
    ['Percent', 100, 7, 0],
    ['Percent', 10, 10, 9],
    ['Percent', 150, 10, -5],
    ['Pods', 7, 3, -4],
  ])('%s %d downward from %d is %d', (type, value, current, limit) => {
    expect(scaleDownLimit(input(current, { scaleDown: policies([type, value, 15]) }))).toBe(limit);
  });

  test.each([
    ['Max', 20, 5],
    ['Min', 14, 8],
    ['Disabled', 10, 10],
  ])('%s chooses %d upward and %d downward', (selectPolicy, up, down) => {
    const upward = { ...policies(['Pods', 4, 15], ['Percent', 100, 15]), selectPolicy };
    const downward = { ...policies(['Pods', 2, 15], ['Percent', 50, 15]), selectPolicy };
    expect(scaleUpLimit(input(10, { scaleUp: upward }))).toBe(up);
    expect(scaleDownLimit(input(10, { scaleDown: downward }))).toBe(down);
  });

  const events = {
    up: [
      { change: 3, time: ago(30) },
      { change: 2, time: ago(60) },
      { change: 9, time: ago(61) },
    ],
    down: [{ change: 1, time: ago(10) }],
  };

  test('changes within the period count, in both directions, and one exactly as old as the period does not', () => {
    const behavior = { scaleUp: policies(['Pods', 4, 60]), scaleDown: policies(['Pods', 4, 60]) };
    expect(scaleUpLimit(input(10, behavior, { events }))).toBe(10 - 3 + 1 + 4);
    expect(scaleDownLimit(input(10, behavior, { events }))).toBe(10 - 3 + 1 - 4);
  });

  test('before 1.26 each direction counts its own changes only', () => {
    const behavior = { scaleUp: policies(['Pods', 4, 60]), scaleDown: policies(['Pods', 4, 60]) };
    const old = { events, settings: controllerSettings({ kubernetes: '1.25' }) };
    expect(scaleUpLimit(input(10, behavior, old))).toBe(10 - 3 + 4);
    expect(scaleDownLimit(input(10, behavior, old))).toBe(10 + 1 - 4);
  });

  test.each([
    ['up within', 10, 15, {}, 15, 'DesiredWithinRange'],
    ['up too fast', 10, 50, {}, 20, 'ScaleUpLimit'],
    ['up above the maximum', 10, 50, { maxReplicas: 12 }, 12, 'TooManyReplicas'],
    ['up to the maximum that is the limit', 10, 50, { maxReplicas: 20 }, 20, 'TooManyReplicas'],
    ['down within', 10, 5, {}, 5, 'DesiredWithinRange'],
    ['down below the minimum', 10, 0, { minReplicas: 2 }, 2, 'TooFewReplicas'],
    ['down to the minimum that is the limit', 10, 0, { minReplicas: 0 }, 0, 'DesiredWithinRange'],
    ['not at all', 10, 10, { maxReplicas: 5 }, 10, 'DesiredWithinRange'],
    ['not at all below the minimum', 3, 3, { minReplicas: 5 }, 3, 'DesiredWithinRange'],
  ])('%s', (_, current, desired, rest, replicas, reason) => {
    expect(limitByBehavior(desired, input(current, {}, rest))).toMatchObject({ replicas, reason });
  });

  test('down too fast is limited, too', () => {
    const slow = input(10, { scaleDown: policies(['Pods', 1, 60]) });
    expect(limitByBehavior(1, slow)).toMatchObject({ replicas: 9, reason: 'ScaleDownLimit' });
  });

  test('past changes never push it the other way', () => {
    const grown = { events: { up: [{ change: 8, time: ago(5) }], down: [] } };
    const shrunk = { events: { up: [], down: [{ change: 8, time: ago(5) }] } };
    const behavior = { scaleUp: policies(['Pods', 1, 60]), scaleDown: policies(['Pods', 1, 60]) };
    expect(limitByBehavior(50, input(10, behavior, grown))).toMatchObject({ replicas: 10, reason: 'ScaleUpLimit' });
    expect(limitByBehavior(1, input(10, behavior, shrunk))).toMatchObject({ replicas: 10, reason: 'ScaleDownLimit' });
  });
});

describe('scale events', () => {
  const behavior = behaviorOf({
    scaleUp: {
      policies: [
        { type: 'Pods', value: 1, periodSeconds: 60 },
        { type: 'Pods', value: 1, periodSeconds: 30 },
      ],
    },
  });

  test('without behaviour none is kept', () => {
    const none = { up: [], down: [] };
    expect(recordScale(none, undefined, 1, 5, NOW)).toBe(none);
  });

  test('a scale goes to the list of its direction', () => {
    const none = { up: [], down: [] };
    expect(recordScale(none, behavior, 1, 5, NOW)).toEqual({ up: [{ change: 4, time: NOW }], down: [] });
    expect(recordScale(none, behavior, 5, 1, NOW)).toEqual({ up: [], down: [{ change: 4, time: NOW }] });
  });

  test('the last event older than the longest period is overwritten', () => {
    const up = [
      { change: 1, time: ago(62) },
      { change: 2, time: ago(61) },
      { change: 3, time: ago(60) },
    ];
    expect(recordScale({ up, down: [] }, behavior, 1, 5, NOW).up).toEqual([
      { change: 1, time: ago(62), outdated: true },
      { change: 4, time: NOW },
      { change: 3, time: ago(60) },
    ]);
  });

  test('an event that was outdated once stays so when the periods grow', () => {
    const up = [{ change: 1, time: ago(40), outdated: true }];
    expect(recordScale({ up, down: [] }, behavior, 1, 5, NOW).up).toEqual([{ change: 4, time: NOW }]);
  });
});
