import { type CheckedObject, type Fields } from '../../../lib/checks';
import { serviceNoEndpoints } from '../../../lib/checks/rules/service-no-endpoints';
import { checked, deployment, findings, hpa, mistakes, object, scaledObject, service, workload } from '../objects';

test.each<[string, string, Fields, number]>([
  ['of CoreDNS', 'kube-system', { 'k8s-app': 'kube-dns' }, 0],
  ['of the scheduler', 'kube-system', { component: 'kube-scheduler' }, 0],
  ['of something else in kube-system', 'kube-system', { 'k8s-app': 'metrics-sever' }, 1],
  ['of a name of its own elsewhere', 'shop', { 'k8s-app': 'kube-dns' }, 1],
])('a Service %s has the pods that every cluster brings, or none', (_, namespace, selector, count) => {
  const at = (kind: string, spec: Fields) =>
    checked({ apiVersion: kind === 'Service' ? 'v1' : 'apps/v1', kind, metadata: { name: 'x', namespace }, spec });
  const template = { metadata: { labels: { app: 'other' } }, spec: {} };
  const objects = [at('Service', { selector, ports: [{ port: 53 }] }), at('Deployment', { template })];
  expect(mistakes(serviceNoEndpoints, objects)).toHaveLength(count);
});

const told = (spec: Fields, ...others: CheckedObject[]) =>
  mistakes(serviceNoEndpoints, [service('web', spec), ...others]);
const named = deployment('web', { containers: [{ name: 'app', ports: [{ name: 'http', containerPort: 80 }] }] });

test('a Service that selects pods and their ports is fine, and so is one that selects none on purpose', () => {
  expect(
    told(
      {
        selector: { app: 'web' },
        ports: [
          { port: 80, targetPort: 'http' },
          { port: 81, targetPort: 81 },
        ],
      },
      named,
    ),
  ).toEqual([]);
  expect(told({ ports: [{ port: 80 }] }, named)).toEqual([]);
  expect(told({ selector: { app: 'x' }, type: 'ExternalName' }, named)).toEqual([]);
  expect(told({ selector: { app: 'x' } })).toEqual([]);
});

test('a Service that selects nobody is told with what was meant', () => {
  expect(told({ selector: { name: 'web' } }, named)[0]).toContain(
    'the pods of Deployment "shop/web" (app/web) have app=web',
  );
  expect(told({ selector: { name: 'x' } }, named)[0]).toContain('which no pod of namespace shop has.');
});

test('a Service that an operator may have pods for is left alone', () => {
  expect(
    told({ selector: { name: 'x' } }, named, object('example.com/v1', 'Database', 'a', { spec: { size: 1 } })),
  ).toEqual([]);
  expect(told({ selector: { name: 'x' } }, named, scaledObject('web'))).toHaveLength(1);
});

test('a Service that sends to a port of no container is an error', () => {
  expect(told({ selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'web' }] }, named)[0]).toContain(
    'has "http"',
  );
  expect(told({ selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'web' }] }, deployment('web'))[0]).toContain(
    'has no port with a name',
  );
});

test('a Service that shares nothing but the label of a group with any pod may be for pods of another repository', () => {
  const severity = (selector: Fields, labels: Fields) =>
    findings(serviceNoEndpoints, [service('web', { selector }), deployment('api', { labels })]).map(
      (each) => each.severity,
    );
  const group = { 'app.kubernetes.io/part-of': 'shop' };
  expect(severity({ app: 'web', ...group }, { app: 'api', ...group })).toEqual(['warning']);
  expect(severity({ app: 'api', ...group }, { 'app.kubernetes.io/name': 'api', ...group })).toEqual(['error']);
});

describe('labels that pods get when they run', () => {
  const POD_NAME = 'statefulset.kubernetes.io/pod-name';
  const kafka = (replicas?: number, ordinals?: Fields) => {
    const { manifest, origin } = workload('StatefulSet', 'kafka', { replicas });
    return checked({ ...manifest, spec: { ...(manifest.spec as Fields), ordinals } }, origin);
  };
  const told = (pod: string, ...objects: CheckedObject[]) =>
    findings(serviceNoEndpoints, [service('kafka-0', { selector: { app: 'kafka', [POD_NAME]: pod } }), ...objects]);

  test('the name of a pod of a StatefulSet is fine up to its last one', () => {
    expect(told('kafka-0', kafka(3))).toEqual([]);
    expect(told('kafka-2', kafka(3))).toEqual([]);
    const [finding] = told('kafka-5', kafka(3));
    expect(finding?.severity).toBe('error');
    expect(finding?.what).toContain(
      'selects the pod "kafka-5", which StatefulSet "shop/kafka" (app/kafka) with 3 replicas',
    );
    expect(told('kafka-1', kafka())).toHaveLength(1);
    expect(told('kafkas-0', kafka(3))).toHaveLength(1);
  });

  test('an autoscaler and the first ordinal move the last one', () => {
    const scaler = hpa('kafka', { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'kafka' } });
    expect(told('kafka-9', kafka(), scaler)).toEqual([]);
    expect(told('kafka-7', kafka(3, { start: 5 }))).toEqual([]);
    expect(told('kafka-4', kafka(3, { start: 5 }))).toHaveLength(1);
  });

  test.each<[string, Fields]>([
    ['the name of a Job', { 'job-name': 'migrate' }],
    ['the hash of a template', { app: 'web', 'pod-template-hash': '6d4b75cb6d' }],
    ['the role that a store gives', { app: 'web', role: 'master' }],
    ['the state that Vault tells', { app: 'web', 'vault-active': 'true' }],
  ])('%s is in no template', (_, selector) => {
    expect(mistakes(serviceNoEndpoints, [service('web', { selector }), deployment('web')])).toEqual([]);
  });
});
