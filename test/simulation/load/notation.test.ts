import { InputError, Load, parseLoad } from '../../../lib/simulation';
import { sampled, valueAt, type Profile } from '../../../lib/simulation/load/profile';
import { messageOf } from '../../support/synthesize';

function profileOf(load: Load): Profile {
  return load.kind === 'users' ? load.users : load.rate;
}

describe('the notation of the command line', () => {
  test.each<[string, Load, [second: number, value: number][]]>([
    [
      'constant:200rps',
      Load.constant(200),
      [
        [0, 200],
        [1e6, 200],
      ],
    ],
    ['constant:6000rpm', Load.constant(100), [[7, 100]]],
    [
      'constant:20rps/5m',
      Load.constant(20, '5m'),
      [
        [299, 20],
        [300, 0],
      ],
    ],
    [
      'constant:20/5m',
      Load.constant(20, 300),
      [
        [299, 20],
        [300, 0],
      ],
    ],
    ['constant:200', Load.constant(200), [[7, 200]]],
    [
      'ramp:0..500rps/5m',
      Load.ramp({ to: 500, over: '5m' }),
      [
        [0, 0],
        [150, 250],
        [300, 500],
        [900, 500],
      ],
    ],
    [
      'ramp:500..0/s/90s',
      Load.ramp({ from: 500, to: 0, over: 90 }),
      [
        [0, 500],
        [45, 250],
        [90, 0],
      ],
    ],
    [
      'steps:100,300,50rps/5m',
      Load.steps([100, 300, 50], 300),
      [
        [299, 100],
        [300, 300],
        [600, 50],
        [9999, 50],
      ],
    ],
    [
      'spike:50..1000rps@2m/30s',
      Load.spike({ base: 50, peak: 1000, at: 120, lasts: 30 }),
      [
        [119, 50],
        [120, 1000],
        [149, 1000],
        [150, 50],
      ],
    ],
    [
      'spike:0..10@0s/3s',
      Load.spike({ base: 0, peak: 10, at: 0, lasts: 3 }),
      [
        [0, 10],
        [3, 0],
      ],
    ],
    [
      'wave:100..800rps/24h',
      Load.wave({ low: 100, high: 800 }),
      [
        [0, 100],
        [43_200, 800],
        [86_400, 100],
      ],
    ],
    [
      'siege:20',
      Load.siege({ users: 20 }),
      [
        [0, 20],
        [1e6, 20],
      ],
    ],
    [
      'siege:20/40S,delay=1s',
      Load.siege({ users: 20, lasts: '40s', delay: 1 }),
      [
        [39, 20],
        [40, 0],
      ],
    ],
    [
      'locust:1000@10/s',
      Load.locust({ users: 1000, spawnRate: 10 }),
      [
        [0, 0],
        [50, 500],
        [100, 1000],
        [500, 1000],
      ],
    ],
    [
      'locust:1000@10/50s,wait=0.5s..1s',
      Load.locust({ users: 1000, spawnRate: 10, lasts: 50, wait: [0.5, 1] }),
      [
        [49, 490],
        [50, 0],
      ],
    ],
    [
      'locust:100@10/60s',
      Load.locust({ users: 100, spawnRate: 10, lasts: 60 }),
      [
        [30, 100],
        [59, 100],
        [60, 0],
      ],
    ],
    ['curl:3', Load.curl({ loops: 3 }), [[0, 3]]],
    [
      'curl:3/1m,sleep=1s',
      Load.curl({ loops: 3, lasts: 60, sleep: 1 }),
      [
        [59, 3],
        [60, 0],
      ],
    ],
  ])('%s', (text, load, values) => {
    const parsed = parseLoad(text);
    expect(parsed).toEqual(load);
    expect(parseLoad(parsed.text)).toEqual(load);
    for (const [second, value] of values) expect(valueAt(profileOf(parsed), second)).toBeCloseTo(value, 6);
  });

  test('pauses are those of the generators', () => {
    expect(parseLoad('siege:1')).toMatchObject({ thinkSeconds: 0, keepAlive: false });
    expect(parseLoad('siege:1,delay=1s')).toMatchObject({ thinkSeconds: 0.5 });
    expect(parseLoad('locust:1@1')).toMatchObject({ thinkSeconds: 1, keepAlive: true });
    expect(parseLoad('locust:1@1,wait=2s..3s')).toMatchObject({ thinkSeconds: 2.5 });
    expect(parseLoad('curl:1,sleep=1s')).toMatchObject({ thinkSeconds: 1.01, keepAlive: false });
  });

  test('files are read by whoever calls', () => {
    const files: Record<string, string> = {
      'load.csv': 'time,rps\n0,5\n60,10\n',
      'range.json': '{"data":{"resultType":"matrix","result":[{"values":[[100,"1"],[160,"3"]]}]}}',
    };
    const read = (file: string): string => files[file] ?? '';
    expect(parseLoad('csv:load.csv', read)).toEqual({
      kind: 'requests',
      text: 'csv:load.csv',
      rate: {
        shape: 'linear',
        points: [
          [0, 5],
          [60, 10],
        ],
      },
    });
    expect(profileOf(parseLoad('prometheus:range.json', read))).toEqual({
      shape: 'linear',
      points: [
        [0, 1],
        [60, 3],
      ],
    });
  });

  test.each([
    ['', 'The load "" is of no known kind.'],
    ['traffic:5', 'The load "traffic:5" is of no known kind.'],
    ['200rps', 'Write one such as constant:200rps, ramp:0..500rps/5m,'],
    ['ramp:0..500rps', 'The load "ramp:0..500rps" cannot be read.'],
    ['ramp:-5..500rps/5m', 'cannot be read, and no load is negative.'],
    ['constant:many', 'Write it like constant:200rps.'],
    ['ramp:0..5/soon', 'cannot be read'],
    ['ramp:0..5/5x', 'The length of a ramp "5x" is not a length of time.'],
    ['ramp:0..5/0s', 'The length of a ramp is 0.'],
    ['locust:10@0', 'Locust spawns 0 users per second'],
    ['csv:load.csv', 'The load names the file "load.csv", but nothing here reads files.'],
  ])('refuses %s', (text, message) => {
    expect(() => parseLoad(text)).toThrow(InputError);
    expect(messageOf(() => parseLoad(text))).toContain(message);
  });
});

describe('a load refuses', () => {
  test.each([
    ['a negative rate', () => Load.constant(-1), 'The rate of a constant load is -1.'],
    ['what is not a number', () => Load.constant(NaN), 'The rate of a constant load is NaN.'],
    ['no step', () => Load.steps([], 5), 'A load of steps has no step.'],
    ['a negative step', () => Load.steps([1, -2], 5), 'The rate of a step is -2.'],
    ['negative users', () => Load.siege({ users: -3 }), 'The users of siege is -3.'],
    ['a negative time', () => Load.curl({ loops: 1, lasts: -3 }), 'The time of curl -3 is not a length of time.'],
  ])('%s', (_name, make, message) => {
    expect(messageOf(make)).toContain(message);
  });
});

describe('a recorded CSV', () => {
  const pointsOf = (csv: string) => Load.fromCsv(csv).rate;

  test.each([
    ['seconds', '0,1\n10,2'],
    ['a headline', 'second;requests\n0;1\n10;2\n'],
    ['quotes, empty lines and remarks', '# k6\n"0","1"\n\n"10","2"'],
    ['times since 1970', '1700000000\t1\n1700000010\t2\n'],
    ['dates', '2026-08-01T12:00:00Z,1,x\r\n2026-08-01 12:00:10Z,2,y\r\n'],
    ['a byte order mark', '\uFEFF0,1\n10,2'],
  ])('may have %s', (_name, csv) => {
    expect(pointsOf(csv)).toEqual({
      shape: 'linear',
      points: [
        [0, 1],
        [10, 2],
      ],
    });
  });

  test.each([
    ['no line', '', 'The CSV has no line with a time and a number.'],
    ['a headline only', 'time,rps\n', 'The CSV has no line with a time and a number.'],
    ['no number', '0,1\n10,many', 'Line 2 of the CSV, "10,many", cannot be read: "many" is not a number.'],
    ['an empty cell', '0,1\n10,', 'Line 2 of the CSV, "10,", cannot be read: "" is not a number.'],
    ['a negative rate', '0,-1', 'Line 1 of the CSV, "0,-1", cannot be read: -1 requests per second are negative.'],
    ['a time that is none', '0,1\nlater,2', 'Line 2 of the CSV, "later,2", cannot be read: "later" is not a time.'],
    ['two headlines', 'a,b\nc,d\n0,1', 'Line 2 of the CSV'],
    [
      'a clock that goes backwards',
      '0,1\n10,2\n5,3',
      'Line 3 of the CSV, "5,3", cannot be read: its time is not after',
    ],
  ])('with %s is refused', (_name, csv, message) => {
    expect(messageOf(() => pointsOf(csv))).toContain(message);
  });
});

describe('an answer of Prometheus', () => {
  const matrix = (...result: unknown[]) => ({ status: 'success', data: { resultType: 'matrix', result } });

  test('is the sum of its series, and NaN is nothing', () => {
    const [a, b] = [
      {
        values: [
          [60, '2'],
          [120, 'NaN'],
        ],
      },
      {
        values: [
          [0, '1'],
          [60, '3'],
          [120, '4'],
        ],
      },
    ];
    expect(Load.fromPrometheus(matrix(a, b)).rate).toEqual({
      shape: 'linear',
      points: [
        [0, 1],
        [60, 5],
        [120, 4],
      ],
    });
  });

  test.each([
    ['no JSON', 'nope', 'it is not valid JSON'],
    ['an error', { status: 'error', error: 'bad_data' }, 'it is an error: bad_data'],
    ['a failure without a text', { status: 'error' }, 'it is an error: without a text'],
    ['an instant query', { data: { resultType: 'vector', result: [] } }, 'its resultType is "vector", not "matrix"'],
    ['no sample', matrix(), 'it has no sample'],
    ['a broken sample', matrix({ values: [[0, 1]] }), 'series 0 has the sample [0,1]'],
    ['something else than a sample', matrix({ values: [5] }), 'series 0 has the sample 5'],
    ['a negative rate', matrix({ values: [[0, '-1']] }), 'series 0 is -1 at 0'],
    [
      'a clock that goes backwards',
      matrix({
        values: [
          [5, '1'],
          [4, '1'],
        ],
      }),
      'the clock of series 0 goes backwards at 4',
    ],
  ])('that is %s is refused', (_name, response, message) => {
    expect(messageOf(() => Load.fromPrometheus(response))).toContain(message);
  });
});

test('a profile without points is 0, and a second has the value of its begin', () => {
  expect(valueAt({ shape: 'linear', points: [] }, 5)).toBe(0);
  expect([
    ...sampled(
      {
        shape: 'linear',
        points: [
          [0, 0],
          [4, 4],
        ],
      },
      3,
    ),
  ]).toEqual([0, 1, 2]);
});
