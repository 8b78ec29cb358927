import { type Fields } from '../../../lib/checks';
import { fieldWithoutEffect } from '../../../lib/checks/rules/field-without-effect';
import { findings, hpa, mistakes, scaledObject } from '../objects';

const QUEUE = { type: 'kafka', name: 'queue', metadata: { lagThreshold: '5' } };

test('fields without effect are warnings', () => {
  const spec = { minReplicaCount: 1, cooldownPeriod: 30, pollingInterval: 1, triggers: [QUEUE] };
  const severities = (more: Fields) =>
    findings(fieldWithoutEffect, [scaledObject('web', { ...spec, ...more })]).map(({ severity }) => severity);
  expect(severities({})).toEqual(['warning', 'warning']);
  expect(severities({ triggers: [{ ...QUEUE, useCachedMetrics: true }] })).toEqual(['warning']);
  expect(severities({ cooldownPeriod: undefined, pollingInterval: undefined })).toEqual([]);
});

test('where the target may go to zero, both have an effect', () => {
  const spec = { triggers: [QUEUE], cooldownPeriod: 30, pollingInterval: 5 };
  expect(mistakes(fieldWithoutEffect, [scaledObject('web', spec), hpa('web')])).toEqual([]);
  expect(
    mistakes(fieldWithoutEffect, [scaledObject('web', { ...spec, minReplicaCount: 2, idleReplicaCount: 0 })]),
  ).toEqual([]);
});
