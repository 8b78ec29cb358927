import {
  agreementOf,
  calibrate,
  calibrateFromPrometheus,
  InputError,
  parseLoad,
  predictScaler,
  worldOf,
  type Recording,
} from '../../../lib/simulation';
import { loadOf, manifests, readRecording } from '../recorded-labs';

/** A recorded lab, with the load that its text names. */
function lab(name: string, only: string, clients: string) {
  const recording = readRecording(name);
  const { begin, end } = loadOf(recording);
  const load = `${clients}/${end - begin}s`;
  return { recording, only, begin, end, load };
}

/** The share of the loaded time in which a prediction with such parameters agrees, to a replica and a sync. */
function shareOf({ recording, only, begin, end, load }: ReturnType<typeof lab>, world = {}): number {
  const prediction = predictScaler(manifests(), only, { load, duration: end - begin, world });
  return agreementOf(prediction, recording, { offset: -begin }).share;
}

/** The frames of the first part of a recording, which has all but the last part of its load. */
function firstPart(recording: Recording, share: number): Recording {
  const frames = recording.frames.slice(0, Math.ceil(recording.frames.length * share));
  return { ...recording, frames };
}

describe('a recording tells the parameters of its application', () => {
  const cpu = lab('cpu-autoscaling', 'scalable-app', 'curl:3');

  test('what a request costs, what idle pods use, how long they take to come, each with its range', () => {
    const { parameters } = calibrate(cpu.recording, { load: parseLoad(cpu.load), begin: cpu.begin, end: cpu.end });
    const found = Object.fromEntries(parameters.map((each) => [each.name, each]));
    expect(Object.keys(found)).toEqual(
      expect.arrayContaining(['cpuPerRequest', 'startSeconds', 'kubeletInterval', 'memory']),
    );
    for (const {
      value,
      range: [low, high],
      samples,
      basis,
    } of parameters) {
      expect(low).toBeLessThanOrEqual(value);
      expect(value).toBeLessThanOrEqual(high);
      expect(samples).toBeGreaterThan(0);
      expect(basis).not.toBe('');
    }
    expect(found.startSeconds?.value).toBeLessThan(4);
  });

  test('without a load nothing is said of requests, but what is missing', () => {
    const { parameters, unknown } = calibrate(cpu.recording);
    expect(parameters.map(({ name }) => name)).not.toContain('cpuPerRequest');
    expect(unknown.join('\n')).toContain('cpuPerRequest: needs');
  });
});

describe('held out: parameters of the first part predict all of it better than assumptions do', () => {
  test.each([lab('exposing-services', 'hpa-hname-pods', 'curl:10'), lab('zero-downtime', 'order', 'siege:20')])(
    '$only',
    (each) => {
      const { load, begin, end } = each;
      const part = firstPart(each.recording, 1 / 2);
      const world = worldOf(calibrate(part, { load: parseLoad(load), begin, end }));
      const held = shareOf(each, world);
      expect(held).toBeGreaterThanOrEqual(shareOf(each) - 0.05);
    },
  );
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

  test('CPU over requests, without what idle pods use', () => {
    const { parameters } = calibrateFromPrometheus({
      requests: answer([0, 0], [60, 100], [120, 200]),
      cpu: answer([0, 0.02], [60, 1.02], [120, 2.02]),
      pods: answer([0, 2], [60, 2], [120, 2]),
      latency: answer([60, 0.03], [120, 0.03]),
    });
    const found = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    expect(found.cpuPerRequest).toBeCloseTo(0.01);
    expect(found.idleCpu).toBeCloseTo(0.01);
    expect(worldOf({ parameters }).cpuPerRequest).toBeDefined();
  });

  test.each([
    ['nothing at all', {}],
    ['an error', { requests: '{"status":"error","error":"no"}' }],
    ['not JSON', { requests: 'x' }],
  ])('%s is refused', (_, answers) => {
    expect(() => calibrateFromPrometheus(answers)).toThrow(InputError);
  });
});

test('a recording that is not one is refused', () => {
  expect(() => calibrate({ version: 2, frames: [] } as unknown as Recording)).toThrow(InputError);
});
