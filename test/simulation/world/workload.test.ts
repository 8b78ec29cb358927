import { type Fields } from '../../../lib/simulation';
import { readWorkload, readyAfter } from '../../../lib/simulation/world/workload';
import { messageOf } from '../../support/synthesize';
import { deployment } from './manifests';

function read(container: Fields, spec: Fields = {}, podSpec: Fields = {}) {
  return readWorkload(deployment({ container, spec, podSpec }));
}

describe('a pod is Ready', () => {
  const get = { httpGet: { path: '/', port: 80 } };

  test.each<[string, Fields, boot: number, phase: number, seconds: number]>([
    ['at once without a probe', {}, 17, 0, 0],
    ['on the first tick of its probe after its boot', { readinessProbe: { ...get, periodSeconds: 5 } }, 17, 0, 20],
    ['at the start of a ticking probe if it boots at once', { readinessProbe: get }, 0, 0, 0],
    ['as soon as the kubelet sees that it runs, if it has booted by then', { readinessProbe: get }, 0.5, 3, 1],
    ['not before its delay', { readinessProbe: { ...get, initialDelaySeconds: 2 } }, 0.5, 0, 10],
    ['after its delay', { readinessProbe: { ...get, initialDelaySeconds: 10, periodSeconds: 5 } }, 2, 0, 10],
    ['on the grid of the lab', { readinessProbe: { ...get, initialDelaySeconds: 10, periodSeconds: 5 } }, 17, 0, 20],
    ['with another phase', { readinessProbe: { ...get, initialDelaySeconds: 10, periodSeconds: 5 } }, 17, 3, 18],
    ['with a phase beyond the period', { readinessProbe: { ...get, periodSeconds: 5 } }, 17, 8, 18],
    ['after three successes', { readinessProbe: { ...get, periodSeconds: 5, successThreshold: 3 } }, 17, 0, 30],
    ['after its startup probe', { startupProbe: { ...get, periodSeconds: 3, failureThreshold: 10 } }, 17, 0, 18],
    [
      'after both probes',
      {
        startupProbe: { ...get, periodSeconds: 3, failureThreshold: 10 },
        readinessProbe: { ...get, periodSeconds: 5 },
      },
      17,
      0,
      20,
    ],
    ['never if its startup probe kills it first', { startupProbe: { ...get, periodSeconds: 5 } }, 17, 0, Infinity],
    ['never if its liveness probe kills it first', { livenessProbe: { ...get, periodSeconds: 5 } }, 17, 0, Infinity],
    [
      'with a startup probe that waits for it',
      { startupProbe: { ...get, periodSeconds: 5, failureThreshold: 30 }, livenessProbe: { ...get, periodSeconds: 5 } },
      17,
      0,
      20,
    ],
  ])('%s', (_name, container, boot, phase, seconds) => {
    expect(readyAfter(read(container), boot, phase)).toBe(seconds);
  });
});

test.each<[string, Fields, number]>([
  ['native', { sleep: { seconds: 7 } }, 7],
  ['a command', { exec: { command: ['sleep', '5'] } }, 5],
  ['a shell', { exec: { command: ['/bin/sh', '-c', 'sleep 2.5 && nginx -s quit'] } }, 2.5],
  ['another command', { exec: { command: ['nginx', '-s', 'quit'] } }, 0],
  ['a request', { httpGet: { path: '/stop', port: 80 } }, 0],
])('a preStop hook sleeps: %s', (_name, preStop, seconds) => {
  expect(read({ lifecycle: { preStop } }).preStop).toBe(seconds);
});

test('requests are what the scheduler counts: all containers, or what it takes to start, or the pod as a whole; and the overhead', () => {
  const resources = { requests: { cpu: '200m', memory: '64Mi' }, limits: { cpu: '500m' } };
  const sidecar = { name: 'proxy', restartPolicy: 'Always', resources: { requests: { cpu: '50m' } } };
  const setUp = { name: 'init', resources: { requests: { cpu: '4' } } };
  expect(read({ resources }, {}, { initContainers: [sidecar, setUp] })).toMatchObject({ cpuRequest: 4.05 });
  expect(read({ resources }, {}, { initContainers: [sidecar], overhead: { cpu: '250m' } })).toMatchObject({
    cpuRequest: 0.5,
    memoryRequest: 64 * 1024 * 1024,
    cpuLimit: 0.5,
  });
  expect(read({ resources }, {}, { resources: { requests: { cpu: '1' } } })).toMatchObject({ cpuRequest: 1 });
  expect(read({}).cpuLimit).toBeUndefined();
  const nothing = read({ resources: { requests: { cpu: '100m', memory: null }, limits: { cpu: null, memory: '0' } } });
  expect(nothing).toMatchObject({ cpuRequest: 0.1, memoryRequest: 0, cpuLimit: undefined, memoryLimit: undefined });
});

test('what is not said is the default of the API', () => {
  expect(read({ readinessProbe: { httpGet: { path: '/', port: 80 } } })).toMatchObject({
    readiness: { initialDelay: 0, period: 10, successThreshold: 1, failureThreshold: 3, timeout: 1, asksTheApp: true },
    gracePeriod: 30,
    minReadySeconds: 0,
    rollout: { type: 'RollingUpdate', maxSurge: '25%', maxUnavailable: '25%' },
    ordered: false,
  });
});

test('a rollout is read as it stands', () => {
  const rollingUpdate = { maxSurge: 2, maxUnavailable: '10%' };
  expect(read({}, { strategy: { type: 'RollingUpdate', rollingUpdate } }).rollout).toEqual({
    type: 'RollingUpdate',
    ...rollingUpdate,
  });
  expect(read({}, { strategy: { type: 'Recreate' } }).rollout.type).toBe('Recreate');
});

test('a StatefulSet goes one by one', () => {
  const stateful = { ...deployment({}), kind: 'StatefulSet' };
  expect(readWorkload(stateful)).toMatchObject({ ordered: true, rollout: { maxSurge: 0, maxUnavailable: 1 } });
  const parallel = { ...deployment({ spec: { podManagementPolicy: 'Parallel' } }), kind: 'StatefulSet' };
  expect(readWorkload(parallel).ordered).toBe(false);
});

test.each<[string, () => unknown, string]>([
  [
    'a share that is none',
    () => read({}, { strategy: { rollingUpdate: { maxSurge: 'all' } } }),
    'rollingUpdate.maxSurge "all" is neither',
  ],
  [
    'a negative count',
    () => read({}, { strategy: { rollingUpdate: { maxUnavailable: -1 } } }),
    'rollingUpdate.maxUnavailable -1 is neither',
  ],
  [
    'a period of 0',
    () => read({ readinessProbe: { periodSeconds: 0 } }),
    'readinessProbe.periodSeconds 0 is not a whole number from 1 up.',
  ],
  ['replicas in quotes', () => read({}, { replicas: '3' }), 'spec.replicas "3" is not a whole number'],
  [
    'a limit that is none',
    () => read({ resources: { limits: { cpu: 'much' } } }),
    'request of cpu "much" is not a quantity.',
  ],
])('%s is refused', (_name, action, message) => {
  expect(messageOf(action)).toContain(message);
});
