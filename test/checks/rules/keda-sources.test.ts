import { authenticationMissing } from '../../../lib/checks/rules/authentication-missing';
import { hostedPrometheus } from '../../../lib/checks/rules/hosted-prometheus';
import { triggerUnreachable } from '../../../lib/checks/rules/trigger-unreachable';
import { checked, deployment, findings, mistakes, object, scaledObject } from '../objects';

const KEDA = 'keda.sh/v1alpha1';
const authentication = (name: string, spec: object = {}) => object(KEDA, 'TriggerAuthentication', name, { spec });
const clusterWide = (name: string, spec: object = {}) => checked({ apiVersion: KEDA, kind: 'ClusterTriggerAuthentication', metadata: { name }, spec }); // prettier-ignore
const refers = (name: string, kind?: string) =>
  scaledObject('web', { triggers: [{ type: 'rabbitmq', metadata: {}, authenticationRef: { name, kind } }] });
const secret = (namespace: string) => checked({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'rabbit', namespace } }); // prettier-ignore

describe('an authentication', () => {
  test.each([
    ['a letter away', [refers('rabit'), authentication('rabbit')], 'error', 'Did you mean "rabbit"?'],
    ['of the other kind', [refers('rabbit'), clusterWide('rabbit')], 'error', '"rabbit" is a ClusterTriggerAuthentication: write authenticationRef.kind: ClusterTriggerAuthentication.'],
    ['not among others', [refers('queue'), authentication('rabbit')], 'warning', 'Add TriggerAuthentication "queue", or say that the cluster has it.'],
  ])('%s', (_, objects, severity, fix) => {
    expect(findings(authenticationMissing, objects)).toMatchObject([{ severity, fix, field: 'spec.triggers[0].authenticationRef.name' }]);
  }); // prettier-ignore

  test('that is there, or may be applied from somewhere else, is fine', () => {
    expect(findings(authenticationMissing, [refers('rabbit'), authentication('rabbit')])).toEqual([]);
    expect(findings(authenticationMissing, [refers('rabbit', 'ClusterTriggerAuthentication'), clusterWide('rabbit')])).toEqual([]); // prettier-ignore
    expect(findings(authenticationMissing, [refers('rabbit')])).toEqual([]);
    const provides = ['TriggerAuthentication shop/queue'];
    expect(findings(authenticationMissing, [refers('queue'), authentication('rabbit')], { provides })).toEqual([]);
  });

  const secretTargetRef = [{ parameter: 'host', name: 'rabbit', key: 'host' }];

  test('reads its Secret in its own namespace, and a cluster-wide one in KEDA’s', () => {
    expect(mistakes(authenticationMissing, [authentication('a', { secretTargetRef }), secret('other')])).toEqual([
      'TriggerAuthentication "shop/a" (app/a) reads Secret "rabbit" in namespace "shop", and Secret "other/rabbit" (shop.yaml) is in "other".',
    ]);
    expect(mistakes(authenticationMissing, [clusterWide('a', { secretTargetRef }), secret('shop')])).toEqual([
      'ClusterTriggerAuthentication "a" (shop.yaml) reads Secret "rabbit" in namespace "keda", and Secret "shop/rabbit" (shop.yaml) is in "shop".',
    ]);
    expect(mistakes(authenticationMissing, [authentication('a', { secretTargetRef }), secret('shop')])).toEqual([]);
    expect(mistakes(authenticationMissing, [clusterWide('a', { secretTargetRef }), secret('keda')])).toEqual([]);
    expect(mistakes(authenticationMissing, [authentication('a', { secretTargetRef })])).toEqual([]);
  });

  describe('whose Secret something makes', () => {
    const reads = (...objects: ReturnType<typeof checked>[]) =>
      mistakes(authenticationMissing, [authentication('a', { secretTargetRef }), ...objects]);
    const maker = (apiVersion: string, kind: string, name: string, namespace: string, spec: object = {}) =>
      checked({ apiVersion, kind, metadata: { name, namespace }, spec });
    const external = (namespace: string, spec: object = {}, name = 'rabbit') =>
      maker('external-secrets.io/v1', 'ExternalSecret', name, namespace, spec);
    const copied = { metadata: { annotations: { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' } } };

    test.each([
      ['ExternalSecret', external('other')],
      ['ExternalSecret', external('other', { target: { name: 'rabbit' } }, 'queue')],
      ['SealedSecret', maker('bitnami.com/v1alpha1', 'SealedSecret', 'rabbit', 'other')],
      ['Certificate', maker('cert-manager.io/v1', 'Certificate', 'tls', 'other', { secretName: 'rabbit' })],
      ['OnePasswordItem', maker('onepassword.com/v1', 'OnePasswordItem', 'rabbit', 'other')],
      ['VaultStaticSecret', maker('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'v', 'other', { destination: { name: 'rabbit', create: true } })],
      ['SecretProviderClass', maker('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'v', 'other', { secretObjects: [{ secretName: 'rabbit' }] })],
    ])('by a %s of another namespace, is told', (kind, object) => {
      expect(reads(object)).toEqual([expect.stringMatching(new RegExp(`and ${kind} "other/\\w+" .* makes it in "other"`))]);
    }); // prettier-ignore

    test.each([
      ['in its own namespace', [external('shop')]],
      ['in both', [external('other'), external('shop', {}, 'rabbit')]],
      ['beside a Secret of another namespace', [secret('other'), external('shop')]],
      ['under another name', [external('other', { target: { name: 'queue' } })]],
      ['somewhere else, into a Secret that is there already', [external('other', { target: { creationPolicy: 'Merge' } })]],
      ['somewhere else, if that is copied', [external('other', { target: { template: copied } })]],
      ['in any namespace', [maker('external-secrets.io/v1', 'ClusterExternalSecret', 'rabbit', '')]],
      ['in any namespace, by the name of the target', [maker('external-secrets.io/v1', 'ClusterExternalSecret', 'r', '', { externalSecretSpec: { target: { name: 'rabbit' } } })]],
      ['by hand, and something copies', [checked({ ...secret('other').manifest, metadata: { name: 'rabbit', namespace: 'other', ...copied.metadata } })]],
      ['by a ClusterSecret', [external('other'), maker('clustersecret.io/v1', 'ClusterSecret', 'rabbit', '')]],
      ['by a policy that copies it', [external('other'), maker('kyverno.io/v1', 'ClusterPolicy', 'copy', '', { rules: [{ generate: { kind: 'Secret', name: 'rabbit' } }, { generate: { kind: 'ConfigMap' } }] })]],
      ['beside a release that may bring it', [external('other'), maker('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'x', 'shop')]],
    ])('%s, is fine', (_, objects) => {
      expect(reads(...objects)).toEqual([]);
    }); // prettier-ignore
  });

  test('reads a key of its Secret, and the Secret by its name', () => {
    const holding = (data?: object, name = 'rabbit') => checked({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'shop' }, data }); // prettier-ignore
    const reads = (...objects: ReturnType<typeof checked>[]) =>
      findings(authenticationMissing, [authentication('a', { secretTargetRef }), ...objects]);
    expect(reads(holding({ host: 'eA==' }))).toEqual([]);
    expect(reads(holding())).toEqual([]);
    expect(reads(holding({ hosts: 'eA==' }))).toMatchObject([
      {
        severity: 'error',
        what: 'TriggerAuthentication "shop/a" (app/a) reads the key "host" of Secret "shop/rabbit" (shop.yaml), which has "hosts".',
        fix: 'Did you mean "hosts"?',
        field: 'spec.secretTargetRef[0].key',
      },
    ]);
    expect(reads(holding({ address: 'eA==' }))).toMatchObject([
      { fix: 'Add the key "host" to the Secret, or name one that it has.' },
    ]);
    expect(reads(holding({ host: 'eA==' }, 'rabit'))).toMatchObject([
      { severity: 'error', fix: 'Did you mean "rabit"?', field: 'spec.secretTargetRef[0].name' },
    ]);
    expect(reads(holding({ host: 'eA==' }, 'database'))).toEqual([]);
    const provides = ['Secret shop/rabbit'];
    expect(
      findings(authenticationMissing, [authentication('a', { secretTargetRef }), holding({}, 'rabit')], { provides }),
    ).toEqual([]);
  });

  describe('that asks AWS as the workload', () => {
    const podIdentity = { provider: 'aws', identityOwner: 'workload' };
    const account = (annotations?: object) => checked({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web', namespace: 'shop', annotations } }); // prettier-ignore
    const web = (serviceAccountName?: string) => deployment('web', { pod: { serviceAccountName } });

    test.each([
      ['needs pods with a service account', [web()], 'ScaledObject "shop/web" (app/web) asks AWS as its workload (TriggerAuthentication "shop/a" (app/a)), whose pods have no serviceAccountName.'],
      ['needs a role', [web('web'), account()], 'ScaledObject "shop/web" (app/web) asks AWS as its workload (TriggerAuthentication "shop/a" (app/a)), and ServiceAccount "shop/web" (shop.yaml) has no annotation eks.amazonaws.com/role-arn.'],
    ])('%s', (_, objects, what) => {
      expect(findings(authenticationMissing, [refers('a'), authentication('a', { podIdentity }), ...objects])).toMatchObject([{ severity: 'error', what }]);
    }); // prettier-ignore

    test('through a store of secrets, too', () => {
      expect(mistakes(authenticationMissing, [refers('a'), authentication('a', { awsSecretManager: { podIdentity } }), web()])).toHaveLength(1); // prettier-ignore
    });

    test.each([
      ['with a role is fine', [web('web'), account({ 'eks.amazonaws.com/role-arn': 'arn' })], podIdentity],
      ['with an account from elsewhere may be fine', [web('web')], podIdentity],
      ['of a workload from elsewhere may be fine', [], podIdentity],
      ['but not as the workload needs no account', [web()], { provider: 'aws' }],
    ])('%s', (_, objects, identity) => {
      expect(findings(authenticationMissing, [refers('a'), authentication('a', { podIdentity: identity }), ...objects])).toEqual([]); // prettier-ignore
    });
  });

  test('of a KEDA that is installed elsewhere is read there', () => {
    const { manifest } = deployment('keda-operator');
    const operator = checked({ ...manifest, metadata: { name: 'keda-operator', namespace: 'autoscaling' } });
    expect(
      mistakes(authenticationMissing, [clusterWide('a', { secretTargetRef }), secret('autoscaling'), operator]),
    ).toEqual([]);
    expect(
      mistakes(authenticationMissing, [clusterWide('a', { secretTargetRef }), secret('keda'), operator]),
    ).toHaveLength(1);
  });
});

describe('the address of a trigger', () => {
  const connects = (type: string, metadata: object, kind = 'ScaledObject') =>
    mistakes(triggerUnreachable, [object(KEDA, kind, 'web', { spec: { triggers: [{ type, metadata }] } })]);

  test.each([
    ['redis', { address: 'redis:6379' }, 'redis'],
    ['rabbitmq', { host: 'amqp://guest:guest@rabbitmq:5672/vhost' }, 'rabbitmq'],
    ['kafka', { bootstrapServers: 'kafka-0.kafka.shop.svc:9092,broker:9092' }, 'broker'],
    ['metrics-api', { url: 'http://api:8080/count?x=1' }, 'api'],
    ['postgresql', { host: 'localhost' }, 'localhost'],
    ['kafka', { bootstrapServers: '127.0.0.1:9092' }, '127.0.0.1'],
  ])('%s with %j connects to "%s"', (type, metadata, host) => {
    expect(connects(type, metadata)).toEqual([
      `ScaledObject "shop/web" (app/web): its ${type} trigger connects to "${host}".`,
    ]);
    expect(connects(type, metadata, 'ScaledJob')).toHaveLength(1);
  });

  test.each([
    ['redis', { address: 'redis.shop:6379' }],
    ['redis', { address: '10.0.0.7:6379' }],
    ['redis', { addressFromEnv: 'REDIS' }],
    ['rabbitmq', { host: 'amqps://user:password@mq.example.com/vhost' }],
    ['mongodb', { host: '' }],
    ['prometheus', { serverAddress: 'http://prometheus:9090' }], // R9
  ])('%s with %j is left alone', (type, metadata) => {
    expect(connects(type, metadata)).toEqual([]);
  });
});

test.each([
  ['https://prometheus-prod-01.grafana.net/api/prom', 1],
  ['https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1', 1],
  ['https://shop-a1b2.westeurope.prometheus.monitor.azure.com', 1],
  ['https://monitoring.googleapis.com/v1/projects/shop/location/global/prometheus', 1],
  ['http://prometheus.monitoring.svc:9090', 0],
  ['https://prometheus.example.com', 0],
])('%s without authentication: %d findings', (serverAddress, count) => {
  const trigger = { type: 'prometheus', metadata: { serverAddress } };
  expect(mistakes(hostedPrometheus, [scaledObject('web', { triggers: [trigger] })])).toHaveLength(count);
  const authenticated = { ...trigger, authenticationRef: { name: 'a' } };
  expect(mistakes(hostedPrometheus, [scaledObject('web', { triggers: [authenticated] })])).toEqual([]);
});
