import {
  calibrate,
  calibrateFromPrometheus,
  InputError,
  Load,
  parseLoad,
  worldOf,
  type Fields,
  type RecordedFrame,
  type Recording,
} from '../../../lib/simulation';
import { measured } from '../../../lib/simulation/calibration/calibration';
import { scale } from '../objects';
import { agreed, AGAIN, calibrated, readRecording, RECORDED_LABS, RECORDED_NAMES } from '../recorded-labs';

/** The first part of a recording. */
function firstPart(name: string, share: number) {
  const recording = readRecording(name);
  return { ...recording, frames: recording.frames.slice(0, Math.ceil(recording.frames.length * share)) };
}

describe('a recording tells the parameters of its application', () => {
  test('what a request costs, what idle pods use, how long they take to come, each with its range and what it rests on', () => {
    const { parameters, unknown } = calibrated(readRecording('cpu-autoscaling'), 'cpu-autoscaling');
    expect(parameters.map(({ name }) => name)).toEqual([
      ...['cpuPerRequest', 'idleCpu', 'startSeconds', 'bootSeconds', 'memory', 'memoryPerRequest', 'kubeletInterval'],
    ]);
    for (const { value, range, samples, basis } of parameters) {
      const [low, high] = range;
      expect(low).toBeLessThanOrEqual(value);
      expect(value).toBeLessThanOrEqual(high);
      expect(samples).toBeGreaterThan(0);
      expect(basis).not.toBe('');
    }
    expect(parameters.find(({ name }) => name === 'startSeconds')?.range[1]).toBeLessThan(4); // two waited for room for 2 minutes
    expect(unknown.map((each) => each.split(':')[0])).toEqual(['extraLatency']);
  });

  test('without a load nothing is said of requests, but what is missing', () => {
    const { parameters, unknown } = calibrate(readRecording('cpu-autoscaling'));
    expect(parameters.map(({ name }) => name)).not.toContain('cpuPerRequest');
    expect(unknown.join('\n')).toContain('cpuPerRequest: needs');
  });

  test('a recording that is not one is refused', () => {
    expect(() => calibrate({ version: 2, frames: [] } as unknown as Recording)).toThrow(InputError);
  });
});

describe('held out: what was measured in one run predicts the other one', () => {
  test.each(RECORDED_NAMES)('%s', (name) => {
    const measuredHere = worldOf(calibrated(readRecording(name), name));
    const { share } = agreed(name, { ...RECORDED_LABS[name]!.stated, ...measuredHere }, 1, AGAIN);
    expect(share).toBeGreaterThanOrEqual(0.95);
  });
});

describe('held out: what was measured in the first part predicts all of it', () => {
  // the first pods of cpu-autoscaling are at their limit, where nobody can tell what a request costs
  test.each<[string, number]>([
    ['custom-metrics-adapter', 1 / 3],
    ['custom-metrics-keda', 1 / 3],
    ['exposing-services', 1 / 2],
    ['ingress-keda', 1 / 3],
    ['zero-downtime', 1 / 3],
  ])('%s, by %d', (name, part) => {
    const known = worldOf(calibrated(firstPart(name, part), name));
    expect(agreed(name, { ...RECORDED_LABS[name]!.stated, ...known }).share).toBeGreaterThanOrEqual(0.95);
  });
});

describe('by hand', () => {
  const START = Date.parse('2026-01-01T00:00:00Z');
  const at = (second: number): string => new Date(START + second * 1000).toISOString();

  function pod(name: string, phase: string, isReady: boolean, startTime?: number): Fields {
    const conditions = [{ type: 'Ready', status: isReady ? 'True' : 'False' }];
    const placed = startTime === undefined ? {} : { startTime: at(startTime) };
    return { metadata: { name }, status: { phase, conditions, ...placed } };
  }

  function sample(name: string, second: number, cpu: string, memory = '64Mi', window = '15s'): Fields {
    return { metadata: { name }, timestamp: at(second), window, containers: [{ usage: { cpu, memory } }, {}] };
  }

  function recording(...frames: [second: number, pods: Fields[], samples?: unknown][]): Recording {
    return {
      version: 1,
      frames: frames.map(([second, pods, samples]): RecordedFrame => {
        const metrics = samples === undefined ? {} : { metrics: { resource: samples as Fields[] } };
        return { time: at(second), hpa: {}, scale: scale(1), pods, ...metrics };
      }),
    };
  }

  function found(of: Recording, options = {}): Record<string, number> {
    return Object.fromEntries(calibrate(of, options).parameters.map(({ name, value }) => [name, value]));
  }

  test('requests at a rate cost what the pods use by what was sent', () => {
    const web = [pod('a', 'Running', true)];
    const steady = recording(
      [0, web, [sample('a', 15, '200000000n'), sample('b', 15, '200000u')]],
      [30, web, [sample('a', 30, '400m'), sample('b', 30, '0', '0')]],
    );
    expect(found(steady, { load: Load.constant(40) }).cpuPerRequest).toBeCloseTo(0.01);
    expect(found(steady, { load: Load.constant(0) })).not.toHaveProperty('cpuPerRequest');
    expect(found(steady).memory).toBe(64 * 2 ** 20);
  });

  test('users who cannot have waited for so much say nothing', () => {
    const busy = recording([0, [], [sample('a', 15, '4')]], [15, []]);
    expect(found(busy, { load: Load.siege({ users: 2 }) })).not.toHaveProperty('cpuPerRequest');
  });

  test('idle is what is before the load, or half a minute after it', () => {
    const samples = [sample('a', 10, '1m', '64Mi', '10s'), sample('a', 30, '500m'), sample('a', 100, '3m')];
    const idle = recording([0, [], samples], [100, []]);
    const { parameters } = calibrate(idle, { load: Load.constant(10), begin: 10, end: 40 });
    expect(parameters.find(({ name }) => name === 'idleCpu')?.range).toEqual([0.001, 0.003]);
  });

  test('the load that was recorded is taken where it is a rate, idle times within it included', () => {
    const web = [pod('a', 'Running', true)];
    const of = (loadUnit: string | undefined, loads: (number | null)[]): Recording => {
      const bare = recording(
        ...loads.map((_, index): [number, Fields[], unknown] => {
          const second = index * 15;
          const cpu = (loads[index] ?? 0) > 0 ? '400m' : '2m';
          return [second, web, [sample('a', second, cpu)]];
        }),
      );
      return { ...bare, loadUnit, frames: bare.frames.map((frame, index) => ({ ...frame, load: loads[index] })) };
    };
    const rates = [40, 40, 40, 0, 0, 0, 0, 0, null];
    const query = 'sum(rate(http_requests_total[1m]))';
    expect(found(of(query, rates)).cpuPerRequest).toBeCloseTo(0.01, 2);
    expect(found(of(query, rates)).idleCpu).toBeCloseTo(0.002);
    for (const unit of ['curl loops', undefined]) expect(found(of(unit, rates))).not.toHaveProperty('cpuPerRequest');
    expect(found(of(query, [40, null]))).not.toHaveProperty('cpuPerRequest');
  });

  describe('users whose requests were counted', () => {
    /** A minute in line for one pod at its limit, then a minute with two pods: 3 users, 10 ms of pause, 20 ms of CPU. */
    const counted = (loadUnit: string): Recording => {
      const web = [pod('a', 'Running', true)];
      const bare = recording(
        ...Array.from({ length: 9 }, (_, index): [number, Fields[], unknown] => {
          const names = index < 5 ? ['a'] : ['a', 'b'];
          const cpu = index < 5 ? '400m' : '500m';
          return [index * 15, web, names.map((name) => sample(name, index * 15, cpu))];
        }),
      );
      const rates = bare.frames.map((_, index) => (index < 5 ? 20 : 50));
      return { ...bare, loadUnit, frames: bare.frames.map((frame, index) => ({ ...frame, load: rates[index] })) };
    };
    const load = parseLoad('curl:3');

    test('tell what a request costs while they stand in line, and how long an answer takes beside it while they do not', () => {
      const { cpuPerRequest, extraLatency } = found(counted('requests per second of curl:3'), { load });
      expect(cpuPerRequest).toBeCloseTo(0.02, 2);
      expect(extraLatency).toBeCloseTo(3 / 50 - 0.01 - 0.02, 2);
    });

    test('not where other apps are counted, too, or nobody says who they were', () => {
      const ofAll = counted('requests per second of nginx-ingress, all its Ingresses');
      const guessed = found(ofAll, { load });
      expect(guessed).not.toHaveProperty('extraLatency');
      expect(guessed.cpuPerRequest).toBeLessThan(0.01);
      expect(found(ofAll)).not.toHaveProperty('cpuPerRequest');
      const ofOne = found(counted('requests per second of ingress-nginx, Ingress web'));
      expect(ofOne.cpuPerRequest).toBeCloseTo(0.02, 2);
      expect(ofOne).not.toHaveProperty('extraLatency');
    });

    test('a rate that somebody gives goes before the one that was recorded', () => {
      const given = found(counted('requests per second of constant:100rps'), { load: Load.constant(100) });
      expect(given.cpuPerRequest).toBeLessThan(0.01);
    });
  });

  test('memory of a request, and how many a pod answers at once, where users wait for their answers', () => {
    // one pod, 10 ms of CPU a request and no pause: of 2 to 20 users those wait that are not served at once
    const frames = Array.from({ length: 12 }, (_, index): [number, Fields[], unknown] => {
      const users = 2 + index * 2;
      const bytes = `${64 * 2 ** 20 + users * 2 ** 20 + (index % 2) * 1000}`;
      return [index * 15, [pod('a', 'Running', true)], [sample('a', index * 15, '1', bytes)]];
    });
    const steps = Array.from({ length: 12 }, (_, index) => [index * 15 - 14, 2 + index * 2] as const);
    const users = { shape: 'steps' as const, points: steps };
    const load = { kind: 'users' as const, text: 'more and more', users, thinkSeconds: 0.01, keepAlive: false };
    const { parameters, observed, unknown } = calibrate(recording(...frames), { load });
    const memory = parameters.find(({ name }) => name === 'memoryPerRequest');
    expect(memory?.value).toBeGreaterThan(0.9 * 2 ** 20);
    expect(memory?.value).toBeLessThan(1.2 * 2 ** 20);
    expect(observed).toMatchObject([{ name: 'concurrency', unit: 'requests' }]);
    expect(observed[0]!.value).toBeGreaterThan(5);
    expect(unknown.join()).not.toContain('memoryPerRequest');
  });

  test('CPU of a pod between Running and Ready is what its start costs', () => {
    const starts = recording(
      [0, [pod('old', 'Running', true)]],
      [10, [pod('old', 'Running', true), pod('new', 'Running', false, 9)]],
      [30, [pod('new', 'Running', false, 9)], [sample('new', 28, '900m')]],
      [45, [pod('new', 'Running', true, 9)], [sample('new', 28, '900m'), sample('new', 60, '10m')]],
    );
    const { parameters } = calibrate(starts);
    expect(parameters.find(({ name }) => name === 'bootCpu')).toMatchObject({ value: 0.9, samples: 1 });
  });

  test('a pod that waits for room starts when it has a node; one that never runs tells nothing', () => {
    const starts = recording(
      [0, [pod('old', 'Running', true)]],
      [5, [pod('new', 'Pending', false), pod('late', 'Pending', false), pod('never', 'Pending', false)]],
      [8, [pod('new', 'Running', false, 4), pod('late', 'Pending', false), pod('never', 'Pending', false)]],
      [60, [pod('new', 'Running', true, 4), pod('late', 'Running', false, 57), pod('never', 'Pending', false)]],
    );
    const { parameters } = calibrate(starts);
    expect(parameters.map(({ name, range, samples }) => [name, range, samples])).toEqual([
      ['startSeconds', [3, 3], 2],
      ['bootSeconds', [52, 52], 1],
    ]);
  });

  test('samples that no time can be read from, and answers that are errors, are passed over', () => {
    const odd = { ...sample('a', 15, '1'), timestamp: 'soon' };
    const silent = { metadata: { name: 'b' } };
    const broken = recording([0, [], [odd, silent]], [15, [], { error: 'metrics.k8s.io does not answer' }]);
    expect(calibrate(broken).parameters).toEqual([]);
  });
});

describe('a parameter', () => {
  test('is the median, within what nine of ten measurements are', () => {
    const values = Array.from({ length: 100 }, (_, index) => index);
    expect(measured('memory', 'bytes', [...values, -1, NaN, Infinity], 'counted')).toEqual([
      { name: 'memory', unit: 'bytes', value: 50, range: [5, 95], basis: 'counted', samples: 100 },
    ]);
    expect(measured('memory', 'bytes', [], 'nothing')).toEqual([]);
    expect(measured('memory', 'bytes', [1, 2], 'both', 4)[0]).toMatchObject({ value: 4, range: [1, 4] });
  });

  test('is given to a prediction with its value in the middle, and never near 0', () => {
    const parameter = { unit: 's', basis: '', samples: 3 };
    const parameters = [
      { ...parameter, name: 'startSeconds', value: 4, range: [3, 7] },
      { ...parameter, name: 'bootSeconds', value: 1, range: [0.5, 120] },
      { ...parameter, name: 'memory', value: 5, range: [5, 5] },
    ] as const;
    const world = worldOf({ parameters });
    expect(world).toMatchObject({ startSeconds: [2, 6], memory: 5 });
    const [low, high] = world.bootSeconds as readonly [number, number];
    expect(low).toBeCloseTo(0.1);
    expect(high).toBeCloseTo(1.9);
  });
});

describe('answers of Prometheus tell them, too', () => {
  const answer = (...values: (readonly [number, number])[]): string =>
    JSON.stringify({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [{ metric: {}, values: values.map(([time, value]) => [time, String(value)]) }],
      },
    });

  test('CPU over requests without what idle pods use, latency without that CPU, and memory', () => {
    const { parameters, unknown } = calibrateFromPrometheus({
      requests: answer([0, 0], [60, 100], [120, 200]),
      cpu: answer([0, 0.02], [60, 1.02], [120, 2.02]),
      pods: answer([0, 2], [60, 2], [120, 2]),
      memory: answer([0, 5e7], [60, 7e7], [120, 6e7]),
      latency: answer([0, 1], [60, 0.03], [120, 0.03]),
    });
    const found = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    expect(found.cpuPerRequest).toBeCloseTo(0.01);
    expect(found.idleCpu).toBeCloseTo(0.01);
    expect(found.extraLatency).toBeCloseTo(0.02);
    expect(found.memory).toBe(6e7);
    expect(unknown.map((each) => each.split(/[:,]/)[0])).toEqual(['memoryPerRequest', 'startSeconds']);
  });

  test('memory of a request, by how many are answered at once', () => {
    const times = Array.from({ length: 10 }, (_, index) => index * 60);
    const of = (value: (index: number) => number) =>
      answer(...times.map((time, index) => [time, value(index)] as const));
    const answers = {
      requests: of((index) => 10 * (index + 1)),
      cpu: of((index) => 0.1 * (index + 1)),
      pods: of(() => 2),
      concurrency: of((index) => 2 * index),
      memory: of((index) => 5e7 + index * 1e6),
    };
    const { parameters, observed } = calibrateFromPrometheus(answers);
    expect(parameters.find(({ name }) => name === 'memoryPerRequest')?.value).toBeCloseTo(1e6);
    expect(observed).toMatchObject([{ name: 'concurrency', value: 5, range: [0, 9] }]);
    const level = calibrateFromPrometheus({ ...answers, memory: of((index) => 5e7 + (index % 2) * 1e6) });
    expect(level.parameters.map(({ name }) => name)).not.toContain('memoryPerRequest');
    const same = calibrateFromPrometheus({ ...answers, concurrency: of(() => 4) });
    expect(same.parameters.map(({ name }) => name)).not.toContain('memoryPerRequest');
    const { pods: _, ...without } = answers;
    expect(calibrateFromPrometheus(without).observed).toEqual([]);
  });

  test('what is not known is told: CPU without pods counts as that of one, and nothing is idle', () => {
    const { parameters, unknown } = calibrateFromPrometheus({
      requests: answer([0, 100], [60, 200]),
      cpu: answer([0, 1], [60, 2], [120, 9]),
    });
    expect(parameters.map(({ name, value }) => [name, value])).toEqual([['cpuPerRequest', 0.01]]);
    expect(unknown.join()).toContain('idleCpu: needs a time without requests');
    const bare = calibrateFromPrometheus({ memory: answer([0, 5e7], [60, 0]) });
    expect(bare.parameters.map(({ name, samples }) => [name, samples])).toEqual([['memory', 1]]);
    expect(bare.unknown.join()).toContain('cpuPerRequest: needs --prometheus requests=FILE');
    const idle = calibrateFromPrometheus({
      requests: answer([0, 0], [60, 0]),
      cpu: answer([0, 0.3], [60, 0.1], [90, 1]),
    });
    expect(idle.parameters.map(({ name, range }) => [name, range])).toEqual([['idleCpu', [0.1, 0.3]]]);
  });

  test.each([
    ['nothing at all', {}],
    ['an error', { requests: '{"status":"error","error":"no"}' }],
    ['not JSON', { requests: 'x' }],
  ])('%s is refused', (_, answers) => {
    expect(() => calibrateFromPrometheus(answers)).toThrow(InputError);
  });
});
