import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type Fields, type Recording } from '../../../lib/simulation';
import { cpuOf, hpa, NOW, podsOf, scale } from '../../simulation/objects';
import { recorded } from '../../simulation/recordings';
import { run } from '../run';

const wave = recorded(600, (second, replicas) => (second < 120 ? Math.round((200 + second * 5) / replicas) : 10));
const named: Recording = { ...wave, options: { kubernetes: '1.36' } };

function explain(recording: unknown, ...flags: string[]) {
  return run(['explain', '-', ...flags], JSON.stringify(recording));
}

/** The recording with another status at one frame. */
function withStatus(index: number, status: Fields): Recording {
  const frames = wave.frames.map((frame, at) => (at === index ? { ...frame, hpa: { ...frame.hpa, status } } : frame));
  return { ...wave, frames };
}

test('the outcome comes first, then what changed and why', async () => {
  const { exitCode, output } = await explain(named);
  expect(exitCode).toBe(0);
  const [summary, , ...rest] = output.split('\n');
  expect(summary).toBe('HPA shop/web took Deployment web from 1 to 8 to 1 replicas; all 39 decisions as recorded.');
  expect(rest.slice(0, 9)).toEqual([
    'when    1970-01-02 03:46:40 to 1970-01-02 03:56:40 UTC (10 min): 39 syncs, 29 at times guessed from the period',
    'bounds  1 to 10 replicas, 1 metric',
    'limits  5 min held by the stabilization window',
    '',
    '03:46:55 +0:15  1 -> 3 replicas: cpu resource utilization (percentage of request) above target',
    '    cpu resource utilization (percentage of request) is at 274 % of its target and asks for 3 (pods: 1 measured)',
    '',
    '03:47:10 +0:30  3 -> 4 replicas: cpu resource utilization (percentage of request) above target',
    '    cpu resource utilization (percentage of request) is at 116 % of its target and asks for 4 (pods: 3 measured)',
  ]);
  expect(output.match(/ replicas: /g)).toHaveLength(6);
  expect(output.match(/no change/g)).toHaveLength(1);
  expect(output.endsWith('32 syncs changed nothing; --all tells them too.\n')).toBe(true);
});

test('--all tells every sync, a guessed time with a question mark', async () => {
  const { output } = await explain(named, '--all');
  expect(output.match(/^\d\d:\d\d:\d\d /gm)).toHaveLength(39);
  expect(output).toMatch(/^03:49:10 \+2:30\? {2}no change: 8 replicas$/m);
  expect(output).not.toContain('--all');
});

test('a difference gives exit code 1, and what may have made it', async () => {
  const { exitCode, output } = await explain(withStatus(30, { desiredReplicas: 7, conditions: [] }));
  expect(exitCode).toBe(1);
  expect(output).toContain('; 1 of 40 decisions differ from the recorded.');
  expect(output).toMatch(/3 -> 4 replicas: .* above target, but 7 were recorded\n/);
  expect(output.match(/suspect: .*/g)).toEqual([
    'suspect: its time is that of the frame in which the status changed: the samples may have been newer or older',
    'suspect: what the controller remembered from before the recording is not in it',
    'suspect: the recording does not name the release of Kubernetes',
  ]);
});

test('known times, history and release are no suspects', async () => {
  const events = { up: [], down: [] };
  const { exitCode, output } = await explain({
    ...withStatus(59, { desiredReplicas: 9 }),
    options: { kubernetes: '1.36' },
    syncs: [NOW + 58_500],
    history: { events, conditions: [], desiredReplicas: 4, currentMetrics: [] },
  });
  expect(exitCode).toBe(1);
  expect(output).toContain('but 9 were recorded');
  expect(output).not.toContain('suspect');
});

describe('what had the last word is summed up', () => {
  /** Frames of one sync period each, with one sync in the middle of each. */
  function decided(spec: Fields, replicas: number, ...answers: readonly object[]): Recording {
    const frames = answers.map((metrics, index) => ({
      time: NOW + index * 15_000,
      hpa: hpa(spec, { status: { desiredReplicas: replicas } }),
      scale: scale(replicas),
      pods: podsOf(replicas),
      metrics,
    }));
    const syncs = frames.slice(0, -1).map(({ time }) => time + 5000);
    return { version: 1, options: { kubernetes: '1.36' }, frames, syncs };
  }
  const load = (milli: number, pods: number) => ({ resource: cpuOf(...Array.from({ length: pods }, () => milli)) });

  test('the maximum, with what the metrics asked for', async () => {
    const { output } = await explain(decided({}, 10, load(120, 10), load(180, 10), load(150, 10), {}));
    expect(output).toContain('HPA shop/web kept Deployment web at 10 replicas; all 3 decisions as recorded.');
    expect(output).toContain('limits  40 s at maxReplicas, while the metrics asked for up to 18\n');
    expect(output.match(/no change/g)).toHaveLength(1);
  });

  test('a failure, and that it ended', async () => {
    const { output } = await explain(decided({}, 2, {}, {}, load(100, 2), load(100, 2), {}));
    expect(output).toContain(
      'limits  30 s without a decision: FailedGetResourceMetric: failed to get cpu utilization: unable to get metrics',
    );
    expect(output.match(/no change/g)).toHaveLength(2);
    expect(output).toContain('    kept: ');
    expect(output).toContain('    the metrics ask for the 2 that there are');
  });

  test.each<[string, Fields, number, object, string]>([
    ['the minimum', { minReplicas: 2 }, 2, load(10, 2), 'at minReplicas'],
    ['the limit upward', { maxReplicas: 40 }, 5, load(1000, 5), 'held back by the limit upward, while the metrics'],
    ['zero', {}, 0, {}, 'at zero, where somebody else put it'],
  ])('%s', async (_, spec, replicas, metrics, line) => {
    const recording = decided(spec, replicas, metrics, metrics);
    const history = { recommendations: [], events: { up: [], down: [] }, conditions: [], desiredReplicas: replicas };
    const { output } = await explain({ ...recording, history: { ...history, currentMetrics: [] } });
    expect(output).toContain(`limits  10 s ${line}`);
  });

  test('the limit downward, and the window of an old release', async () => {
    const down = { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] };
    const slow = decided({ behavior: { scaleDown: down } }, 5, load(10, 5), {});
    expect((await explain(slow)).output).toContain('limits  10 s held up by the limit downward');
    const old = decided({}, 2, load(400, 2), load(400, 2));
    const frames = old.frames.map((frame) => ({
      ...frame,
      hpa: hpa({}, { status: { desiredReplicas: 2, lastScaleTime: new Date(NOW - 1000).toISOString() } }),
    }));
    const { output } = await explain({ ...old, options: { kubernetes: '1.10' }, frames });
    expect(output).toContain('limits  10 s waiting after the last scale');
  });
});

test('a recording over midnight has the date with each time', async () => {
  const midnight = Date.parse('2026-08-02T00:00:00Z') - NOW - 60_000;
  const frames = wave.frames.map(({ time, ...rest }) => ({
    time: Number(time) + midnight,
    hpa: rest.hpa,
    scale: rest.scale,
    pods: [],
    metrics: {},
  }));
  const { output } = await explain({ ...wave, frames });
  expect(output).toMatch(/^2026-08-0[12] \d\d:\d\d:\d\d \+0:15/m);
});

test('JSON has every sync, and says which changed something', async () => {
  const { output } = await explain(named, '--format', 'json');
  const report = JSON.parse(output) as { syncs: { isChange: boolean }[] };
  expect(report).toMatchObject({
    hpa: { namespace: 'shop', name: 'web', minReplicas: 1, maxReplicas: 10 },
    target: { kind: 'Deployment', name: 'web' },
    from: '1970-01-02T03:46:40.000Z',
    matching: 39,
    differing: 0,
    turns: [1, 8, 1],
    limits: [{ limitedBy: 'stabilizationWindow', seconds: 300, mostAsked: 1 }],
  });
  expect(report.syncs).toHaveLength(39);
  expect(report.syncs.filter(({ isChange }) => isChange)).toHaveLength(7);
  expect(report.syncs[0]).toMatchObject({
    currentReplicas: 1,
    desiredReplicas: 3,
    rawReplicas: 3,
    matches: true,
    suspects: [],
  });
});

test('JSON lines are a header and one frame per line', async () => {
  const { frames, ...header } = named;
  const lines = [header, ...frames].map((each) => JSON.stringify(each)).join('\n');
  const [asLines, asDocument] = [await run(['explain'], `${lines}\n`), await explain(named)];
  expect(asLines).toEqual(asDocument);
  const broken = await run(['explain'], lines.replace('"scale":', '"scale"'));
  expect(broken).toMatchObject({ exitCode: 2, output: '' });
  expect(broken.errors).toContain('error: <stdin>:2 is not valid JSON: ');
});

test('colour is for terminals', async () => {
  const input = JSON.stringify(named);
  expect((await run(['explain'], input, { isTerminal: true })).output).toContain('\u001B[32mall 39 decisions');
  expect((await run(['explain'], input, { isTerminal: true, environment: { NO_COLOR: '1' } })).output).not.toContain(
    '\u001B',
  );
});

describe('a file that cannot be replayed gives exit code 2:', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'explain-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  test.each([
    ['nothing', '', 'is empty.'],
    ['half a document', '{ "version": 1,\n "frames": [', 'is not valid JSON: '],
    ['another document', '{ "kind": "List" }', 'The recording cannot be replayed: version (missing) is not 1.'],
    ['no object', '[1]', 'version (missing) is not 1.'],
    ['no frames', '{ "version": 1 }', 'it has fewer than 2 frames'],
    [
      'an HPA that is none',
      JSON.stringify({
        ...wave,
        frames: [{ ...wave.frames[0], hpa: { kind: 'Pod' } }, { time: NOW + 1 }],
        syncs: [NOW],
      }),
      'The object is a "Pod"',
    ],
  ])('%s', async (_, text, message) => {
    const file = path.join(folder, 'recording.json');
    fs.writeFileSync(file, text);
    const { exitCode, output, errors } = await run(['explain', file]);
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toContain(message);
    expect(errors).toContain('fix: ');
  });

  test('a folder', async () => {
    expect(await run(['explain', folder])).toMatchObject({
      exitCode: 2,
      errors: `error: The file "${folder}" is a folder.\n`,
    });
  });

  test('one that is not there', async () => {
    expect(await run(['explain', path.join(folder, 'none.json')])).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('none.json" does not exist.') as string,
    });
  });
});
