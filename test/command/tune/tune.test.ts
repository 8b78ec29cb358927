import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as publicApi from '../../../lib';
import { run } from '../run';

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
          readinessProbe: { httpGet: { path: /, port: 8080 }, periodSeconds: 5 }
          lifecycle: { preStop: { sleep: { seconds: 5 } } }
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
const LOAD = ['--load', 'locust:100@10/s,wait=500ms..1s', '--duration', '4m'];
const QUICK = [...LOAD, '--candidates', '12', '--runs', '2', '--set', 'startSeconds=3', '--set', 'loadFactor=1'];

interface Report {
  readonly left: string[];
  readonly tunings: {
    readonly changes: { readonly name: string; readonly to: string }[];
    readonly demands: object;
    readonly findings: object[];
    readonly restsOn: { readonly name: string }[];
    readonly typeScript: string[];
    readonly effort: { readonly isStopped: boolean };
  }[];
}

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tune-'));
  fs.writeFileSync(path.join(folder, 'web.yaml'), WEB);
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function here(name: string): string {
  return path.join(folder, name);
}

test('the answer is a sentence, a table, reasons, what it rests on, and lines of TypeScript', async () => {
  const page = here('page.html');
  const { exitCode, output } = await run(['tune', here('web.yaml'), ...QUICK, '--html', page, '--write']);
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^HorizontalPodAutoscaler shop\/web of Deployment web, under locust:100@10\/s.* for 4 min$/m);
  expect(output).toMatch(/^Take .*minReplicas \d.*: \d+ % fewer pod hours/m);
  expect(output).toMatch(/^ +now +\d/m);
  expect(output).toMatch(/^ +recommended +\d.*\(-\d+ %\)/m);
  expect(output).toContain('What each change is for:');
  expect(output).toContain('It rests on numbers that nobody measured:');
  expect(output).toContain('cpuPerRequest');
  expect(output).toMatch(/^ {4}PromQL +sum\(rate\(container_cpu_usage_seconds_total/m);
  expect(output).toMatch(/^ {2}minReplicas: \d+,$/m);
  const [, least = ''] = /^ {2}minReplicas: (\d+),$/m.exec(output) ?? [];
  const written = fs.readFileSync(here('web.yaml'), 'utf8');
  expect(written).toContain(`minReplicas: ${least} # to be safe`);
  expect(written).toContain('# the shop');
  const html = fs.readFileSync(page, 'utf8');
  expect(html.match(/<svg viewBox=/g)).toHaveLength(2);
  expect(html).not.toMatch(/<script|NaN|undefined|Infinity/);
  expect(html).toContain('<title>Settings for ');
});

test('a patch changes nothing but the fields, and a stream has no file to change', async () => {
  const { output } = await run(['tune', here('web.yaml'), ...QUICK, '--diff']);
  const changed = output.split('\n').filter((line) => /^[-+] /.test(line));
  expect(changed).toContainEqual('-  minReplicas: 8 # to be safe');
  expect(fs.readFileSync(here('web.yaml'), 'utf8')).toBe(WEB);
  const piped = await run(['tune', '-', ...QUICK, '--json'], WEB);
  const { left, tunings } = JSON.parse(piped.output) as Report;
  expect(left.join()).toContain('came from the standard input');
  expect(tunings[0]?.changes.length).toBeGreaterThan(0);
  expect(tunings[0]?.demands).not.toHaveProperty('budget');
  expect(tunings[0]?.restsOn.map(({ name }) => name)).not.toContain('world.startSeconds');
  expect(piped.output).not.toContain('"manifests"');
});

test('the lines of TypeScript name what this library has', async () => {
  const { output } = await run(['tune', here('web.yaml'), ...QUICK, '--json']);
  const { typeScript } = (JSON.parse(output) as Report).tunings[0]!;
  const classes = [...typeScript.join('\n').matchAll(/\b(Scaling\w+|PolicySelection)\.(\w+)/g)];
  expect(classes.length).toBeGreaterThan(0);
  for (const [, owner = '', member = ''] of classes) {
    expect((publicApi as unknown as Record<string, Record<string, unknown>>)[owner]?.[member]).toBeDefined();
  }
});

test('what check finds stands on top, and parameters may come from a file', async () => {
  const parameter = { name: 'cpuPerRequest', value: 0.01, range: [0.01, 0.01] };
  fs.writeFileSync(here('measured.json'), JSON.stringify({ version: 1, parameters: [parameter] }));
  const args = ['tune', here('web.yaml'), ...QUICK, '--parameters', here('measured.json')];
  const { output } = await run([...args, '--provides', 'metrics.k8s.io', '--json']);
  const { findings, restsOn } = (JSON.parse(output) as Report).tunings[0]!;
  expect(restsOn.map(({ name }) => name)).not.toContain('world.cpuPerRequest');
  expect(findings).toEqual([]);
  fs.writeFileSync(here('web.yaml'), WEB.replace(/ +readinessProbe.*\n/, ''));
  const found = await run([...args, '--candidates', '2', '--html', here('page.html')]);
  expect(found.output).toMatch(/^ {2}warning R70 HorizontalPodAutoscaler "shop\/web"/m);
  expect(fs.readFileSync(here('page.html'), 'utf8')).toContain('<strong>warning R70</strong>');
});

test('settings are kept where nothing is better, on nodes of some size, too', async () => {
  const nodes = ['--nodes', '3', '--node-cpu', '4', '--node-memory', '8Gi', '--candidates', '2', '--only', 'shop/web'];
  const least = WEB.replace('minReplicas: 8', 'minReplicas: 2').replace(
    'averageUtilization: 40',
    'averageUtilization: 90',
  );
  const asked = ['tune', '-', ...QUICK, ...nodes, '--html', here('page.html')];
  const { exitCode, output } = await run(asked, least);
  expect(exitCode).toBe(0);
  expect(output).toContain('Keep the settings: nothing that was tried is cheaper by more than 2 %.');
  expect(output).not.toMatch(/^ +recommended/m);
  expect(fs.readFileSync(here('page.html'), 'utf8')).toContain('orange is now, and stays');
  const piped = await run(['tune', '-', ...QUICK], WEB);
  expect(piped.output).toMatch(
    /^Not changed in place:\n {2}HorizontalPodAutoscaler at .* came from the standard input$/m,
  );
});

test('the cluster that a synthesis has recorded is told', async () => {
  const clusters = path.join(__dirname, '..', '..', '..', 'dist', '30-cpu-autoscaling.k8s.yaml');
  const { errors } = await run([
    'tune',
    clusters,
    '--load',
    'siege:1',
    '--duration',
    '1m',
    '--candidates',
    '2',
    '--runs',
    '1',
  ]);
  expect(errors).toMatch(/^dist is for kind, /);
});

test('nothing is recommended that check finds something new in', async () => {
  const budget = `${WEB}---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec: { minAvailable: 6, selector: { matchLabels: { app: web } } }
`;
  fs.writeFileSync(here('web.yaml'), budget);
  const { output } = await run(['tune', here('web.yaml'), ...QUICK, '--json']);
  const { changes } = (JSON.parse(output) as Report).tunings[0]!;
  const least = changes.find(({ name }) => name === 'minReplicas')?.to ?? '8';
  expect(Number(least)).toBeGreaterThan(6);
});

test('what nothing keeps to ends with 1, and names what comes closest', async () => {
  const asked = ['--slo', 'p95<1ms', '--lost', '0', '--budget', '0.05', '--least-replicas', '3'];
  const { exitCode, output } = await run(['tune', here('web.yaml'), ...QUICK, ...asked]);
  expect(exitCode).toBe(1);
  expect(output).toMatch(/^No settings keep to .*p95<1ms and 0.05 pod hours.*\. The closest are /m);
});

test('several autoscalers are searched, and one that cannot be is told beside them', async () => {
  const lost = WEB.slice(WEB.indexOf('---')).replaceAll('name: web', 'name: gone');
  fs.writeFileSync(here('web.yaml'), `${WEB}${lost}---\nkind: [\n`);
  const { exitCode, output, errors } = await run(['tune', folder, ...QUICK, '--candidates', '2']);
  expect([exitCode, output.match(/^HorizontalPodAutoscaler/gm)?.length]).toEqual([0, 1]);
  expect(errors).toMatch(/skipped: .*"gone"/);
  expect(errors).toMatch(/skipped: The document at .*web\.yaml:\d+/);
});

test('Ctrl-C ends the search with what it has', async () => {
  const seen: string[] = [];
  let [stop, isForgotten] = [(): void => undefined, false];
  const args = ['tune', here('web.yaml'), ...QUICK, '--candidates', '300', '--json'];
  const { exitCode, output } = await run(args, '', {
    isErrorTerminal: true,
    onInterrupt: (happen) => {
      stop = happen;
      return () => void (isForgotten = true);
    },
    writeError: (text) => {
      seen.push(text);
      if (text.includes('runs each')) setTimeout(stop, 50);
    },
  });
  expect(exitCode).toBe(0);
  expect((JSON.parse(output) as Report).tunings[0]?.effort).toMatchObject({ isStopped: true });
  expect(seen.join()).toContain('Ctrl-C stops with these');
  expect(isForgotten).toBe(true);
});

describe('bad input is one error', () => {
  test.each<[string, string[], string]>([
    ['a goal of nothing', ['--slo', 'p95<0'], 'The goal'],
    ['a goal without a measure', ['--slo', 'fast'], 'The goal'],
    ['losses below zero', ['--lost', '-1'], 'Write a number of requests'],
    ['losses of nothing', ['--lost', ' '], 'Write a number of requests'],
    ['a load that is not one', ['--load', 'much'], 'no known kind'],
    ['no candidate', ['--candidates', '0'], 'whole number from 1 up'],
    ['an autoscaler that is not there', ['--only', 'hpa/shop/other'], 'There is no'],
    ['nodes without a size', ['--nodes', '3'], '--node-cpu is missing'],
    ['parameters that are not there', ['--parameters', '/nowhere.json'], 'does not exist'],
  ])('%s', async (_, args, message) => {
    const { exitCode, output, errors } = await run(['tune', here('web.yaml'), ...QUICK, ...args]);
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toContain(message);
  });

  test('nothing that scales', async () => {
    const { exitCode, errors } = await run(
      ['tune', ...QUICK],
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
    );
    expect(exitCode).toBe(2);
    expect(errors).toContain('There is no HorizontalPodAutoscaler and no ScaledObject');
  });

  test('an autoscaler that the API server refuses, in its words', async () => {
    const { exitCode, errors } = await run(['tune', '-', ...QUICK], WEB.replace('minReplicas: 8', 'minReplicas: 80'));
    expect(exitCode).toBe(2);
    expect(errors).toContain('maxReplicas');
  });
});

test('with --calls, and with nodes that several share, all of them run in each trial', async () => {
  const api = WEB.replace('# the shop', '---').replaceAll('name: web', 'name: api').replaceAll('app: web', 'app: api');
  const both = WEB + api;
  const tuned = async (...args: string[]) => {
    const { output, errors } = await run(['tune', '--json', ...QUICK, '--only', 'api', ...args, '-'], both);
    expect(errors).toBe('');
    return JSON.parse(output) as { tunings: { now: { score: { mean: number } } }[] };
  };
  const meanOf = async (...args: string[]) => (await tuned(...args)).tunings[0]!.now.score.mean;
  const alone = await meanOf();
  expect(await meanOf('--calls', 'web->api:3')).toBeGreaterThan(2 * alone);
  expect(await meanOf('--nodes', '1', '--node-cpu', '3')).not.toBe(alone);
  const refused = await run(['tune', ...QUICK, '--calls', 'web->', '-'], both);
  expect([refused.exitCode, refused.errors]).toEqual([2, expect.stringContaining('The call "web->" cannot be read.')]);
});
