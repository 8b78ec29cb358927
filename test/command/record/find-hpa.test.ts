import { findHpa } from '../../../lib/command/record/find-hpa';
import { type ScalerName } from '../../../lib/command/scaler-name';
import { type InputError } from '../../../lib/validation';
import { listing } from '../listing';

const HPAS = [
  { metadata: { name: 'web' } },
  {
    metadata: {
      name: 'keda-hpa-api',
      ownerReferences: [
        { kind: 'App', name: 'api' },
        { kind: 'ScaledObject', name: 'api' },
      ],
    },
  },
  {},
];

async function find(name: ScalerName, hpas: readonly Record<string, unknown>[] = HPAS) {
  const { list, asked } = listing(() => hpas);
  const found = await findHpa({ list }, name, 'home').catch(({ problem }: InputError) => problem);
  return { found, asked };
}

test('an HPA by its name, where it is or at home', async () => {
  const { found, asked } = await find({ kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web' });
  expect(found).toEqual({ namespace: 'shop', name: 'web' });
  expect(asked).toEqual(['/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers']);
  expect((await find({ kind: 'HorizontalPodAutoscaler', name: 'web' })).found).toEqual({
    namespace: 'home',
    name: 'web',
  });
});

test('the HPA that KEDA made for a ScaledObject', async () => {
  expect((await find({ kind: 'ScaledObject', name: 'api' })).found).toEqual({
    namespace: 'home',
    name: 'keda-hpa-api',
    scaledObject: 'api',
  });
});

test('a ScaledJob has none', async () => {
  const { found, asked } = await find({ kind: 'ScaledJob', name: 'batch' });
  expect(found).toMatchObject({ what: 'ScaledJob "home/batch" has no HPA.', fix: 'Record an HPA or a ScaledObject.' });
  expect(asked).toEqual([]);
});

test.each<[ScalerName, string]>([
  [{ kind: 'HorizontalPodAutoscaler', name: 'api' }, 'There is no HorizontalPodAutoscaler "home/api" on this cluster.'],
  [{ kind: 'ScaledObject', name: 'web' }, 'There is no HPA of ScaledObject "home/web" on this cluster.'],
])('%j is not there, and those that are there are named', async (name, what) => {
  expect((await find(name, HPAS.slice(0, 2))).found).toMatchObject({
    what,
    fix: 'Name one that exists in namespace home: web, keda-hpa-api.',
  });
});

test('a namespace without any', async () => {
  expect((await find({ kind: 'ScaledObject', name: 'web' }, [])).found).toMatchObject({
    fix: 'Name one that exists; there is none in namespace home. cdk8s-autoscaling status lists all.',
  });
});
