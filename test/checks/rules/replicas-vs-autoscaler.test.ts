import { replicasVersusAutoscaler } from '../../../lib/checks/rules/replicas-vs-autoscaler';
import { checked, deployment, findings, hpa, mistakes, object, scaledObject, told, workload } from '../objects';

test('replicas of a workload that an HPA scales are an error that names both', () => {
  const [web, scaler] = [deployment('web', { replicas: 2 }), hpa('web')];
  const [finding] = findings(replicasVersusAutoscaler, [web, scaler]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R3: Deployment "shop/web" (app/web) sets replicas: 2, and HorizontalPodAutoscaler "shop/web" (app/web) scales it.
       why: Every kubectl apply throws the autoscaler's decision away and goes back to 2.
       fix: Remove replicas from the workload, or call markHasAutoscaler() on one of cdk8s-plus, which writes 2 where nobody says a number; minReplicas of the autoscaler says how few are enough."
  `);
  expect(finding?.objects).toEqual([web, scaler]);
});

test('a KEDA ScaledObject is an autoscaler, and its target is a Deployment unless it says otherwise', () => {
  const [web, scaler] = [deployment('web', { replicas: 2 }), scaledObject('web')];
  expect(findings(replicasVersusAutoscaler, [web, scaler])[0]?.objects).toEqual([web, scaler]);
});

test('a StatefulSet is found by the kind in the target reference', () => {
  const database = workload('StatefulSet', 'db', { replicas: 3 });
  expect(findings(replicasVersusAutoscaler, [database, hpa('db')])).toEqual([]);
  const scaler = hpa('db', { scaleTargetRef: { kind: 'StatefulSet', name: 'db' } });
  expect(findings(replicasVersusAutoscaler, [database, scaler])[0]?.objects).toEqual([database, scaler]);
});

test('replicas: 0 resets an autoscaler as any other number does', () => {
  expect(mistakes(replicasVersusAutoscaler, [deployment('web', { replicas: 0 }), hpa('web')])).toHaveLength(1);
});

test('two autoscalers of one workload make one finding here, because the other one is R4', () => {
  const objects = [deployment('web', { replicas: 2 }), hpa('web'), scaledObject('web')];
  expect(findings(replicasVersusAutoscaler, objects)).toHaveLength(1);
});

test.each([
  ['a workload without replicas', [deployment('web'), hpa('web')]],
  ['replicas that are null, which counts as missing', [deployment('web', { replicas: null }), hpa('web')]],
  ['replicas that nothing scales', [deployment('web', { replicas: 2 })]],
  ['an autoscaler of another workload', [deployment('web', { replicas: 2 }), hpa('worker')]],
  [
    'an autoscaler of another namespace',
    [
      deployment('web', { replicas: 2 }),
      checked({ ...hpa('web').manifest, metadata: { name: 'web', namespace: 'staging' } }),
    ],
  ],
  [
    'an autoscaler of a kind that has no pods here',
    [
      deployment('web', { replicas: 2 }),
      object('stable.example.com/v1', 'CronTab', 'web', { spec: { replicas: 2 } }),
      hpa('web', { scaleTargetRef: { kind: 'CronTab', name: 'web' } }),
    ],
  ],
])('%s is fine', (_, objects) => {
  expect(mistakes(replicasVersusAutoscaler, objects)).toEqual([]);
});

test('objects without a namespace meet in the namespace "default"', () => {
  const web = deployment('web', { replicas: 2 }).manifest;
  const [finding] = findings(replicasVersusAutoscaler, [
    checked({ ...web, metadata: { name: 'web' } }),
    checked({ ...hpa('web').manifest, metadata: { name: 'web', namespace: 'default' } }),
  ]);
  expect(finding?.what).toBe(
    'Deployment "web" (shop.yaml) sets replicas: 2, and HorizontalPodAutoscaler "default/web" (shop.yaml) scales it.',
  );
});
