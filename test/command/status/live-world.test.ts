import { ApiRefusal } from '../../../lib/cluster';
import { readWorld } from '../../../lib/command/status/live-world';
import { look } from '../../../lib/command/status/look';
import { type Fields } from '../../../lib/kubernetes/fields';
import { type FakeObject } from '../fake-cluster';
import { listing } from '../listing';
import { deployment, HEALTHY, hpa, kedaHpa, METRICS_API, NOW, READY, scaledObject } from './objects';

/** An API server that answers lists. */
function apiOf(answer: (where: string) => readonly Fields[]) {
  const { list, asked } = listing(answer);
  return { api: { now: NOW, clockAhead: 1400, list }, asked };
}

function serving(...objects: readonly FakeObject[]) {
  return apiOf((where) =>
    objects.filter(({ kind }) => where.toLowerCase().replace('ies', 'y').includes(`/${kind.toLowerCase()}`)),
  );
}

const forbidden = (resource: string, group = '') =>
  ApiRefusal.of(403, `User "v" cannot list resource "${resource}" in API group "${group}" at the cluster scope`);
const HPAS = '/apis/autoscaling/v2/horizontalpodautoscalers';

test('all namespaces are read, or one, and what belongs to no namespace', async () => {
  const { api, asked } = serving(hpa());
  const world = await readWorld(api, undefined, 'home');
  expect(world.namespace).toBeUndefined();
  expect(world.objects.get('HorizontalPodAutoscaler')).toHaveLength(1);
  expect(asked[0]).toBe(HPAS);
  const one = serving(hpa());
  expect((await readWorld(one.api, 'shop', 'home')).namespace).toBe('shop');
  expect(one.asked[0]).toBe('/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers');
  expect(one.asked).toContain('/apis/apiregistration.k8s.io/v1/apiservices');
  expect(one.asked.at(-1)).toBe('/api/v1/namespaces/shop/events?fieldSelector=type%3DWarning');
});

test('somebody who may not read all autoscalers reads those at home', async () => {
  const { api } = apiOf((where) => {
    if (where === HPAS) throw forbidden('horizontalpodautoscalers', 'autoscaling');
    return [];
  });
  expect((await readWorld(api, undefined, 'home')).namespace).toBe('home');
  await expect(readWorld(apiOf(() => throwing(forbidden('x'))).api, 'shop', 'home')).rejects.toThrow('cannot list');
  await expect(readWorld(apiOf(() => throwing(ApiRefusal.of(500, 'no'))).api, undefined, 'home')).rejects.toThrow('no');
});

function throwing(error: Error): never {
  throw error;
}

test('what may not be read is named, what is not there is not missed, what fails is told', async () => {
  const { api } = apiOf((where) => {
    if (where.endsWith('/pods')) throw forbidden('pods');
    if (where.includes('keda.sh')) throw ApiRefusal.of(404, 'page not found');
    if (where.endsWith('/services')) throw ApiRefusal.of(503, 'later');
    return [];
  });
  const { forbidden: told, readable } = await readWorld(api, undefined, 'home');
  expect(told).toEqual(['list pods in all namespaces', 'read /api/v1/services: later']);
  expect(readable).toContain('Deployment');
  for (const kind of ['Pod', 'ScaledObject', 'Service']) expect(readable).not.toContain(kind);
});

test('what is not an answer of the API server ends it', async () => {
  const { api } = apiOf((where) => (where === HPAS ? [] : throwing(new TypeError('broken'))));
  await expect(readWorld(api, undefined, 'home')).rejects.toThrow(new TypeError('broken'));
});

test('warnings have the time when they were seen last, the newest first', async () => {
  const event = (name: string, times: Fields) => ({
    involvedObject: { kind: 'Pod', name },
    reason: 'Failed',
    ...times,
  });
  const { api } = apiOf((where) =>
    where.includes('/events')
      ? [
          {},
          event('old', { lastTimestamp: '2026-08-01T10:00:00Z', eventTime: null }),
          event('new', { lastTimestamp: null, eventTime: '2026-08-01T11:00:00.000000Z' }),
          event('again', { eventTime: '2026-08-01T09:00:00Z', series: { lastObservedTime: '2026-08-01T11:30:00Z' } }),
        ]
      : [],
  );
  const { warnings } = await readWorld(api, undefined, 'home');
  expect(warnings.map(({ name }) => name)).toEqual(['again', 'new', 'old', '']);
  expect(warnings[0]).toEqual({
    ...{ kind: 'Pod', namespace: '', name: 'again', reason: 'Failed', message: '' },
    time: Date.parse('2026-08-01T11:30:00Z'),
  });
  expect(warnings.at(-1)).toMatchObject({ kind: '', reason: '', time: 0 });
});

describe('a look', () => {
  const cluster = { context: 'test', release: '1.36', namespace: 'shop' };
  const objects = [hpa(), scaledObject(READY, {}, { name: 'api' }), deployment(), METRICS_API];
  const ofApi = {
    ...kedaHpa(),
    metadata: { ...kedaHpa().metadata, ownerReferences: [{ kind: 'ScaledObject', name: 'api' }] },
  };

  test('has the cluster, the rows and the causes', async () => {
    const { api } = serving(...objects);
    expect(await look(api, cluster, {})).toMatchObject({
      context: 'test',
      release: '1.36',
      now: NOW,
      clockAhead: 1,
      rows: [{ name: 'api' }, { name: 'web' }],
      waiting: expect.any(Number) as number,
      forbidden: [],
    });
  });

  test.each([
    ['HorizontalPodAutoscaler', 'web', undefined, ['web']],
    ['HorizontalPodAutoscaler', 'web', 'blog', []],
    ['ScaledObject', 'api', 'shop', ['api']],
    ['ScaledObject', 'web', 'shop', []],
    ['HorizontalPodAutoscaler', 'keda-hpa-web', 'shop', ['api']],
  ] as const)('at one: %s %s in %s', async (kind, name, namespace, found) => {
    const { api, asked } = serving(...objects, ofApi);
    const { rows, causes } = await look(api, cluster, { scaler: { kind, name, namespace } });
    expect(rows.map((row) => row.name)).toEqual(found);
    expect(asked[0]).toContain(`/namespaces/${namespace ?? 'shop'}/`);
    expect(new Set(causes.map(({ object }) => object.split('/')[1]))).toEqual(new Set(causes.length > 0 ? found : []));
  });

  test('at a healthy one says nothing', async () => {
    const { api } = serving(hpa(HEALTHY), deployment(), METRICS_API);
    expect((await look(api, cluster, {})).causes).toEqual([]);
  });
});
