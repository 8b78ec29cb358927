import { type FakeObject } from '../../fake-cluster';
import {
  causesIn,
  type Conditions,
  conditions,
  deployment,
  HEALTHY,
  hpa,
  kedaHpa,
  METRICS_API,
  pod,
  READY,
  scaledObject,
  secondsAgo,
  waiting,
  warning,
} from '../objects';

function only(objects: readonly FakeObject[], more: Parameters<typeof causesIn>[1] = {}) {
  const [cause, ...others] = causesIn([...objects, METRICS_API], more).filter(({ rule }) => rule === undefined);
  expect(others).toEqual([]);
  return cause;
}

const notFound: Conditions = [['AbleToScale', 'False', 'FailedGetScale', 'deployments.apps "web" not found']];

describe('a target that', () => {
  test('does not exist is told with what the controller says', () => {
    expect(only([hpa(notFound)])).toEqual({
      object: 'HorizontalPodAutoscaler shop/web',
      severity: 'error',
      cause: 'no-target',
      what: 'Its target Deployment shop/web does not exist.',
      evidence: 'FailedGetScale: deployments.apps "web" not found',
      fix: 'Correct spec.scaleTargetRef, or create it in the namespace of the HorizontalPodAutoscaler.',
    });
  });

  test('does not exist is told before the controller looks', () => {
    expect(only([hpa([])])).toMatchObject({ evidence: 'there is no Deployment shop/web' });
  });

  test('does not exist is told of a kind that is not read', () => {
    const spec = { scaleTargetRef: { kind: 'Rollout', name: 'web' } };
    expect(
      only([hpa([['AbleToScale', 'False', 'FailedGetScale', 'rollouts "web" not found']], { spec })]),
    ).toMatchObject({ cause: 'no-target', what: 'Its target Rollout shop/web does not exist.' });
    expect(only([hpa(HEALTHY, { spec })])).toBeUndefined();
  });

  test('cannot be scaled', () => {
    const failed: Conditions = [['AbleToScale', 'False', 'FailedUpdateScale', 'the object has been modified']];
    expect(only([hpa(failed), deployment()])).toMatchObject({
      cause: 'unscalable-target',
      what: 'Deployment shop/web cannot be scaled.',
      evidence: 'FailedUpdateScale: the object has been modified',
    });
  });

  test('does not exist is not repeated by KEDA', () => {
    const refused: Conditions = [['Ready', 'False', 'ScaledObjectCheckFailed', "doesn't have correct scaleTargetRef"]];
    expect(only([scaledObject(refused)])).toMatchObject({ object: 'ScaledObject shop/web', cause: 'no-target' });
  });
});

describe('two autoscalers', () => {
  const second = hpa(HEALTHY, { metadata: { name: 'second', namespace: 'shop' } });

  test('are told of both', () => {
    const causes = causesIn([hpa(), second, deployment(), METRICS_API]);
    expect(causes).toEqual(
      ['second', 'web'].map((name) => ({
        object: `HorizontalPodAutoscaler shop/${name}`,
        severity: 'error',
        cause: 'second-autoscaler',
        what: 'Another autoscaler scales Deployment shop/web, too: they take turns in undoing each other.',
        evidence: `HorizontalPodAutoscaler shop/${name === 'web' ? 'second' : 'web'}`,
        fix: 'Delete one of them; several metrics fit into one.',
      })),
    );
  });

  test('and that their pods are shared is not repeated', () => {
    const shared: Conditions = [['ScalingActive', 'False', 'AmbiguousSelector', 'controlled by multiple HPAs']];
    const causes = causesIn([hpa(shared), { ...second, status: hpa(shared).status }, deployment(), METRICS_API]);
    expect(causes.map(({ cause }) => cause)).toEqual(['second-autoscaler', 'second-autoscaler']);
  });

  test('in two namespaces, on two targets, or of one ScaledObject are none', () => {
    const elsewhere = hpa(HEALTHY, { metadata: { name: 'web', namespace: 'blog' } });
    const other = hpa(HEALTHY, {
      metadata: { name: 'other', namespace: 'shop' },
      spec: { maxReplicas: 2, scaleTargetRef: { kind: 'StatefulSet', name: 'web' } },
    });
    const causes = causesIn([hpa(), elsewhere, other, deployment(), METRICS_API]);
    expect(causes.map(({ cause }) => cause)).not.toContain('second-autoscaler');
    expect(only([scaledObject(READY), kedaHpa(), deployment()])).toBeUndefined();
  });
});

describe('pods that the API server refuses', () => {
  const failed = (message: string): Conditions => [['ReplicaFailure', 'True', 'FailedCreate', message]];

  test.each([
    [
      'pods "web-2" is forbidden: exceeded quota: small, requested: pods=1',
      'quota',
      'The ResourceQuota shop/small lets no more pods of Deployment shop/web in.',
      'Raise the quota, or lower maxReplicas or the requests.',
    ],
    [
      'violates PodSecurity "restricted:latest"',
      'refused-pods',
      'The API server refuses pods of Deployment shop/web.',
      'Correct the pod template.',
    ],
  ])('%s', (message, cause, what, fix) => {
    expect(only([hpa(), deployment(1, failed(message))])).toMatchObject({ cause, what, evidence: message, fix });
  });

  test('of a StatefulSet are told by its events', () => {
    const spec = { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web' } };
    const set = { ...deployment(1), kind: 'StatefulSet' };
    const message = 'create Pod web-1 in StatefulSet web failed: exceeded quota: small, requested: pods=1';
    const about = warning(message, { kind: 'StatefulSet', reason: 'FailedCreate' });
    expect(only([hpa(HEALTHY, { spec }), set], { warnings: [about] })).toMatchObject({
      cause: 'quota',
      evidence: message,
    });
  });

  test('are the reason why there is nothing to measure', () => {
    const unread: Conditions = [['ScalingActive', 'False', 'FailedGetResourceMetric', 'no metrics returned']];
    expect(only([hpa(unread), deployment(0, failed('exceeded quota: small, requested: pods=1'))])).toMatchObject({
      cause: 'quota',
    });
  });
});

describe('a pod', () => {
  const unscheduled = conditions([['PodScheduled', 'False', 'Unschedulable', '0/1 nodes are available']]);
  const ended = { exitCode: 137, reason: 'OOMKilled' };
  const crashed = { name: 'web', state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: ended } };

  test.each<[object, string, string]>([
    [waiting('ErrImagePull', 'not found'), 'no-image', 'has no image'],
    [{ conditions: unscheduled }, 'no-room', 'finds no node with room'],
    [{ containerStatuses: [crashed] }, 'out-of-memory', 'needs more memory than it may have'],
    [waiting('CrashLoopBackOff'), 'crash', 'ends again and again'],
    [waiting('CreateContainerConfigError', 'secret "x" not found'), 'no-start', 'cannot be started'],
    [waiting('Unheard'), 'not-running', 'does not run'],
  ])('%j: %s', (state, cause, verb) => {
    const found = only([hpa(), deployment(1), pod(state)]);
    expect(found).toMatchObject({ cause, what: `1 of 2 pods of Deployment shop/web ${verb}.` });
    expect(found?.evidence).toMatch(/^Pod web-1: \S/);
  });

  test('among several', () => {
    expect(only([hpa(), deployment(0), pod(waiting('ErrImagePull'))])).toMatchObject({
      what: '2 of 2 pods of Deployment shop/web have no image.',
    });
  });

  test('that is on its way out is none of them', () => {
    const leaving = { ...pod(waiting('CrashLoopBackOff')), metadata: { ...pod().metadata, deletionTimestamp: 'now' } };
    expect(only([hpa(), deployment(1), leaving])).toBeUndefined();
  });

  test('is not missed where as many are ready as were asked for', () => {
    expect(only([hpa(), deployment(2), pod(waiting('CrashLoopBackOff'))])).toBeUndefined();
  });
});

describe('a pod that is not ready', () => {
  const unready = (seconds: number) =>
    pod({
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(seconds) }],
    });

  test('for long is told', () => {
    expect(only([hpa(), deployment(1), unready(120)])).toMatchObject({
      cause: 'not-ready',
      what: '1 of 2 pods of Deployment shop/web does not get ready: requests pass it by, and on the way up the autoscaler counts it as idle.',
      evidence: 'Pod web-1 has been running and not ready for more than 30 s',
    });
    expect(only([hpa(), deployment(0), unready(120)])?.what).toContain(
      '2 of 2 pods of Deployment shop/web do not get ready: requests pass them by',
    );
  });

  test('is told with what its probe said', () => {
    const failed = { kind: 'Pod', reason: 'Unhealthy', name: 'web-1' };
    const warnings = [
      warning('another', { ...failed, name: 'web-2' }),
      warning('Readiness probe failed: HTTP probe failed with statuscode: 500', failed),
    ];
    expect(only([hpa(), deployment(1), unready(120)], { warnings })).toMatchObject({
      evidence: 'Pod web-1: Readiness probe failed: HTTP probe failed with statuscode: 500',
    });
  });

  test('since a moment is left in peace', () => {
    expect(only([hpa(), deployment(1), unready(10)])).toBeUndefined();
  });
});

test('a maximum is told with what the controller says', () => {
  const limited: Conditions = [...HEALTHY.slice(0, 2), ['ScalingLimited', 'True', 'TooManyReplicas', 'more than 10']];
  expect(only([hpa(limited), deployment()])).toMatchObject({
    severity: 'warning',
    cause: 'maximum',
    what: 'It is at its maximum of 10 replicas, and its metrics ask for more.',
    evidence: 'more than 10',
  });
  expect(
    only([hpa([...HEALTHY.slice(0, 2), ['ScalingLimited', 'True', 'TooFewReplicas']]), deployment()]),
  ).toBeUndefined();
});

test('a ScaledJob has no target', () => {
  expect(only([{ ...scaledObject(READY), kind: 'ScaledJob', spec: { jobTargetRef: {} } }])).toBeUndefined();
});
