import { namespaceQuota } from '../../../lib/checks/rules/namespace-quota';
import { container, deployment, findings, hpa, mistakes, object } from '../objects';

const quota = (hard: object, more: object = {}) => object('v1', 'ResourceQuota', 'shop', { spec: { hard, ...more } });
const web = deployment('web', {
  containers: [container('app', { resources: { requests: { cpu: '500m', memory: '1Gi' } } })],
});

test.each([
  [{ 'requests.cpu': '4' }, '5 of requests.cpu', '4'],
  [{ pods: '9' }, '10 of pods', '9'],
  [{ 'requests.memory': '5Gi' }, '10 GiB of requests.memory', '5 GiB'],
])('a quota of %j has no room for 10 pods', (hard, takes, allows) => {
  expect(mistakes(namespaceQuota, [web, hpa('web'), quota(hard)])).toEqual([
    `At their largest size the workloads of namespace "shop" take ${takes}, and ResourceQuota "shop/shop" (app/shop) allows ${allows}. The largest is Deployment "shop/web" (app/web) with up to 10 pods.`,
  ]);
});

test('a quota with room, of some pods only, or of something else is left alone', () => {
  for (const each of [
    quota({ 'requests.cpu': '5' }),
    quota({ pods: '1' }, { scopes: ['BestEffort'] }),
    quota({ services: '1' }),
  ]) {
    expect(mistakes(namespaceQuota, [web, hpa('web'), each])).toEqual([]);
  }
  expect(mistakes(namespaceQuota, [web, quota({ pods: '0' })])).toEqual([]); // nothing scales: whoever wrote it knows
});

test('pods without what a quota counts are refused, unless a LimitRange gives it', () => {
  const counted = quota({ 'limits.memory': '100Gi' });
  expect(findings(namespaceQuota, [web, counted])[0]).toMatchObject({
    severity: 'error',
    what: 'Container "app" of Deployment "shop/web" (app/web) sets no limits.memory, which ResourceQuota "shop/shop" (app/shop) counts.',
  });
  const limits = [{ type: 'Container', default: { memory: '2Gi' } }];
  expect(
    mistakes(namespaceQuota, [web, counted, object('v1', 'LimitRange', 'defaults', { spec: { limits } })]),
  ).toEqual([]);
});

test('a workload that nothing scales counts with its replicas, and one without replicas as one pod', () => {
  const fixed = deployment('db', {
    ...{ containers: [container('app', { resources: { requests: { cpu: '500m' } } })] },
    replicas: 3,
  });
  const single = deployment('queue', { containers: [container('app', { resources: { requests: { cpu: '500m' } } })] });
  expect(mistakes(namespaceQuota, [web, hpa('web'), fixed, single, quota({ 'requests.cpu': '6' })])[0]).toMatch(
    /take (?:7|6\.5) of requests\.cpu/,
  );
});

test('limits are summed up over the containers that have one', () => {
  const limited = deployment('web', {
    containers: [
      container('app', { resources: { requests: { cpu: '100m' }, limits: { cpu: '1' } } }),
      container('proxy', { resources: { requests: { cpu: '100m' } } }),
    ],
  });
  expect(mistakes(namespaceQuota, [limited, hpa('web'), quota({ 'limits.cpu': '5' })])).toContainEqual(
    expect.stringContaining('take 10 of limits.cpu'),
  );
});

test('a limit stands in for a request that is not set', () => {
  const limited = deployment('web', { containers: [container('app', { resources: { limits: { cpu: '500m' } } })] });
  expect(mistakes(namespaceQuota, [limited, quota({ 'requests.cpu': '5' })])).toEqual([]);
});

describe('a LimitRange', () => {
  const range = (limit: object) => object('v1', 'LimitRange', 'bounds', { spec: { limits: [limit] } });
  const told = (limit: object) => mistakes(namespaceQuota, [web, range({ type: 'Container', ...limit })]);

  test.each([
    [
      { max: { cpu: '250m' } },
      'requests.cpu 500m, and LimitRange "shop/bounds" (app/bounds) allows no more than 250m.',
    ],
    [
      { max: { memory: 1e9 } },
      'requests.memory 1Gi, and LimitRange "shop/bounds" (app/bounds) allows no more than 1000000000.',
    ],
    [{ min: { cpu: 1 } }, 'requests.cpu 500m, and LimitRange "shop/bounds" (app/bounds) allows no less than 1.'],
  ])('of %j refuses pods', (limit, has) => {
    expect(told(limit)).toEqual([`Container "app" of Deployment "shop/web" (app/web) has ${has}`]);
  });

  test('with room, or of something else, refuses none', () => {
    expect(told({ max: { cpu: '500m', memory: '1Gi' }, min: { cpu: '500m' } })).toEqual([]);
    expect(told({ type: 'Pod', max: { cpu: '250m' } })).toEqual([]);
    expect(told({ default: { cpu: '250m' } })).toEqual([]);
  });
});
