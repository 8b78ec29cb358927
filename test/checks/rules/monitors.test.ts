import { type CheckedObject, type Fields } from '../../../lib/checks';
import { monitorDangling } from '../../../lib/checks/rules/monitor-dangling';
import { monitorNotSelected } from '../../../lib/checks/rules/monitor-not-selected';
import { checked, deployment, findings, mistakes, object } from '../objects';

const V1 = 'monitoring.coreos.com/v1';

function monitoring(kind: string, name: string, spec: Fields, metadata: Fields = {}): CheckedObject {
  const object = { apiVersion: V1, kind, metadata: { name, namespace: 'shop', ...metadata }, spec };
  return checked(object, `app/${name}`);
}

const monitor = (spec: Fields = {}, metadata: Fields = {}) =>
  monitoring(
    'ServiceMonitor',
    'web',
    { selector: { matchLabels: { app: 'web' } }, endpoints: [{ port: 'http' }], ...spec },
    metadata,
  );

const serviceOf = (labels: Fields, ports: unknown[], namespace = 'shop') =>
  checked(
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace, labels },
      spec: { ports, selector: { app: 'web' } },
    },
    'app/web',
  );

const HTTP = [{ name: 'http', port: 80 }];
const WEB = deployment('web', { containers: [{ name: 'app', ports: [{ name: 'web', containerPort: 8080 }] }] });

describe('a Prometheus selects', () => {
  const prometheus = (spec: Fields, namespace = 'shop') => monitoring('Prometheus', 'kps', spec, { namespace });
  const namespaceObject = (labels: Fields) =>
    checked({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
  const all = { serviceMonitorSelector: {} };

  test.each<[string, CheckedObject[], string | undefined]>([
    ['nothing without a selector', [prometheus({})], 'is not selected'],
    ['everything with an empty one', [prometheus(all)], undefined],
    ['by labels', [prometheus({ serviceMonitorSelector: { matchLabels: { release: 'a' } } })], 'lacks release=a'],
    [
      'by expressions',
      [prometheus({ serviceMonitorSelector: { matchExpressions: [{ key: 'release', operator: 'Exists' }] } })],
      'lacks what serviceMonitorSelector asks for',
    ],
    ['only in its namespace', [prometheus(all, 'monitoring')], 'is in namespace shop'],
    ['in all namespaces', [prometheus({ ...all, serviceMonitorNamespaceSelector: {} }, 'monitoring')], undefined],
    [
      'in namespaces of a label, if they have it',
      [
        prometheus({ ...all, serviceMonitorNamespaceSelector: { matchLabels: { team: 'a' } } }, 'monitoring'),
        namespaceObject({ team: 'b' }),
      ],
      'is in namespace shop',
    ],
    [
      'in namespaces of a label, as far as one can know',
      [prometheus({ ...all, serviceMonitorNamespaceSelector: { matchLabels: { team: 'a' } } }, 'monitoring')],
      undefined,
    ],
    [
      'in a namespace by its name',
      [
        prometheus(
          { ...all, serviceMonitorNamespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'x' } } },
          'monitoring',
        ),
      ],
      'is in namespace shop',
    ],
    ['what another one does not', [prometheus({}), prometheus(all)], undefined],
    ['nothing where there is none', [], undefined],
  ])('%s', (_, prometheuses, mistake) => {
    const found = mistakes(monitorNotSelected, [...prometheuses, monitor()]);
    if (mistake === undefined) expect(found).toEqual([]);
    else expect(found).toEqual([expect.stringContaining(mistake)]);
  });
});

describe('a monitor finds', () => {
  test.each<[string, CheckedObject[], string | undefined]>([
    ['a port by its name', [monitor(), serviceOf({ app: 'web' }, HTTP)], undefined],
    ['no port of another name', [monitor(), serviceOf({ app: 'web' }, [{ port: 80 }])], 'has one without a name'],
    ['nothing, and nothing is said, where there is no Service', [monitor(), WEB], undefined],
    [
      'no Service where only the pods have the labels',
      [monitor(), serviceOf({}, HTTP), WEB],
      'only the pods of Deployment',
    ],
    ['no Service at all', [monitor(), serviceOf({}, HTTP)], 'which no Service has'],
    [
      'a Service of any namespace',
      [monitor({ namespaceSelector: { any: true } }), serviceOf({ app: 'web' }, HTTP, 'b')],
      undefined,
    ],
    [
      'a Service of a namespace by name',
      [monitor({ namespaceSelector: { matchNames: ['b'] } }), serviceOf({ app: 'web' }, HTTP, 'b')],
      undefined,
    ],
    [
      'nothing in kube-system, where others make Services',
      [monitor({ namespaceSelector: { matchNames: ['kube-system'] } }), serviceOf({}, HTTP, 'kube-system')],
      undefined,
    ],
    [
      'no container port of another name',
      [monitor({ endpoints: [{ targetPort: 'metrics' }] }), serviceOf({ app: 'web' }, HTTP), WEB],
      'scrapes container port "metrics"; Deployment "shop/web" (app/web) has "web"',
    ],
    [
      'a container port',
      [monitor({ endpoints: [{ targetPort: 'web' }] }), serviceOf({ app: 'web' }, HTTP), WEB],
      undefined,
    ],
    [
      'a container port by its number',
      [monitor({ endpoints: [{ targetPort: 8080 }] }), serviceOf({ app: 'web' }, HTTP), WEB],
      undefined,
    ],
    ['nothing without a selector', [monitor({ selector: null }), serviceOf({ app: 'web' }, HTTP)], undefined],
  ])('%s', (_, objects, mistake) => {
    const found = mistakes(monitorDangling, objects);
    if (mistake === undefined) expect(found).toEqual([]);
    else expect(found).toEqual([expect.stringContaining(mistake)]);
  });

  test('a PodMonitor finds ports of containers', () => {
    const podMonitor = (port: string, selector: unknown = { matchLabels: { app: 'web' } }) =>
      monitoring('PodMonitor', 'web', { selector, podMetricsEndpoints: [{ port }, {}] });
    expect(mistakes(monitorDangling, [podMonitor('web'), WEB])).toEqual([]);
    expect(mistakes(monitorDangling, [podMonitor('metrics'), WEB])).toHaveLength(1);
    expect(mistakes(monitorDangling, [podMonitor('metrics'), deployment('web')])[0]).toContain(
      'has no port with a name',
    );
    expect(mistakes(monitorDangling, [podMonitor('metrics')])).toEqual([]);
    expect(mistakes(monitorDangling, [podMonitor('metrics', null), WEB])).toEqual([]);
  });

  test.each([
    [{ key: 'app', operator: 'In', values: ['web'] }, 0],
    [{ key: 'app', operator: 'NotIn', values: ['web'] }, 1],
    [{ key: 'app', operator: 'Exists' }, 0],
    [{ key: 'tier', operator: 'DoesNotExist' }, 0],
    [{ key: 'app', operator: 'Like' }, 1],
  ])('by the expression %j', (expression, count) => {
    const objects = [monitor({ selector: { matchExpressions: [expression] } }), serviceOf({ app: 'web' }, HTTP)];
    expect(findings(monitorDangling, objects)).toHaveLength(count);
  });
});

test('a monitor of another kind is left alone', () => {
  expect(mistakes(monitorDangling, [object('example.com/v1', 'ServiceMonitor', 'web')])).toEqual([]);
});

describe('a monitor that names a port by its number', () => {
  const told = (targetPort: number) =>
    mistakes(monitorDangling, [monitor({ endpoints: [{ targetPort }] }), serviceOf({ app: 'web' }, HTTP), WEB]);

  test('finds a port that the container declares', () => {
    expect(told(8080)).toEqual([]);
    expect(told(9102)).toEqual([
      'ServiceMonitor "shop/web" (app/web) scrapes container port 9102; Deployment "shop/web" (app/web) has 8080.',
    ]);
    const bare = deployment('web', { containers: [{ name: 'app' }] });
    expect(
      mistakes(monitorDangling, [
        monitor({ endpoints: [{ targetPort: 9102 }] }),
        serviceOf({ app: 'web' }, HTTP),
        bare,
      ]),
    ).toEqual([expect.stringContaining('Deployment "shop/web" (app/web) has none.')]);
  });

  test('so does a PodMonitor', () => {
    const selector = { matchLabels: { app: 'web' } };
    const of = (endpoint: Fields) =>
      mistakes(monitorDangling, [monitoring('PodMonitor', 'web', { selector, podMetricsEndpoints: [endpoint] }), WEB]);
    expect(of({ portNumber: 8080 })).toEqual([]);
    expect(of({ portNumber: 9102 })).toHaveLength(1);
    expect(of({ targetPort: 9102 })).toHaveLength(1);
  });
});
