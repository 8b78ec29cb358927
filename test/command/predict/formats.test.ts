import { compare } from '../../../lib/command/predict/compare';
import { amount, latency, share, signed } from '../../../lib/command/predict/amounts';
import { figuresOf } from '../../../lib/command/predict/figures';
import { type Forecast } from '../../../lib/command/predict/forecast';
import { csv } from '../../../lib/command/predict/formats/csv';
import { human } from '../../../lib/command/predict/formats/human';
import { json } from '../../../lib/command/predict/formats/json';
import { sparkline } from '../../../lib/command/predict/formats/sparkline';
import { clock, grouped, plural, span } from '../../../lib/command/text';
import { painter } from '../../../lib/command/paint';
import { type MetricUnit, type Prediction } from '../../../lib/simulation';
import { prediction, withBands } from './predictions';

const PLAIN = { paint: painter(false), columns: 100 };

function forecast(of: Prediction, rest: Partial<Forecast> = {}): Forecast {
  return { source: 'dist/', scalers: [{ prediction: of, hints: [] }], comparisons: [], ...rest };
}

test('the terminal has curves, numbers, decisions and hints', () => {
  const { summary } = prediction();
  const hints = [
    { field: 'minReplicas', change: 'minReplicas 1 -> 2', effect: 'loses 0 instead of 2,100 requests', summary },
    { field: 'maxReplicas', change: 'maxReplicas 5 -> 10', effect: 'changes nothing', summary },
  ];
  const text = human(forecast(prediction(), { scalers: [{ prediction: withBands(), hints }] }), PLAIN);
  expect(text).toMatchInlineSnapshot(`
   "HorizontalPodAutoscaler shop/web scales Deployment web: 1 to 5 replicas, cpu at 50 %
   load ramp:0..300rps/2m for 5 min, seed 1 [in brackets: what 9 of 10 of 20 runs are within]

     load     ▂▂▂▂▂▃▃▃▃▄▄▄▄▅▅▅▆▆▆▆▇▇▇███████████████████████████████████████  up to 300 requests/s
     cpu         ▆▇██▇▇█████████████████████████████████████████████████████  up to 80 %, target 50 %
     desired  ▂▂▂▂▂▂▄▄▄▄▄▄▅▅▅▅▅▅▇▇▇▇▇▇▇█████████████████████████████████████  up to 5
     ready    ▂▂▂▂▂▂▂▄▄▄▄▄▄▅▅▅▅▅▅▇▇▇▇▇▇▇████████████████████████████████████  up to 5
     lost     ▁▁▁▁▁▂▃▄▁▁▂▄▅▆▁▂▄▅▆▇▂▄▅▇██▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  up to 60 requests/s
              0:00                           2:30                       5:00

     Most replicas wanted  5 of 5, first at 2:00                        [5]
     maxReplicas wanted    at 2:00, for 3 min                           [1:45 to never]
     Scaled                4 up, 0 down, 0 changes of direction         [0 to 1]
     Requests lost         2,100 of 71,850 (2.92 %)                     [2,000 to 2,200]
     Latency               80 ms on average, 1.3 s in the worst second
     p50, p95, p99         60 ms, 300 ms, 900 ms                        [p95 200 ms to 400 ms]
     Pods on average       4 (0.33 pod hours)                           [3.4 to 4.6]
     Cost                  0.05 core hours, 0.02 GiB hours              [0.04 to 0.06]

     0:30  1 -> 2  hpa  cpu resource utilization (percentage of request) above target
     1:00  2 -> 3  hpa  cpu resource utilization (percentage of request) above target
     1:30  3 -> 4  hpa  cpu resource utilization (percentage of request) above target
     2:00  4 -> 5  hpa  cpu resource utilization (percentage of request) above target (maxReplicas)

     What a change would give:
     minReplicas 1 -> 2   loses 0 instead of 2,100 requests
     maxReplicas 5 -> 10  changes nothing
   "
  `);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('without ranges, decisions or hints there are no lines for them', () => {
  const text = human(forecast(prediction({ decisions: [] })), PLAIN);
  expect(text).toContain('for 5 min, seed 1\n');
  expect(text).toContain('No decision changes anything.');
  expect(text).not.toContain('[');
  expect(text).not.toContain('What a change would give');
});

test('of many decisions the first are told, without those that only find everything well', () => {
  const [decision] = prediction().decisions;
  const decisions = Array.from({ length: 50 }, (_, index) => ({
    ...{ ...decision!, time: index * 15, from: 3, to: 3 },
    limitedBy: index % 2 === 0 ? ('tolerance' as const) : ('maxReplicas' as const),
  }));
  const text = human(forecast(prediction({ decisions })), PLAIN);
  expect(text.match(/ hpa /g)).toHaveLength(20);
  expect(text).toContain('  9:45  3  hpa  cpu');
  expect(text).toContain('… and 5 more decisions; --json has all.');
});

test('pods without a node, a metric without a target and one per pod are told', () => {
  const plain = prediction();
  const text = human(
    forecast({
      ...plain,
      summary: { ...plain.summary, peakUnschedulable: 3, secondsToMax: null },
      metrics: [
        { name: 'cron', label: 's0-cron', unit: 'number', target: null, perPod: false },
        { name: 'rate', label: 'rate', unit: 'requests/s', target: 50, perPod: true },
      ],
      rows: plain.rows.map((row) => ({ ...row, lost: 0, metrics: [null] })),
    }),
    PLAIN,
  );
  expect(text).toContain('5 replicas, s0-cron, rate at 50 requests/s per pod\n');
  expect(text).toMatch(/Pods without a node +up to 3 at once/);
  expect(text).toMatch(/maxReplicas wanted +never/);
  expect(text).toMatch(/s0-cron +up to -/);
  expect(text).toMatch(/lost .* none\n/);
});

test('a reason is told without the selector that the controller prints', () => {
  const [decision] = prediction().decisions;
  const selector =
    '&LabelSelector{MatchLabels:map[string]string{scaledobject.keda.sh/name: web,},MatchExpressions:[]LabelSelectorRequirement{},}';
  const reasons = [
    `external metric s0-prometheus(${selector}) above target`,
    'external metric queue(nil) above target',
  ];
  const text = human(forecast(prediction({ decisions: reasons.map((reason) => ({ ...decision!, reason })) })), PLAIN);
  expect(text).toContain('hpa  external metric s0-prometheus above target\n');
  expect(text).toContain('hpa  external metric queue above target\n');
});

test('a second without requests has a curve, an axis and no latency', () => {
  const { rows, summary } = prediction();
  const empty = { ...summary, meanLatencySeconds: null, worstLatencySeconds: null };
  const text = human(forecast(prediction({ rows: rows.slice(0, 1), durationSeconds: 1, summary: empty })), PLAIN);
  expect(text).toMatch(/Latency +nothing was answered\n/);
  expect(text).toMatch(/\n +0:00 0:00 0:01\n/);
});

test('a workload that nobody scales has no decisions and no bounds', () => {
  const { target } = prediction();
  const text = human(
    forecast(prediction({ scaler: target, minReplicas: 3, maxReplicas: 3, metrics: [], decisions: [] })),
    PLAIN,
  );
  expect(text).toMatch(/^Deployment shop\/web with 3 replicas, which nobody scales\n/);
  expect(text).not.toMatch(/wanted|decision|maxReplicas/);
});

test('a long name of a metric leaves room for its curve', () => {
  const [metric] = prediction().metrics;
  const metrics = [{ ...metric!, label: 'nginx_http_requests_per_second', unit: 'requests/s' as const }];
  const curve = human(forecast(prediction({ metrics })), PLAIN)
    .split('\n')
    .find((line) => line.startsWith('  nginx'));
  expect(curve).toMatch(/^ {2}nginx_http_requ… .*█{10,} {2}up to 80, target 50 requests\/s$/);
});

test('two predictions stand side by side, with what differs', () => {
  const left = prediction();
  const right = { ...left, summary: { ...left.summary, lostRequests: 0, secondsToMax: 60, worstLatencySeconds: 0.25 } };
  const crowded = { ...right, summary: { ...right.summary, peakUnschedulable: 2, secondsToMax: null } };
  const rowsOf = (a: Prediction, b: Prediction) =>
    compare({ label: 'a', prediction: a }, { label: 'b', prediction: b }).rows.map(({ name, difference }) => [
      name,
      difference,
    ]);
  expect(rowsOf(left, right)).toEqual([
    ['Most replicas wanted', ''],
    ['maxReplicas wanted', '1 min earlier'],
    ['Scaled', ''],
    ['Requests lost', '-2,100'],
    ['Latency', '-1 s in the worst second'],
    ['p50, p95, p99', ''],
    ['Pods on average', ''],
    ['Cost', ''],
  ]);
  expect(rowsOf(right, crowded)).toEqual(
    expect.arrayContaining([
      ['Pods without a node', ''],
      ['maxReplicas wanted', ''],
    ]),
  );
  expect(rowsOf(crowded, left)).toEqual(expect.arrayContaining([['Pods without a node', '']]));
  const text = human(
    forecast(left, {
      comparisons: [compare({ label: 'dist/', prediction: left }, { label: 'other/', prediction: right })],
    }),
    PLAIN,
  );
  expect(text).toMatch(/Requests lost +2,100 of 71,850 \(2\.92 %\) +0 of 71,850 \(2\.92 %\) +-2,100\n/);
});

test('JSON of a day has less than a megabyte, unless every second is asked for', () => {
  const day = withBands(prediction({ durationSeconds: 86_400 }));
  const text = json(forecast(day));
  expect(text.length).toBeLessThan(1_000_000);
  const [thin] = (JSON.parse(text) as { predictions: { stepSeconds: number; rows: { second: number }[] }[] })
    .predictions;
  expect(thin!.stepSeconds).toBe(24);
  expect(thin!.rows.slice(0, 2).map(({ second }) => second)).toEqual([0, 24]);
  const [whole] = (JSON.parse(json(forecast(day), true)) as { predictions: { rows: unknown[] }[] }).predictions;
  expect(whole!.rows).toHaveLength(86_400);
});

test('the verdict, what it rests on, findings and why it stays stand in the text', () => {
  const stays = ['cpu is at 47 % of 50 %: 3 stays, 2 need less than 33.3 %'];
  const text = human(
    forecast(prediction(), {
      scalers: [
        {
          prediction: prediction({ stays, targets: ['cpu: 50 % of the request is 100m per pod'] }),
          hints: [],
          verdict: [
            { aspect: 'Requests lost', level: 'failure', text: '3', advice: 'raise the maximum' },
            { aspect: 'Latency', level: 'ok', text: 'p95 3 ms' },
          ],
          basis: { text: 'The range comes from there.', query: 'sum(a)', command: 'kubectl top', option: '--set a=…' },
          findings: [{ rule: 'R72', severity: 'warning', what: 'One claim.', fix: 'Use two.' }],
        },
      ],
    }),
    { ...PLAIN, paint: painter(true) },
  );
  expect(text).toContain('\u001B[31mfailure\u001B[0m  Requests lost  3: raise the maximum\n');
  expect(text).toContain('\u001B[32mok     \u001B[0m  Latency        p95 3 ms\n');
  expect(text).toContain('warning R72\u001B[0m One claim. Use two.\n');
  expect(text).toMatch(/The range comes from there\.\n {4}PromQL {3}sum\(a\)\n {4}command {2}kubectl top\n/);
  expect(text).toContain(`Why it stays at 5:\u001B[0m\n  ${stays[0]}\n  cpu: 50 % of the request is 100m per pod\n`);
});

test('each figure tells a difference with its sign', () => {
  const more = figuresOf(prediction({ summary: { ...prediction().summary, peakUnschedulable: 1 } }));
  expect(more.map(({ difference }) => difference(2))).toEqual([
    '+2 replicas',
    '2 s later',
    '+2 times',
    '+2',
    '+2 s in the worst second',
    '+2 s at p95',
    '+2 pods',
    '+2 pods',
    '+2 core hours',
  ]);
});

test('JSON has everything, and what is compared', () => {
  const plain = prediction();
  const report = JSON.parse(
    json(
      forecast(plain, { comparisons: [compare({ label: 'a', prediction: plain }, { label: 'b', prediction: plain })] }),
    ),
  ) as { predictions: unknown[]; comparisons: unknown[] };
  expect(report).toMatchObject({ version: 1, source: 'dist/' });
  expect(report.predictions).toEqual([JSON.parse(JSON.stringify({ ...plain, stepSeconds: 1, hints: [] }))]);
  expect(report.comparisons).toEqual([
    expect.objectContaining({
      left: 'a',
      right: 'b',
      alternative: JSON.parse(JSON.stringify({ ...plain, stepSeconds: 1 })) as unknown,
    }),
  ]);
});

describe('CSV', () => {
  const linesOf = (of: Forecast) =>
    csv(of)
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));

  test('has a line per second, and nothing where nothing is known', () => {
    const [header, first, ...rest] = linesOf(forecast(prediction()));
    expect(header).toEqual([
      ...['scaler', 'second', 'offered', 'served', 'lost', 'latencySeconds', 'cpuCores'],
      ...['desired', 'replicas', 'ready', 'unschedulable', 'metric cpu'],
    ]);
    expect(first).toEqual(['HorizontalPodAutoscaler shop/web', '0', '0', '0', '0', '', '0', '1', '1', '1', '0', '']);
    expect(rest).toHaveLength(299);
    expect(rest.at(-1)?.at(-1)).toBe('80');
  });

  test('has the ranges, at their own step', () => {
    const plain = withBands();
    const halved = { p5: [0, 1], p50: [1, 2], p95: [2, 3] };
    const bands = {
      ...plain.bands!,
      stepSeconds: 150,
      desired: halved,
      ready: halved,
      lost: { p5: [], p50: [], p95: [] },
    };
    const lines = linesOf(forecast({ ...plain, bands }));
    const column = lines[0]?.indexOf('desired p95') ?? -1;
    expect([lines[1]?.[column], lines[150]?.[column], lines[151]?.[column]]).toEqual(['2', '2', '3']);
    expect(lines[1]?.at(-1)).toBe('');
  });

  test('of two autoscalers has the columns of both', () => {
    const other = prediction({
      scaler: { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', namespace: 'shop', name: 'q' },
      metrics: [{ name: 'queue', label: 'a,"b"', unit: 'number', target: 5, perPod: true }],
    });
    const lines = csv(
      forecast(prediction(), {
        scalers: [{ prediction: withBands(), hints: [] }],
        comparisons: [compare({ label: 'x', prediction: prediction() }, { label: 'other', prediction: other })],
      }),
    ).split('\n');
    expect(lines[0]).toContain(',metric cpu,"metric a,""b""",desired p5,');
    expect(lines[101]).toMatch(/^HorizontalPodAutoscaler shop\/web,100,.*,80,,/);
    expect(lines[401]).toMatch(/^other,100,.*,,80,,,,,,,,,$/);
  });
});

test.each<[string, (number | null)[], number, 'mean' | 'max', string]>([
  ['from nothing to the highest', [0, 1, 2, 3, 4, 5, 6, 7], 8, 'mean', '▁▂▃▄▅▆▇█'],
  ['what is little is not nothing', [0, 0.001, 100], 3, 'mean', '▁▂█'],
  ['unknown is blank', [null, 1, null], 3, 'mean', ' █ '],
  ['means of several values', [0, 4, 4, 4], 2, 'mean', '▅█'],
  ['the most of several values', [0, 4, 4, 4], 2, 'max', '██'],
  ['no wider than its values', [1], 40, 'max', '█'],
  ['nothing', [], 40, 'max', ''],
])('a sparkline of %s', (_, values, width, merge, expected) => {
  expect(sparkline(values, width, merge)).toBe(expected);
});

test.each<[number | null, MetricUnit, string]>([
  [null, 'percent', '-'],
  [5.25, 'percent', '5.3 %'],
  [120.4, 'percent', '120 %'],
  [3 * 2 ** 30, 'bytes', '3 GiB'],
  [2 ** 20 * 1.5, 'bytes', '1.5 MiB'],
  [0.25, 'seconds', '250 ms'],
  [1234.5, 'number', '1,235'],
  [0.125, 'cores', '0.13 cores'],
  [250, 'requests/s', '250 requests/s'],
])('%d %s is shown as %s', (value, unit, expected) => {
  expect(amount(value, unit)).toBe(expected);
});

test('texts of numbers', () => {
  expect([latency(0.0012), latency(0.08), latency(1.25), latency(null)]).toEqual(['1.2 ms', '80 ms', '1.3 s', '-']);
  expect([share(0), share(0.00004), share(0.0292), share(1)]).toEqual(['0 %', '0.004 %', '2.92 %', '100 %']);
  expect([signed(0), signed(-0.04, 1), signed(-2.5, 1), signed(1234)]).toEqual(['+0', '+0', '-2.5', '+1,234']);
  expect([grouped(1234567), grouped(1.5, 2), grouped(2, 2), grouped(-1234.5, 1)]).toEqual([
    '1,234,567',
    '1.5',
    '2',
    '-1,234.5',
  ]);
  expect([plural(1, 'sync'), plural(0, 'sync'), plural(1000, 'sync')]).toEqual(['1 sync', '0 syncs', '1,000 syncs']);
  expect([0.5, 45, 59.7, 60, 195, 3600, 7500].map(span)).toEqual([
    '0.5 s',
    '45 s',
    '1 min',
    '1 min',
    '3 min 15 s',
    '1 h',
    '2 h 5 min',
  ]);
  expect([0, 65.9, 3605].map(clock)).toEqual(['0:00', '1:05', '1:00:05']);
});
