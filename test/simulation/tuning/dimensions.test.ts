import { type Fields } from '../../../lib/simulation';
import { searchSpace } from '../../../lib/simulation/tuning/dimensions';
import { autoscaler, deployment, resource, scaledObject } from './shop';

const NOTHING = { cpuPerRequest: false, bootSeconds: false };
const ALL = { cpuPerRequest: true, bootSeconds: true };

/** The values of a field that would be searched; undefined where it is left alone. */
function choicesOf(name: string, scaler: Fields, known = NOTHING, workload: Fields = deployment()) {
  const found = searchSpace({ scaler, workload }, known).dimensions.find((each) => each.name === name);
  return found?.choices.map(({ text }) => text);
}

function metric(type: string, source: Fields): Fields {
  return autoscaler({ metrics: [{ type, [`${type.charAt(0).toLowerCase()}${type.slice(1)}`]: source }] });
}

function trigger(spec: Fields): Fields {
  return scaledObject({ triggers: [spec] });
}

describe('what is searched of an HPA', () => {
  test('the minimum from 2, the maximum from what it is, each with the present value in its place', () => {
    const scaler = autoscaler({ minReplicas: 7, maxReplicas: 9 });
    expect(choicesOf('minReplicas', scaler)).toEqual(['2', '3', '4', '5', '6', '7', '8']);
    expect(choicesOf('maxReplicas', scaler)).toEqual(['9', '10', '12', '15', '20', '25', '30']);
  });

  test('one pod stays a choice where there is one now, or none is said', () => {
    expect(choicesOf('minReplicas', autoscaler({ minReplicas: 1, maxReplicas: 4 }))).toEqual(['1', '2', '3', '4']);
    expect(choicesOf('minReplicas', autoscaler({ minReplicas: undefined, maxReplicas: 3 }))).toEqual(['1', '2', '3']);
    expect(choicesOf('maxReplicas', autoscaler({ maxReplicas: undefined }))).toEqual(['1', '2', '3', '4']);
  });

  test.each<[string, Fields, string]>([
    ['a percentage', autoscaler(), 'averageUtilization of cpu'],
    ['memory', autoscaler({ metrics: [resource('memory', 70)] }), 'averageUtilization of memory'],
    [
      'one container',
      metric('ContainerResource', { name: 'cpu', container: 'web', target: { averageUtilization: 50 } }),
      'averageUtilization of cpu',
    ],
    [
      'the old field',
      { ...autoscaler({ targetCPUUtilizationPercentage: 50, metrics: undefined }), apiVersion: 'autoscaling/v1' },
      'targetCPUUtilizationPercentage',
    ],
  ])('targets of %s are percentages that people write', (_, scaler, name) => {
    const choices = choicesOf(name, scaler) ?? [];
    expect(choices.slice(0, 2)).toEqual(['20', '25']);
    expect(choices.at(-1)).toBe('90');
    expect(choices.map(Number)).toEqual(choices.map(Number).sort((a, b) => a - b));
  });

  test.each<[string, Fields, string, string]>([
    ['averageValue', { metric: { name: 'rps' }, target: { averageValue: '100' } }, 'averageValue of rps', '125'],
    ['averageValue', { metric: { name: 'rps' }, target: { averageValue: '1500m' } }, 'averageValue of rps', '1'],
    ['value', { metric: { name: 'depth' }, target: { value: 30 } }, 'value of depth', '32'],
  ])('a target that is %s is searched around what it is', (_, source, name, near) => {
    const choices = choicesOf(name, metric('Pods', source)) ?? [];
    expect(choices).toContain(near);
    expect(choices.length).toBeGreaterThan(8);
  });

  test('a target is searched finely near what it is, and in a few steps beyond', () => {
    const source = { metric: { name: 'rps' }, target: { averageValue: '10' } };
    const choices = choicesOf('averageValue of rps', metric('Pods', source)) ?? [];
    expect(choices[0]).toBe('2');
    expect(choices.slice(-5)).toEqual(['40', '50', '80', '125', '200']);
  });

  test('a metric of no known source, and a target of 0, are left alone', () => {
    expect(choicesOf('averageValue of Pods', metric('Pods', { target: { averageValue: '0' } }))).toBeUndefined();
    expect(choicesOf('value of ', autoscaler({ metrics: [{}] }))).toBeUndefined();
  });

  test('windows and policies of behaviour, where the version has them and they are not switched off', () => {
    expect(choicesOf('scaleDown.stabilizationWindowSeconds', autoscaler())).toContain('600');
    expect(choicesOf('scaleUp.policies', autoscaler())?.[0]).toBe("the controller's");
    const own = {
      scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }], stabilizationWindowSeconds: 45 },
    };
    expect(choicesOf('scaleUp.policies', autoscaler({ behavior: own }))?.[0]).toBe('as they are');
    expect(choicesOf('scaleUp.stabilizationWindowSeconds', autoscaler({ behavior: own }))).toEqual([
      '0',
      '30',
      '45',
      '60',
    ]);
    const same = { scaleDown: { policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] } };
    expect(choicesOf('scaleDown.policies', autoscaler({ behavior: same }))?.[0]).toBe('50 % every 60 s');
    const off = autoscaler({
      behavior: { scaleDown: { selectPolicy: 'Disabled' }, scaleUp: { selectPolicy: 'Disabled' } },
    });
    expect(searchSpace({ scaler: off, workload: deployment() }, NOTHING).dimensions).toHaveLength(3);
    const old = { ...autoscaler(), apiVersion: 'autoscaling/v1' };
    expect(searchSpace({ scaler: old, workload: deployment() }, NOTHING).leftAlone).toHaveLength(3);
  });
});

describe('what is searched of a ScaledObject', () => {
  test('bounds with their own names and defaults', () => {
    const scaler = scaledObject({ minReplicaCount: undefined, maxReplicaCount: undefined });
    expect(choicesOf('minReplicaCount', scaler)?.[0]).toBe('0');
    expect(choicesOf('maxReplicaCount', scaler)).toEqual(['100', '150', '200', '300']);
  });

  test.each<[string, Fields, string, string[]]>([
    ['a percentage of CPU', { type: 'cpu', metadata: { value: '60' } }, 'value of cpu', ['20', '60', '90']],
    ['a threshold', { type: 'prometheus', name: 'load', metadata: { threshold: '100' } }, 'threshold of load', ['100']],
    ['messages', { type: 'kafka', metadata: { lagThreshold: '10' } }, 'lagThreshold of kafka', ['5', '10', '20']],
  ])('%s', (_, spec, name, some) => {
    expect(choicesOf(name, trigger(spec))).toEqual(expect.arrayContaining(some));
  });

  test('the target of a formula, and not the thresholds that it is made of', () => {
    const triggers = [
      { type: 'prometheus', name: 'load', metadata: { threshold: '100' } },
      { type: 'cpu', metadata: { value: '60' } },
    ];
    const scaler = scaledObject({ triggers, advanced: { scalingModifiers: { formula: 'load * 2', target: '10' } } });
    expect(choicesOf('target of the formula', scaler)).toEqual(expect.arrayContaining(['5', '10', '20']));
    expect(choicesOf('threshold of load', scaler)).toBeUndefined();
    expect(choicesOf('value of cpu', scaler)).toBeDefined();
  });

  test.each<[string, Fields]>([
    ['a calendar', { type: 'cron', metadata: { desiredReplicas: '5' } }],
    ['an amount of CPU', { type: 'cpu', metricType: 'AverageValue', metadata: { value: '1' } }],
    ['a percentage that is not one', { type: 'memory', metadata: { value: 'much' } }],
    ['a trigger without a type', { metadata: {} }],
  ])('%s is left alone', (_, spec) => {
    const { dimensions } = searchSpace({ scaler: trigger(spec), workload: deployment() }, NOTHING);
    expect(dimensions.filter(({ path }) => path.includes('triggers'))).toEqual([]);
  });

  test('clocks, and the cooldown where it may go to zero', () => {
    expect(choicesOf('pollingInterval', scaledObject())).toContain('15');
    expect(choicesOf('cooldownPeriod', scaledObject())).toBeUndefined();
    expect(choicesOf('cooldownPeriod', scaledObject({ minReplicaCount: 0 }))).toContain('300');
    expect(choicesOf('cooldownPeriod', scaledObject({ idleReplicaCount: 0 }))).toContain('300');
  });

  test.each<[string, string[] | undefined]>([
    ['sum(rate(http_requests_total[3m]))', ['[1m]', '[2m]', '[3m]', '[5m]']],
    ['sum(rate(http_requests_total[90s]))', ['[1m]', '[90s]', '[2m]', '[5m]']],
    ['sum(rate(a[1m])) / sum(rate(b[5m]))', undefined],
    ['sum(queue_depth)', undefined],
  ])('the window of %s', (query, windows) => {
    const scaler = trigger({ type: 'prometheus', metadata: { query, threshold: '5' } });
    expect(choicesOf('window of the query of prometheus', scaler)).toEqual(windows);
  });
});

describe('what is searched of a workload', () => {
  test('requests up to the limit, where somebody measured what a request costs', () => {
    expect(choicesOf('requests.cpu', autoscaler(), ALL)).toEqual([
      '50m',
      '100m',
      '150m',
      '200m',
      '250m',
      '300m',
      '400m',
      '500m',
    ]);
    const free = deployment({ resources: { requests: { cpu: '250m' } } });
    expect(choicesOf('requests.cpu', autoscaler(), ALL, free)?.at(-1)).toBe('4000m');
    expect(choicesOf('requests.cpu', autoscaler(), ALL, deployment({ resources: {} }))).toBeUndefined();
    expect(choicesOf('requests.cpu', autoscaler())).toBeUndefined();
  });

  test('a readiness probe that is asked sooner', () => {
    const slow = deployment({ readinessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 12 } });
    expect(choicesOf('readinessProbe.periodSeconds', autoscaler(), ALL, slow)).toEqual(['1', '2', '5', '10']);
    expect(choicesOf('readinessProbe.initialDelaySeconds', autoscaler(), ALL, slow)).toEqual([
      '1',
      '2',
      '5',
      '10',
      '12',
    ]);
    expect(choicesOf('readinessProbe.periodSeconds', autoscaler(), ALL)).toBeUndefined();
  });
});
