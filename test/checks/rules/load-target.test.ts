import { loadTarget } from '../../../lib/checks/rules/load-target';
import { type Fields } from '../../../lib/checks';
import { deployment, findings, mistakes, object, service, workload } from '../objects';

const web = service('web', { ports: [{ port: 8080 }] });
const siege = (args: unknown[], more: Fields = {}) =>
  workload('Job', 'load', { containers: [{ name: 'siege', image: 'acme/siege:4', args, ...more }] });
const ingress = (host: string) =>
  object('networking.k8s.io/v1', 'Ingress', 'web', { spec: { rules: [{ host, http: { paths: [{ path: '/' }] } }] } });
const told = (...objects: Parameters<typeof mistakes>[1]) => mistakes(loadTarget, objects);

describe('R30 load-target', () => {
  test.each([
    [
      'a Service that is not there',
      'http://wbe.shop.svc.cluster.local:8080/',
      'loads http://wbe.shop.svc.cluster.local:8080, and namespace shop has no Service "wbe".',
    ],
    ['… by its bare name', 'http://other', 'loads http://other, and namespace shop has no Service "other".'],
    [
      'a port that it does not have',
      'http://web.shop',
      'loads port 80 of Service "shop/web" (app/web), which has 8080.',
    ],
    ['… for HTTPS', 'https://web', 'loads port 443 of Service "shop/web" (app/web), which has 8080.'],
  ])('%s', (_, url, mistake) => {
    expect(told(web, siege(['--time=60S', url]))).toEqual([`Job "shop/load" (app/load): container "siege" ${mistake}`]);
  });

  test('says which Service was meant, and where the address stands', () => {
    const [finding] = findings(loadTarget, [web, siege(['--time=60S', 'http://web1:8080'])]);
    expect(finding).toMatchObject({
      severity: 'error',
      field: 'spec.template.spec.containers[0].args[1]',
      fix: 'Did you mean "web"?',
    });
    expect(finding?.objects).toHaveLength(2);
  });

  test.each([
    ['the Service', ['http://web.shop.svc:8080/orders']],
    ['the Service by its bare name', ['http://web:8080']],
    ['a host outside', ['https://shop.example.com']],
    ['an address', ['http://10.96.0.7']],
    ['itself', ['http://localhost:9999']],
    ['a namespace of somebody else', ['http://api.other.svc']],
    ['what is not a URL', ['http://[', 7]],
  ])('%s is fine', (_, args) => {
    expect(told(web, siege(args))).toEqual([]);
  });

  test('a Service that the cluster has is fine', () => {
    const options = { provides: ['Service shop/other'] };
    expect(mistakes(loadTarget, [web, siege(['http://other'])], options)).toEqual([]);
  });

  test('a headless Service has the ports of its pods', () => {
    expect(told(service('web', { clusterIP: 'None', ports: [{ port: 8080 }] }), siege(['http://web']))).toEqual([]);
  });

  test('a shell loop is a load generator if it sends requests', () => {
    const loop = (script: string) =>
      deployment('load', { containers: [{ name: 'sh', image: 'busybox:1.37', command: ['sh', '-c', script] }] });
    expect(told(web, loop('while :; do wget -qO- http://wbe:8080; done'))).toHaveLength(1);
    expect(told(web, loop('echo http://wbe:8080'))).toEqual([]);
  });

  test('an app that knows an address is not a load generator', () => {
    const env = [{ name: 'BACKEND', value: 'http://wbe:8080' }];
    expect(told(web, deployment('app', { containers: [{ name: 'app', image: 'acme/curler:1', env }] }))).toEqual([]);
  });

  test.each<[string, Fields, string[]]>([
    [
      'an argument',
      { args: ['--header=Host: shop.example.org'] },
      ['sends the Host header "shop.example.org", which no route has.'],
    ],
    [
      'a variable',
      { env: [{ name: 'HOST_HEADER', value: 'other' }] },
      ['sends the Host header "other", which no route has.'],
    ],
    ['a host of a route', { args: ['-H', 'Host: shop.example.com'] }, []],
    ['a host of a wildcard', { args: ['-H', 'Host: a.example.net'] }, []],
  ])('a Host header in %s', (_, more, expected) => {
    const found = told(ingress('shop.example.com'), ingress('*.example.net'), siege([], more));
    expect(found).toEqual(expected.map((mistake) => `Job "shop/load" (app/load): container "siege" ${mistake}`));
  });

  test('any Host header is fine where there is no route, or one for all hosts', () => {
    const load = siege(['--header=Host: shop.example.org']);
    expect(told(load)).toEqual([]);
    expect(
      told(load, object('networking.k8s.io/v1', 'Ingress', 'a', { spec: { rules: [{ http: { paths: [{}] } }] } })),
    ).toEqual([]);
    const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'a', {
      spec: { hostnames: ['shop.example.org', 3] },
    });
    expect(told(load, route)).toEqual([]);
    expect(told(siege(['-H', 'Host: x.y']), route)).toHaveLength(1);
    expect(told(siege(['-H', 'Host: x.y']), object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'a'))).toEqual([]);
  });
});
