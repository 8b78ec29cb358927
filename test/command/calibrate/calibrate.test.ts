import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parametersFrom, withParameters } from '../../../lib/command/calibrate/parameters-file';
import { type Calibration, type Prediction } from '../../../lib/simulation';
import { run } from '../run';

const RECORDING = path.join(__dirname, '..', '..', 'cluster', 'recordings', 'cpu-autoscaling.json');

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'calibrate-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function written(name: string, content: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  return file;
}

const APP = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'shop:1', resources: { requests: { cpu: 200m } } }] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 9
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]
`;

test('what was measured is a table for people, and a file that predict reads, before which --set goes', async () => {
  const file = path.join(folder, 'parameters.json');
  const args = ['calibrate', RECORDING, '--load', 'curl:3', '--begin', '1', '--end', '166', '--output', file];
  const { exitCode, output } = await run(args);
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^ +cpuPerRequest +0\.00\d+ s +0\.\d+ to 0\.\d+ +\d+ measured: CPU of all pods/m);
  expect(output).toMatch(/^ +idleCpu +0\.0000874 cores +1 measured: /m);
  expect(output).toContain('Not measured:\n  extraLatency');
  const known = parametersFrom(file);
  expect(known).toHaveProperty('cpuPerRequest');
  const asked = ['--load', 'constant:20rps', '--duration', '1m', '--runs', '1', '--no-hints', '--json'];
  const predicted = await run(['predict', '-', ...asked, '--parameters', file, '--set', 'startSeconds=9'], APP);
  const [prediction] = (JSON.parse(predicted.output) as { predictions: Prediction[] }).predictions;
  const given = (name: string) => prediction?.parameters.find((each) => each.name === `world.${name}`);
  expect(given('cpuPerRequest')).toMatchObject({ origin: 'given', range: known.cpuPerRequest });
  expect(given('startSeconds')).toMatchObject({ origin: 'given', value: 9 });
});

test('a recording may come from the standard input, and what it tells goes to a program', async () => {
  const { output } = await run(['calibrate', '-', '--json'], fs.readFileSync(RECORDING, 'utf8'));
  const { version, parameters, unknown } = JSON.parse(output) as Calibration;
  expect(version).toBe(1);
  expect(parameters.map(({ name }) => name)).toContain('startSeconds');
  expect(unknown.join()).toContain('cpuPerRequest: needs');
});

test('a recording without samples and pods that come tells nothing, and says so', async () => {
  const frame = { hpa: {}, scale: { spec: { replicas: 1 }, status: { replicas: 1 } }, pods: [] };
  const frames = [0, 1].map((second) => ({ time: second * 1000, ...frame }));
  const { exitCode, output } = await run(['calibrate', '-'], JSON.stringify({ version: 1, frames }));
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^Nothing could be measured\.\n\nNot measured:\n {2}cpuPerRequest: /);
});

test('the queries for Prometheus are printed, and their answers read', async () => {
  const { output } = await run(['calibrate', '--queries']);
  expect(output).toContain('# cpu\nsum(rate(container_cpu_usage_seconds_total');
  const answer = (name: string, ...values: number[]): string[] => {
    const result = [{ metric: {}, values: values.map((value, index) => [index * 15, String(value)]) }];
    const content = JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
    return ['--prometheus', `${name}=${written(`${name}.json`, content)}`];
  };
  const found = await run(['calibrate', ...answer('requests', 100, 200), ...answer('cpu', 1, 2)]);
  expect(found.output).toMatch(/^ +cpuPerRequest +0\.01 s +2 measured: /m);
});

test.each<[string, string[], string]>([
  ['nothing to measure in', [], 'There is nothing to measure in'],
  ['a file that is not there', ['/nowhere.json'], 'does not exist'],
  ['an answer without a name', ['--prometheus', 'disk=x.json'], 'Write one of requests, cpu'],
  ['an answer without a file', ['--prometheus', 'cpu'], 'Write one of requests, cpu'],
  ['a load that is not one', [RECORDING, '--load', 'much'], 'no known kind'],
])('%s is one error', async (_, args, message) => {
  const { exitCode, output, errors } = await run(['calibrate', ...args]);
  expect([exitCode, output]).toEqual([2, '']);
  expect(errors).toContain(message);
});

test.each([
  ['text', 'x'],
  ['nothing', 'null'],
  ['another version', '{"version":2,"parameters":[]}'],
  ['not a list', '{"version":1,"parameters":{}}'],
  ['not objects', '{"version":1,"parameters":[null]}'],
  ['a name that the model does not know', '{"version":1,"parameters":[{"name":"speed","value":1,"range":[1,1]}]}'],
  ['without a range', '{"version":1,"parameters":[{"name":"memory","value":1}]}'],
  ['a range that goes down', '{"version":1,"parameters":[{"name":"memory","value":1,"range":[2,1]}]}'],
  ['a range of text', '{"version":1,"parameters":[{"name":"memory","value":1,"range":["a","b"]}]}'],
])('parameters that are %s are refused', (_, content) => {
  expect(() => parametersFrom(written('odd.json', content))).toThrow('cannot be read');
});

test('without a file nothing changes', () => {
  expect([withParameters(undefined, undefined), withParameters(undefined, { memory: 5 })]).toEqual([
    undefined,
    { memory: 5 },
  ]);
});
