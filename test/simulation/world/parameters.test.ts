import { Parameters } from '../../../lib/simulation/world/parameters';
import { Random } from '../../../lib/simulation/world/random';
import { type WorldOptions } from '../../../lib/simulation';
import { messageOf } from '../../support/synthesize';

function parametersOf(world: WorldOptions): Parameters {
  return new Parameters(world, { scrapeInterval: { value: 15, source: 'interval of PodMonitor "web"' } }, () => 15);
}

function parameter(name: string, world: WorldOptions = {}) {
  return parametersOf(world).all.find((each) => each.name === name);
}

test('each parameter says what it is, where it comes from and what it may be', () => {
  expect(parameter('world.cpuPerRequest')).toEqual({
    name: 'world.cpuPerRequest',
    meaning: 'CPU that one request costs',
    value: 0.01,
    unit: 's',
    range: [0.005, 0.02],
    origin: 'default',
    source: 'assumption: a small page; measure it as CPU over requests',
  });
  expect(parameter('world.scrapeInterval')).toMatchObject({
    value: 15,
    range: null,
    origin: 'manifest',
    source: 'interval of PodMonitor "web"',
  });
  expect(parameter('world.phases.hpa')).toMatchObject({ value: 0, range: [0, 15], origin: 'default' });
});

test('what is given is known, or within its ends', () => {
  expect(parameter('world.bootSeconds', { bootSeconds: 17 })).toMatchObject({
    value: 17,
    range: null,
    origin: 'given',
  });
  expect(parameter('world.bootSeconds', { bootSeconds: [10, 20] })).toMatchObject({ value: 15, range: [10, 20] });
  expect(parameter('world.scrapeInterval', { scrapeInterval: 60 })).toMatchObject({ value: 60, origin: 'given' });
  expect(parameter('world.phases.keda', { phases: { keda: 3 } })).toMatchObject({ value: 3, range: null });
});

test('a run of the Monte Carlo draws from the ranges, and the same for the same seed', () => {
  const parameters = parametersOf({ bootSeconds: [10, 20], startSeconds: 3 });
  const random = new Random(7);
  const drawn = parameters.numbers(random);
  expect(drawn.bootSeconds).toBeGreaterThan(10);
  expect(drawn.bootSeconds).toBeLessThan(20);
  expect(drawn.startSeconds).toBe(3);
  expect(parameters.numbers(new Random(7))).toEqual(drawn);
  expect(parameters.numbers(random)).not.toEqual(drawn);
  expect(parameters.numbers()).toMatchObject({ bootSeconds: 15, hpaPhase: 0, scrapeInterval: 15 });
});

test.each<[WorldOptions, string]>([
  [{ bootSeconds: -1 }, 'world.bootSeconds is -1.'],
  [{ bootSeconds: NaN }, 'world.bootSeconds is NaN.'],
  [{ bootSeconds: [5, 3] }, 'world.bootSeconds is [5, 3].'],
  [{ cpuPerRequest: 0 }, 'Use a number from 0.000001 up'],
  [{ metricsInterval: 0.5 }, 'world.metricsInterval is 0.5.'],
  [{ phases: { hpa: -1 } }, 'world.phases.hpa is -1.'],
])('%p is refused', (world, message) => {
  expect(messageOf(() => parametersOf(world))).toContain(message);
});

describe('random numbers', () => {
  test('are spread evenly, and never reach the upper end', () => {
    const random = new Random(1);
    const numbers = Array.from({ length: 20_000 }, () => random.between(0, 10));
    const buckets = Array.from(
      { length: 10 },
      (_, bucket) => numbers.filter((each) => Math.floor(each) === bucket).length,
    );
    for (const count of buckets) expect(Math.abs(count - 2000)).toBeLessThan(200);
    expect(Math.max(...numbers)).toBeLessThan(10);
    expect(new Set(numbers).size).toBeGreaterThan(19_990);
  });

  test('are the same on every machine', () => {
    const random = new Random(42);
    expect(Array.from({ length: 4 }, () => random.between(0, 2 ** 32))).toMatchInlineSnapshot(`
     [
       660444221,
       3652823732,
       77672526,
       910233633,
     ]
    `);
    expect(new Random(-1).between(0, 1)).not.toBe(new Random(1).between(0, 1));
  });
});
