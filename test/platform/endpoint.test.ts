import * as kplus from 'cdk8s-plus-28';
import { ClusterProfile, Endpoint, type EndpointOptions } from '../../lib';
import { chartOn, messageOf } from '../support/synthesize';

function serviceIn(namespace: string | undefined, port = 80): kplus.Service {
  const chart = chartOn(ClusterProfile.kind({ clusterDomain: 'corp.example' }), namespace);
  return new kplus.Service(chart, 'web', {
    metadata: { name: 'web' },
    ports: [
      { name: 'http', port },
      { name: 'metrics', port: 9090 },
    ],
  });
}

test.each([
  [{}, 'http://web.shop.svc.corp.example/'],
  [{ path: '/orders?page=1' }, 'http://web.shop.svc.corp.example/orders?page=1'],
  [{ portName: 'metrics', path: '/metrics' }, 'http://web.shop.svc.corp.example:9090/metrics'],
])('%j is fully qualified', (options, url) => {
  const service = serviceIn('shop');
  expect(Endpoint.ofService(service, service, options).url).toBe(url);
});

test('every option counts', () => {
  const options: Required<EndpointOptions> = { portName: 'http', path: '/a', host: 'example.com' };
  const service = serviceIn('shop', 8080);
  expect(Endpoint.ofService(service, service, options)).toEqual({
    url: 'http://web.shop.svc.corp.example:8080/a',
    host: 'example.com',
  });
});

test('without a namespace it is where kubectl puts the Service', () => {
  const metadata = {};
  const ports = [{ port: 80 }];
  expect(Endpoint.ofService(chartOn(), { name: 'web', metadata, ports }).url).toBe(
    'http://web.default.svc.cluster.local/',
  );
});

test('a port that the Service does not have is an error', () => {
  const service = serviceIn('shop');
  expect(messageOf(() => Endpoint.ofService(service, service, { portName: 'admin' }))).toBe(
    `[test/web] Service "web" has no port named "admin".
    why: Nothing listens at the address that is asked for.
    fix: Use one of its ports: http, metrics.`,
  );
  const portless = { name: 'web', metadata: {}, ports: [] };
  expect(messageOf(() => Endpoint.ofService(service, portless))).toContain('has no port at all');
  const unnamed = { name: 'web', metadata: {}, ports: [{ port: 81 }] };
  expect(messageOf(() => Endpoint.ofService(service, unnamed, { portName: 'x' }))).toContain('its ports: 81.');
});

test.each(['orders', '', '/a b', "/a'b"])('the path "%s" is an error', (path) => {
  const service = serviceIn('shop');
  expect(messageOf(() => Endpoint.ofService(service, service, { path }))).toContain('is not the path of a URL');
});
