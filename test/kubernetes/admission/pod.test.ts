import { podTemplateRefusals } from '../../../lib/kubernetes/admission';
import { type Fields } from '../../../lib/kubernetes/fields';

const APP = { name: 'app', image: 'ghcr.io/acme/shop:1.4.2' };
const found = (manifest: Fields) => [...podTemplateRefusals(manifest)].map(({ field, what }) => `${field}: ${what}`);
const inDeployment = (pod: Fields, spec: Fields = {}) =>
  found({ kind: 'Deployment', spec: { ...spec, template: { spec: { containers: [APP], ...pod } } } });
const inContainer = (more: Fields, pod: Fields = {}) => inDeployment({ ...pod, containers: [{ ...APP, ...more }] });

describe('a container', () => {
  const DATA = { volumeMounts: [{ name: 'data', mountPath: '/data' }] };

  test.each<[string, Fields, Fields]>([
    ['with a volume', DATA, { volumes: [{ name: 'data' }] }],
    [
      'with variables',
      {
        env: [
          { name: 'A', value: '', valueFrom: {} },
          { name: 'B', value: 'b' },
        ],
      },
      {},
    ],
    ['with probes', { livenessProbe: { httpGet: {} }, readinessProbe: { grpc: {}, successThreshold: 2 } }, {}],
    ['with hooks', { lifecycle: { preStop: { sleep: { seconds: 5 } }, postStart: null } }, {}],
    ['with a probe that is nothing', { livenessProbe: null }, {}],
    ['that may be a patch', { image: undefined, ...DATA }, {}],
  ])('%s is taken', (_, container, pod) => {
    expect(inContainer(container, pod)).toEqual([]);
  });

  const PATH = 'spec.template.spec.containers[0]';
  test.each<[Fields, string]>([
    [DATA, 'volumeMounts[0].name: container "app" mounts volume "data", and the pod has none'],
    [{ env: [{ name: 'A', value: 'a', valueFrom: {} }] }, 'env[0].value: the variable "A" of container "app" has both value and valueFrom'],
    [{ livenessProbe: {} }, 'livenessProbe: the livenessProbe of container "app" says nothing to do'],
    [{ readinessProbe: { exec: {}, httpGet: {} } }, 'readinessProbe: the readinessProbe of container "app" has exec and httpGet'],
    [{ startupProbe: { exec: {}, successThreshold: 2 } }, 'startupProbe.successThreshold: the startupProbe of container "app" has successThreshold 2'],
    [{ lifecycle: { preStop: { exec: {}, sleep: {} } } }, 'lifecycle.preStop: the preStop of container "app" has exec and sleep'],
  ])('%j is refused', (container, what) => {
    expect(inContainer(container)).toEqual([`${PATH}.${what}`]);
  }); // prettier-ignore

  test('that mounts two volumes at one place, or has the name of another one, is refused', () => {
    const volumeMounts = ['a', 'b'].map((name) => ({ name, mountPath: '/data' }));
    expect(inContainer({ volumeMounts }, { volumes: [{ name: 'a' }, { name: 'b' }] })).toEqual([
      'spec.template.spec.containers[0].volumeMounts[1].mountPath: container "app" mounts two volumes at /data',
    ]);
    expect(inDeployment({ initContainers: [APP] })).toEqual([
      'spec.template.spec.initContainers[0].name: two containers have the name "app"',
    ]);
  });

  test('mounts what a StatefulSet claims', () => {
    const template = { spec: { containers: [{ ...APP, ...DATA }] } };
    const volumeClaimTemplates = [{ metadata: { name: 'data' } }];
    expect(found({ kind: 'StatefulSet', spec: { template, volumeClaimTemplates } })).toEqual([]);
    const other = [{ metadata: { name: 'logs' } }];
    expect(found({ kind: 'StatefulSet', spec: { template, volumeClaimTemplates: other } })).toEqual([
      'spec.template.spec.containers[0].volumeMounts[0].name: container "app" mounts volume "data", and the pod has "logs"',
    ]);
  });
});

test('the restartPolicy is that of the kind', () => {
  const job = (restartPolicy?: string) =>
    found({ kind: 'Job', spec: { template: { spec: { restartPolicy, containers: [APP] } } } });
  expect(inDeployment({ restartPolicy: 'Always' })).toEqual([]);
  expect(inDeployment({ restartPolicy: 'Never' })).toEqual([
    'spec.template.spec.restartPolicy: its restartPolicy is Never',
  ]);
  expect(job('OnFailure')).toEqual([]);
  expect(job()).toEqual(['spec.template.spec.restartPolicy: its restartPolicy is Always by default']);
});

test.each<[unknown, unknown, string[]]>([
  [599, undefined, []],
  [600, undefined, ['spec.minReadySeconds: its minReadySeconds 600 is not below progressDeadlineSeconds, 600 by default']],
  [60, 60, ['spec.minReadySeconds: its minReadySeconds 60 is not below progressDeadlineSeconds, 60']],
  [700, 900, []],
  [700, '900', []],
])('minReadySeconds %j with progressDeadlineSeconds %j', (minReadySeconds, progressDeadlineSeconds, expected) => {
  expect(inDeployment({}, { minReadySeconds, progressDeadlineSeconds })).toEqual(expected);
}); // prettier-ignore

test.each([
  ['0 8 * * 1-5', []],
  ['@daily', []],
  ['TZ=Asia/Seoul 0 8 * * *', []],
  ['', []],
  ['60 * * * *', ['spec.schedule: its schedule "60 * * * *" has the minute "60", which is outside of 0 to 59']],
  ['0 0 8 * * *', ['spec.schedule: its schedule "0 0 8 * * *" has 6 fields instead of 5']],
])('the schedule "%s" of a CronJob', (schedule, expected) => {
  const template = { spec: { restartPolicy: 'Never', containers: [APP] } };
  expect(found({ kind: 'CronJob', spec: { schedule, jobTemplate: { spec: { template } } } })).toEqual(expected);
});

test('other kinds are left alone', () => {
  expect(found({ kind: 'Pod', spec: { containers: [{ ...APP, livenessProbe: {} }] } })).toEqual([]);
});
