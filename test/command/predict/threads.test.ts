import { rangesOf, useThreads } from '../../../lib/command/predict/runs-in-threads';
import { run } from '../run';

test('runs are parted without a gap, into hundredths or smaller parts', () => {
  expect(rangesOf(3)).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  const ranges = rangesOf(10_050);
  expect(Math.max(...ranges.map(([from, to]) => to - from))).toBe(50);
  expect(ranges.every(([from], index) => from === (index === 0 ? 0 : ranges[index - 1]![1]))).toBe(true);
  expect(ranges.at(-1)![1]).toBe(10_050);
});

test('few runs are made here', () => {
  expect(useThreads(100)).toBe(false);
});

const app = (name: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: ${name}, image: 'shop:1', resources: { requests: { cpu: 200m } } }] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name} }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
  minReplicas: 2
  maxReplicas: 9
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]
`;
const BOTH = `${app('web')}---${app('api')}`;
const args = ['predict', '-', '--load', 'constant:20rps', '--duration', '3m', '--runs', '3'];

test('--calls tells a whole application, with hints for what nobody calls', async () => {
  const { output, exitCode } = await run([...args, '--calls', 'web->api:2'], BOTH);
  expect(exitCode).toBe(0);
  expect(output).toContain('load constant:20rps for 3 min');
  expect(output).toContain('load 2 per request of web for 3 min');
  expect(output.match(/What a change would give/g)).toHaveLength(1);
});

test('autoscalers share nodes, and one that cannot be predicted does not keep the others from being told', async () => {
  const nodes = ['--nodes', '1', '--node-cpu', '500m', '--no-hints'];
  expect((await run([...args, ...nodes], BOTH)).output).toMatch(/Nodes +up to \d pods? without a node/);
  const broken = BOTH.replace('kind: Deployment, name: api', 'kind: Deployment, name: gone');
  const { output, errors } = await run([...args, ...nodes], broken);
  expect(output).toContain('default/web');
  expect(errors).toContain('"gone"');
});

test('a call of nobody is an error', async () => {
  const { exitCode, errors } = await run([...args, '--calls', 'web->db'], BOTH);
  expect(exitCode).toBe(2);
  expect(errors).toContain('Name one of web, api.');
});
