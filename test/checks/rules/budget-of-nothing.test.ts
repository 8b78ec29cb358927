import { checkManifests } from '../../../lib/checks';
import { budgetOfNothing } from '../../../lib/checks/rules/budget-of-nothing';
import { budget, deployment, findings, mistakes, object } from '../objects';

const of = (matchLabels: object) => budget('web', { maxUnavailable: 1, selector: { matchLabels } });

test('labels that are a letter away from a workload’s are a typo', () => {
  const [finding] = findings(budgetOfNothing, [deployment('web'), of({ app: 'wbe' })]);
  expect(finding?.fix).toBe('Did you mean app=web, as on the pods of Deployment "shop/web" (app/web)?');
});

test.each([
  ['selects', of({ app: 'web' }), [deployment('web')]],
  ['selects everything', of({}), [deployment('web')]],
  ['is about pods of an operator', of({ cluster: 'postgres' }), [deployment('web')]],
  ['is alone', of({ app: 'wbe' }), []],
])('a budget that %s is left alone', (_, guard, others) => {
  expect(mistakes(budgetOfNothing, [guard, ...others])).toEqual([]);
});

test('expressions may select what labels do not show', () => {
  const selector = { matchExpressions: [{ key: 'app', operator: 'In', values: ['wbe'] }] };
  expect(mistakes(budgetOfNothing, [deployment('web'), budget('web', { selector })])).toEqual([]);
});

test('the pods of an operator, which nobody sees, may be those that are meant', () => {
  const objects = [deployment('prometheus-operator'), budget('web', { maxUnavailable: 1, selector: { matchLabels: { app: 'prometheus' } } })]; // prettier-ignore
  const told = (more: typeof objects) => checkManifests([...objects, ...more]).map(({ rule }) => rule);
  expect(told([])).toContain('R76');
  const prometheus = object('monitoring.coreos.com/v1', 'Prometheus', 'main', { spec: { replicas: 2 } });
  expect(told([prometheus])).not.toContain('R76');
});
