import { spawn } from 'node:child_process';
import * as http from 'node:http';
import { type AddressInfo } from 'node:net';
import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { CurlLoadLoop, Endpoint, type CurlLoadLoopProps } from '../../lib';
import { fields, list, type Fields } from '../../lib/checks';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

function endpoint(host?: string): Endpoint {
  const service = { name: 'web', metadata: { namespace: 'shop' }, ports: [{ port: 80 }] };
  return Endpoint.ofService(chartOn(), service, { host });
}

function deploymentWith(props: Partial<CurlLoadLoopProps>): Fields {
  const chart = chartOn();
  new CurlLoadLoop(chart, 'load', { target: endpoint(), ...props });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  return only(manifests, 'Deployment');
}

test('a target is enough: one loop without a pause', () => {
  const deployment = deploymentWith({});
  expect(deployment).toMatchSnapshot();
  expect(fields(deployment, 'spec').replicas).toBe(1);
  expect(list(deployment, 'spec', 'template', 'spec', 'containers')[0]).toMatchObject({
    env: [
      { name: 'HOME', value: '/tmp' },
      { name: 'URL', value: 'http://web.shop.svc.cluster.local/' },
      { name: 'PAUSE_SECONDS', value: '0' },
    ],
  });
});

test('every prop reaches the manifest', () => {
  const props: Required<CurlLoadLoopProps> = {
    target: endpoint('example.com'),
    name: 'loop',
    parallelism: 4,
    pause: Duration.millis(100),
    image: 'acme/curl:1',
    cpu: { request: kplus.Cpu.millis(50) },
    memory: { request: Size.mebibytes(16) },
  };
  const deployment = deploymentWith(props);
  expect(fields(deployment, 'metadata')).toMatchObject({ name: 'loop', labels: { app: 'loop' } });
  expect(fields(deployment, 'spec')).toMatchObject({ replicas: 4, selector: { matchLabels: { app: 'loop' } } });
  expect(list(deployment, 'spec', 'template', 'spec', 'containers')[0]).toMatchObject({
    image: 'acme/curl:1',
    resources: { requests: { cpu: '50m', memory: '16Mi' } },
    env: expect.arrayContaining([
      { name: 'HOST_HEADER', value: 'example.com' },
      { name: 'PAUSE_SECONDS', value: '0.1' },
    ]) as unknown[],
  });
});

test('no loop at all leaves the load off', () => {
  expect(fields(deploymentWith({ parallelism: 0 }), 'spec').replicas).toBe(0);
});

test.each([-1, 1.5])('%s loops are refused', (parallelism) => {
  expect(messageOf(() => deploymentWith({ parallelism }))).toBe(
    `[test/load] The load loop "load" is to run ${parallelism} times.
    why: Each loop is a pod, and the API server takes whole numbers from 0 up.
    fix: Set parallelism to a whole number; 0 leaves the load off.`,
  );
});

test('the loop sends requests with the Host header, and counts what was answered and what was not', async () => {
  const hosts: (string | undefined)[] = [];
  const server = http.createServer((request, response) => {
    hosts.push(request.headers.host);
    response.writeHead(hosts.length % 2 === 0 ? 503 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const [container] = list(deploymentWith({}), 'spec', 'template', 'spec', 'containers');
  const script = list(container, 'command')[2] as string;
  const loop = spawn('sh', ['-c', script], {
    env: { ...process.env, URL: `http://127.0.0.1:${port}/`, HOST_HEADER: 'example.com', PAUSE_SECONDS: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const line = await new Promise<string>((resolve) => loop.stdout.once('data', (data) => resolve(String(data))));
  loop.kill('SIGKILL');
  server.close();
  server.closeAllConnections();
  expect(line).toBe('50 answered, 50 failed\n');
  expect(new Set(hosts)).toEqual(new Set(['example.com']));
});
