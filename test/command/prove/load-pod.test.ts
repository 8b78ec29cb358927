import { ApiRefusal, type ClusterApi } from '../../../lib/cluster';
import { LoadPod } from '../../../lib/command/prove/load-pod';
import { watchOf } from '../../../lib/command/prove/watch-app';
import { type Subject } from '../../../lib/command/prove/subject';
import { type Fields } from '../../../lib/simulation';
import { cpuOf, hpa, podsOf } from '../../simulation/objects';
import { scriptedApi } from '../scripted';

const PODS = '/api/v1/namespaces/shop/pods';

function loadPod(status: Fields | undefined, log: string | Error = '@ begin\n'): LoadPod {
  const items = status === undefined ? [] : [{ metadata: { name: 'load-1' }, status }];
  return new LoadPod(scriptedApi({ [PODS]: { items }, [`${PODS}/load-1/log`]: log }), 'shop', 'load');
}

const ended = (exitCode: number, reason?: string): Fields => ({ containerStatuses: [{ state: { terminated: { exitCode, reason } } }] }); // prettier-ignore

test.each([
  [undefined, { phase: 'waiting' }],
  [{ phase: 'Pending' }, { phase: 'waiting' }],
  [
    { phase: 'Pending', containerStatuses: [{ name: 'load', state: { waiting: { reason: 'ErrImagePull' } } }] },
    { phase: 'waiting', reason: 'container load: ErrImagePull' },
  ],
  [{ phase: 'Running' }, { phase: 'running' }],
  [{ phase: 'Succeeded', ...ended(0) }, { phase: 'over' }],
  [
    { phase: 'Failed', ...ended(137, 'OOMKilled') },
    { phase: 'over', reason: 'exit code 137 (OOMKilled)' },
  ],
  [
    { phase: 'Failed', ...ended(1) },
    { phase: 'over', reason: 'exit code 1' },
  ],
  [
    { phase: 'Failed', reason: 'Evicted' },
    { phase: 'over', reason: 'Evicted' },
  ],
])('a pod of %j is %j', async (status, state) => {
  expect(await loadPod(status).look()).toEqual(state);
});

test('it is over when it has told its totals, and its log counts', async () => {
  const pod = loadPod({ phase: 'Running' }, '@ seconds 0 1 4 0 1 1\n@ total 4 0\n@ end\n');
  expect(await pod.look()).toEqual({ phase: 'over' });
  expect(pod.log.answered).toBe(4);
});

test('a log that cannot be read now is read later, and whatever else breaks is told', async () => {
  expect(await loadPod({ phase: 'Running' }, ApiRefusal.of(500, 'later')).look()).toEqual({ phase: 'running' });
  await expect(loadPod({ phase: 'Running' }, new TypeError('broken')).look()).rejects.toThrow('broken');
});

describe('the app is looked at', () => {
  const subject = { namespace: 'shop', path: '/apis/apps/v1/namespaces/shop/deployments/web' } as Subject;
  const scale = { spec: { replicas: 3 }, status: { replicas: 3, selector: 'app=web' } };
  const pods = [...podsOf(2), { ...podsOf(1)[0], status: {} }, { metadata: { deletionTimestamp: 'now' } }];

  function apiOf(changes: Readonly<Record<string, object>> = {}): ClusterApi {
    return {
      ...scriptedApi({
        '/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/web': hpa(),
        [`${subject.path}/scale`]: scale,
        [PODS]: { items: pods },
        '/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods': { items: cpuOf(100, 100) },
        ...changes,
      }),
      now: 5000,
    } as unknown as ClusterApi;
  }

  test('alone, where nothing scales it', async () => {
    const watch = watchOf(apiOf(), subject);
    watch.restart();
    expect(await watch.look()).toEqual({ time: 5000, desired: 3, ready: 2 });
    const unselecting = watchOf(apiOf({ [`${subject.path}/scale`]: { spec: {} } }), subject);
    await expect(unselecting.look()).rejects.toThrow('tells no selector');
    const unsaid = watchOf(apiOf({ [`${subject.path}/scale`]: { status: { selector: 'app=web' } } }), subject);
    expect(await unsaid.look()).toMatchObject({ desired: 0 });
  });

  test('with what scales it, as a recording has it', async () => {
    const watch = watchOf(apiOf({ [PODS]: { items: podsOf(2) } }), {
      ...subject,
      hpa: { namespace: 'shop', name: 'web' },
    });
    const look = await watch.look();
    expect(look).toMatchObject({ time: 5000, desired: 3, ready: 2 });
    expect(Object.keys(look.frame ?? {})).toEqual(['time', 'hpa', 'scale', 'pods', 'metrics']);
    watch.restart();
    expect(Object.keys((await watch.look()).frame ?? {})).toHaveLength(5);
  });
});
