import { spawn } from 'node:child_process';
import * as http from 'node:http';
import { type AddressInfo } from 'node:net';
import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Endpoint, MetricsProbe, type MetricsProbeProps } from '../../lib';
import { fields, list, type Fields } from '../../lib/checks';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const SERVICE = { name: 'web', metadata: { namespace: 'shop' }, ports: [{ port: 9113 }] };
const page = (host?: string) => Endpoint.ofService(chartOn(), SERVICE, { path: '/metrics', host });

function jobWith(props: Partial<MetricsProbeProps> = {}): Fields {
  const chart = chartOn();
  new MetricsProbe(chart, 'probe', { target: page(), metrics: ['nginx_up'], ...props });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  return only(manifests, 'Job');
}

const containerOf = (job: Fields) => fields(list(job, 'spec', 'template', 'spec', 'containers')[0]);

test('a page and a metric are enough', () => {
  const job = jobWith();
  expect(job).toMatchSnapshot();
  expect(containerOf(job).args).toEqual(['60', 'http://web.shop.svc.cluster.local:9113/metrics', '', 'nginx_up']);
});

test('every prop reaches the manifest', () => {
  const props: Required<MetricsProbeProps> = {
    target: page('example.com'),
    metrics: ['nginx_up', 'nginx_connections_active'],
    patience: Duration.seconds(5),
    name: 'page',
    suspended: true,
    image: 'acme/curl:1',
    cpu: { request: kplus.Cpu.millis(50) },
    memory: { request: Size.mebibytes(16) },
  };
  const job = jobWith(props);
  expect(fields(job, 'metadata')).toMatchObject({ name: 'page' });
  expect(fields(job, 'spec')).toMatchObject({ suspend: true, backoffLimit: 0, activeDeadlineSeconds: 65 });
  expect(containerOf(job)).toMatchObject({
    image: 'acme/curl:1',
    args: ['5', expect.any(String), 'example.com', 'nginx_up', 'nginx_connections_active'],
    resources: { requests: { cpu: '50m', memory: '16Mi' } },
  });
});

test('it says how to start it, if it waits, and how to read it', () => {
  const probe = (suspended: boolean) =>
    new MetricsProbe(chartOn(), 'probe', { target: page(), metrics: ['nginx_up'], suspended }).instructions()[0]!
      .commands;
  const logs = 'kubectl --namespace=shop logs job/probe --follow --pod-running-timeout=2m';
  expect(probe(false)).toEqual([logs]);
  expect(probe(true)).toEqual([`kubectl --namespace=shop patch job probe --patch='{"spec":{"suspend":false}}'`, logs]);
});

test.each<[string, Partial<MetricsProbeProps>]>([
  ['The metrics probe "probe" looks for no metric.', { metrics: [] }],
  ['looks for "nginx_up{}", which is not the name of a metric.', { metrics: ['nginx_up{}'] }],
  ['The patience of a metrics probe', { patience: Duration.millis(1500) }],
  ['The image "curl" has no tag.', { image: 'curl' }],
])('%s', (message, props) => {
  expect(messageOf(() => jobWith(props))).toContain(message);
});

describe('its script', () => {
  let server: http.Server;
  const asked: (string | undefined)[] = [];

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      asked.push(request.headers.host);
      if (request.url === '/broken') response.statusCode = 500;
      response.end('# TYPE nginx_up gauge\nnginx_up 1\nnginx_connections_active{app="a"} 3\nnginx_connections 9\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  async function run(path: string, host: string, ...metrics: string[]): Promise<{ status: number; output: string }> {
    const { command = [] } = containerOf(jobWith()) as { command?: string[] };
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
    const [shell = '', ...words] = command;
    const probe = spawn(shell, [...words, '1', url, host, ...metrics]);
    let output = '';
    probe.stdout.on('data', (data: Buffer) => (output += data.toString()));
    const status = await new Promise<number>((resolve) => probe.on('close', (code) => resolve(code ?? -1)));
    return { status, output };
  }

  test('passes once all metrics are there, and shows them', async () => {
    const { status, output } = await run('/metrics', 'example.com', 'nginx_up', 'nginx_connections_active');
    expect(output).toMatch(/^nginx_up 1\nnginx_connections_active\{app="a"\} 3\nverdict: PASSED, 2 of 2 metrics at /);
    expect(status).toBe(0);
    expect(asked.at(-1)).toBe('example.com');
  });

  test('fails with the name of the one that is missing, although a longer name begins like it', async () => {
    const { status, output } = await run('/metrics', '', 'nginx_up', 'nginx_conn');
    expect(output).toMatch(/verdict: FAILED within 1 s: no nginx_conn at http/);
    expect(status).toBe(1);
  });

  test("fails with curl's words if there is no page", async () => {
    const { status, output } = await run('/broken', '', 'nginx_up');
    expect(output).toMatch(/verdict: FAILED within 1 s: curl: .*500/);
    expect(status).toBe(1);
  });
});
