import { doubleAutoscaler } from '../../../lib/checks/rules/double-autoscaler';
import { type Fields } from '../../../lib/checks';
import { checked, deployment, findings, hpa, mistakes, object, scaledObject, told } from '../objects';

test('an HPA and a ScaledObject of one workload are an error that names both and the workload', () => {
  const [first, second] = [hpa('web'), scaledObject('web')];
  const [finding, ...others] = findings(doubleAutoscaler, [deployment('web'), first, second]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R4: ScaledObject "shop/web" (app/web) and HorizontalPodAutoscaler "shop/web" (app/web) both scale Deployment "shop/web" (app/web).
       why: KEDA's webhook refuses a ScaledObject whose workload something else scales already; where both get in, they overwrite each other, and recent Kubernetes stops both with AmbiguousSelector.
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
])('%s are fine', (_, objects) => {
  expect(mistakes(doubleAutoscaler, objects)).toEqual([]);
});

function annotated(scaler: ReturnType<typeof hpa>, annotations: Fields) {
  return checked({ ...scaler.manifest, metadata: { ...scaler.manifest.metadata, annotations } });
}

test('an HPA that KEDA takes over, or leaves alone, is not a second autoscaler', () => {
  const transfer = { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' };
  const advanced = (name: string) => ({ advanced: { horizontalPodAutoscalerConfig: { name } } });
  expect(mistakes(doubleAutoscaler, [hpa('web'), annotated(scaledObject('web', advanced('web')), transfer)])).toEqual(
    [],
  );
  expect(
    mistakes(doubleAutoscaler, [hpa('web'), annotated(scaledObject('web', advanced('other')), transfer)]),
  ).toHaveLength(1);
  expect(mistakes(doubleAutoscaler, [hpa('web'), annotated(scaledObject('web'), transfer)])).toHaveLength(1);
  const left = annotated(hpa('web'), { 'validations.keda.sh/hpa-ownership': 'false' });
  expect(mistakes(doubleAutoscaler, [left, scaledObject('web')])).toEqual([]);
});

test('two HPAs of one name are an error, though KEDA makes one of them', () => {
  const advanced = { horizontalPodAutoscalerConfig: { name: 'shared' } };
  expect(mistakes(doubleAutoscaler, [scaledObject('a', { advanced }), scaledObject('b', { advanced })])).toEqual([
    'ScaledObject "shop/b" (app/b) makes the HorizontalPodAutoscaler "shared", which ScaledObject "shop/a" (app/a) makes too.',
  ]);
  expect(mistakes(doubleAutoscaler, [scaledObject('a'), hpa('keda-hpa-a')])).toEqual([
    'ScaledObject "shop/a" (app/a) makes the HorizontalPodAutoscaler "keda-hpa-a", which HorizontalPodAutoscaler "shop/keda-hpa-a" (app/keda-hpa-a) is already.',
  ]);
});

describe('a VerticalPodAutoscaler beside another autoscaler', () => {
  const vpa = (spec: Fields = {}) =>
    object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'web', {
      spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, ...spec },
    });
  const controls = (...controlledResources: string[]) => ({
    resourcePolicy: { containerPolicies: [{ containerName: '*', controlledResources }] },
  });
  const trigger = (type: string, metricType: string) => ({
    triggers: [{ type, metricType, metadata: { value: '50' } }],
  });

  test('that resizes what the other one measures is an error', () => {
    const [finding, ...others] = findings(doubleAutoscaler, [deployment('web'), hpa('web'), vpa()]);
    expect(told(finding)).toMatchInlineSnapshot(`
     "error R4: VerticalPodAutoscaler "shop/web" (app/web) resizes the cpu request of Deployment "shop/web" (app/web), and HorizontalPodAutoscaler "shop/web" (app/web) scales it on cpu utilization.
         why: Each reacts to what the other did: a larger request lowers the utilization, so that replicas fall and the pods grow.
         fix: Set updateMode: "Off", or let the VerticalPodAutoscaler control the other resource only (controlledResources)."
    `);
    expect(others).toEqual([]);
  });

  test.each<[string, Fields, ReturnType<typeof hpa>, number]>([
    ['only recommends', { updatePolicy: { updateMode: 'Off' } }, hpa('web'), 0],
    ['resizes new pods only', { updatePolicy: { updateMode: 'Initial' } }, hpa('web'), 0],
    ['controls memory only', controls('memory'), hpa('web'), 0],
    ['controls CPU', controls('cpu'), hpa('web', { metrics: [] }), 1],
    ['has another target', { targetRef: { kind: 'Deployment', name: 'worker' } }, hpa('web'), 0],
    ['meets an external metric', {}, hpa('web', { metrics: [{ type: 'External' }] }), 0],
    ['meets a KEDA trigger of CPU utilization', {}, scaledObject('web', trigger('cpu', 'Utilization')), 1],
    ['meets a KEDA trigger of CPU in cores', {}, scaledObject('web', trigger('cpu', 'AverageValue')), 0],
  ])('that %s', (_, spec, scaler, count) => {
    expect(mistakes(doubleAutoscaler, [deployment('web'), scaler, vpa(spec)])).toHaveLength(count);
  });
});
