import { type Fields } from '../../../lib/checks';
import { pdbDeadlock } from '../../../lib/checks/rules/pdb-deadlock';
import { budget, checked, deployment, findings, hpa, mistakes, scaledObject, told, workload } from '../objects';

function blocks(spec: Fields, replicas: number): boolean {
  return mistakes(pdbDeadlock, [deployment('web', { replicas }), budget('web', spec)]).length > 0;
}

test('a budget that allows no eviction at minReplicas is an error that names it and the workload', () => {
  const [web, guard] = [deployment('web'), budget('web', { minAvailable: 1 })];
  const [finding, ...others] = findings(pdbDeadlock, [web, hpa('web'), guard]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R21: PodDisruptionBudget "shop/web" (app/web) with minAvailable 1 allows no eviction from Deployment "shop/web" (app/web), which may run as few as 1 pod.
       why: kubectl drain hangs, and so does every node upgrade.
       fix: Use maxUnavailable: 1, which never blocks, or keep more replicas than minAvailable."
  `);
  expect(finding?.objects).toEqual([guard, web]);
  expect(others).toEqual([]);
});

test('a budget that never allows an eviction is an error at any size', () => {
  const objects = [deployment('web', { replicas: 12 }), budget('web', { maxUnavailable: 0 })];
  expect(told(findings(pdbDeadlock, objects)[0])).toMatchInlineSnapshot(`
   "error R21: PodDisruptionBudget "shop/web" (app/web) with maxUnavailable 0 allows no eviction from Deployment "shop/web" (app/web), which may run as few as 12 pods.
       why: kubectl drain hangs, and so does every node upgrade.
       fix: Use maxUnavailable: 1, which never blocks, or keep more replicas than minAvailable."
  `);
});

test('the smallest size is the autoscaler’s minimum, whatever replicas say', () => {
  const guard = budget('web', { minAvailable: 2 });
  expect(
    mistakes(pdbDeadlock, [deployment('web', { replicas: 9 }), hpa('web', { minReplicas: 2 }), guard]),
  ).toHaveLength(1);
  expect(mistakes(pdbDeadlock, [deployment('web', { replicas: 1 }), hpa('web', { minReplicas: 3 }), guard])).toEqual(
    [],
  );
});

test('a workload that KEDA takes to zero is judged with its first pod', () => {
  const objects = [deployment('web'), scaledObject('web')];
  expect(mistakes(pdbDeadlock, [...objects, budget('web', { maxUnavailable: 1 })])).toEqual([]);
  expect(mistakes(pdbDeadlock, [...objects, budget('web', { minAvailable: 1 })])).toEqual([
    expect.stringContaining('which may run as few as 1 pod.'),
  ]);
});

test.each([
  [{ minAvailable: 0 }, 1, false],
  [{ minAvailable: 1 }, 1, true],
  [{ minAvailable: 1 }, 2, false],
  [{ minAvailable: 3 }, 2, true],
  [{ minAvailable: '0%' }, 1, false],
  [{ minAvailable: '1%' }, 1, true],
  [{ minAvailable: '50%' }, 1, true],
  [{ minAvailable: '50%' }, 2, false],
  [{ minAvailable: '67%' }, 3, true],
  [{ minAvailable: '66%' }, 3, false],
  [{ minAvailable: '100%' }, 50, true],
  [{ maxUnavailable: 0 }, 50, true],
  [{ maxUnavailable: 1 }, 1, false],
  [{ maxUnavailable: '0%' }, 50, true],
  [{ maxUnavailable: '1%' }, 1, false],
  [{ maxUnavailable: '100%' }, 1, false],
  [{ minAvailable: null, maxUnavailable: 1 }, 1, false],
  [{ minAvailable: 1, maxUnavailable: null }, 2, false],
])('percentages round up: %j on %i pods blocks: %s', (spec, replicas, blocked) => {
  expect(blocks(spec, replicas)).toBe(blocked);
});

test('a budget without numbers is left alone', () => {
  expect(blocks({}, 1)).toBe(false);
  expect(blocks({ minAvailable: null, maxUnavailable: null }, 1)).toBe(false);
});

test('a share in other words than a percentage is an error, and no crash', () => {
  for (const minAvailable of ['half', {}, [], { toString: 1 }]) expect(blocks({ minAvailable }, 3)).toBe(true);
});

test('a budget over several workloads counts the pods of all of them', () => {
  const labels = { app: 'web' };
  const [stable, canary] = [deployment('stable', { labels }), deployment('canary', { labels })];
  expect(mistakes(pdbDeadlock, [stable, canary, budget('web', { minAvailable: 1 })])).toEqual([]);

  const guard = budget('web', { minAvailable: 2 });
  const [finding, ...others] = findings(pdbDeadlock, [stable, canary, guard]);
  expect(finding?.what).toBe(
    'PodDisruptionBudget "shop/web" (app/web) with minAvailable 2 allows no eviction from Deployment "shop/stable" (app/stable) and Deployment "shop/canary" (app/canary), which may run as few as 2 pods.',
  );
  expect(finding?.objects).toEqual([guard, stable, canary]);
  expect(others).toEqual([]);
});

test('a DaemonSet is left alone: it has a pod per node, and drains pass it by', () => {
  expect(mistakes(pdbDeadlock, [workload('DaemonSet', 'agent'), budget('agent', { minAvailable: 1 })])).toEqual([]);
});

test('a budget concerns the pods of its namespace that carry all of its labels', () => {
  const selector = { matchLabels: { app: 'web', tier: 'front' } };
  const guard = budget('web', { selector, minAvailable: 1 });
  expect(mistakes(pdbDeadlock, [deployment('web'), guard])).toEqual([]);
  const web = deployment('web', { labels: { app: 'web', tier: 'front', more: 'yes' } });
  expect(mistakes(pdbDeadlock, [web, guard])).toHaveLength(1);
  const elsewhere = checked({ ...web.manifest, metadata: { name: 'web', namespace: 'staging' } });
  expect(mistakes(pdbDeadlock, [elsewhere, guard])).toEqual([]);
});

test.each([
  ['no selector', undefined],
  ['a selector that is null', null],
  ['a selector that is a list', [{ app: 'web' }]],
])('a budget with %s is left alone', (_, selector) => {
  expect(mistakes(pdbDeadlock, [deployment('web'), budget('web', { selector, minAvailable: 1 })])).toEqual([]);
});

test('a selector with expressions may select fewer pods than its labels, so that nothing is said about it', () => {
  const matchExpressions = [{ key: 'tier', operator: 'Exists' }];
  const guard = budget('web', { maxUnavailable: 0, selector: { matchLabels: { app: 'web' }, matchExpressions } });
  expect(findings(pdbDeadlock, [deployment('web'), guard])).toEqual([]);
});

test.each([{}, { matchLabels: {} }])('the empty selector %j guards every pod of the namespace', (selector) => {
  const objects = [deployment('web'), deployment('worker')];
  expect(mistakes(pdbDeadlock, [...objects, budget('all', { selector, minAvailable: 1 })])).toEqual([]);
  expect(mistakes(pdbDeadlock, [...objects, budget('all', { selector, minAvailable: 2 })])).toHaveLength(1);
});
