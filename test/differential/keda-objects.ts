import { mutatedFormula, randomFormula, TRIGGERS } from './formulas';
import { mutatedObject, NOTHING, type Kind, type RandomObject } from './mutated-object';
import { type Random } from './random';

const COUNTS = [0, 1, 2, 5, 100, -1, 2 ** 31 - 1, 2 ** 31, '1', 1.5, null, NOTHING];
const SECONDS = [0, 1, 30, -1, '30', 2 ** 31, null, NOTHING];
const NAMES = ['queue', 'Queue', 'a b', '', null, NOTHING];
const METRIC_TYPES = ['AverageValue', 'Value', 'Utilization', 'average', '', null, NOTHING];
const MANY_LETTERS = 'w'.repeat(64);

const CPU = { type: 'cpu', metricType: 'Utilization', metadata: { value: '50' } };
const MEMORY = { type: 'memory', metricType: 'AverageValue', metadata: { value: '64Mi' } };
const CRON = {
  type: 'cron',
  metadata: { timezone: 'UTC', start: '0 8 * * *', end: '0 18 * * *', desiredReplicas: '5' },
};
const QUERY = {
  type: 'prometheus',
  name: 'rps',
  metadata: { serverAddress: 'http://prometheus:9090', query: 'sum(rate(a_total[2m]))', threshold: '10' },
};
const QUEUE = {
  type: 'rabbitmq',
  metadata: { queueName: 'orders', mode: 'QueueLength', value: '5', host: 'amqp://a' },
};
const NAMED = TRIGGERS.map((name) => ({ ...QUERY, name }));

const TARGET = { name: 'web' };
const FALLBACK = { failureThreshold: 3, replicas: 2 };
const BEHAVIOR = { scaleDown: { stabilizationWindowSeconds: 60 } };
const REFERENCES = [
  { name: 'queue' },
  { name: 'queue', kind: 'ClusterTriggerAuthentication' },
  { name: 'queue', kind: 'Secret' },
  { name: 'queue', kind: '' },
  { kind: 'TriggerAuthentication' },
  {},
  null,
  NOTHING,
];

const TRIGGER_POOLS = {
  'spec.triggers': [[], [CPU], [MEMORY], [CRON], [QUERY], [QUERY, QUERY], [CPU, QUERY], [CPU, MEMORY], null, NOTHING],
  'spec.triggers.0.type': ['cpu', 'prometheus', 'cron', '', null, NOTHING],
  'spec.triggers.0.name': ['rps', 'a b', '', null, NOTHING],
  'spec.triggers.0.metadata': [{}, { value: 5 }, { value: true }, null, NOTHING],
  'spec.triggers.0.metricType': METRIC_TYPES,
  'spec.triggers.0.useCachedMetrics': [true, false, 'true', null, NOTHING],
  'spec.triggers.0.authenticationRef': REFERENCES,
};

const SCALED_OBJECT: Kind = {
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  samples: [
    { spec: { scaleTargetRef: TARGET, triggers: [QUERY] } },
    { spec: { scaleTargetRef: TARGET, minReplicaCount: 1, maxReplicaCount: 10, triggers: [CPU] } },
    { spec: { scaleTargetRef: TARGET, minReplicaCount: 0, triggers: [CPU, MEMORY, QUEUE] } },
    { spec: { scaleTargetRef: TARGET, minReplicaCount: 2, idleReplicaCount: 0, triggers: [CRON, QUERY] } },
    { spec: { scaleTargetRef: TARGET, triggers: [QUERY], fallback: FALLBACK } },
    {
      spec: {
        scaleTargetRef: TARGET,
        triggers: NAMED,
        advanced: {
          scalingModifiers: { formula: TRIGGERS.join(' + '), target: '10' },
          horizontalPodAutoscalerConfig: { behavior: BEHAVIOR },
        },
      },
    },
    { metadata: { name: MANY_LETTERS }, spec: { scaleTargetRef: { name: MANY_LETTERS }, triggers: [QUERY] } },
  ],
  pools: {
    ...TRIGGER_POOLS,
    'spec.scaleTargetRef.kind': ['Deployment', 'StatefulSet', '', null, NOTHING],
    'spec.scaleTargetRef.apiVersion': ['apps/v1', '', null, NOTHING],
    'spec.scaleTargetRef': [{}, null, NOTHING],
    'spec.minReplicaCount': COUNTS,
    'spec.maxReplicaCount': COUNTS,
    'spec.idleReplicaCount': COUNTS,
    'spec.pollingInterval': SECONDS,
    'spec.cooldownPeriod': SECONDS,
    'spec.initialCooldownPeriod': SECONDS,
    'spec.fallback': [FALLBACK, {}, { replicas: 1 }, { failureThreshold: 1 }, null, NOTHING],
    'spec.fallback.failureThreshold': COUNTS,
    'spec.fallback.replicas': COUNTS,
    'spec.fallback.behavior': [
      'static',
      'currentReplicas',
      'currentReplicasIfHigher',
      'scalingModifiers',
      'none',
      '',
      null,
      NOTHING,
    ],
    'spec.advanced.restoreToOriginalReplicaCount': [true, 'true', null, NOTHING],
    'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds': [0, 3600, 3601, -1, '60', null, NOTHING], // prettier-ignore
    'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.stabilizationWindowSeconds': [0, 3600, 3601, -1, '60', null, NOTHING], // prettier-ignore
    'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.selectPolicy': ['Max', 'Disabled', 'max', 5, null, NOTHING], // prettier-ignore
    'spec.advanced.horizontalPodAutoscalerConfig': [{}, { behavior: BEHAVIOR }, { name: 'web' }, null, NOTHING],
    'spec.advanced.scalingModifiers': [{}, { formula: 'rps' }, { target: '5' }, { metricType: 'Value' }, null, NOTHING],
    'spec.advanced.scalingModifiers.formula': ['', 5, 'rps / 2', 'unknown + 1', null, NOTHING],
    'spec.advanced.scalingModifiers.target': ['', '0', '-1', '1.5', '1e3', 'x', '5 ', 5, null, NOTHING],
    'spec.advanced.scalingModifiers.activationTarget': ['', '0', 'x', 5, null, NOTHING],
    'spec.advanced.scalingModifiers.metricType': METRIC_TYPES,
  },
};

const SCALED_JOB: Kind = {
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledJob',
  samples: [
    {
      spec: {
        jobTargetRef: {
          template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'example.com/worker:1' }] } },
        },
        triggers: [QUEUE],
      },
    },
  ],
  pools: {
    ...TRIGGER_POOLS,
    'spec.jobTargetRef': [{}, null, NOTHING],
    'spec.minReplicaCount': COUNTS,
    'spec.maxReplicaCount': COUNTS,
    'spec.pollingInterval': SECONDS,
    'spec.successfulJobsHistoryLimit': COUNTS,
    'spec.failedJobsHistoryLimit': COUNTS,
    'spec.scalingStrategy.strategy': ['default', 'custom', 'accurate', 'eager', '', 'fast', null, NOTHING],
    'spec.rollout.propagationPolicy': ['foreground', 'background', '', 'orphan', null, NOTHING],
  },
};

const IDENTITY_POOLS = {
  'spec.podIdentity': [{}, { provider: 'gcp' }, { provider: 'none' }, null, NOTHING],
  'spec.podIdentity.provider': ['aws', 'azure-workload', 'gcp', 'aws-eks', 'azure', 'none', '', null, NOTHING],
  'spec.podIdentity.identityId': ['id', '', null, NOTHING],
  'spec.podIdentity.identityTenantId': ['tenant', '', null, NOTHING],
  'spec.podIdentity.identityAuthorityHost': ['https://login.example.com', '', null, NOTHING],
  'spec.podIdentity.roleArn': ['arn:aws:iam::123456789012:role/queues', '', null, NOTHING],
  'spec.podIdentity.externalID': ['shop', '', null, NOTHING],
  'spec.podIdentity.identityOwner': ['keda', 'workload', 'pod', '', null, NOTHING],
  'spec.secretTargetRef': [[], [{ parameter: 'host', name: 'rabbitmq' }], [{}], null, NOTHING],
  'spec.secretTargetRef.0.name': NAMES,
  'spec.oauth2.type': ['clientCredentials', 'password', '', null, NOTHING],
  'spec.oauth2.clientId': ['keda', '', 5, null, NOTHING],
  'spec.oauth2.tokenUrl': ['https://a/token', 'http://a', 'HTTPS://a', 'a', 'ftp://a', 'https://', 'https:///a', '', null, NOTHING], // prettier-ignore
  'spec.hashiCorpVault.authentication': ['token', 'kubernetes', 'aws', null, NOTHING],
  'spec.hashiCorpVault.secrets': [[], [{ key: 'a', parameter: 'b', path: 'c' }], [{ key: 'a' }], null, NOTHING],
  'spec.hashiCorpVault.mount': ['kubernetes', '', null, NOTHING],
};

const AUTHENTICATIONS = ['TriggerAuthentication', 'ClusterTriggerAuthentication'].map((kind): Kind => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind,
  samples: [
    { spec: { podIdentity: { provider: 'aws' } } },
    { spec: { podIdentity: { provider: 'azure-workload' } } },
    { spec: { secretTargetRef: [{ parameter: 'host', name: 'rabbitmq', key: 'url' }] } },
    { spec: { oauth2: { type: 'clientCredentials', clientId: 'keda', tokenUrl: 'https://login.example.com/token' } } },
    {
      spec: {
        hashiCorpVault: {
          address: 'https://vault:8200',
          authentication: 'kubernetes',
          mount: 'kubernetes',
          role: 'keda',
          secrets: [{ key: 'url', parameter: 'host', path: 'secret/data/rabbitmq' }],
        },
      },
    },
  ],
  pools: IDENTITY_POOLS,
}));

const KINDS = [SCALED_OBJECT, SCALED_OBJECT, SCALED_OBJECT, SCALED_JOB, ...AUTHENTICATIONS];

/** The kinds that there are objects of. */
export const KEDA_KINDS: readonly string[] = [...new Set(KINDS.map(({ kind }) => kind))];

/** An object of KEDA's, most often a ScaledObject, with up to three fields set to what may be right or wrong. */
export function randomKedaObject(random: Random): RandomObject {
  const formulas = Array.from({ length: 20 }, () =>
    random.chance(0.7) ? randomFormula(random, 1 + random.below(3)) : mutatedFormula(random),
  );
  const kinds = KINDS.map((kind) => (kind === SCALED_OBJECT ? withFormulas(kind, formulas) : kind));
  return mutatedObject(random, kinds);
}

function withFormulas(kind: Kind, formulas: readonly string[]): Kind {
  const field = 'spec.advanced.scalingModifiers.formula';
  return { ...kind, pools: { ...kind.pools, [field]: [...(kind.pools[field] ?? []), ...formulas] } };
}
