import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiObject, Duration } from 'cdk8s';
import {
  ClusterTriggerAuthentication,
  KedaAuthentication,
  KedaFallback,
  KedaJobCalculation,
  KedaJobPropagation,
  KedaJobRollout,
  KedaJobStrategy,
  KedaMetricType,
  KedaScaledJob,
  KedaScaler,
  KedaTrigger,
  PodIdentity,
  PolicySelection,
  ScaleTarget,
  ScalingFormula,
  ScalingPolicy,
  ScalingRules,
  TriggerAuthentication,
  VaultLogin,
  VaultSecretType,
} from '../../../lib';
import { type Manifest } from '../../../lib/checks/manifest';
import { at, fields, list, type Fields } from '../../../lib/kubernetes/fields';
import { schemaProblems } from '../../support/schema';
import { chartOn, synthesize } from '../../support/synthesize';

const definitions: unknown = JSON.parse(
  fs.readFileSync(path.join(__dirname, '..', '..', '..', 'crds', 'keda.json'), 'utf8'),
);
const secret = { name: 'credentials', key: 'value' };
const aws = PodIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/queues', externalId: 'shop' });
const azure = PodIdentity.azureWorkload({
  identityId: 'id',
  identityTenantId: 'tenant',
  identityAuthorityHost: 'https://login.example.com',
});

/** Fields that no construct writes, and why. */
const NOT_WRITTEN: readonly (readonly [RegExp, string])[] = [
  [/^spec\.hashiCorpVault\.credential\.token$/, 'a token in plain text; KEDA’s operator has it in VAULT_TOKEN'],
  [/^spec\.awsSecretManager\.podIdentity\.identity(Id|TenantId|AuthorityHost)$/, 'of Azure, and the store is of AWS'],
  [/^spec\.azureKeyVault\.podIdentity\.(externalID|identityOwner|roleArn)$/, 'of AWS, and the store is of Azure'],
  [/^spec\.gcpSecretManager\.podIdentity\.(?!provider$)/, 'of AWS and Azure, and the store is of Google'],
];

function leavesOf(schema: Fields, place: string): string[] {
  const { properties, items } = schema;
  if (properties) {
    return Object.entries(fields(properties)).flatMap(([key, each]) => leavesOf(fields(each), `${place}.${key}`));
  }
  return items ? leavesOf(fields(items), `${place}[]`) : [place];
}

/** The fields of the spec of a kind in KEDA's definitions. */
function fieldsOf(kind: string): string[] {
  const definition = list(definitions, 'items').find((each) => at(each, 'spec', 'names', 'kind') === kind);
  const [version] = list(definition, 'spec', 'versions');
  return leavesOf(fields(version, 'schema', 'openAPIV3Schema', 'properties', 'spec'), 'spec');
}

function isWritten(value: unknown, names: readonly string[]): boolean {
  const [first, ...rest] = names;
  if (first === undefined) return value !== undefined;
  const [key = '', isList] = first.endsWith('[]') ? [first.slice(0, -2), true] : [first, false];
  const member = at(value, key);
  return isList ? Array.isArray(member) && member.some((each) => isWritten(each, rest)) : isWritten(member, rest);
}

/** Fields of a kind that none of some manifests has. */
function missingFrom(manifests: readonly Manifest[], kind: string): string[] {
  const own = manifests.filter((manifest) => manifest.kind === kind);
  expect(own.length).toBeGreaterThan(0);
  return fieldsOf(kind).filter((field) => !own.some((manifest) => isWritten(manifest, field.split('.'))));
}

const AUTHENTICATIONS: readonly KedaAuthentication[] = [
  KedaAuthentication.all(
    KedaAuthentication.secrets({ a: secret }),
    KedaAuthentication.configMaps({ b: secret }),
    KedaAuthentication.environment({ c: { name: 'C', container: 'web' } }),
    KedaAuthentication.serviceAccountTokens({ d: 'web' }),
    KedaAuthentication.podIdentity(aws),
    KedaAuthentication.oauth2({
      clientId: 'keda',
      clientSecret: secret,
      tokenUrl: 'https://login.example.com',
      scopes: ['read'],
      tokenUrlParams: { audience: 'shop' },
    }),
  ),
  KedaAuthentication.podIdentity(azure),
  KedaAuthentication.podIdentity(PodIdentity.awsOfWorkload()),
  KedaAuthentication.vault({
    address: 'https://vault',
    namespace: 'shop',
    login: VaultLogin.kubernetes({ mount: 'kubernetes', role: 'keda', serviceAccountName: 'keda' }),
    secrets: {
      cert: {
        path: 'pki/issue/keda',
        key: 'certificate',
        type: VaultSecretType.PKI,
        pki: { commonName: 'a', altNames: 'b', ipSans: 'c', uriSans: 'd', otherSans: 'e', ttl: '24h', format: 'pem' },
      },
    },
  }),
  KedaAuthentication.vault({
    address: 'https://vault',
    login: VaultLogin.kubernetes({ mount: 'kubernetes', role: 'keda', tokenFile: '/token' }),
    secrets: { a: { path: 'a', key: 'b' } },
  }),
  KedaAuthentication.awsSecretsManager({
    region: 'eu-central-1',
    podIdentity: aws,
    secrets: { a: { name: 'a', secretKey: 'b', versionId: 'c', versionStage: 'd' } },
  }),
  KedaAuthentication.awsSecretsManager({ podIdentity: PodIdentity.awsOfWorkload(), secrets: { a: { name: 'a' } } }),
  KedaAuthentication.awsSecretsManager({
    accessKey: { accessKey: secret, accessSecretKey: secret, accessToken: secret },
    secrets: { a: { name: 'a' } },
  }),
  KedaAuthentication.azureKeyVault({
    vaultUri: 'https://vault',
    podIdentity: azure,
    cloud: { type: 'Private', keyVaultResourceUrl: 'https://a', activeDirectoryEndpoint: 'https://b' },
    secrets: { a: { name: 'a', version: '1' } },
  }),
  KedaAuthentication.azureKeyVault({
    vaultUri: 'https://vault',
    credentials: { clientId: 'a', tenantId: 'b', clientSecret: secret },
    secrets: { a: { name: 'a' } },
  }),
  KedaAuthentication.gcpSecretManager({ podIdentity: PodIdentity.gcp(), secrets: { a: { id: 'a', version: '1' } } }),
  KedaAuthentication.gcpSecretManager({ credentials: secret, secrets: { a: { id: 'a' } } }),
];

function authenticationManifests(): Manifest[] {
  const chart = chartOn();
  const file = KedaAuthentication.file('a.json');
  for (const [index, from] of AUTHENTICATIONS.entries()) {
    new TriggerAuthentication(chart, `own-${index}`, { from });
    new ClusterTriggerAuthentication(chart, `shared-${index}`, { from });
  }
  new ClusterTriggerAuthentication(chart, 'file', { from: file });
  return synthesize(chart);
}

test.each(['TriggerAuthentication', 'ClusterTriggerAuthentication'])(
  '%s: every field can be written, or there is a reason',
  (kind) => {
    const manifests = authenticationManifests();
    expect(schemaProblems(manifests)).toEqual([]);
    const missing = missingFrom(manifests, kind);
    const unexplained = missing.filter((field) => !NOT_WRITTEN.some(([pattern]) => pattern.test(field)));
    expect(unexplained).toEqual(kind === 'TriggerAuthentication' ? ['spec.filePath'] : []); // KEDA reads files for the cluster only
    expect(NOT_WRITTEN.filter(([pattern]) => !missing.some((field) => pattern.test(field)))).toEqual([]);
  },
);

test('ScaledObject: every field can be written', () => {
  const chart = chartOn();
  const rules = ScalingRules.of({
    policies: [ScalingPolicy.pods(1, Duration.minutes(1))],
    selectPolicy: PolicySelection.MIN,
    stabilizationWindow: Duration.minutes(1),
    tolerance: '50m',
  });
  new KedaScaler(chart, 'worker', {
    target: ScaleTarget.of({ name: 'worker' }),
    minReplicas: 2,
    maxReplicas: 9,
    idleReplicas: 0,
    pollingInterval: Duration.seconds(10),
    cooldown: Duration.minutes(1),
    initialCooldown: Duration.minutes(1),
    fallback: KedaFallback.atLeast(3),
    behavior: { scaleUp: rules, scaleDown: rules },
    formula: ScalingFormula.of('queue', { target: 5, activationTarget: 1, metricType: KedaMetricType.AVERAGE_VALUE }),
    restoreReplicas: true,
    hpaName: 'worker',
    environmentContainer: 'worker',
    triggers: [
      KedaTrigger.rabbitMq({
        queueName: 'orders',
        triggerName: 'queue',
        metricType: KedaMetricType.AVERAGE_VALUE,
        cached: true,
        authentication: KedaAuthentication.clusterTriggerAuthentication('rabbitmq'),
      }),
    ],
  });
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(missingFrom(manifests, 'ScaledObject')).toEqual([]);
});

test('ScaledJob: every field can be written but a deprecated one; the Job has the fields of the API', () => {
  const chart = chartOn();
  const job = new ApiObject(chart, 'job', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: { template: { spec: { containers: [] } } },
  });
  new KedaScaledJob(chart, 'encode', {
    job,
    minReplicas: 1,
    maxReplicas: 9,
    pollingInterval: Duration.seconds(10),
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 5,
    rollout: KedaJobRollout.GRADUAL,
    propagation: KedaJobPropagation.FOREGROUND,
    strategy: KedaJobStrategy.custom({ runningJobPercentage: 0.5, queueLengthDeduction: 1 }),
    pendingPodConditions: ['Ready'],
    multipleScalersCalculation: KedaJobCalculation.SUM,
    environmentContainer: 'encode',
    triggers: [
      KedaTrigger.rabbitMq({
        queueName: 'orders',
        triggerName: 'queue',
        metricType: KedaMetricType.AVERAGE_VALUE,
        cached: true,
        authentication: KedaAuthentication.clusterTriggerAuthentication('rabbitmq'),
      }),
    ],
  });
  const missing = missingFrom(synthesize(chart), 'ScaledJob').filter((field) => !field.startsWith('spec.jobTargetRef'));
  expect(missing).toEqual(['spec.rolloutStrategy']); // rollout.strategy takes its place
});
