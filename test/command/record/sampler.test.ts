import { ApiRefusal } from '../../../lib/cluster';
import { Sampler } from '../../../lib/command/record/sampler';
import { type Fields } from '../../../lib/simulation';
import { cpuOf, externalMetric, hpa, podsMetric, podsOf } from '../../simulation/objects';

const TARGET = { type: 'AverageValue', averageValue: '10' };
const NOW = Date.parse('2026-08-01T12:00:00Z');

/** An API server of one autoscaler that somebody can change. */
class Api {
  now = NOW;
  object: Fields = hpa();
  replicas = 2;
  selector: string | undefined = 'app=web';
  readonly asked: string[] = [];
  answers: Readonly<Record<string, Fields>> = { 'metrics.k8s.io': { items: cpuOf(100, 100) } };

  get = <T>(where: string): Promise<T> => {
    this.asked.push(where);
    return Promise.resolve().then(() => this.answer(where) as T);
  };

  list = <T>(where: string, keep: (item: Record<string, unknown>) => T): Promise<T[]> => {
    this.asked.push(where);
    return Promise.resolve(podsOf(this.replicas).reverse().map(keep));
  };

  private answer(where: string): Fields {
    if (where.includes('/horizontalpodautoscalers/')) return this.object;
    if (where.endsWith('/scale')) {
      const status = { replicas: this.replicas, ...(this.selector !== undefined && { selector: this.selector }) };
      return { spec: { replicas: this.replicas }, status };
    }
    const answer = Object.entries(this.answers).find(([part]) => where.includes(part));
    if (!answer) throw ApiRefusal.of(404, `nothing at ${where}`);
    return answer[1];
  }
}

function sampling(change: (api: Api) => void = () => undefined) {
  const api = new Api();
  change(api);
  return { api, sampler: new Sampler(api, 'shop', 'web') };
}

test('the first frame has everything, the next ones what changed', async () => {
  const { api, sampler } = sampling();
  const first = await sampler.look();
  expect(first.time).toBe(NOW);
  expect(Object.keys(first.frame)).toEqual(['time', 'hpa', 'scale', 'pods', 'metrics']);
  expect(first.frame).toMatchObject({
    time: '2026-08-01T12:00:00.000Z',
    scale: { spec: { replicas: 2 }, status: { replicas: 2 } },
    pods: [{ metadata: { name: 'p0' } }, { metadata: { name: 'p1' } }],
    metrics: { resource: [{ metadata: { name: 'p0' } }, { metadata: { name: 'p1' } }] },
  });
  expect(Object.keys((await sampler.look()).frame)).toEqual(['time']);
  api.replicas = 3;
  const later = await sampler.look();
  expect(Object.keys(later.frame)).toEqual(['time', 'scale', 'pods']);
  expect(Object.keys(later.seen)).toEqual(['hpa', 'scale', 'pods', 'metrics']);
  sampler.restart();
  expect(Object.keys((await sampler.look()).frame)).toHaveLength(5);
});

test.each([
  [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' }, '/apis/apps/v1/namespaces/shop/statefulsets/db/scale'],
  [{ name: 'web' }, '/apis/apps/v1/namespaces/shop/deployments/web/scale'],
  [
    { apiVersion: 'v1', kind: 'ReplicationController', name: 'old' },
    '/api/v1/namespaces/shop/replicationcontrollers/old/scale',
  ],
  [
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' },
    '/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web/scale',
  ],
])('the scale of %j', async (scaleTargetRef, path) => {
  const { api, sampler } = sampling((each) => (each.object = hpa({ scaleTargetRef })));
  await sampler.look();
  expect(api.asked[1]).toBe(path);
});

test.each([[''], [undefined]])(
  'a target that selects nothing (%j) has no pods, not all of the namespace',
  async (selector) => {
    const { api, sampler } = sampling((each) => (each.selector = selector));
    const { seen } = await sampler.look();
    expect([seen.pods, seen.metrics]).toEqual([[], {}]);
    expect(api.asked).toHaveLength(2);
  },
);

test('the load is recorded where somebody tells it, and null where nobody can', async () => {
  const answers = [40, 40, undefined, 41];
  const load = { ask: () => Promise.resolve(answers.shift()) };
  const sampler = new Sampler(new Api(), 'shop', 'web', load);
  const frames = [];
  for (let second = 0; second < 4; second++) frames.push((await sampler.look()).frame);
  expect(frames.map((frame) => frame.load)).toEqual([40, undefined, null, 41]);
});

describe('an API of metrics', () => {
  const two = [externalMetric('s0-queue', TARGET), externalMetric('s1-queue', TARGET)];
  const value = (metricName: string) => ({ items: [{ metricName, value: '5', metricLabels: null }] });

  test('that fails is recorded with what it says', async () => {
    const { sampler } = sampling((api) => (api.answers = {}));
    expect((await sampler.look()).seen.metrics).toEqual({
      resource: { error: 'nothing at /apis/metrics.k8s.io/v1beta1/namespaces/shop/pods?labelSelector=app%3Dweb' },
    });
  });

  test('with several metrics is one list', async () => {
    const { sampler } = sampling((api) => {
      api.object = hpa({ metrics: two });
      api.answers = { 's0-queue': value('s0-queue'), 's1-queue': value('s1-queue') };
    });
    expect((await sampler.look()).seen.metrics).toMatchObject({
      external: [{ metricName: 's0-queue' }, { metricName: 's1-queue' }],
    });
  });

  test.each([
    ['s0-queue', 's1-queue'],
    ['s1-queue', 's0-queue'],
  ])('with several metrics has the failure of %s as an item', async (failing, other) => {
    const { sampler } = sampling((api) => {
      api.object = hpa({ metrics: two });
      api.answers = { [other]: value(other) };
    });
    const { external } = (await sampler.look()).seen.metrics as { readonly external: readonly Fields[] };
    expect(external).toHaveLength(2);
    expect(external.find(({ metricName }) => metricName === other)).toMatchObject({ value: '5' });
    expect(external.find(({ metricName }) => metricName === failing)).toEqual({
      metricName: failing,
      error: `nothing at /apis/external.metrics.k8s.io/v1beta1/namespaces/shop/${failing}`,
    });
  });

  test('is one of several', async () => {
    const { sampler } = sampling((api) => {
      api.object = hpa({ metrics: [podsMetric('hits', '1'), two[0]] });
      const describedObject = { kind: 'Pod', name: 'p0' };
      api.answers = {
        '/hits': { items: [{ describedObject, metricName: 'hits', value: '7' }] },
        's0-queue': value('s0-queue'),
      };
    });
    expect(Object.keys((await sampler.look()).seen.metrics)).toEqual(['custom', 'external']);
  });
});

test('what is not a refusal ends it, and so does an autoscaler that is gone', async () => {
  const { api, sampler } = sampling();
  const { get } = api;
  api.get = (where) => (where.includes('metrics.k8s.io') ? Promise.reject(new TypeError('broken')) : get(where));
  await expect(sampler.look()).rejects.toThrow('broken');
  api.get = () => Promise.reject(ApiRefusal.of(404, 'not found'));
  await expect(sampler.look()).rejects.toThrow('not found');
});
