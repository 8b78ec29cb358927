import {
  podDisruptionBudgetRefusals,
  scaledJobRefusals,
  verticalPodAutoscalerRefusals,
} from '../../../lib/kubernetes/admission';
import { type Fields } from '../../../lib/kubernetes/fields';

describe('a PodDisruptionBudget', () => {
  const faults = (spec: Fields) => [...podDisruptionBudgetRefusals({ spec })].map(({ what }) => what);

  test.each<Fields>([
    {},
    { minAvailable: 0 },
    { minAvailable: '100%' },
    { maxUnavailable: 1, minAvailable: null },
    { maxUnavailable: '25%', unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  ])('with %j is taken', (spec) => {
    expect(faults(spec)).toEqual([]);
  });

  test.each<[Fields, string]>([
    [{ minAvailable: 1, maxUnavailable: 1 }, 'it has both minAvailable and maxUnavailable'],
    [{ minAvailable: -1 }, 'minAvailable -1 is neither a number of pods nor a percentage'],
    [{ minAvailable: '1' }, 'minAvailable "1" is neither a number of pods nor a percentage'],
    [{ maxUnavailable: '101%' }, 'maxUnavailable "101%" is neither a number of pods nor a percentage'],
    [{ maxUnavailable: 2 ** 31 }, 'maxUnavailable 2147483648 is neither a number of pods nor a percentage'],
    [{ unhealthyPodEvictionPolicy: 'Always' }, 'unhealthyPodEvictionPolicy is "Always"'],
  ])('with %j is refused', (spec, fault) => {
    expect(faults(spec)).toEqual([fault]);
  });
});

describe('a ScaledJob', () => {
  const JOB = { jobTargetRef: {}, triggers: [{ type: 'kafka', name: 'a', metadata: {} }] };
  const faults = (spec: Fields, keda = '2.20') =>
    [...scaledJobRefusals({ kind: 'ScaledJob', spec: { ...JOB, ...spec } }, { kubernetes: '1.36', keda })].map(
      ({ what }) => what,
    );

  test('with a template and a trigger is taken', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ maxReplicaCount: 1, minReplicaCount: 5 })).toEqual([]);
    const template = { spec: { containers: [], restartPolicy: 'OnFailure' } };
    expect(faults({ jobTargetRef: { template } })).toEqual([]);
    expect(faults({ jobTargetRef: { template: { spec: { containers: [] } } } })).toEqual([]); // KEDA sets OnFailure
  });

  test.each<[Fields, string]>([
    [{ jobTargetRef: undefined }, 'it has no jobTargetRef'],
    [{ jobTargetRef: { template: { spec: { restartPolicy: 'Always' } } } }, 'the restartPolicy of its Jobs is Always'],
    [{ triggers: [] }, 'it has no triggers'],
    [{ triggers: [...JOB.triggers, ...JOB.triggers] }, 'two triggers have the name "a"'],
    [{ maxReplicaCount: 0 }, 'maxReplicaCount 0 is not a whole number from 1 up'],
    [{ failedJobsHistoryLimit: -1 }, 'failedJobsHistoryLimit -1 is not a whole number from 0 up'],
  ])('with %j is refused', (spec, fault) => {
    expect(faults(spec)).toEqual([fault]);
  });

  test('with a cpu or a memory trigger never makes a Job', () => {
    const told = (...triggers: Fields[]) => faults({ triggers });
    expect(told({ type: 'cpu', metadata: { value: '60' } })).toEqual(['it has a cpu trigger']);
    expect(told({ type: 'memory', metadata: {} }, { type: 'kafka', metadata: {} })).toEqual([
      'it has a memory trigger',
    ]);
  });

  test('its triggers are looked at since KEDA 2.14', () => {
    expect(faults({ triggers: [...JOB.triggers, ...JOB.triggers] }, '2.13')).toEqual([]);
  });
});

describe('a VerticalPodAutoscaler', () => {
  const faults = (policy: Fields) =>
    [...verticalPodAutoscalerRefusals({ spec: { resourcePolicy: { containerPolicies: [policy] } } })].map(
      ({ what }) => what,
    );

  test.each<Fields>([
    { containerName: '*', minAllowed: { cpu: '100m' }, maxAllowed: { cpu: '0.1', memory: '1Gi' } },
    { containerName: '*', minAllowed: { memory: '1Gi' } },
    { containerName: 'app', mode: 'Off' },
    { containerName: 'app', mode: 'Auto', controlledValues: 'RequestsAndLimits' },
    { containerName: '*', minAllowed: { cpu: '${MIN}' }, maxAllowed: { cpu: '1' } },
  ])('with %j is taken', (policy) => {
    expect(faults(policy)).toEqual([]);
  });

  test.each<[Fields, string]>([
    [
      { containerName: '*', minAllowed: { memory: '2Gi' }, maxAllowed: { memory: '512Mi' } },
      'the policy of all containers has minAllowed.memory "2Gi" above maxAllowed.memory "512Mi"',
    ],
    [
      { containerName: 'app', mode: 'Off', controlledValues: 'RequestsAndLimits' },
      'the policy of container "app" has mode Off and controlledValues',
    ],
  ])('with %j is refused', (policy, fault) => {
    expect(faults(policy)).toEqual([fault]);
  });
});
