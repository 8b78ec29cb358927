import { ApiRefusal, type ClusterApi } from '../../../lib/cluster';
import { IngressLoad } from '../../../lib/command/record/ingress-load';
import { type Fields } from '../../../lib/simulation';
import { hpa } from '../../simulation/objects';
import { scriptedApi } from '../scripted';

const LABELS = { app: 'web' };
const CLASS = '/apis/networking.k8s.io/v1/ingressclasses/nginx';
const COMMUNITY = { spec: { controller: 'k8s.io/ingress-nginx' } };
const F5 = { spec: { controller: 'nginx.org/ingress-controller' } };

function ingress(name: string, service: string, spec: Fields = { ingressClassName: 'nginx' }): Fields {
  return {
    metadata: { name, namespace: 'shop', annotations: spec.ingressClassName === undefined ? spec : {} },
    spec: { ...spec, rules: [{ http: { paths: [{ backend: { service: { name: service } } }] } }] },
  };
}

function pod(name: string, phase = 'Running', component = 'controller'): Fields {
  return {
    metadata: { name, namespace: 'ingress', labels: { 'app.kubernetes.io/component': component } },
    status: { phase },
  };
}

/** An API server whose controllers' pages can be turned. */
function cluster(pages: Record<string, string | Error>, changes: Readonly<Record<string, object>> = {}): ClusterApi {
  const api = scriptedApi({
    '/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/web': hpa(),
    '/apis/apps/v1/namespaces/shop/deployments/web': { spec: { template: { metadata: { labels: LABELS } } } },
    '/api/v1/namespaces/shop/services': {
      items: [{ metadata: { name: 'web' }, spec: { selector: LABELS } }, { metadata: { name: 'other' }, spec: { selector: { app: 'x' } } }, { metadata: { name: 'none' } }], // prettier-ignore
    },
    '/apis/networking.k8s.io/v1/namespaces/shop/ingresses': {
      items: [ingress('other', 'other'), ingress('web', 'web')],
    },
    [CLASS]: COMMUNITY,
    '/api/v1/pods': { items: [pod('one'), pod('two', 'Pending'), pod('three', 'Running', 'admission-webhook')] },
    ...changes,
  });
  const read = (where: string): Promise<string> => {
    const page = pages[where] ?? 'none';
    return page instanceof Error ? Promise.reject(page) : Promise.resolve(page);
  };
  return { get: api.get.bind(api), list: api.list.bind(api), text: read } as unknown as ClusterApi;
}

const PAGE = '/api/v1/namespaces/ingress/pods/one:10254/proxy/metrics';

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

test('it is the difference of two looks, of all requests until its own are counted one by one', async () => {
  const pages: Record<string, string> = {
    [PAGE]: 'nginx_ingress_controller_nginx_process_requests_total{a="b"} 100\n',
  };
  const load = await IngressLoad.of(cluster(pages), { namespace: 'shop', name: 'web' });
  expect(load.unit).toBe('requests per second of ingress-nginx, Ingress web');
  expect(await load.ask()).toBeUndefined();
  jest.setSystemTime(2000);
  pages[PAGE] = 'nginx_ingress_controller_nginx_process_requests_total{a="b"} 140\n';
  expect(await load.ask()).toBe(20);
  jest.setSystemTime(3000);
  const own = (count: number) =>
    [
      '# TYPE nginx_ingress_controller_requests counter',
      `nginx_ingress_controller_requests{ingress="web",namespace="shop",status="200"} ${count}`,
      `nginx_ingress_controller_requests{ingress="web",namespace="shop",status="500"} 1`,
      'nginx_ingress_controller_requests{ingress="other",namespace="shop"} 1000',
      'nginx_ingress_controller_requests{ingress="web",namespace="elsewhere"} 1000',
    ].join('\n');
  pages[PAGE] = own(30);
  expect(await load.ask()).toBeUndefined();
  jest.setSystemTime(4000);
  pages[PAGE] = own(37);
  expect(await load.ask()).toBe(7);
  expect(await load.ask()).toBeUndefined(); // at the same time
  jest.setSystemTime(5000);
  pages[PAGE] = own(0); // the controller began anew
  expect(await load.ask()).toBeUndefined();
});

test("F5's controller counts all of its Ingresses together, by annotation of the class, too", async () => {
  const annotated = { items: [ingress('web', 'web', { 'kubernetes.io/ingress.class': 'nginx' })] };
  const page = '/api/v1/namespaces/ingress/pods/one:9113/proxy/metrics';
  const pages: Record<string, string> = { [page]: 'nginx_ingress_nginx_http_requests_total 5' };
  const changes = { [CLASS]: F5, '/apis/networking.k8s.io/v1/namespaces/shop/ingresses': annotated };
  const load = await IngressLoad.of(cluster(pages, changes), { namespace: 'shop', name: 'web' });
  expect(load.unit).toBe('requests per second of nginx-ingress, all its Ingresses');
  await load.ask();
  jest.setSystemTime(500);
  pages[page] = 'nginx_ingress_nginx_http_requests_total{class="nginx"} 10';
  expect(await load.ask()).toBe(10);
});

test.each([
  [{ '/apis/networking.k8s.io/v1/namespaces/shop/ingresses': { items: [] } }, 'leads to the app by Service web.'],
  [{ '/api/v1/namespaces/shop/services': { items: [] } }, 'leads to the app, and no Service either.'],
  [
    { [CLASS]: { spec: { controller: 'traefik.io/ingress-controller' } } },
    'its controller is traefik.io/ingress-controller.',
  ],
  [
    { '/apis/networking.k8s.io/v1/namespaces/shop/ingresses': { items: [ingress('web', 'web', {})] } },
    'Nobody knows what counts the requests of Ingress "shop/web": it names no class.',
  ],
  [{ '/api/v1/pods': { items: [pod('one', 'Pending')] } }, 'No pod of the ingress controller runs'],
])('what cannot be found is told: %#', async (changes, message) => {
  await expect(IngressLoad.of(cluster({}, changes), { namespace: 'shop', name: 'web' })).rejects.toThrow(message);
});

test('what may not be read is a refusal', async () => {
  const load = await IngressLoad.of(cluster({ [PAGE]: ApiRefusal.of(403, 'no') }), { namespace: 'shop', name: 'web' });
  await expect(load.ask()).rejects.toThrow('no');
});
