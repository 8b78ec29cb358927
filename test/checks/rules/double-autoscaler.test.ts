import { doubleAutoscaler } from '../../../lib/checks/rules/double-autoscaler';
import { deployment, findings, hpa, mistakes, object, scaledObject, told } from '../objects';

test('an HPA and a ScaledObject of one workload are an error that names both and the workload', () => {
  const [first, second] = [hpa('web'), scaledObject('web')];
  const [finding, ...others] = findings(doubleAutoscaler, [deployment('web'), first, second]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R4: ScaledObject "shop/web" (app/web) and HorizontalPodAutoscaler "shop/web" (app/web) both scale Deployment "shop/web" (app/web).
       why: They overwrite each other, and recent Kubernetes stops both with AmbiguousSelector.
       fix: Keep one autoscaler and give it the metrics of both: the highest recommendation wins."
  `);
  expect(finding?.objects).toEqual([second, first]);
  expect(others).toEqual([]);
});

test('a target that is not among the objects is named by its reference', () => {
  const twin = hpa('twin', { scaleTargetRef: { kind: 'StatefulSet', name: 'db' } });
  const other = hpa('other', { scaleTargetRef: { kind: 'StatefulSet', name: 'db' } });
  expect(mistakes(doubleAutoscaler, [twin, other])).toEqual([
    'HorizontalPodAutoscaler "shop/other" (app/other) and HorizontalPodAutoscaler "shop/twin" (app/twin) both scale StatefulSet "shop/db".',
  ]);
});

test('each autoscaler after the first is one finding', () => {
  const scaleTargetRef = { kind: 'Deployment', name: 'web' };
  const objects = ['a', 'b', 'c'].map((name) => hpa(name, { scaleTargetRef }));
  expect(findings(doubleAutoscaler, objects)).toHaveLength(2);
});

test.each([
  ['one autoscaler each', [hpa('web'), scaledObject('worker')]],
  [
    'targets of one name and different kinds',
    [hpa('web'), hpa('web', { scaleTargetRef: { kind: 'StatefulSet', name: 'web' } })],
  ],
  ['autoscalers that name no target', [hpa('web', { scaleTargetRef: null }), hpa('worker', { scaleTargetRef: {} })]],
  [
    'a VerticalPodAutoscaler beside an HPA',
    [
      hpa('web'),
      object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'web', {
        spec: { targetRef: { kind: 'Deployment', name: 'web' } },
      }),
    ],
  ],
])('%s are fine', (_, objects) => {
  expect(mistakes(doubleAutoscaler, objects)).toEqual([]);
});
