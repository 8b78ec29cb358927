import { plainName, predict, type Fields, type WorldOptions } from '../../lib/simulation';
import { resourceAverage } from './objects';
import { onQuery, scaledByKeda, scaledOnCpu, type DeploymentOptions } from './world/manifests';

function stays(spec: Fields, rps: number, options: DeploymentOptions = {}, world: WorldOptions = {}): string {
  const [prediction] = predict(scaledOnCpu(spec, options), { load: `constant:${rps}rps`, duration: '15m', world });
  return prediction!.stays.join('\n');
}

const MEMORY = (averageUtilization: number): Fields => ({
  type: 'Resource',
  resource: { name: 'memory', target: { type: 'Utilization', averageUtilization } },
});

test('a metric below its target says what fewer would need', () => {
  expect(stays({ minReplicas: 1 }, 28)).toMatch(/^cpu is at \d\d % of 50 %: 3 stays, 2 need less than 33.3 %$/);
});

test('one within the tolerance says where the tolerance ends', () => {
  const metrics = [MEMORY(70)];
  expect(stays({ metrics }, 1, {}, { memory: 0.714 * 64 * 2 ** 20 })).toBe(
    'memory is at 71 % of 70 %, within the tolerance of 10 %: 1 stays, more than 77 % is wanted for 2',
  );
});

test('bounds are named', () => {
  expect(stays({ minReplicas: 4 }, 1)).toContain('1 would be enough, and minReplicas is 4');
  expect(stays({ maxReplicas: 2 }, 90)).toMatch(/\d+ are asked for, and maxReplicas is 2/);
});

test('a direction that is disabled, and a window that holds', () => {
  const load = 'spike:20..90rps@1m/5m';
  const ends = (behavior: Fields, duration: string): string =>
    predict(scaledOnCpu({ behavior }), { load, duration })[0]!.stays.join('\n');
  expect(ends({ scaleDown: { selectPolicy: 'Disabled' } }, '25m')).toContain('scaleDown.selectPolicy is Disabled');
  expect(ends({ scaleDown: { stabilizationWindowSeconds: 600 } }, '9m')).toMatch(
    /the stabilization window of 600 s holds them: \d+ were asked for \d+ s ago/,
  );
});

test('memory that does not fall with pods is told', () => {
  expect(stays({ metrics: [MEMORY(50)], minReplicas: 1 }, 1, {}, { memory: 50 * 2 ** 20 })).toContain(
    'the memory of a pod does not fall when there are more of them',
  );
});

test('an average is in its own unit, and an external metric has no selector in its name', () => {
  expect(stays({ metrics: [resourceAverage('memory', '100Mi')] }, 1)).toContain('memory is at 32 MiB of 100 MiB');
  const triggers = [onQuery('sum(rate(http_requests_total[1m]))', '10')];
  const [prediction] = predict(scaledByKeda({ minReplicaCount: 1, triggers }), {
    load: 'constant:28rps',
    duration: '15m',
  });
  expect(prediction!.stays).toEqual([
    expect.stringMatching(/^s0-prometheus is at 9.\d+ of 10: 3 stays, 2 need less than 6.67$/),
  ]);
  expect(JSON.stringify([prediction!.metrics, prediction!.decisions.map(({ explanation }) => explanation)])).not.toContain('LabelSelector'); // prettier-ignore
});

test('a metric that fails is why nothing changes', () => {
  expect(stays({ minReplicas: 2 }, 9, {}, { unreadable: { cpu: 'nobody measures it' } })).toContain(
    'nobody measures it',
  );
});

test('percentages of a request are told in cores and bytes, and as a share of a larger limit', () => {
  const resources = { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } };
  const metrics = [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
    MEMORY(80),
  ];
  const [prediction] = predict(scaledOnCpu({ metrics }, { container: { resources } }), {
    load: 'constant:1rps',
    duration: 60,
  });
  expect(prediction!.targets).toEqual([
    'cpu: 80 % of the request is 200m per pod; the limit is 1 core, of which 80 % would be 320 % of the request',
    'memory: 80 % of the request is 410Mi per pod; the limit is 1Gi, of which 80 % would be 160 % of the request',
  ]);
});

test('names without what Go prints of a selector', () => {
  const go = '&LabelSelector{MatchLabels:map[string]string{a: b,},MatchExpressions:[]LabelSelectorRequirement{},}';
  expect(plainName(`external metric s0-x(${go}) above target`)).toBe('external metric s0-x above target');
  expect(plainName('external metric jobs(nil)')).toBe('external metric jobs');
});

test('pods that do not start count as idle, which is told', () => {
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'cache', namespace: 'shop' },
    spec: { accessModes: ['ReadWriteOnce'] },
  };
  const podSpec = { volumes: [{ name: 'cache', persistentVolumeClaim: { claimName: 'cache' } }] };
  const manifests = [...scaledOnCpu({ maxReplicas: 5 }, { podSpec }), claim];
  const [prediction] = predict(manifests, { load: 'constant:40rps', duration: '10m' });
  expect(prediction!.stays[0]).toMatch(
    /: 4 stays, because pods that are not ready, or not measured yet, count as idle$/,
  );
});
