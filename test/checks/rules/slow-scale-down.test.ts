import { type Fields } from '../../../lib/checks';
import { slowScaleDown } from '../../../lib/checks/rules/slow-scale-down';
import { findings, hpa, mistakes, scaledObject, told } from '../objects';

const slow = (policies: unknown, more: Fields = {}) =>
  mistakes(slowScaleDown, [hpa('web', { behavior: { scaleDown: { policies, ...more } } })]).map(
    (what) => /takes (\d+) minutes/.exec(what)?.[1],
  );

test('one pod per five minutes is a warning with the time that it takes', () => {
  const scaler = hpa('web', {
    behavior: { scaleDown: { policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }] } },
  });
  const [finding, ...others] = findings(slowScaleDown, [scaler]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "warning R46: HorizontalPodAutoscaler "shop/web" (app/web): its way down from 10 to 1 replicas takes 45 minutes: 1 pod per 300 s.
       why: Pods that nobody needs any more are paid for all that time.
       fix: Allow a larger step or a shorter period, such as 10 % per 60 s; a stabilization window alone already prevents flapping."
  `);
  expect(finding?.field).toBe('spec.behavior.scaleDown.policies');
  expect(others).toEqual([]);
});

test('half an hour is not yet slow, and the window counts', () => {
  const policies = [{ type: 'Pods', value: 1, periodSeconds: 180 }];
  expect(slow(policies)).toEqual([]);
  expect(slow(policies, { stabilizationWindowSeconds: 600 })).toEqual(['34']);
});

test('the fastest policy counts, or the slowest where it is to be chosen', () => {
  const policies = [
    { type: 'Pods', value: 1, periodSeconds: 600 },
    { type: 'Percent', value: 50, periodSeconds: 60 },
  ];
  expect(slow(policies)).toEqual([]);
  expect(slow(policies, { selectPolicy: 'Min' })).toEqual(['85']);
  expect(slow(policies, { selectPolicy: 'Disabled' })).toEqual([]);
  expect(slow([{ type: 'Percent', value: 10, periodSeconds: 900 }])).toEqual(['125']);
});

test('KEDA hands the behaviour to its HPA, which never goes below one', () => {
  const behavior = { scaleDown: { policies: [{ type: 'Pods', value: 1, periodSeconds: 600 }] } };
  const advanced = { horizontalPodAutoscalerConfig: { behavior } };
  const [finding] = findings(slowScaleDown, [scaledObject('web', { advanced, maxReplicaCount: 6 })]);
  expect(finding?.field).toBe('spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies');
  expect(finding?.what).toContain('from 6 to 1 replicas takes 45 minutes');
});
