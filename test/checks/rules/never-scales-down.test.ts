import { neverScalesDown } from '../../../lib/checks/rules/never-scales-down';
import { findings, hpa, mistakes, scaledObject } from '../objects';

const behavior = { scaleDown: { selectPolicy: 'Disabled' } };

test('a way down that is switched off keeps every peak', () => {
  expect(mistakes(neverScalesDown, [hpa('web', { behavior })])).toHaveLength(1);
  const advanced = { horizontalPodAutoscalerConfig: { behavior } };
  const [finding] = findings(neverScalesDown, [scaledObject('web', { advanced })]);
  expect(finding?.field).toBe('spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.selectPolicy');
  expect(finding?.why).toContain('KEDA alone still takes it to zero');
});

test('a way up that is switched off, and a fixed number, are somebody’s wish', () => {
  expect(mistakes(neverScalesDown, [hpa('web', { behavior: { scaleUp: { selectPolicy: 'Disabled' } } })])).toEqual([]);
  expect(mistakes(neverScalesDown, [hpa('web', { behavior, minReplicas: 10 })])).toEqual([]);
  expect(mistakes(neverScalesDown, [hpa('web', { behavior: { scaleDown: { selectPolicy: 'Min' } } })])).toEqual([]);
});
