import { ApiObject, Duration, type Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  KedaAuthentication,
  KedaJobCalculation,
  KedaJobPropagation,
  KedaJobRollout,
  KedaJobStrategy,
  KedaPause,
  KedaScaledJob,
  KedaTrigger,
  type KedaScaledJobProps,
} from '../../../lib';
import { type Manifest } from '../../../lib/checks/manifest';
import { schemaProblems } from '../../support/schema';
import { chartOn, messageOf, only, synthesize } from '../../support/synthesize';

const queue = KedaTrigger.rabbitMq({
  queueName: 'videos',
  value: 1,
  authentication: KedaAuthentication.secrets({ host: { name: 'rabbitmq', key: 'url' } }),
});

function jobIn(chart: Chart): kplus.Job {
  return new kplus.Job(chart, 'encode-job', {
    backoffLimit: 2,
    containers: [{ name: 'encode', image: 'ghcr.io/acme/encode:1.0.0' }],
  });
}

function manifestsOf(props: Partial<KedaScaledJobProps> = {}): Manifest[] {
  const chart = chartOn();
  new KedaScaledJob(chart, 'encode', { job: jobIn(chart), triggers: [queue], maxReplicas: 20, ...props });
  return synthesize(chart);
}

test('with the fewest props it starts a Job of the given one for each message, and the chart has no Job', () => {
  const manifests = manifestsOf();
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests.map(({ kind }) => kind).sort()).toEqual(['ScaledJob', 'TriggerAuthentication']);
  const { metadata, spec } = only(manifests, 'ScaledJob');
  expect(metadata).toEqual({ name: 'encode', namespace: 'shop' });
  expect(spec).toMatchObject({
    jobTargetRef: { backoffLimit: 2, template: { spec: { containers: [{ name: 'encode' }], restartPolicy: 'Never' } } },
    maxReplicaCount: 20,
    triggers: [{ type: 'rabbitmq', authenticationRef: { name: 'encode-rabbitmq' } }],
  });
  expect(Object.keys(spec).sort()).toEqual(['jobTargetRef', 'maxReplicaCount', 'triggers']);
  expect(JSON.stringify(spec)).not.toContain('cdk8s.io/metadata.addr'); // it would move with the code
});

test('every prop reaches the manifest', () => {
  const chart = chartOn();
  const props: Required<KedaScaledJobProps> = {
    job: jobIn(chart),
    triggers: [queue],
    maxReplicas: 20,
    minReplicas: 1,
    pollingInterval: Duration.seconds(10),
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 5,
    rollout: KedaJobRollout.GRADUAL,
    propagation: KedaJobPropagation.FOREGROUND,
    strategy: KedaJobStrategy.custom({ runningJobPercentage: 0.5, queueLengthDeduction: 1 }),
    pendingPodConditions: ['Ready'],
    multipleScalersCalculation: KedaJobCalculation.SUM,
    environmentContainer: 'encode',
    pause: KedaPause.now(),
    jobExcludedLabels: ['team'],
    name: 'videos',
    labels: { team: 'shop' },
    annotations: { 'example.com/owner': 'shop' },
  };
  new KedaScaledJob(chart, 'encode', props);
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  const { metadata, spec } = only(manifests, 'ScaledJob', 'videos');
  expect(metadata).toEqual({
    name: 'videos',
    namespace: 'shop',
    labels: { team: 'shop' },
    annotations: {
      'example.com/owner': 'shop',
      'autoscaling.keda.sh/paused': 'true',
      'scaledjob.keda.sh/job-excluded-labels': 'team',
    },
  });
  expect(spec).toMatchObject({
    pollingInterval: 10,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 5,
    envSourceContainerName: 'encode',
    minReplicaCount: 1,
    maxReplicaCount: 20,
    rollout: { strategy: 'gradual', propagationPolicy: 'foreground' },
    scalingStrategy: {
      strategy: 'custom',
      customScalingQueueLengthDeduction: 1,
      customScalingRunningJobPercentage: '0.5',
      pendingPodConditions: ['Ready'],
      multipleScalersCalculation: 'sum',
    },
  });
});

test('what is added to the Job later is in the ScaledJob, and a plain Job has every field', () => {
  const chart = chartOn();
  const job = jobIn(chart);
  new KedaScaledJob(chart, 'encode', { job, triggers: [queue], maxReplicas: 2 });
  job.addContainer({ name: 'log', image: 'ghcr.io/acme/log:1.0.0' });
  const plain = new ApiObject(chart, 'plain', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: { completions: 2, completionMode: 'Indexed', template: { spec: { restartPolicy: 'Never', containers: [] } } },
  });
  const strategies = [KedaJobStrategy.accurate(), KedaJobStrategy.eager(), KedaJobStrategy.default()];
  new KedaScaledJob(chart, 'other', { job: plain, triggers: [queue], maxReplicas: 2, strategy: strategies[0] });
  const manifests = synthesize(chart);
  expect(only(manifests, 'ScaledJob', 'encode').spec).toMatchObject({
    jobTargetRef: { template: { spec: { containers: [{ name: 'encode' }, { name: 'log' }] } } },
  });
  expect(only(manifests, 'ScaledJob', 'other').spec).toMatchObject({
    jobTargetRef: { completions: 2, completionMode: 'Indexed' },
    scalingStrategy: { strategy: 'accurate' },
  });
  expect(strategies.map((strategy) => strategy.toSpec())).toMatchObject([
    { strategy: 'accurate' },
    { strategy: 'eager' },
    { strategy: 'default' },
  ]);
});

test.each<[string, Partial<KedaScaledJobProps>]>([
  ['is not a Job of batch/v1.', { job: chartOn() }],
  ['it has no triggers', { triggers: [] }],
  ['A rabbitmq trigger has no host.', { triggers: [KedaTrigger.rabbitMq({ queueName: 'a' })] }],
  ['ScaledJob "encode" has a cpu trigger.', { triggers: [KedaTrigger.cpuUtilization(50)] }],
  ['ScaledJob "encode" is to be paused at a number of replicas', { pause: KedaPause.at(0) }],
  ['The maxReplicas is 0.', { maxReplicas: 0 }],
  ['The minReplicas is 30.', { minReplicas: 30 }],
  ['The polling interval is 0 s.', { pollingInterval: Duration.seconds(0) }],
  [
    'The runningJobPercentage of a job strategy is 50.',
    { strategy: KedaJobStrategy.custom({ runningJobPercentage: 50 }) },
  ],
  ['The label "team" is kept from the Jobs', { jobExcludedLabels: ['team'] }],
  ['The annotation "a b" must', { annotations: { 'a b': '' } }],
])('%s', (message, props) => {
  const text = messageOf(() => manifestsOf(props));
  expect(text).toMatch(/^\[test\/encode\] /);
  expect(text).toContain(message);
});
