import { predict, type Fields, type Prediction } from '../../../lib/simulation';
import { deployment, scaledByKeda, scaledOnCpu } from './manifests';

function only(manifests: readonly Fields[]): Prediction {
  const [prediction] = predict(manifests, { load: 'constant:60rps', duration: '5m' });
  return prediction!;
}

const errorsOf = ({ events }: Prediction): string[] => events.map(({ message }) => message);

describe('pods of something else with the labels of the target', () => {
  const pod = (container: Fields, labels: Fields = { app: 'web' }) => ({
    metadata: { labels },
    spec: { containers: [{ name: 'clean', ...container }] },
  });
  const object = (kind: string, content: Fields, namespace = 'shop') => ({
    kind,
    metadata: { name: 'clean', namespace },
    ...content,
  });
  const bare = pod({});

  test.each<[string, Fields, string]>([
    ['a CronJob', object('CronJob', { spec: { jobTemplate: { spec: { template: bare } } } }), 'clean-…'],
    ['a Job', object('Job', { spec: { template: bare } }), 'clean-…'],
    [
      'a Pod',
      { kind: 'Pod', metadata: { name: 'clean', namespace: 'shop', ...bare.metadata }, spec: bare.spec },
      'clean',
    ],
  ])('%s without a request leaves no utilization', (_, beside, name) => {
    const prediction = only([...scaledOnCpu(), beside]);
    expect(prediction.summary.finalReplicas).toBe(1);
    expect(errorsOf(prediction)).toContainEqual(
      expect.stringContaining(`missing request for cpu in container clean of Pod ${name}, which has the labels`),
    );
  });

  test.each<[string, Fields]>([
    ['with a request', object('Job', { spec: { template: pod({ resources: { requests: { cpu: '1' } } }) } })],
    ['with other labels', object('Job', { spec: { template: pod({}, { app: 'clean' }) } })],
    ['in another namespace', object('Job', { spec: { template: bare } }, 'other')],
    [
      'that Helm takes away',
      {
        ...object('Pod', { spec: bare.spec }),
        metadata: {
          name: 'clean',
          namespace: 'shop',
          ...bare.metadata,
          annotations: { 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' },
        },
      },
    ],
    ['that are none', object('Service', { spec: { selector: { app: 'web' } } })],
  ])('%s do not', (_, beside) => {
    expect(only([...scaledOnCpu(), beside]).summary.finalReplicas).toBeGreaterThan(1);
  });

  test('nor do they where nobody takes a percentage', () => {
    const metrics = [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '50m' } } },
    ];
    const beside = object('Job', { spec: { template: bare } });
    expect(only([...scaledOnCpu({ metrics }), beside]).summary.finalReplicas).toBeGreaterThan(1);
  });
});

describe('a variable that the container does not have', () => {
  const rabbit = (metadata: Fields, more: Fields = {}) => ({
    type: 'rabbitmq',
    metadata: { queueName: 'q', mode: 'QueueLength', value: '20', ...metadata },
    ...more,
  });
  const withEnv = (container: Fields) => ({
    container: { env: [{ name: 'RABBITMQ_URL', value: 'amqp://r' }], ...container },
  });
  const told = (trigger: Fields, container: Fields = {}, spec: Fields = {}) =>
    errorsOf(only(scaledByKeda({ triggers: [trigger], minReplicaCount: 1, ...spec }, withEnv(container))));

  test('leaves the scaler without what it needs: KEDA does not build it', () => {
    expect(told(rabbit({ hostFromEnv: 'RABBITMQ_HOST' }))).toContainEqual(
      'the rabbitmq trigger takes host from the variable RABBITMQ_HOST, which container "web" does not have',
    );
  });

  test.each<[string, Fields, Fields]>([
    ['it has it', rabbit({ hostFromEnv: 'RABBITMQ_URL' }), {}],
    ['it may have it', rabbit({ hostFromEnv: 'RABBITMQ_HOST' }), { envFrom: [{ secretRef: { name: 'rabbit' } }] }],
    ['the scaler does without', rabbit({ host: 'amqp://r.shop.svc', usernameFromEnv: 'USER' }), {}],
    [
      'the authentication may give it',
      rabbit({ hostFromEnv: 'RABBITMQ_HOST' }, { authenticationRef: { name: 'a' } }),
      {},
    ],
  ])('is fine where %s', (_, trigger, container) => {
    expect(told(trigger, container).filter((each) => each.includes('variable'))).toEqual([]);
  });

  test('is looked for in the container that the ScaledObject names', () => {
    const named = (envSourceContainerName: string) =>
      told(rabbit({ hostFromEnv: 'RABBITMQ_HOST' }), {}, { scaleTargetRef: { name: 'web', envSourceContainerName } });
    expect(named('web')).toContainEqual(expect.stringContaining('RABBITMQ_HOST'));
    expect(named('other').filter((each) => each.includes('RABBITMQ_HOST'))).toEqual([]);
  });
});

test('pods of the target itself are its own', () => {
  const namesake = { ...deployment(), metadata: { name: 'web', namespace: 'other' } };
  expect(only([...scaledOnCpu(), namesake]).rows).toEqual(only(scaledOnCpu()).rows);
});
