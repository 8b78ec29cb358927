import { twoBudgets } from '../../../lib/checks/rules/two-budgets';
import { budget, deployment, mistakes, workload } from '../objects';

test('one pair is one finding, and a third budget another one', () => {
  const all = ['a', 'b', 'c'].map((name) => budget(name, { selector: { matchLabels: { app: 'web' } } }));
  expect(mistakes(twoBudgets, [deployment('web'), ...all.slice(0, 2)])).toEqual([
    'PodDisruptionBudget "shop/b" (app/b) and PodDisruptionBudget "shop/a" (app/a) both select the pods of Deployment "shop/web" (app/web).',
  ]);
  expect(mistakes(twoBudgets, [deployment('web'), ...all])).toHaveLength(2);
});

test('budgets of different pods, and pods that a drain leaves alone, are fine', () => {
  const [web, api] = [budget('web', {}), budget('api', {})];
  expect(mistakes(twoBudgets, [deployment('web'), deployment('api'), web, api])).toEqual([]);
  const all = budget('all', { selector: {} });
  expect(mistakes(twoBudgets, [workload('DaemonSet', 'web'), web, all])).toEqual([]);
});

test('several workloads of one pair are one finding, and each other budget another one', () => {
  const everything = budget('everything', { selector: {} });
  const [web, api, both] = [budget('web', {}), budget('api', {}), budget('both', { selector: {} })];
  const objects = [deployment('web'), deployment('api'), deployment('shop')];
  expect(mistakes(twoBudgets, [...objects, everything, both])).toEqual([
    'PodDisruptionBudget "shop/both" (app/both) and PodDisruptionBudget "shop/everything" (app/everything) both select the pods of Deployment "shop/web" (app/web) and of 2 more.',
  ]);
  expect(mistakes(twoBudgets, [...objects, web, api, everything])).toEqual([
    'PodDisruptionBudget "shop/everything" (app/everything) and PodDisruptionBudget "shop/web" (app/web) both select the pods of Deployment "shop/web" (app/web).',
    'PodDisruptionBudget "shop/everything" (app/everything) and PodDisruptionBudget "shop/api" (app/api) both select the pods of Deployment "shop/api" (app/api).',
  ]);
});
