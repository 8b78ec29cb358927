import { compare, manifests, readRecording, RECORDED_LABS, RECORDED_NAMES } from './recorded-labs';

interface Autoscaler {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly maxReplicas?: number; readonly metrics?: unknown };
}

describe('a prediction and a recording of a cluster', () => {
  test('are compared for every recording there is', () => {
    expect(Object.keys(RECORDED_LABS).sort()).toEqual(RECORDED_NAMES);
  });

  test.each(RECORDED_NAMES)('are of the same autoscaler: %s', (name) => {
    const { only } = RECORDED_LABS[name]!;
    const { spec: recorded } = readRecording(name).frames[0]!.hpa as Autoscaler;
    const ours = (manifests() as readonly Autoscaler[]).filter(({ metadata }) => metadata?.name === only);
    const hpa = ours.find(({ kind }) => kind === 'HorizontalPodAutoscaler');
    const scaledObject = ours.find(({ kind }) => kind === 'ScaledObject');
    expect([hpa, scaledObject].filter((each) => each !== undefined)).toHaveLength(1);
    const threshold = name === 'ingress-keda' ? '100' : '50';
    if (hpa) {
      expect(recorded).toMatchObject({ maxReplicas: hpa.spec?.maxReplicas, metrics: hpa.spec?.metrics });
    } else {
      expect(scaledObject?.spec).toMatchObject({
        maxReplicaCount: recorded?.maxReplicas,
        triggers: [{ metadata: { threshold } }],
      });
      expect(recorded?.metrics).toMatchObject([{ external: { target: { averageValue: threshold } } }]);
    }
  });

  test.each(RECORDED_NAMES)(
    'agree while the load is on, to a replica and a sync, with what was measured there or in another run: %s',
    (name) => {
      const { share, elsewhere } = compare(name);
      expect(share).toBeGreaterThanOrEqual(0.95);
      expect(elsewhere.share).toBeGreaterThanOrEqual(0.95);
    },
  );
});
