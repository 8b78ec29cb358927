import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { AppImage, Endpoint, LocustLoadTest, LocustTask, ScalableWebApp, type LocustLoadTestProps } from '../../lib';
import { type Manifest } from '../../lib/checks/manifest';
import { at, fields, list } from '../../lib/kubernetes/fields';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const service = { name: 'nginx', metadata: { namespace: 'ingress' }, ports: [{ port: 80 }] };

function testOf(props: Partial<LocustLoadTestProps> = {}) {
  const chart = chartOn();
  const target = Endpoint.ofService(chart, service, { host: 'example.com' });
  const test = new LocustLoadTest(chart, 'locust', {
    target,
    tasks: [LocustTask.get('/')],
    users: 1000,
    spawnRate: 10,
    ...props,
  });
  return { chart, test };
}

function manifestsOf(props: Partial<LocustLoadTestProps> = {}): Manifest[] {
  return synthesize(testOf(props).chart);
}

const argsOf = (manifest: Manifest) =>
  list(list(manifest, 'spec', 'template', 'spec', 'containers')[0], 'args').slice(1);

const everyTask = [
  LocustTask.get('/', { weight: 3, name: 'home', host: 'other.example', headers: { accept: 'text/"plain"' } }),
  LocustTask.post('/orders', { body: '{"product": "TV é \\n"}' }),
  LocustTask.put('/orders/1', { body: "it's" }),
  LocustTask.delete('/orders/1'),
];

test('with the fewest props it waits in its web UI, and knows target, users and rate', () => {
  const { chart, test: locust } = testOf();
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
  expect(only(manifests, 'Service').spec).toMatchObject({ ports: [{ port: 8089 }] });
  expect(locust.instructions()[0]?.title).toBe('Open the load test "locust"');
});

test('its pods get no variables of Services, of which Locust would take LOCUST_… for its own', () => {
  const specs = [...manifestsOf({ workers: 1 }), ...manifestsOf({ workers: 1, duration: Duration.minutes(3) })]
    .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    .map((manifest) => fields(manifest, 'spec', 'template', 'spec').enableServiceLinks);
  expect(specs).toEqual([false, false, false, false]);
});

test('every prop reaches the manifests of a Job', () => {
  const props: Required<Omit<LocustLoadTestProps, 'target' | 'locustfile' | 'nodePort'>> = {
    tasks: everyTask,
    users: 100,
    spawnRate: 5,
    duration: Duration.minutes(2),
    minPause: Duration.millis(0),
    maxPause: Duration.seconds(2),
    workers: 3,
    maxFailures: 0.5,
    percentiles: [{ percentile: 95, maxResponseTime: Duration.millis(300) }],
    name: 'load',
    suspended: true,
    image: 'registry.example/locust:1',
    cpu: { request: Cpu.millis(500) },
    memory: { request: Size.mebibytes(256) },
  };
  const { chart, test: locust } = testOf(props);
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toMatchSnapshot();
  expect(argsOf(only(manifests, 'Job', 'load'))).toEqual([
    '--host=http://nginx.ingress.svc.cluster.local',
    '--users=100',
    '--spawn-rate=5',
    '--headless',
    '--run-time=120s',
    '--only-summary',
    '--master',
    '--expect-workers=3',
  ]);
  expect(only(manifests, 'Job', 'load-worker').spec).toMatchObject({ parallelism: 3, completions: 3, suspend: true });
  expect(argsOf(only(manifests, 'Job', 'load-worker'))).toEqual([
    '--worker',
    '--master-host=load.shop.svc.cluster.local',
  ]);
  expect(locust.instructions()[0]?.commands).toHaveLength(3);
});

test('a Job without workers has no Service, and starts at once', () => {
  const { chart, test: locust } = testOf({ duration: Duration.minutes(3) });
  expect(synthesize(chart).map(({ kind }) => kind)).toEqual(['ConfigMap', 'Job']);
  expect(locust.instructions()[0]?.commands).toEqual([
    'kubectl --namespace=shop logs job/locust --follow --pod-running-timeout=2m',
  ]);
});

test('a locustfile is taken as it is, and the web UI has its port on every node', () => {
  const locustfile = 'from locust import User\n';
  const manifests = manifestsOf({ locustfile, tasks: undefined, nodePort: 30015 });
  expect(fields(only(manifests, 'ConfigMap'), 'data')['locustfile.py']).toBe(locustfile);
  expect(only(manifests, 'Service').spec).toMatchObject({ type: 'NodePort', ports: [{ port: 8089, nodePort: 30015 }] });
});

test('the web UI is on the nodes, and the port that workers join at is not', () => {
  const manifests = manifestsOf({ workers: 2, nodePort: 30015 });
  expect(only(manifests, 'Service', 'locust').spec).toMatchObject({
    type: 'NodePort',
    ports: [{ name: 'web', port: 8089, nodePort: 30015 }],
  });
  expect(only(manifests, 'Service', 'locust-master').spec).toMatchObject({
    type: 'ClusterIP',
    ports: [{ name: 'master', port: 5557 }],
  });
  expect(argsOf(only(manifests, 'Deployment', 'locust-worker'))).toEqual([
    '--worker',
    '--master-host=locust-master.shop.svc.cluster.local',
  ]);
});

test('workers scale on their CPU', () => {
  const { chart, test: locust } = testOf({ workers: 2, cpu: { request: Cpu.millis(200) } });
  expect(only(synthesize(chart), 'Deployment', 'locust-worker').spec).toMatchObject({ replicas: 2 });
  locust.scaleWorkersOnCpu(70, { minReplicas: 2, maxReplicas: 8 });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(only(manifests, 'HorizontalPodAutoscaler').spec).toMatchObject({ scaleTargetRef: { name: 'locust-worker' } });
  expect(only(manifests, 'Deployment', 'locust-worker').spec).not.toHaveProperty('replicas');
  expect(argsOf(only(manifests, 'Deployment', 'locust'))).toContain('--master');
  expect(messageOf(() => testOf().test.scaleWorkersOnCpu(70, { maxReplicas: 8 }))).toMatchInlineSnapshot(`
   "[test/locust] The workers of the load test "locust" are to be scaled, and it has none that can be.
       why: One process cannot be divided, and a Job has its workers from the beginning.
       fix: Set workers, and leave duration out."
  `);
});

test('its pods are restricted, with a number for a user', () => {
  const deployment = only(manifestsOf(), 'Deployment');
  expect(at(deployment, 'spec', 'template', 'spec', 'securityContext')).toMatchObject({
    runAsUser: 1000,
    runAsNonRoot: true,
  });
});

test('another locustfile restarts the pods', () => {
  const checksum = (props: Partial<LocustLoadTestProps>) =>
    at(only(manifestsOf(props), 'Deployment'), 'spec', 'template', 'metadata', 'annotations');
  expect(checksum({})).not.toEqual(checksum({ tasks: everyTask }));
  expect(checksum({})).toEqual(checksum({}));
});

test.each<[string, Partial<LocustLoadTestProps>]>([
  ['neither tasks nor a locustfile', { tasks: [] }],
  ['both', { locustfile: 'pass' }],
  ['no user', { users: 0 }],
  ['no worker', { workers: 0 }],
  ['a rate of 0', { spawnRate: 0 }],
  ['pauses that end before they begin', { minPause: Duration.seconds(2) }],
  ['failures that all may', { maxFailures: 100 }],
  ['a share of nothing', { percentiles: [{ percentile: 0, maxResponseTime: Duration.seconds(1) }] }],
  ['a web UI of a Job', { duration: Duration.minutes(3), nodePort: 30015 }],
  ['a web UI that waits to wait', { suspended: true }],
  ['pauses beside a locustfile', { tasks: undefined, locustfile: 'pass', minPause: Duration.millis(5) }],
  ['an end before all users are there', { duration: Duration.minutes(1) }],
  ['half a second', { duration: Duration.millis(500) }],
  ['a task that is never chosen', { tasks: [LocustTask.get('/', { weight: 0 })] }],
  ['a path that is none', { tasks: [LocustTask.get('orders')] }],
  ['an image without a tag', { image: 'locustio/locust' }],
])('%s is an error', (_name, props) => {
  expect(messageOf(() => testOf(props))).toMatchSnapshot();
});

test('a node port that is taken is an error', () => {
  const chart = chartOn();
  const app = new ScalableWebApp(chart, 'web', { image: AppImage.podinfo() });
  const props = { target: app.endpoint(), tasks: everyTask, users: 1, spawnRate: 1, nodePort: 30015 };
  new LocustLoadTest(chart, 'first', props);
  expect(messageOf(() => new LocustLoadTest(chart, 'second', props))).toContain('wants the node port 30015');
});

/** Python, if this machine has it. */
const python = ['python3', 'python'].find((command) => {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

test(`the files are Python${python === undefined ? ': not judged, for there is none on this machine' : ''}`, () => {
  const data = fields(
    only(
      manifestsOf({ tasks: everyTask, percentiles: [{ percentile: 95, maxResponseTime: Duration.millis(300) }] }),
      'ConfigMap',
    ),
    'data',
  );
  expect(Object.keys(data)).toEqual(['locustfile.py', 'verdict.py']);
  if (python === undefined) return;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'locust-'));
  for (const [file, text] of Object.entries(data)) {
    fs.writeFileSync(path.join(folder, file), String(text));
    execFileSync(python, ['-m', 'py_compile', path.join(folder, file)], { stdio: 'pipe' });
  }
  fs.rmSync(folder, { recursive: true });
});

/** Stands in for Locust: it only calls the listeners, in the order in which Locust does, and prints its tables between them. */
const FAKE_LOCUST = `
class Hook:
    def __init__(self):
        self.listeners = []

    def add_listener(self, listener):
        self.listeners.append(listener)

    def fire(self, **arguments):
        for listener in self.listeners:
            listener(**arguments)


class Events:
    quitting = Hook()
    quit = Hook()


events = Events()
`;
const RUN = `
import sys
sys.path.insert(0, sys.argv[1])
from types import SimpleNamespace
from locust import events
import verdict
total = SimpleNamespace(num_requests=100, fail_ratio=float(sys.argv[2]), get_response_time_percentile=lambda share: 250)
environment = SimpleNamespace(runner=None, stats=SimpleNamespace(total=total), process_exit_code=None)
events.quitting.fire(environment=environment)
print("Response time percentiles (approximated)")
events.quit.fire(exit_code=environment.process_exit_code)
sys.exit(environment.process_exit_code)
`;

test.each([
  ['0.01', 0, 'verdict: PASSED'],
  ['0.02', 1, 'verdict: FAILED, 2.00% of the requests failed (at most 1.00%)'],
])(
  `with %s of the requests failed it exits with %d, and its last line is the verdict${python === undefined ? ': not judged, for there is no Python on this machine' : ''}`,
  (failed, status, verdict) => {
    if (python === undefined) return;
    const percentiles = [{ percentile: 95, maxResponseTime: Duration.millis(300) }];
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'locust-'));
    fs.mkdirSync(path.join(folder, 'locust'));
    fs.writeFileSync(path.join(folder, 'locust', '__init__.py'), FAKE_LOCUST);
    fs.writeFileSync(path.join(folder, 'locust', 'runners.py'), 'class WorkerRunner:\n    pass\n');
    const files = fields(only(manifestsOf({ percentiles }), 'ConfigMap'), 'data');
    fs.writeFileSync(path.join(folder, 'verdict.py'), String(files['verdict.py']));
    const run = spawnSync(python, ['-c', RUN, folder, failed], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.stdout.trimEnd().split('\n').at(-1)).toBe(verdict);
    expect(run.status).toBe(status);
    fs.rmSync(folder, { recursive: true });
  },
);
