import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseLoad, predictScaler, type Load } from '../../lib/simulation';
import { onQuery, scaledByKeda } from '../simulation/world/manifests';

const PAGE = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'simulation', 'predict.md'), 'utf8');

/** The cells of the table rows whose first one begins with a text. */
function rowsOf(begin: string): string[][] {
  return PAGE.split('\n')
    .filter((line) => line.startsWith(`| \`${begin}`))
    .map((line) => line.slice(1, -1).split(' | ').map((cell) => cell.trim().replaceAll('`', ''))); // prettier-ignore
}

test('has each parameter with its default, its range and its source', () => {
  const container = { readinessProbe: { httpGet: { path: '/', port: 80 } }, resources: {} };
  const manifests = scaledByKeda({ triggers: [onQuery('vector(1)', '1')] }, { container });
  const { parameters } = predictScaler(manifests, 'web', { load: 'constant:1rps', duration: 1 });
  const expected = parameters
    .filter(({ name }) => name.startsWith('world.'))
    .map(({ name, value, unit, range, meaning, source }) => [
      name,
      meaning,
      unit === 'bytes' && value !== 0 ? `${Number(value) / 1024 ** 2} MiB` : `${value} ${unit}`.trim(),
      range === null ? '' : range.join(' to '),
      source,
    ]);
  expect(rowsOf('world.')).toEqual(expected);
});

test('has each notation of a load, with the code that is the same', () => {
  const kinds = ['constant', 'ramp', 'steps', 'spike', 'wave', 'siege', 'locust', 'curl'];
  const loads = kinds.map((kind): Load => {
    const rows = rowsOf(`${kind}:`);
    expect(rows).toHaveLength(1);
    return parseLoad(rows[0]![0]!);
  });
  expect(loads.map(({ text }) => text.split(':')[0])).toEqual(kinds);
  expect(rowsOf('csv:')).toHaveLength(1);
  expect(rowsOf('prometheus:')).toHaveLength(1);
});

test('has each signal', () => {
  const [table = ''] = /^\| signal[^]*?\n\n/m.exec(PAGE) ?? [];
  const signals = table.split('\n').flatMap((line) => /^\| `(\w+)` +\| /.exec(line)?.[1] ?? []);
  expect(signals).toEqual([
    ...['requests', 'requestRate', 'requestSeconds', 'connections', 'idleConnections', 'inFlight', 'queue', 'cpu'],
    ...['memory', 'latency', 'messages', 'clientRequests', 'clientRate', 'clientConnections', 'lostRequests'],
    ...['desiredReplicas', 'replicas', 'readyReplicas', 'pods', 'pendingPods', 'runningPods', 'readyPods'],
  ]);
});
