import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parametersFrom } from '../../../lib/command/calibrate/parameters-file';
import { run } from '../run';

const RECORDING = path.join(__dirname, '..', '..', 'cluster', 'recordings', 'cpu-autoscaling.json');

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'calibrate-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

test('what was measured is a table for people, and a file for predict and tune', async () => {
  const file = path.join(folder, 'parameters.json');
  const { exitCode, output } = await run([
    'calibrate',
    RECORDING,
    '--load',
    'curl:3',
    '--begin',
    '1',
    '--output',
    file,
  ]);
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^ +cpuPerRequest +\d/m);
  expect(output).toMatch(/^ +startSeconds +\d/m);
  expect(parametersFrom(file)).toHaveProperty('cpuPerRequest');
});

test('the queries for Prometheus are printed', async () => {
  const { output } = await run(['calibrate', '--queries']);
  expect(output).toContain('# cpu\nsum(rate(container_cpu_usage_seconds_total');
});

test.each<[string, string[], string]>([
  ['nothing to measure in', [], 'There is nothing to measure in'],
  ['a file that is not there', ['/nowhere.json'], 'does not exist'],
  ['an answer without a name', ['--prometheus', 'disk=x.json'], 'Write one of requests, cpu'],
])('%s is one error', async (_, args, message) => {
  const { exitCode, output, errors } = await run(['calibrate', ...args]);
  expect([exitCode, output]).toEqual([2, '']);
  expect(errors).toContain(message);
});

test.each([
  ['text', 'x'],
  ['another version', '{"version":2,"parameters":[]}'],
  ['a name that the model does not know', '{"version":1,"parameters":[{"name":"speed","value":1,"range":[1,1]}]}'],
  ['a range that goes down', '{"version":1,"parameters":[{"name":"memory","value":1,"range":[2,1]}]}'],
])('parameters that are %s are refused', (_, content) => {
  const file = path.join(folder, 'odd.json');
  fs.writeFileSync(file, content);
  expect(() => parametersFrom(file)).toThrow('cannot be read');
});
