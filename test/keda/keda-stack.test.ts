import {
  ClusterProfile,
  KedaLogLevel,
  KedaScaleTargets,
  KedaSecretAccess,
  KedaStack,
  type KedaStackProps,
} from '../../lib';
import { type Manifest } from '../../lib/checks/manifest';
import { at, fields, list } from '../../lib/kubernetes/fields';
import { manifestFiles } from '../../lib/synth/manifest-files';
import { renderObjects } from '../../lib/synth/rendered-object';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

const PARTS = ['keda-operator', 'keda-operator-metrics-apiserver', 'keda-admission-webhooks'];

function manifestsOf(props: KedaStackProps = {}, cluster = ClusterProfile.kubeadm()): Manifest[] {
  const chart = chartOn(cluster, undefined);
  new KedaStack(chart, 'keda', props);
  return synthesize(chart);
}

function podOf(manifests: readonly Manifest[], name: string) {
  return fields(only(manifests, 'Deployment', name), 'spec', 'template', 'spec');
}

function containerOf(manifests: readonly Manifest[], name: string) {
  return fields(list(podOf(manifests, name), 'containers')[0]);
}

function environmentOf(manifests: readonly Manifest[], name: string): Record<string, unknown> {
  return Object.fromEntries(
    list(containerOf(manifests, name), 'env').map((each) => [String(at(each, 'name')), at(each, 'value')]),
  );
}

test('its manifests are locked, except for the definitions', () => {
  const manifests = manifestsOf();
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests.filter(({ kind }) => kind !== 'CustomResourceDefinition')).toMatchSnapshot();
});

test('it consists of the objects of its release', () => {
  const names = manifestsOf().map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name].join(' '));
  expect(names.filter((name) => !/^(Cluster)?Role/.test(name))).toEqual([
    'Namespace  keda',
    'CustomResourceDefinition  cloudeventsources.eventing.keda.sh',
    'CustomResourceDefinition  clustercloudeventsources.eventing.keda.sh',
    'CustomResourceDefinition  clustertriggerauthentications.keda.sh',
    'CustomResourceDefinition  scaledjobs.keda.sh',
    'CustomResourceDefinition  scaledobjects.keda.sh',
    'CustomResourceDefinition  triggerauthentications.keda.sh',
    'ServiceAccount keda keda-operator',
    'ServiceAccount keda keda-metrics-server',
    'ServiceAccount keda keda-webhook',
    'Deployment keda keda-operator',
    'Deployment keda keda-operator-metrics-apiserver',
    'Deployment keda keda-admission-webhooks',
    'Service keda keda-operator',
    'Service keda keda-operator-metrics-apiserver',
    'Service keda keda-admission-webhooks',
    'APIService  v1beta1.external.metrics.k8s.io',
    'ValidatingWebhookConfiguration  keda-admission',
  ]);
});

test('definitions and namespace are applied first', () => {
  const chart = chartOn(ClusterProfile.kubeadm(), undefined);
  new KedaStack(chart, 'keda');
  const files = manifestFiles(renderObjects(chart.node.root));
  const kindsIn = (file: string) => [...(files.get(file) ?? '').matchAll(/^kind: (\w+)/gm)].map(([, kind]) => kind);
  expect([...files.keys()]).toEqual(['00-test.k8s.yaml', '10-test.k8s.yaml']);
  expect(new Set(kindsIn('00-test.k8s.yaml'))).toEqual(new Set(['Namespace', 'CustomResourceDefinition']));
});

test('every prop reaches the manifests', () => {
  const props: Required<KedaStackProps> = {
    version: '2.20.1',
    operatorImage: 'registry.example/keda:2.20.1',
    metricsApiServerImage: 'registry.example/keda-metrics-apiserver:2.20.1',
    webhooksImage: 'registry.example/keda-admission-webhooks:2.20.1',
    namespace: 'scaling',
    logLevel: KedaLogLevel.DEBUG,
    metricsVerbosity: 6,
    watchNamespaces: ['shop'],
    secretAccess: KedaSecretAccess.OWN_NAMESPACE,
    scaleTargets: KedaScaleTargets.of([{ apiGroup: 'argoproj.io', resource: 'rollouts' }]),
    metrics: true,
    highAvailability: true,
  };
  const chart = chartOn(ClusterProfile.kubeadm({ clusterDomain: 'example.internal' }), undefined);
  const keda = new KedaStack(chart, 'keda', props);
  expect(keda).toMatchObject({
    version: '2.20.1',
    namespace: 'scaling',
    apiServiceName: 'v1beta1.external.metrics.k8s.io',
  });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests.filter(({ kind }) => kind !== 'CustomResourceDefinition')).toMatchSnapshot();
  expect(PARTS.map((part) => containerOf(manifests, part).image)).toEqual([
    props.operatorImage,
    props.metricsApiServerImage,
    props.webhooksImage,
  ]);
  for (const part of PARTS) {
    expect(only(manifests, 'Deployment', part)).toMatchObject({
      metadata: { namespace: 'scaling' },
      spec: { replicas: 2 },
    });
    expect(only(manifests, 'PodDisruptionBudget', part).spec).toMatchObject({ minAvailable: 1 });
    expect(containerOf(manifests, part).args).toContain('--zap-log-level=debug');
    expect(environmentOf(manifests, part).WATCH_NAMESPACE).toBe('shop');
  }
  expect(environmentOf(manifests, 'keda-operator').KEDA_RESTRICT_SECRET_ACCESS).toBe('true');
  expect(containerOf(manifests, 'keda-operator').args).toEqual(
    expect.arrayContaining(['--enable-prometheus-metrics=true', '--k8s-cluster-domain=example.internal']),
  );
  expect(at(only(manifests, 'Deployment', 'keda-operator'), 'spec', 'template', 'metadata', 'annotations')).toEqual({
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '8080',
  });
  expect(containerOf(manifests, 'keda-operator-metrics-apiserver').args).toEqual(
    expect.arrayContaining(['--v=6', '--metrics-service-address=keda-operator.scaling.svc.example.internal:9666']),
  );
  for (const webhook of list(only(manifests, 'ValidatingWebhookConfiguration'), 'webhooks')) {
    expect(at(webhook, 'clientConfig', 'service', 'namespace')).toBe('scaling');
  }
  expect(at(only(manifests, 'APIService'), 'spec', 'service', 'namespace')).toBe('scaling');
});

test('another patch release changes the images', () => {
  const manifests = manifestsOf({ version: '2.20.1' });
  expect(PARTS.map((part) => containerOf(manifests, part).image)).toEqual([
    'ghcr.io/kedacore/keda:2.20.1',
    'ghcr.io/kedacore/keda-metrics-apiserver:2.20.1',
    'ghcr.io/kedacore/keda-admission-webhooks:2.20.1',
  ]);
});

test.each([
  [undefined, '--v=0'],
  [KedaLogLevel.ERROR, '--v=0'],
  [KedaLogLevel.DEBUG, '--v=4'],
])('with the log level %s the metrics API server has %s', (logLevel, verbosity) => {
  expect(containerOf(manifestsOf({ logLevel }), 'keda-operator-metrics-apiserver').args).toContain(verbosity);
});

test('the operator makes the certificate that the other parts wait for', () => {
  const manifests = manifestsOf();
  const secretOf = (part: string) => at(list(podOf(manifests, part), 'volumes')[0], 'secret');
  expect(PARTS.map(secretOf)).toEqual([
    { secretName: 'kedaorg-certs', optional: true },
    { secretName: 'kedaorg-certs' },
    { secretName: 'kedaorg-certs' },
  ]);
  expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  const argument = (name: string) =>
    list(containerOf(manifests, 'keda-operator'), 'args')
      .map(String)
      .find((each) => each.startsWith(`--${name}=`))
      ?.split('=')[1];
  const services = manifests.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);
  expect(services).toEqual([
    argument('operator-service-name'),
    argument('metrics-server-service-name'),
    argument('webhooks-service-name'),
  ]);
});

test('Services lead to ports that their pods have', () => {
  const manifests = manifestsOf();
  for (const part of PARTS) {
    const { selector, ports } = only(manifests, 'Service', part).spec;
    expect(at(only(manifests, 'Deployment', part), 'spec', 'template', 'metadata', 'labels')).toMatchObject(
      selector as object,
    );
    const containerPorts = list(containerOf(manifests, part), 'ports').map((each) => at(each, 'containerPort'));
    for (const port of ports as unknown[]) expect(containerPorts).toContain(at(port, 'targetPort'));
  }
});

test('the webhooks judge every kind, and let everything through while they do not answer', () => {
  const webhooks = list(only(manifestsOf(), 'ValidatingWebhookConfiguration'), 'webhooks');
  expect(
    webhooks.map((webhook) => [
      at(webhook, 'name'),
      at(webhook, 'failurePolicy'),
      at(webhook, 'clientConfig', 'service', 'path'),
      ...list(list(webhook, 'rules')[0], 'resources'),
    ]),
  ).toEqual([
    ['vscaledobject.kb.io', 'Ignore', '/validate-keda-sh-v1alpha1-scaledobject', 'scaledobjects'],
    ['vscaledjob.kb.io', 'Ignore', '/validate-keda-sh-v1alpha1-scaledjob', 'scaledjobs'],
    [
      'vstriggerauthentication.kb.io',
      'Ignore',
      '/validate-keda-sh-v1alpha1-triggerauthentication',
      'triggerauthentications',
    ],
    [
      'vsclustertriggerauthentication.kb.io',
      'Ignore',
      '/validate-keda-sh-v1alpha1-clustertriggerauthentication',
      'clustertriggerauthentications',
    ],
    ['vcloudeventsource.kb.io', 'Ignore', '/validate-eventing-keda-sh-v1alpha1-cloudeventsource', 'cloudeventsources'],
    [
      'vclustercloudeventsource.kb.io',
      'Ignore',
      '/validate-eventing-keda-sh-v1alpha1-clustercloudeventsource',
      'clustercloudeventsources',
    ],
  ]);
});

test('its pods keep to the standard restricted, which its namespace enforces', () => {
  const manifests = manifestsOf();
  expect(only(manifests, 'Namespace').metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'restricted',
  });
  for (const part of PARTS) {
    expect(podOf(manifests, part).securityContext).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(containerOf(manifests, part).securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
  }
});

test('a second KEDA is an error that names both', () => {
  const chart = chartOn();
  new KedaStack(chart, 'keda');
  expect(messageOf(() => new KedaStack(chart, 'again', { namespace: 'elsewhere' }))).toMatchInlineSnapshot(`
   "[test/again] "test/again" wants the KEDA installation, which "test/keda" owns.
       why: A cluster has it once: the second apply is refused or takes it away from the first.
       fix: Share "test/keda", or choose another KEDA for one of them."
  `);
});

test.each<[string, KedaStackProps, ClusterProfile | undefined]>([
  ['another minor release', { version: '2.12.0' }, undefined],
  ['a namespace that is not a name', { namespace: 'KEDA' }, undefined],
  ['a watched namespace that is not a name', { watchNamespaces: ['shop', 'my shop'] }, undefined],
  ['a namespace twice', { watchNamespaces: ['shop', 'shop'] }, undefined],
  ['a negative verbosity', { metricsVerbosity: -1 }, undefined],
  [
    'a kind instead of a resource',
    { scaleTargets: KedaScaleTargets.of([{ apiGroup: 'argoproj.io', resource: 'Rollout' }]) },
    undefined,
  ],
  [
    'a restriction in name only',
    { secretAccess: KedaSecretAccess.OWN_NAMESPACE, scaleTargets: KedaScaleTargets.any() },
    undefined,
  ],
  ['two replicas on one node', { highAvailability: true }, ClusterProfile.kind()],
  ['an image without a tag', { webhooksImage: 'registry.example/webhooks' }, undefined],
])('%s is refused', (_name, props, cluster) => {
  expect(messageOf(() => manifestsOf(props, cluster))).toMatchSnapshot();
});
