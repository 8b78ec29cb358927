import { ApiRefusal, Interrupted } from '../../../lib/cluster';
import { isAvailable, podTrouble, troubleOf } from '../../../lib/command/stages/trouble';
import { scriptedApi } from '../scripted';

const PLACE = { resource: 'deployments', namespace: 'shop', name: 'web' };
const AT = '/apis/apps/v1/namespaces/shop/deployments/web';
const PODS = '/api/v1/namespaces/shop/pods';
const EVENTS = '/api/v1/namespaces/shop/events';

function deployment(replicas: number | undefined, status: object, generation = 1): Record<string, unknown> {
  const metadata = { name: 'web', namespace: 'shop', generation };
  return { metadata, spec: { replicas, selector: { matchLabels: { app: 'web' } } }, status };
}

function settled(count: number): object {
  return { observedGeneration: 1, replicas: count, readyReplicas: count, updatedReplicas: count };
}

describe('a workload is available', () => {
  test.each<[string, Record<string, unknown>]>([
    ['when all of its pods are ready and of its newest template', deployment(2, settled(2))],
    ['with one pod where it does not say how many', deployment(undefined, settled(1))],
    ['with none where it wants none', deployment(0, { observedGeneration: 1 })],
    [
      'as a DaemonSet with a pod on each node',
      {
        metadata: { generation: 1 },
        status: { observedGeneration: 1, desiredNumberScheduled: 2, numberReady: 2, updatedNumberScheduled: 2 },
      },
    ],
    ['as a DaemonSet without nodes', { metadata: {}, status: { desiredNumberScheduled: 0 } }],
    [
      'as a DaemonSet whose pods somebody replaces by hand',
      {
        metadata: {},
        spec: { updateStrategy: { type: 'OnDelete' } },
        status: { desiredNumberScheduled: 1, numberReady: 1, updatedNumberScheduled: 0 },
      },
    ],
    [
      'as a StatefulSet of which a part is to stay old',
      {
        metadata: { generation: 1 },
        spec: { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } },
        status: { observedGeneration: 1, replicas: 3, readyReplicas: 3, updatedReplicas: 1 },
      },
    ],
    [
      'as a StatefulSet whose pods somebody replaces by hand',
      {
        metadata: { generation: 1 },
        spec: { replicas: 3, updateStrategy: { type: 'OnDelete' } },
        status: { observedGeneration: 1, replicas: 3, readyReplicas: 3 },
      },
    ],
  ])('%s', (_, workload) => {
    expect(isAvailable(workload)).toBe(true);
  });

  test.each<[string, Record<string, unknown>]>([
    ['before anybody has seen it', deployment(1, {})],
    ['before its controller has seen the newest template', deployment(1, settled(1), 2)],
    ['while pods are missing', deployment(3, settled(2))],
    [
      'while pods of an older template are left: the new one may never get ready',
      deployment(1, { ...settled(1), replicas: 2 }),
    ],
    ['while pods are of an older template', deployment(2, { ...settled(2), updatedReplicas: 1 })],
    [
      'as a DaemonSet while pods are of an older template',
      { metadata: {}, status: { desiredNumberScheduled: 2, numberReady: 2, updatedNumberScheduled: 1 } },
    ],
    [
      'as a DaemonSet while pods are not ready',
      { metadata: {}, status: { desiredNumberScheduled: 2, updatedNumberScheduled: 2 } },
    ],
  ])('not %s', (_, workload) => {
    expect(isAvailable(workload)).toBe(false);
  });
});

describe('why a pod does not get ready', () => {
  const waiting = (reason: string, message?: string, rest: object = {}) => ({
    status: { containerStatuses: [{ name: 'web', state: { waiting: { reason, message } }, ...rest }] },
  });

  test.each<[string, Record<string, unknown>, ReturnType<typeof podTrouble>]>([
    [
      'no node has room',
      {
        status: {
          conditions: [
            { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'Insufficient cpu.' },
          ],
        },
      },
      { reason: 'Unschedulable: Insufficient cpu.' },
    ],
    [
      'its image is not there',
      waiting('ErrImagePull', 'not found'),
      { reason: 'container web: ErrImagePull: not found' },
    ],
    ['a container is still made', waiting('ContainerCreating'), undefined],
    ['it waits for its first containers', waiting('PodInitializing'), undefined],
    [
      'it crashes, and said why',
      waiting('CrashLoopBackOff', 'back-off 10s restarting', {
        lastState: { terminated: { exitCode: 3, reason: 'Error', message: 'first\nno such table\n' } },
      }),
      { reason: 'container web: CrashLoopBackOff, exit code 3', log: 'no such table', ended: 'web' },
    ],
    [
      'it has too little memory',
      waiting('CrashLoopBackOff', undefined, { lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }),
      { reason: 'container web: CrashLoopBackOff, exit code 137 (OOMKilled)', ended: 'web' },
    ],
    [
      'it has just ended again',
      {
        status: {
          initContainerStatuses: [
            {
              name: 'prepare',
              restartCount: 2,
              state: { terminated: { exitCode: 1 } },
              lastState: { terminated: { exitCode: 1 } },
            },
          ],
        },
      },
      { reason: 'container prepare: CrashLoopBackOff, exit code 1', ended: 'prepare' },
    ],
    [
      'it ended once',
      { status: { containerStatuses: [{ name: 'web', restartCount: 1, state: { terminated: { exitCode: 1 } } }] } },
      undefined,
    ],
    ['nobody knows', {}, undefined],
  ])('%s', (_, pod, trouble) => {
    expect(podTrouble(pod)).toEqual(trouble);
  });
});

describe('what keeps a workload from being available', () => {
  const broken = {
    metadata: { name: 'web-1' },
    status: {
      containerStatuses: [{ name: 'web', state: { waiting: { reason: 'ErrImagePull', message: 'not found' } } }],
    },
  };
  const event = (name: string, reason: string, time: object) => ({
    involvedObject: { kind: 'Pod', name },
    reason,
    message: 'said so',
    ...time,
  });

  test('is told with its pods and the newest warnings about them', async () => {
    const items = [
      event('web-1', 'Old', { lastTimestamp: '2026-01-01T00:00:00Z' }),
      event('web-1', 'Failed', { lastTimestamp: '2026-01-01T00:00:03Z' }),
      event('web-1', 'Failed', { lastTimestamp: '2026-01-01T00:00:04Z' }),
      event('web', 'FailedCreate', { eventTime: '2026-01-01T00:00:02Z' }),
      event('web-1', 'Older', {}),
      event('somebody-else', 'Failed', { lastTimestamp: '2026-01-01T00:00:05Z' }),
    ];
    const api = scriptedApi({ [AT]: deployment(3, settled(1)), [PODS]: { items: [broken] }, [EVENTS]: { items } });
    expect(await troubleOf(api, PLACE)).toEqual({
      state: '1 of 3 pods ready; container web: ErrImagePull: not found',
      events: ['Pod web-1: Failed: said so', 'Pod web: FailedCreate: said so', 'Pod web-1: Old: said so'],
    });
  });

  test('is told of a rollout whose old pods still serve', async () => {
    const status = { ...settled(1), replicas: 2 };
    const api = scriptedApi({ [AT]: deployment(1, status), [PODS]: { items: [broken] }, [EVENTS]: { items: [] } });
    expect((await troubleOf(api, PLACE))?.state).toBe(
      '1 of 1 pod ready, but not of the newest template; container web: ErrImagePull: not found',
    );
  });

  test('is told with the last line of the log where a container ended', async () => {
    const crashing = {
      metadata: { name: 'web-1' },
      status: {
        containerStatuses: [
          {
            name: 'web',
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 1, message: 'no such table' } },
          },
        ],
      },
    };
    const api = scriptedApi({ [AT]: deployment(1, {}), [PODS]: { items: [{}, crashing] }, [EVENTS]: { items: [] } });
    expect(await troubleOf(api, PLACE)).toEqual({
      state: '0 of 1 pod ready; container web: CrashLoopBackOff, exit code 1',
      events: [],
      log: 'no such table',
    });
  });

  test('is told with the last line of the log also where a container left no message', async () => {
    const crashing = {
      metadata: { name: 'web-1' },
      status: {
        containerStatuses: [
          {
            name: 'web',
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 1 } },
          },
        ],
      },
    };
    const log = '/api/v1/namespaces/shop/pods/web-1/log';
    const trouble = (answers: Record<string, object | string>) =>
      troubleOf(
        scriptedApi({ [AT]: deployment(1, {}), [PODS]: { items: [crashing] }, [EVENTS]: { items: [] }, ...answers }),
        PLACE,
      );
    expect(await trouble({ [log]: 'no such table\n' })).toMatchObject({ log: 'no such table' });
    expect(await trouble({ [log]: '\n' })).not.toHaveProperty('log');
    expect(await trouble({ [log]: ApiRefusal.of(403, 'pods/log is forbidden') })).not.toHaveProperty('log');
    await expect(trouble({ [log]: new Interrupted() })).rejects.toThrow(Interrupted);
  });

  test('is told by its own condition where it may not have pods', async () => {
    const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' }];
    const api = scriptedApi({ [AT]: deployment(1, { conditions }), [PODS]: { items: [] }, [EVENTS]: { items: [] } });
    expect(await troubleOf(api, PLACE)).toEqual({
      state: '0 of 1 pod ready; FailedCreate: exceeded quota',
      events: [],
    });
  });

  test('is told as far as somebody may look', async () => {
    const forbidden = ApiRefusal.of(403, 'pods is forbidden');
    const api = scriptedApi({ [AT]: deployment(1, {}), [PODS]: forbidden, [EVENTS]: forbidden });
    expect(await troubleOf(api, PLACE)).toEqual({ state: '0 of 1 pod ready', events: [] });
    expect(await troubleOf(scriptedApi({ [AT]: forbidden }), PLACE)).toEqual({
      state: 'pods is forbidden',
      events: [],
    });
  });

  test('is counted by nodes for a DaemonSet', async () => {
    const status = { desiredNumberScheduled: 3, numberReady: 1 };
    const api = scriptedApi({ [AT]: { status }, [PODS]: { items: [] }, [EVENTS]: { items: [] } });
    expect(await troubleOf(api, PLACE)).toMatchObject({ state: '1 of 3 pods ready' });
  });

  test('is nothing where nothing does', async () => {
    expect(await troubleOf(scriptedApi({ [AT]: deployment(1, settled(1)) }), PLACE)).toBeUndefined();
  });

  test.each([AT, PODS, EVENTS])('is not asked any further when somebody wants to stop at %s', async (place) => {
    const empty = { items: [] };
    const answers = { [AT]: deployment(1, {}), [PODS]: empty, [EVENTS]: empty, [place]: new Interrupted() };
    await expect(troubleOf(scriptedApi(answers), PLACE)).rejects.toThrow(Interrupted);
  });
});
