import { controllerSettings, groupPods, readPod, type PodGroups, type Samples } from '../../../lib/simulation';
import { ago, NOW, pod, type PodOptions } from '../objects';

/** The group of a pod; its sample is of now and spans 15 s unless an age is given, and null is none. */
function groupOf(
  options: PodOptions,
  sampleAge: number | null = 0,
  resource: string | undefined = 'cpu',
  kubernetes = '1.36',
) {
  const samples: Samples = new Map(
    sampleAge === null ? [] : [['p', { value: 100, timestamp: ago(sampleAge), window: 15_000 }]],
  );
  const settings = controllerSettings({ kubernetes });
  const groups = groupPods([readPod(pod('p', options))], samples, resource, NOW, settings);
  const names = (['ready', 'unready', 'missing', 'ignored'] as const).filter((name) => groups[name].length === 1);
  return names.join();
}

describe('leaving and starting pods', () => {
  test.each<[string, PodOptions, string]>([
    ['a deleted pod', { deleted: true }, 'ignored'],
    ['a deleted pod that is pending', { deleted: true, phase: 'Pending' }, 'ignored'],
    ['a failed pod', { phase: 'Failed' }, 'ignored'],
    ['a pending pod', { phase: 'Pending' }, 'unready'],
    ['a running pod', {}, 'ready'],
    ['a pod in an unknown phase', { phase: 'Unknown' }, 'ready'],
  ])('%s is %3$s', (_, options, group) => {
    expect(groupOf(options)).toBe(group);
  });

  test('a pod that succeeded is ignored from 1.38 on', () => {
    expect(groupOf({ phase: 'Succeeded' }, null, 'cpu', '1.37')).toBe('missing');
    expect(groupOf({ phase: 'Succeeded' }, null, 'cpu', '1.38')).toBe('ignored');
  });

  test('a pending pod without a sample is unready, and a running one is missing', () => {
    expect(groupOf({ phase: 'Pending' }, null)).toBe('unready');
    expect(groupOf({}, null)).toBe('missing');
  });
});

describe('CPU of a pod in its first 5 minutes', () => {
  test.each<[string, PodOptions, number, string]>([
    ['is not ready', { age: 60, ready: 'False' }, 0, 'unready'],
    ['has been ready for less than the window of its sample', { age: 60, readySince: 10 }, 0, 'unready'],
    ['has been ready for exactly the window of its sample', { age: 60, readySince: 15 }, 0, 'ready'],
    ['has a sample from before it was ready', { age: 60, readySince: 20 }, 6, 'unready'],
    ['has a sample whose window began when it became ready', { age: 60, readySince: 20 }, 5, 'ready'],
    ['is of unknown readiness for long', { age: 60, ready: 'Unknown', readySince: 60 }, 0, 'ready'],
    ['is one second short of 5 minutes', { age: 299, readySince: 1 }, 0, 'unready'],
    ['is exactly 5 minutes old', { age: 300, readySince: 1 }, 0, 'ready'],
  ])('a pod that %s counts as %4$s', (_, options, sampleAge, group) => {
    expect(groupOf(options, sampleAge)).toBe(group);
  });
});

describe('CPU of an older pod', () => {
  test.each<[string, PodOptions, string]>([
    ['became unready after it had been ready', { age: 400, ready: 'False', readySince: 10 }, 'ready'],
    ['has never been ready', { age: 400, ready: 'False', readySince: 399 }, 'unready'],
    ['changed one second before the initial delay was over', { age: 400, ready: 'False', readySince: 371 }, 'unready'],
    ['changed when the initial delay was over', { age: 400, ready: 'False', readySince: 370 }, 'ready'],
    ['is of unknown readiness', { age: 400, ready: 'Unknown', readySince: 399 }, 'ready'],
    ['has no condition Ready', { age: 400, ready: null }, 'unready'],
  ])('a pod that %s counts as %3$s', (_, options, group) => {
    expect(groupOf(options)).toBe(group);
  });

  test('a pod without a start time is unready', () => {
    const { startTime: _, ...state } = readPod(pod('p'));
    const samples: Samples = new Map([['p', { value: 1, timestamp: NOW, window: 0 }]]);
    const groups: PodGroups = groupPods([state], samples, 'cpu', NOW, controllerSettings());
    expect(groups.unready).toEqual([state]);
    expect(groups.samplesLeft).toBe(0);
  });
});

test('readiness does not matter for memory', () => {
  expect(groupOf({ age: 10, ready: 'False' }, 0, 'memory')).toBe('ready');
});

test('the flags move both delays', () => {
  const settings = controllerSettings({ cpuInitializationPeriodSeconds: 30, initialReadinessDelaySeconds: 5 });
  const samples: Samples = new Map([['p', { value: 1, timestamp: NOW, window: 15_000 }]]);
  const state = readPod(pod('p', { age: 40, ready: 'False', readySince: 34 }));
  expect(groupPods([state], samples, 'cpu', NOW, settings).ready).toHaveLength(1);
  expect(groupPods([state], samples, 'cpu', NOW, controllerSettings()).unready).toHaveLength(1);
});
