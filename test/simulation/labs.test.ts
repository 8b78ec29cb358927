import { decide, decideScaledObject, type Fields, type HpaHistory, type ScaledObjectState } from '../../lib/simulation';
import {
  cpuOf,
  externalMetric,
  hpa,
  NOW,
  objectMetric,
  objectValue,
  podsMetric,
  podsOf,
  scale,
  series,
  valuesOf,
} from './objects';
import { scaledObject, state } from './keda/scaled-objects';

/** The steps of an HPA whose every sync sees the samples of its moment: seconds and replicas, where they change. */
function steps(
  spec: Fields,
  replicas: number,
  until: number,
  totalCpu: (second: number) => number,
  period = 15,
): [number, number][] {
  const changes: [number, number][] = [];
  let history: HpaHistory | undefined;
  for (let second = 0; second <= until; second = Math.round((second + period) * 1000) / 1000) {
    const millis = Math.round(totalCpu(second) / replicas);
    const decision = decide({
      hpa: hpa(spec),
      scale: scale(replicas),
      pods: podsOf(replicas),
      metrics: { resource: cpuOf(...Array.from({ length: replicas }, () => millis)) },
      history,
      now: NOW + second * 1000,
    });
    history = decision.history;
    if (decision.desiredReplicas !== replicas) changes.push([second, decision.desiredReplicas]);
    replicas = decision.desiredReplicas;
  }
  return changes;
}

describe('lab cpu-autoscaling (request 200m, 50 %, 1 to 10)', () => {
  test.each([
    [1, 140, 3, 'cpu resource utilization (percentage of request) above target'],
    [3, 84, 6, 'cpu resource utilization (percentage of request) above target'],
    [3, 101, 6, 'cpu resource utilization (percentage of request) above target'],
    [6, 77, 10, 'cpu resource utilization (percentage of request) above target'],
  ])('%d pods at %d %% become %d', (current, percent, desired, reason) => {
    const usage = Array.from({ length: current }, () => percent * 2);
    const decision = decide({
      hpa: hpa(),
      scale: scale(current),
      pods: podsOf(current),
      metrics: { resource: cpuOf(...usage) },
      now: NOW,
    });
    expect(decision).toMatchObject({ desiredReplicas: desired, reason });
  });

  test('10 pods at 59 % ask for 12, which is above the maximum, so there is no event', () => {
    const usage = Array.from({ length: 10 }, () => 118);
    const decision = decide({
      hpa: hpa(),
      scale: scale(10),
      pods: podsOf(10),
      metrics: { resource: cpuOf(...usage) },
      now: NOW,
    });
    expect(decision).toMatchObject({ rawReplicas: 12, desiredReplicas: 10, events: [], limitedBy: 'maxReplicas' });
    expect(decision.conditions[2]).toMatchObject({ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' });
  });

  const loop = (second: number) => (second >= 15 && second <= 420 ? 1180 : 0);

  test('a busy loop of 7 minutes goes 1, 4, 8, 10, and back after the window', () => {
    expect(steps({}, 1, 900, loop)).toEqual([
      [15, 4],
      [30, 8],
      [45, 10],
      [735, 1],
    ]);
  });

  test('a reconcile that takes a moment lets the window end 20 syncs after the last high sample instead of 21', () => {
    expect(steps({}, 1, 900, loop, 15.02).at(-1)).toEqual([705.94, 1]); // the last high sample was at 27 * 15.02
  });
});

describe('lab zero-downtime (1 to 3)', () => {
  test.each([
    [20, 58],
    [50, 24],
  ])('1152 %% on a target of %d %% asks for %d, which is more than 3', (target, raw) => {
    const metrics = [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } } },
    ];
    const decision = decide({
      hpa: hpa({ maxReplicas: 3, metrics }),
      scale: scale(1),
      pods: podsOf(1),
      metrics: { resource: cpuOf(2304) },
      now: NOW,
    });
    expect(decision).toMatchObject({ rawReplicas: raw, desiredReplicas: 3, limitedBy: 'maxReplicas' });
  });

  test('before the first sample nothing scales', () => {
    const decision = decide({ hpa: hpa({ maxReplicas: 3 }), scale: scale(2, 0), pods: [], metrics: {}, now: NOW });
    expect(decision).toMatchObject({ desiredReplicas: 0, rescaled: false, limitedBy: 'metricFailure' });
    expect(decision.conditions[1]?.reason).toBe('FailedGetResourceMetric');
  });

  test.each([
    [15, 315],
    [15.02, 300.4],
  ])('with a sync every %d s, two idle pods become one after %d s', (period, second) => {
    expect(steps({ maxReplicas: 3 }, 2, 400, () => 0, period)).toEqual([[second, 1]]);
  });
});

describe('lab on custom metrics', () => {
  test('an Object metric of 160 on a value of 50 asks for 4, which is more than 3', () => {
    const metrics = [objectMetric('nginx_http_requests_total', { type: 'Value', value: 50 })];
    const decision = decide({
      hpa: hpa({ maxReplicas: 3, metrics }),
      scale: scale(1),
      pods: podsOf(1),
      metrics: { custom: [objectValue('nginx_http_requests_total', 160)] },
      now: NOW,
    });
    expect(decision).toMatchObject({
      rawReplicas: 4,
      desiredReplicas: 3,
      reason: 'Ingress metric nginx_http_requests_total above target',
    });
  });

  test('the recorded reason is that of a Pods metric', () => {
    const metrics = [podsMetric('nginx_http_requests_total', '50')];
    const decision = decide({
      hpa: hpa({ maxReplicas: 3, metrics }),
      scale: scale(1),
      pods: podsOf(1),
      metrics: { custom: valuesOf('nginx_http_requests_total', 101) },
      now: NOW,
    });
    expect(decision.events[0]?.message).toBe('New size: 3; reason: pods metric nginx_http_requests_total above target');
  });
});

describe('KEDA on a Prometheus query', () => {
  function climb(spec: Fields, value: number, ticks: number): [number, string | undefined][] {
    let replicas = 1;
    let kept: ScaledObjectState = state();
    return Array.from({ length: ticks }, (_, tick) => {
      const { decision, state: after } = decideScaledObject({
        scaledObject: scaledObject(spec),
        scale: scale(replicas),
        pods: podsOf(replicas),
        readings: [{ value }],
        state: kept,
        now: NOW + tick * 15_000,
      });
      kept = after;
      replicas = decision?.desiredReplicas ?? NaN;
      return [replicas, decision?.conditions.find(({ type }) => type === 'ScalingLimited')?.reason];
    });
  }

  const trigger = (threshold: string, metricType?: string) => [
    { type: 'prometheus', metadata: { threshold }, ...(metricType !== undefined && { metricType }) },
  ];

  test('250 on an average of 50 goes 1, 4, 5', () => {
    expect(climb({ maxReplicaCount: 5, minReplicaCount: 1, triggers: trigger('50') }, 250, 2)).toEqual([
      [4, 'ScaleUpLimit'],
      [5, 'DesiredWithinRange'],
    ]);
  });

  test('as a total it multiplies itself up to the maximum', () => {
    expect(climb({ maxReplicaCount: 5, minReplicaCount: 1, triggers: trigger('50', 'Value') }, 250, 2)).toEqual([
      [4, 'ScaleUpLimit'],
      [5, 'TooManyReplicas'],
    ]);
  });

  test('more than 1,000 connections on an average of 200 go 1, 4, 6', () => {
    expect(climb({ maxReplicaCount: 20, triggers: trigger('200') }, 1200, 3).map(([replicas]) => replicas)).toEqual([
      4, 6, 6,
    ]);
    const behavior = { advanced: { horizontalPodAutoscalerConfig: { behavior: {} } } };
    expect(climb({ ...behavior, maxReplicaCount: 20, triggers: trigger('200') }, 1200, 1)[0]?.[0]).toBe(5);
  });

  test('470 connections on 200 per pod are shown as 78334m and held at 6', () => {
    const metrics = [externalMetric('connections', { type: 'AverageValue', averageValue: 200 })];
    const history: HpaHistory = {
      events: { up: [], down: [] },
      conditions: [],
      desiredReplicas: 6,
      currentMetrics: [],
      recommendations: [{ replicas: 6, time: NOW - 15_000 }],
    };
    const decision = decide({
      hpa: hpa({ metrics }),
      scale: scale(6),
      pods: podsOf(6),
      metrics: { external: series('connections', 470) },
      history,
      now: NOW,
    });
    expect(decision).toMatchObject({
      rawReplicas: 3,
      desiredReplicas: 6,
      currentMetrics: [{ external: { current: { averageValue: '78334m' } } }],
    });
    expect(decision.conditions.map(({ reason }) => reason)).toEqual([
      'ScaleDownStabilized',
      'ValidMetricFound',
      'DesiredWithinRange',
    ]);
  });
});
