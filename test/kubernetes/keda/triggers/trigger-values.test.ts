import { targetFault, valueFaults } from '../../../../lib/kubernetes/keda/triggers';

const told = (type: string, metadata: Record<string, string>): string[] =>
  [...valueFaults(type, metadata)].map(({ key, what, fix }) => `${key}: ${what}. ${fix}`);

test.each([
  ['redis', 'listLength', '10.5', 'a whole number'],
  ['redis', 'listLength', '010', 'a whole number'],
  ['redis', 'listLength', '+5', 'a whole number'],
  ['redis', 'databaseIndex', 'zero', 'a whole number'],
  ['prometheus', 'threshold', '500m', 'a number'],
  ['prometheus', 'threshold', '.5', 'a number'],
  ['prometheus', 'threshold', '80%', 'a number'],
  ['prometheus', 'ignoreNullValues', 'no', 'a boolean'],
  ['prometheus', 'timeout', '5 s', 'a duration'],
  ['rabbitmq', 'useRegex', 'yes', 'a boolean'],
  ['azure-servicebus', 'operation', 'median', 'one of sum, max, avg'],
  ['kafka', 'sasl', 'scram_sha_512', 'one of none, plaintext, scram_sha256, scram_sha512, oauthbearer, gssapi'],
])('%s does not read %s: %s, which is not %s', (type, key, value, kind) => {
  expect([...valueFaults(type, { [key]: value })]).toMatchObject([
    { key, what: `has the ${key} "${value}", which is not ${kind}` },
  ]);
});

test.each([
  ['redis', 'listLength', '-1'],
  ['redis', 'listLength', ' 10 '],
  ['prometheus', 'threshold', '1e3'],
  ['prometheus', 'threshold', '0.5'],
  ['prometheus', 'ignoreNullValues', 'False'],
  ['prometheus', 'timeout', '1500'],
  ['prometheus', 'timeout', '1.5s'],
  ['prometheus', 'timeout', '1m30s'],
  ['azure-servicebus', 'operation', 'avg'],
  ['kafka', 'version', '3.0.0'],
  ['kafka', 'lagThreshold', ''],
  ['kafka', 'clientId', 'web'],
  ['cron', 'desiredReplicas', 'five'],
  ['unheard-of', 'value', 'x'],
])('%s reads %s: %s, or somebody else judges it', (type, key, value) => {
  expect(told(type, { [key]: value })).toEqual([]);
});

test('a key that KEDA removed is told with what replaces it', () => {
  expect(told('gcp-pubsub', { subscriptionSize: '5' })).toEqual([
    'subscriptionSize: has subscriptionSize, which KEDA no longer takes. Write mode: SubscriptionSize, and value instead of subscriptionSize.',
  ]);
  expect(told('huawei-cloudeye', { minMetricValue: '1' })).toEqual([
    'minMetricValue: has minMetricValue, which KEDA no longer takes. Write activationTargetMetricValue instead.',
  ]);
});

test('a target of an HPA is above 0, also when it is rounded', () => {
  expect(targetFault('redis', { listLength: '0' })).toEqual({
    key: 'listLength',
    what: 'has the listLength 0',
    fix: 'Use a number above 0.',
  });
  expect(targetFault('prometheus', { threshold: '0.0004' })?.what).toBe('has the threshold 0.0004, which rounds to 0');
  expect(targetFault('mysql', { queryValue: '-3' })?.what).toBe('has the queryValue -3');
  expect(targetFault('prometheus', { threshold: '0.0005' })).toBeUndefined();
  expect(targetFault('prometheus', { threshold: 'ten' })).toBeUndefined();
  expect(targetFault('redis', {})).toBeUndefined();
  expect(targetFault('cron', { desiredReplicas: '0' })).toBeUndefined();
});
