import { type Fields } from '../../../lib/checks';
import { invalidQuantity } from '../../../lib/checks/rules/invalid-quantity';
import { deployment, findings, mistakes, told, workload } from '../objects';

function withResources(resources: unknown) {
  return deployment('web', { containers: [{ name: 'app', resources }] });
}

function quantityMistakes(resources: unknown): string[] {
  return mistakes(invalidQuantity, [withResources(resources)]).map((what) =>
    what.replace('Deployment "shop/web" (app/web): container "app": ', ''),
  );
}

test('a request above its limit is an error that names the container', () => {
  const web = withResources({ requests: { cpu: '500m' }, limits: { cpu: '0.25' } });
  const [finding, ...others] = findings(invalidQuantity, [web]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R34: Deployment "shop/web" (app/web): container "app": requests.cpu 500m is above its limit 0.25.
       why: The API server refuses the pods.
       fix: Use quantities such as 200m CPU and 128Mi memory, with request ≤ limit."
  `);
  expect(finding?.objects).toEqual([web]);
  expect(others).toEqual([]);
});

test('what is not a quantity, or a negative one, is an error with its field', () => {
  expect(quantityMistakes({ requests: { cpu: 'half', memory: '-1Gi' }, limits: { memory: '128 Mi' } })).toEqual([
    'requests.cpu "half" is not a quantity.',
    'requests.memory "-1Gi" is negative.',
    'limits.memory "128 Mi" is not a quantity.',
  ]);
});

test('values that YAML made of something else are shown as they are', () => {
  const odd = { 'a/map': {}, 'a/list': ['1'], 'a/truth': true, 'a/hidden': { toString: 'x' }, 'a/half': -0.5 };
  expect(quantityMistakes({ requests: odd })).toEqual([
    'requests.a/map {} is not a quantity.',
    'requests.a/list ["1"] is not a quantity.',
    'requests.a/truth true is not a quantity.',
    'requests.a/hidden {"toString":"x"} is not a quantity.',
    'requests.a/half -0.5 is negative.',
  ]);
});

test.each<[string, Fields]>([
  ['100m', { cpu: '100m' }],
  ['numbers', { cpu: 0.5, memory: 134217728 }],
  ['every kind of suffix', { cpu: '1e2', memory: '1Gi', 'ephemeral-storage': '1E', 'nvidia.com/gpu': '1' }],
  ['zero', { cpu: 0, memory: '0' }],
])('%s for request and limit is fine', (_, quantities) => {
  expect(quantityMistakes({ requests: quantities, limits: quantities })).toEqual([]);
});

test('a request equals its limit in whatever form the two are written', () => {
  for (const [request, limit] of [
    ['700m', '0.7'],
    ['0.7', '700m'],
    ['100000u', '100m'],
    ['1024Mi', '1Gi'],
    ['1e3', '1k'],
  ]) {
    expect(quantityMistakes({ requests: { cpu: request }, limits: { cpu: limit } })).toEqual([]);
  }
});

test('a request without a limit and a limit without a request are fine', () => {
  expect(quantityMistakes({ requests: { cpu: '4' }, limits: { memory: '1Gi' } })).toEqual([]);
});

test('resources named as what every JavaScript object has are compared with nothing', () => {
  expect(quantityMistakes({ requests: { 'a/constructor': '1' }, limits: {} })).toEqual([]);
  expect(quantityMistakes({ requests: { constructor: '1', valueOf: '1' }, limits: {} })).toHaveLength(2);
});

test.each([
  ['CPU', 'Write cpu.'],
  ['Memory', 'Write memory.'],
  ['cpus', 'Write cpu.'],
  ['gpu', 'Use cpu, memory or ephemeral-storage, or the whole name of an extended resource, such as nvidia.com/gpu.'],
])('a container has no resource called %s', (name, fix) => {
  const web = withResources({ requests: { [name]: '1' }, limits: { cpu: '2' } });
  expect(findings(invalidQuantity, [web])).toMatchObject([
    { what: `Deployment "shop/web" (app/web): container "app": requests.${name} is not a resource.`, fix },
  ]);
});

test('resources of prefixes, huge pages and names that somebody fills in are left alone', () => {
  const requests = { 'nvidia.com/gpu': 1, 'hugepages-2Mi': '4Mi', '${RESOURCE}': '1' };
  expect(quantityMistakes({ requests, limits: requests })).toEqual([]);
});

test('init containers are looked at as well', () => {
  const initContainers = [{ name: 'migrate', resources: { limits: { cpu: '1x' } } }];
  expect(mistakes(invalidQuantity, [workload('Job', 'web', { pod: { initContainers } })])).toEqual([
    'Job "shop/web" (app/web): container "migrate": limits.cpu "1x" is not a quantity.',
  ]);
});

test.each([null, undefined, [], 'none', { requests: null, limits: [] }, { requests: 5 }])(
  'resources of %j ask for nothing',
  (resources) => {
    expect(quantityMistakes(resources)).toEqual([]);
  },
);

test('a quantity that is null is stored as 0, as the API server of 1.36 answered', () => {
  expect(quantityMistakes({ limits: { cpu: null } })).toEqual([]);
  expect(quantityMistakes({ requests: { cpu: null }, limits: { cpu: '10m' } })).toEqual([]);
  expect(quantityMistakes({ requests: { cpu: '0m' }, limits: { cpu: null } })).toEqual([]);
  expect(quantityMistakes({ requests: { cpu: '10m' }, limits: { cpu: null } })).toEqual([
    expect.stringContaining('requests.cpu 10m is above its limit null, which is stored as 0'),
  ]);
  expect(quantityMistakes({ limits: { cpu: '' } })).toHaveLength(1);
});
