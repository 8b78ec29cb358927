import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run } from '../run';

jest.setTimeout(120_000);

const WEB = `# the shop
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/shop:1.4.2
          resources: { requests: { cpu: 250m }, limits: { cpu: 500m } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 8 # to be safe
  maxReplicas: 20
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: 40 } }
`;
const QUICK = ['--load', 'wave:20..100rps/5m', '--duration', '5m', '--candidates', '12', '--runs', '2'];

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tune-'));
  fs.writeFileSync(path.join(folder, 'web.yaml'), WEB);
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

test('the answer is a sentence, a table, reasons, what it rests on, and lines of TypeScript', async () => {
  const page = path.join(folder, 'page.html');
  const { exitCode, output } = await run(['tune', path.join(folder, 'web.yaml'), ...QUICK, '--html', page, '--write']);
  expect(exitCode).toBe(0);
  expect(output).toMatch(
    /^HorizontalPodAutoscaler shop\/web of Deployment web, under wave:20\.\.100rps\/5m for 5 min$/m,
  );
  expect(output).toMatch(/^Take .*minReplicas \d.*: \d+ % fewer pod hours/m);
  expect(output).toMatch(/^ +now +\d/m);
  expect(output).toMatch(/^ +recommended +\d.*\(-\d+ %\)/m);
  expect(output).toContain('What each change is for:');
  expect(output).toContain('It rests on numbers that nobody measured:');
  expect(output).toContain('cpuPerRequest');
  expect(output).toMatch(/^ {2}minReplicas: \d+,$/m);
  const [, least = ''] = /^ {2}minReplicas: (\d+),$/m.exec(output) ?? [];
  const written = fs.readFileSync(path.join(folder, 'web.yaml'), 'utf8');
  expect(written).toContain(`minReplicas: ${least} # to be safe`);
  expect(written).toContain('# the shop');
  const html = fs.readFileSync(page, 'utf8');
  expect(html).toContain('<svg viewBox=');
  expect(html).not.toMatch(/<script|NaN|undefined|Infinity/);
});

test('a patch changes nothing but the fields, and a stream has no file to change', async () => {
  const { output } = await run(['tune', path.join(folder, 'web.yaml'), ...QUICK, '--diff']);
  const changed = output.split('\n').filter((line) => /^[-+] /.test(line));
  expect(changed).toContainEqual('-  minReplicas: 8 # to be safe');
  expect(fs.readFileSync(path.join(folder, 'web.yaml'), 'utf8')).toBe(WEB);
  const piped = await run(['tune', '-', ...QUICK, '--json'], WEB);
  const report = JSON.parse(piped.output) as { left: string[]; tunings: { changes: object[]; demands: object }[] };
  expect(report.left.join()).toContain('came from the standard input');
  expect(report.tunings[0]?.changes.length).toBeGreaterThan(0);
});

test('what nothing keeps to ends with 1, and names what comes closest', async () => {
  const { exitCode, output } = await run(['tune', path.join(folder, 'web.yaml'), ...QUICK, '--slo', 'p95<1ms']);
  expect(exitCode).toBe(1);
  expect(output).toContain('No settings keep to p95<1ms.');
});

describe('bad input is one error', () => {
  test.each<[string, string[], string]>([
    ['a goal of nothing', ['--slo', 'p95<0'], 'The goal'],
    ['a goal without a measure', ['--slo', 'fast'], 'The goal'],
    ['losses below zero', ['--lost', '-1'], 'Write a number of requests'],
    ['a load that is not one', ['--load', 'much'], 'no known kind'],
    ['no candidate', ['--candidates', '0'], 'whole number from 1 up'],
    ['an autoscaler that is not there', ['--only', 'hpa/shop/other'], 'There is no'],
    ['nodes without a size', ['--nodes', '3'], '--node-cpu is missing'],
  ])('%s', async (_, args, message) => {
    const { exitCode, output, errors } = await run(['tune', path.join(folder, 'web.yaml'), ...QUICK, ...args]);
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toContain(message);
  });

  test('nothing that scales', async () => {
    const { exitCode, errors } = await run(
      ['tune', '-', ...QUICK],
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
    );
    expect(exitCode).toBe(2);
    expect(errors).toContain('There is no HorizontalPodAutoscaler and no ScaledObject');
  });
});
