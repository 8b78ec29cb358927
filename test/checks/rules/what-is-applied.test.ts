import { type CheckedObject, type CheckOptions, type Fields } from '../../../lib/checks';
import { crdOrder } from '../../../lib/checks/rules/crd-order';
import { crdTooLarge } from '../../../lib/checks/rules/crd-too-large';
import { droppedZeroValue } from '../../../lib/checks/rules/dropped-zero-value';
import { hardenedImage } from '../../../lib/checks/rules/hardened-image';
import { insecureKubeletTls } from '../../../lib/checks/rules/insecure-kubelet-tls';
import { retiredOrRemoved } from '../../../lib/checks/rules/retired-or-removed';
import { selectorOverlap } from '../../../lib/checks/rules/selector-overlap';
import { targetMissing } from '../../../lib/checks/rules/target-missing';
import { unsafeRollout } from '../../../lib/checks/rules/unsafe-rollout';
import { webhookRace } from '../../../lib/checks/rules/webhook-race';
import { similarName } from '../../../lib/checks/similar-names';
import {
  checked,
  cpuUtilization,
  deployment,
  findings,
  hpa,
  mistakes,
  object,
  scaledObject,
  service,
  workload,
} from '../objects';

const severities = (found: ReturnType<typeof findings>) => found.map(({ severity }) => severity);

describe('R1: a target', () => {
  const told = (objects: CheckedObject[], options: CheckOptions = {}) => mistakes(targetMissing, objects, options);
  const target = (reference: Fields) =>
    hpa('web', { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', ...reference } });

  test('that is there, elsewhere, or not to be known is fine', () => {
    expect(told([deployment('web'), hpa('web'), scaledObject('web')])).toEqual([]);
    expect(told([hpa('web')])).toEqual([]);
    expect(told([hpa('web', { scaleTargetRef: null })])).toEqual([]);
    expect(told([deployment('worker'), hpa('web')], { provides: ['Deployment shop/web'] })).toEqual([]);
  });

  test('that is missing is told with what was meant', () => {
    const fix = (objects: CheckedObject[]) => findings(targetMissing, objects)[0]?.fix;
    expect(fix([deployment('webb'), hpa('web')])).toBe('Did you mean Deployment "shop/webb" (app/webb)?');
    expect(fix([deployment('api'), hpa('web')])).toContain("provides: ['Deployment shop/web']");
    expect(fix([workload('StatefulSet', 'web'), hpa('web')])).toContain('StatefulSet "shop/web"');
    const elsewhere = checked({ ...deployment('web').manifest, metadata: { name: 'web', namespace: 'other' } });
    expect(fix([elsewhere, hpa('web')])).toContain('Deployment "other/web"');
  });

  test('that was given a prefix or a suffix, which the autoscaler has too, is told as that', () => {
    const scales = (name: string) => scaledObject(name, { scaleTargetRef: { name: 'web' } });
    const fix = (...objects: CheckedObject[]) => findings(targetMissing, objects).map((each) => each.fix);
    expect(fix(deployment('dev-web'), scales('dev-scaler'))).toEqual([
      expect.stringMatching(/^Name "dev-web"\. Kustomize renames the target of an HPA along; of a ScaledObject/),
    ]);
    expect(fix(deployment('web-v2'), scales('scaler-v2'))).toEqual([expect.stringContaining('Name "web-v2".')]);
    expect(fix(deployment('dev-web'), scales('scaler'))).toEqual([expect.not.stringContaining('Kustomize')]);
    expect(fix(deployment('dev-web'), deployment('web'), scales('dev-scaler'))).toEqual([]);
  });

  test('of a VerticalPodAutoscaler that is a slip away is told', () => {
    const vertical = (targetRef: Fields) =>
      object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'web', { spec: { targetRef } });
    expect(findings(targetMissing, [deployment('web'), vertical({ kind: 'Deployment', name: 'wbe' })])).toMatchObject([
      {
        field: 'spec.targetRef.name',
        what: 'VerticalPodAutoscaler "shop/web" (app/web) is of Deployment "wbe", which is not among the objects of namespace shop.',
      },
    ]);
    for (const name of ['web', 'database', '']) {
      expect(told([deployment('web'), vertical({ kind: 'Deployment', name })])).toEqual([]);
    }
    expect(told([deployment('web'), vertical({ name: 'wbe' })])).toEqual([]);
  });

  test('of a kind without replicas, or of another group, is an error', () => {
    expect(told([workload('DaemonSet', 'web'), target({ kind: 'DaemonSet' })])).toEqual([
      expect.stringContaining('has no replicas'),
    ]);
    expect(told([deployment('web'), target({ apiVersion: 'extensions/v1beta1' })])).toEqual([
      expect.stringContaining('of extensions/v1beta1'),
    ]);
    expect(told([deployment('web'), target({ apiVersion: undefined })])).toEqual([
      expect.stringContaining('of no apiVersion'),
    ]);
  });

  test.each([
    ['web', ['webb'], 'webb'],
    ['web', ['api', 'web'], undefined],
    ['main-nginx', ['main-nginx-ingress'], 'main-nginx-ingress'],
    ['nginx', ['main-nginx'], 'main-nginx'],
    ['a', [''], undefined],
    ['webb', Array.from({ length: 300 }, (_, i) => `other-${i}`).concat('web'), undefined],
  ])('the name like %s among others is %s', (name, others, similar) => {
    expect(similarName(name, others)).toBe(similar);
  });
});

describe('R5: a selector', () => {
  const selecting = (name: string, labels: Fields, selector: unknown = { matchLabels: labels }) => {
    const { manifest, origin } = deployment(name, { labels });
    return checked({ ...manifest, spec: { ...(manifest.spec as Fields), selector } }, origin);
  };
  const scaler = (name: string, metrics: unknown = [cpuUtilization(50)]) => hpa(name, { metrics });
  const told = (...objects: CheckedObject[]) => mistakes(selectorOverlap, objects);

  test('that others meet is an error of what is scaled on averages, or of both that are scaled', () => {
    const [web, worker] = [selecting('web', { app: 'shop' }), selecting('worker', { app: 'shop' })];
    expect(told(web, worker, scaler('web'))).toHaveLength(1);
    expect(told(web, worker, scaler('web', []))).toEqual([]);
    expect(told(web, worker, scaler('web', []), scaler('worker', []))).toHaveLength(2);
    expect(told(web, worker)).toEqual([]);
    expect(told(web, selecting('api', { app: 'api' }), scaler('web'))).toEqual([]);
    expect(told(selecting('web', { app: 'shop' }, null), worker, scaler('web'))).toEqual([]);
    const expressions = { matchLabels: { app: 'shop' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] };
    expect(told(selecting('web', { app: 'shop' }, expressions), worker, scaler('web'))).toEqual([]);
  });

  test('of a Service that meets pods without its port is a warning', () => {
    const labels = { app: 'shop' };
    const ports = (name: string) => ({ labels, containers: [{ name: 'app', ports: [{ name, containerPort: 80 }] }] });
    const front = service('front', { selector: labels, ports: [{ port: 80, targetPort: 'http' }, { port: 81 }] });
    expect(
      severities(findings(selectorOverlap, [deployment('a', ports('http')), deployment('b', ports('metrics')), front])),
    ).toEqual(['warning']);
    expect(told(deployment('a', ports('http')), deployment('b', ports('http')), front)).toEqual([]);
    expect(told(deployment('a', ports('x')), deployment('b', ports('y')), front)).toEqual([]);
  });
});

describe('R15 and R16: definitions', () => {
  const definition = (kind: string, schema = '') =>
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${kind.toLowerCase()}s.example.com`, {
      spec: { group: 'example.com', names: { kind }, scope: 'Namespaced', schema },
    });
  const widget = object('example.com/v1', 'Widget', 'a');
  const at = (object: CheckedObject, stage: number) => ({ ...object, stage });

  test('come first, by stage or by order', () => {
    expect(mistakes(crdOrder, [definition('Widget'), widget])).toEqual([]);
    expect(mistakes(crdOrder, [widget, definition('Widget')])).toHaveLength(1);
    expect(mistakes(crdOrder, [at(widget, 20), at(definition('Widget'), 0)])).toEqual([]);
    expect(mistakes(crdOrder, [at(definition('Widget'), 30), at(widget, 20)])).toHaveLength(1);
  });

  test('in another folder may be applied first', () => {
    const file = (object: CheckedObject, origin: string) => ({ ...object, origin });
    const [setup, use] = [file(definition('Widget'), 'deploy/setup/crds.yaml:1'), file(widget, 'deploy/a.yaml:1')];
    expect(mistakes(crdOrder, [use, setup])).toEqual([]);
    expect(mistakes(crdOrder, [use, file(setup, 'deploy/crds.yaml:1')])).toHaveLength(1);
  });

  test('that are missing beside their siblings are a warning', () => {
    expect(severities(findings(crdOrder, [definition('Gadget'), widget]))).toEqual(['warning']);
    expect(mistakes(crdOrder, [definition('Gadget'), widget], { provides: ['example.com'] })).toEqual([]);
    expect(mistakes(crdOrder, [widget])).toEqual([]);
  });

  test('of more than 262,144 bytes are a warning, unless the server applies them', () => {
    const large = definition('Widget', 'ä'.repeat(131_072));
    expect(mistakes(crdTooLarge, [large])).toHaveLength(1);
    expect(mistakes(crdTooLarge, [large], { serverSideApply: true })).toEqual([]);
    expect(mistakes(crdTooLarge, [definition('Widget', 'a'.repeat(131_072))])).toEqual([]);
    const annotated = definition('Widget', 'a'.repeat(200_000)).manifest;
    const annotations = { note: 'b'.repeat(40_000) };
    expect(mistakes(crdTooLarge, [checked({ ...annotated, metadata: { name: 'a', annotations } })])).toHaveLength(1);
  });

  const configMap = (data: Record<string, string>, binaryData = {}) =>
    object('v1', 'ConfigMap', 'dashboards', { data, binaryData });

  test('so are other objects of that size', () => {
    const [finding, ...others] = findings(crdTooLarge, [configMap({ a: 'z'.repeat(300_000) })]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      fix: 'Apply it with --server-side, or split it.',
    });
    expect(mistakes(crdTooLarge, [configMap({ a: 'z'.repeat(260_000) })])).toEqual([]);
  });

  test('of more than 1 MiB a ConfigMap or Secret is refused, however it is applied', () => {
    const options = { serverSideApply: true };
    const half = 'ä'.repeat(2 ** 18);
    expect(mistakes(crdTooLarge, [configMap({ a: half, b: half })], options)).toEqual([]);
    const [finding] = findings(crdTooLarge, [configMap({ a: half, b: `${half}c` })], options);
    expect(finding).toMatchObject({ severity: 'error', field: 'data' });
    expect(finding?.what).toContain('holds 1,048,577 bytes.');
    const encoded = Buffer.alloc(2 ** 20).toString('base64');
    const secret = (data: string) => object('v1', 'Secret', 'a', { data: { a: data } });
    expect(mistakes(crdTooLarge, [secret(encoded)], options)).toEqual([]);
    expect(mistakes(crdTooLarge, [secret(Buffer.alloc(2 ** 20 + 1).toString('base64'))], options)).toHaveLength(1);
  });
});

describe('R20: a webhook', () => {
  const gate = (webhook: Fields = {}) =>
    checked(
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'MutatingWebhookConfiguration',
        metadata: { name: 'gate' },
        webhooks: [
          {
            clientConfig: { service: { name: 'gate', namespace: 'shop' } },
            rules: [{ apiGroups: ['example.com'], resources: ['policies'] }],
            ...webhook,
          },
        ],
      },
      'app/gate',
    );
  const policies = ['a', 'b'].map((name) => object('example.com/v1', 'Policy', name));
  const told = (objects: CheckedObject[]) => mistakes(webhookRace, objects);

  test('that is asked about objects of its own stage is told once for a kind', () => {
    expect(told([gate(), service('gate'), ...policies])).toHaveLength(1);
    expect(told([gate(), ...policies])).toEqual([]);
    expect(told([gate({ failurePolicy: 'Ignore' }), service('gate'), ...policies])).toEqual([]);
    expect(told([gate({ rules: [{ apiGroups: ['*'], resources: ['*'] }] }), service('gate'), ...policies])).toEqual([]);
    expect(told([gate({ clientConfig: { url: 'https://x' } }), service('gate'), ...policies])).toEqual([]);
    expect(
      told([{ ...gate(), stage: 10 }, service('gate'), ...policies.map((each) => ({ ...each, stage: 20 }))]),
    ).toEqual([]);
    expect(
      told([{ ...gate(), stage: 10 }, service('gate'), ...policies.map((each) => ({ ...each, stage: 10 }))]),
    ).toHaveLength(1);
  });

  test('is not asked about objects that its selectors leave out', () => {
    const others = { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['shop'] }] };
    const own = { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } };
    const asked = (webhook: Fields) => told([gate(webhook), service('gate'), ...policies]);
    expect(asked({ namespaceSelector: others })).toEqual([]);
    expect(asked({ namespaceSelector: own })).toHaveLength(1);
    expect(asked({ objectSelector: { matchLabels: { judged: 'yes' } } })).toEqual([]);
    expect(asked({ objectSelector: {} })).toHaveLength(1);
  });
});

describe('R22: a rollout', () => {
  const probed = { name: 'app', readinessProbe: {}, lifecycle: { preStop: { httpGet: {} } } };
  const front = service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] });
  const rolled = (spec: Fields, containers: unknown[] = [probed], pod: Fields = {}) => {
    const { manifest, origin } = deployment('web', { containers, pod });
    return checked({ ...manifest, spec: { ...(manifest.spec as Fields), ...spec } }, origin);
  };
  const told = (web: CheckedObject, ...others: CheckedObject[]) =>
    findings(unsafeRollout, [web, front, ...others]).map(({ severity, field }) => `${severity} ${field ?? ''}`);

  test.each<[Fields, number]>([
    [{}, 0],
    [{ strategy: { rollingUpdate: { maxUnavailable: 0 } } }, 0],
    [{ strategy: { rollingUpdate: { maxUnavailable: 1 } } }, 1],
    [{ replicas: 2, strategy: { rollingUpdate: { maxUnavailable: 1 } } }, 0],
    [{ replicas: 2, strategy: { rollingUpdate: { maxUnavailable: '100%' } } }, 1],
    [{ strategy: { rollingUpdate: { maxUnavailable: {} } } }, 0],
    [{ strategy: { type: 'Recreate' } }, 1],
  ])('of %j', (spec, count) => {
    expect(told(rolled(spec))).toHaveLength(count);
  });

  test.each<[string, string[] | undefined, number]>([
    ['that one node at a time may mount', ['ReadWriteOnce'], 0],
    ['that nobody here knows', undefined, 0],
    ['that all nodes may mount', ['ReadWriteMany'], 1],
  ])('that recreates pods with a volume %s', (_, accessModes, count) => {
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    const claim = object('v1', 'PersistentVolumeClaim', 'data', { spec: { accessModes } });
    const web = rolled({ strategy: { type: 'Recreate' } }, [probed], { volumes });
    expect(told(web, ...(accessModes ? [claim] : []))).toHaveLength(count);
  });

  test('counts the least that an autoscaler keeps', () => {
    const web = rolled({ strategy: { rollingUpdate: { maxUnavailable: 1 } } });
    expect(told(web, hpa('web', { minReplicas: 2 }))).toEqual([]);
    expect(told(web, scaledObject('web'))).toHaveLength(1);
  });

  test('needs a readiness probe', () => {
    expect(told(rolled({}, [{ name: 'app' }]))).toEqual(['warning spec.template.spec.containers']);
    const optedOut = rolled({
      template: {
        metadata: { labels: { app: 'web' }, annotations: { 'cdk8s-autoscaling/no-readiness': 'why' } },
        spec: { containers: [{ name: 'app' }] },
      },
    });
    expect(told(optedOut)).toEqual([]);
  });

  test('matters only behind a Service that takes requests', () => {
    const scraped = service('web', { selector: { app: 'web' }, ports: [{ name: 'http-metrics', port: 9114 }] });
    expect(mistakes(unsafeRollout, [rolled({}, [{ name: 'app' }]), scraped])).toEqual([]);
    const web = rolled({}, [{ name: 'app' }]);
    expect(mistakes(unsafeRollout, [web])).toEqual([]);
    expect(mistakes(unsafeRollout, [web, service('web', { clusterIP: 'None', selector: { app: 'web' } })])).toEqual([]);
    expect(mistakes(unsafeRollout, [workload('StatefulSet', 'web'), front])).toEqual([]);
  });
});

describe('R24: an image', () => {
  const told = (image: string, securityContext: Fields, pod: Fields = {}, more: Fields = {}) =>
    mistakes(hardenedImage, [
      deployment('web', { containers: [{ name: 'app', image, securityContext, ...more }], pod }),
    ]);

  test('that writes needs folders to write to', () => {
    expect(told('docker.io/library/nginx:1.29', { readOnlyRootFilesystem: true })[0]).toContain(
      'writes to /var/cache/nginx and /var/run',
    );
    expect(
      told(
        'nginxinc/nginx-unprivileged:1.29',
        { readOnlyRootFilesystem: true },
        {},
        { volumeMounts: [{ mountPath: '/tmp/' }] },
      ),
    ).toEqual([]);
    expect(told('ghcr.io/acme/nginx:1', { readOnlyRootFilesystem: true })).toEqual([]);
    expect(told('localhost/nginx:1', { readOnlyRootFilesystem: true })).toHaveLength(1);
    expect(told('not an image', { readOnlyRootFilesystem: true })).toEqual([]);
  });

  test.each<[string, Fields, string | undefined]>([
    ['nowhere else', {}, '/prometheus'],
    ['where an argument says', { args: ['--storage.tsdb.path=/data'] }, '/data'],
    ['where the next argument says', { args: ['--storage.tsdb.path', '/data'] }, '/data'],
    ['where a command says', { command: ['prometheus', '--storage.agent.path=/data'] }, '/data'],
    [
      'where a writable folder is',
      { args: ['--storage.tsdb.path=/data'], volumeMounts: [{ mountPath: '/data' }] },
      undefined,
    ],
    [
      'below a writable folder',
      { args: ['--storage.tsdb.path=/data/a'], volumeMounts: [{ mountPath: '/data' }] },
      undefined,
    ],
    [
      'beside a writable folder',
      { args: ['--storage.tsdb.path=/data'], volumeMounts: [{ mountPath: '/prometheus' }] },
      '/data',
    ],
    ['where its working directory is', { args: ['--storage.tsdb.path=data/'] }, '/prometheus'],
    ['where another argument says', { args: ['--config.file=/etc/prometheus.yml', 3] }, '/prometheus'],
  ])('that keeps data keeps it %s', (_, more, folder) => {
    const [mistake] = told('quay.io/prometheus/prometheus:v3', { readOnlyRootFilesystem: true }, {}, more);
    if (folder === undefined) expect(mistake).toBeUndefined();
    else expect(mistake).toContain(`writes to ${folder}.`);
  });

  test.each<[string, Fields]>([
    ['another program', { command: ['sh', '-ec'], args: ['redis-cli -h cache ping'] }],
    ['another program as an argument', { args: ['redis-cli', 'ping'] }],
    ['a configuration of its own', { args: ['redis-server', '/etc/redis/redis.conf'] }],
  ])('that runs %s writes nobody knows where', (_, more) => {
    expect(told('redis:7.4', { readOnlyRootFilesystem: true }, {}, more)).toEqual([]);
    expect(
      told('redis:7.4', { readOnlyRootFilesystem: true }, {}, { args: ['redis-server', '--save', '60'] }),
    ).toHaveLength(1);
  });

  test('with a mounted configuration listens nobody knows where', () => {
    const mounted = { volumeMounts: [{ mountPath: '/etc/nginx/conf.d' }] };
    expect(told('nginx:1', { runAsUser: 101 }, {}, mounted)).toEqual([]);
  });

  test('that keeps data keeps it where a variable says', () => {
    const env = [{ name: 'GF_PATHS_DATA', value: '/data' }];
    const more = { env, volumeMounts: [{ mountPath: '/data' }] };
    expect(told('grafana/grafana:13', { readOnlyRootFilesystem: true }, {}, more)).toEqual([]);
    expect(told('grafana/grafana:13', { readOnlyRootFilesystem: true }, {}, { env })[0]).toContain('writes to /data.');
  });

  test('that runs as root, or as somebody by name, needs a number', () => {
    expect(told('nginx:1', { runAsNonRoot: true })[0]).toContain('must not run as root, and the image does');
    expect(
      told('nginx:1', { runAsNonRoot: true, runAsUser: 101, capabilities: { add: ['NET_BIND_SERVICE'] } }),
    ).toEqual([]);
    expect(told('locustio/locust:2', {}, { securityContext: { runAsNonRoot: true } })[0]).toContain(
      'names its user "locust"',
    );
    expect(told('locustio/locust:2', { runAsUser: 1000 }, { securityContext: { runAsNonRoot: true } })).toEqual([]);
  });

  test('that listens below 1024 needs root, a capability or a sysctl', () => {
    expect(told('nginx:1', { runAsUser: 101 })[0]).toContain('listens on port 80');
    expect(told('nginx:1', { runAsUser: 0 })).toEqual([]);
    const sysctls = [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }];
    expect(told('nginx:1', { runAsUser: 101 }, { securityContext: { sysctls } })).toEqual([]);
  });
});

describe('R25: what was removed', () => {
  const told = (object: CheckedObject, options: CheckOptions = {}) =>
    severities(findings(retiredOrRemoved, [object], options));
  const scaled = (trigger: Fields) => scaledObject('web', { triggers: [trigger] });

  test('is an error on the release that removed it, and a warning before', () => {
    const flows = object('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 'a');
    expect(told(flows)).toEqual(['error']);
    expect(told(flows, { kubernetes: '1.31' })).toEqual(['warning']);
    expect(told(object('policy/v1beta1', 'Eviction', 'a'))).toEqual([]);
    expect(told(object('keda.k8s.io/v1alpha1', 'ScaledObject', 'a'))).toEqual(['error']);
  });

  test('from KEDA depends on its release', () => {
    expect(told(scaled({ type: 'prometheus', metadata: { metricName: 'x' } }))).toEqual(['warning']);
    expect(told(scaled({ type: 'kafka', metadata: { metricName: 'x' } }))).toEqual(['warning']);
    expect(told(scaled({ type: 'prometheus', metadata: { metricName: 'x' } }), { keda: '2.11' })).toEqual([]);
    for (const type of [
      'aws-cloudwatch',
      'azure-monitor',
      'external',
      'external-push',
      'huawei-cloudeye',
      'solarwinds',
    ]) {
      expect(told(scaled({ type, metadata: { metricName: 'x' } }))).toEqual([]);
    }
    expect(told(scaled({ type: 'cpu', metadata: { type: 'Utilization' } }))).toEqual(['error']);
    expect(told(scaled({ type: 'cpu', metadata: { type: 5 } }))).toEqual(['error']);
    expect(told(scaled({ type: 'cpu', metadata: { type: 'Utilization' } }), { keda: '2.17' })).toEqual([]);
  });
});

describe('R31: a flag', () => {
  const metricsServer = (more: Fields) => deployment('metrics-server', { containers: [{ name: 'app', ...more }] });

  test('of metrics-server is told where kubelets can be verified', () => {
    const insecure = metricsServer({ args: ['--v=2', '--kubelet-insecure-tls'] });
    expect(findings(insecureKubeletTls, [insecure])[0]?.field).toBe('spec.template.spec.containers[0].args[1]');
    expect(mistakes(insecureKubeletTls, [insecure], { selfSignedKubelets: true })).toEqual([]);
    expect(
      mistakes(insecureKubeletTls, [metricsServer({ command: ['x', '--kubelet-insecure-tls=true'] })]),
    ).toHaveLength(1);
    expect(mistakes(insecureKubeletTls, [metricsServer({ args: ['--kubelet-insecure-tls=false'] })])).toEqual([]);
  });
});

describe('R35: a zero value', () => {
  test.each<[CheckedObject, string | undefined]>([
    [
      service('web', { externalIPs: [], publishNotReadyAddresses: false }),
      'spec.externalIPs: [], spec.publishNotReadyAddresses: false',
    ],
    [service('web', { ports: [{ port: 80, nodePort: 0 }] }), 'spec.ports[0].nodePort: 0'],
    [checked({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: {} } }), 'metadata.labels: {}'],
    [deployment('web', { pod: { hostNetwork: false } }), 'spec.template.spec.hostNetwork: false'],
    [
      deployment('web', {
        containers: [
          { name: 'a', tty: false, readinessProbe: { initialDelaySeconds: 0 }, volumeMounts: [{ readOnly: false }] },
        ],
      }),
      'containers[0].tty: false, spec.template.spec.containers[0].readinessProbe.initialDelaySeconds: 0, spec.template.spec.containers[0].volumeMounts[0].readOnly: false',
    ],
    [workload('Job', 'a', { pod: { volumes: [] } }), 'spec.template.spec.volumes: []'],
    [object('v1', 'Pod', 'a', { spec: { volumes: [], containers: [] } }), 'writes spec.volumes: []'],
    [deployment('web', { replicas: 0, pod: { securityContext: {}, volumes: null } }), undefined],
    [object('serving.knative.dev/v1', 'Service', 'a', { spec: { externalIPs: [] } }), undefined],
  ])('that is dropped is told: %#', (object, told) => {
    const found = mistakes(droppedZeroValue, [object]);
    if (told === undefined) expect(found).toEqual([]);
    else expect(found).toEqual([expect.stringContaining(told)]);
  });
});
