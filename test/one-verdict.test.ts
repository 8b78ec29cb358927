import { Duration } from 'cdk8s';
import {
  KedaFallback,
  KedaScaler,
  KedaTrigger,
  MetricQuery,
  ScaleTarget,
  ScalingFormula,
  type KedaScalerProps,
} from '../lib';
import { checkManifests, type Fields, type Manifest } from '../lib/checks';
import { predict } from '../lib/simulation';
import { chartOn, messageOf, only, synthesize } from './support/synthesize';
import { deployment, onQuery } from './simulation/world/manifests';
import { hpa } from './simulation/objects';

/** Rules whose findings are the servers' words about one autoscaler. */
const RULES = ['R6', 'R7', 'R27'];

const QUERY = onQuery('sum(rate(http_requests_total[2m]))', '5', { name: 'a' });
const CPU = { type: 'cpu', metricType: 'Utilization', metadata: { value: '50' } };

function scaledObject(spec: Fields): Fields {
  return {
    ...{ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'web', namespace: 'shop' } },
    spec: {
      scaleTargetRef: { name: 'web' },
      minReplicaCount: 1,
      maxReplicaCount: 5,
      triggers: [QUERY],
      ...spec,
    },
  };
}

interface Servers {
  readonly kubernetes: string;
  readonly keda: string;
}

/** What `check` has against an autoscaler, as errors: the sentence, without where the object comes from. */
function checked(manifest: Fields, { kubernetes, keda }: Servers, rules = RULES): string[] {
  const objects = [deployment(), manifest].map((each) => ({ manifest: each as Manifest, origin: 'web.yaml' }));
  return checkManifests(objects, { kubernetes, keda })
    .filter(({ rule, severity }) => severity === 'error' && rules.includes(rule))
    .map(({ what, why, fix }) => [what.replace(' (web.yaml)', ''), why, fix].join('\n'));
}

/** What `predict` says to it; undefined where it predicts. */
function predicted(manifest: Fields, { kubernetes, keda }: Servers): string | undefined {
  try {
    predict([deployment(), manifest], {
      load: 'siege:1',
      duration: 15,
      cluster: { controller: { kubernetes }, keda },
      world: { metrics: { http_requests_total: 'requests' } },
    });
    return undefined;
  } catch (error) {
    return (error as Error).message.replaceAll(/\n {4}(?:why|fix): /g, '\n');
  }
}

const LATEST = { kubernetes: '1.36', keda: '2.20' };

const behavior = (rules: Fields): Fields => ({ behavior: { scaleDown: rules } });
const advanced = (rules: Fields): Fields => ({ advanced: { horizontalPodAutoscalerConfig: behavior(rules) } });
const modifiers = (scalingModifiers: Fields): Fields => ({ advanced: { scalingModifiers } });
const zero = { minReplicas: 0 };

describe('check and predict', () => {
  test.each<Fields>([
    hpa(),
    hpa({ minReplicas: 3, maxReplicas: 3 }),
    hpa({ maxReplicas: 2 ** 31 - 1 }),
    hpa(behavior({ stabilizationWindowSeconds: 0, selectPolicy: 'Disabled' })),
    scaledObject({}),
    scaledObject({ minReplicaCount: 0, idleReplicaCount: 0 }),
    scaledObject({ minReplicaCount: 2, idleReplicaCount: 1 }),
    scaledObject({ fallback: { failureThreshold: 0, replicas: 0 } }),
    scaledObject({ triggers: [QUERY, CPU] }),
    scaledObject(modifiers({ formula: 'a * 2', target: '5' })),
  ])('take %j', (manifest) => {
    expect(checked(manifest, LATEST)).toEqual([]);
    expect(predicted(manifest, LATEST)).toBeUndefined();
  });

  test.each<Fields>([
    hpa({ minReplicas: 5, maxReplicas: 3 }),
    hpa({ maxReplicas: 0 }),
    hpa({ maxReplicas: undefined }),
    hpa({ minReplicas: 0 }),
    hpa({ scaleTargetRef: { kind: 'Deployment', name: 'web' } }),
    hpa({ metrics: [{ type: 'Resource' }] }),
    hpa({ metrics: [{ type: 'CPU' }] }),
    hpa({ metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Value', value: 1 } } }] }),
    hpa(behavior({ stabilizationWindowSeconds: 3601 })),
    hpa(behavior({ policies: [] })),
    hpa(behavior({ policies: [{ type: 'Pods', value: 0, periodSeconds: 60 }] })),
    hpa(behavior({ tolerance: 'a tenth' })),
    scaledObject({ minReplicaCount: 6 }),
    scaledObject({ idleReplicaCount: 1 }),
    scaledObject({ pollingInterval: 0 }),
    scaledObject({ triggers: [] }),
    scaledObject({ triggers: [QUERY, QUERY] }),
    scaledObject({ triggers: [{ ...CPU, useCachedMetrics: true }] }),
    scaledObject({ triggers: [{ ...CPU, metricType: 'Value' }] }),
    scaledObject({ triggers: [{ ...QUERY, metadata: { serverAddress: 'http://p', threshold: '5' } }] }),
    scaledObject({ minReplicaCount: 0, triggers: [CPU] }),
    scaledObject({ fallback: {} }),
    scaledObject({ fallback: { failureThreshold: 1 } }),
    scaledObject({ fallback: { failureThreshold: 1, replicas: -1 } }),
    scaledObject({ triggers: [CPU], fallback: { failureThreshold: 1, replicas: 1 } }),
    scaledObject({ fallback: { failureThreshold: 1, replicas: 1, behavior: 'scalingModifiers' } }),
    scaledObject(modifiers({ formula: 'a b', target: '5' })),
    scaledObject(modifiers({ formula: 'a..b', target: '5' })),
    scaledObject(modifiers({ formula: 'b', target: '5' })),
    scaledObject(modifiers({ formula: 'a', target: '0' })),
    scaledObject(modifiers({ target: '5' })),
    scaledObject(advanced({ stabilizationWindowSeconds: 3601 })),
    scaledObject(advanced({ policies: [{ type: 'Pods', value: 0, periodSeconds: 60 }] })),
  ])('refuse %j in the same words', (manifest) => {
    const findings = checked(manifest, LATEST);
    expect(findings).not.toEqual([]);
    expect(findings).toContain(predicted(manifest, LATEST));
  });

  test.each<Fields>([
    hpa({ maxReplicas: 2 ** 31 }),
    hpa({ minReplicas: '2' }),
    scaledObject({ maxReplicaCount: '5' }),
    scaledObject({ maxReplicaCount: 2 ** 31 }),
  ])('refuse %j, which check tells of the type', (manifest) => {
    expect(checked(manifest, LATEST, ['R43', 'R60', 'R61'])).toHaveLength(1);
    expect(predicted(manifest, LATEST)).toBeDefined();
  });

  test.each<[Fields, Servers, Servers]>([
    [hpa({ scaleTargetRef: { kind: 'Deployment', name: 'web' } }), { ...LATEST, kubernetes: '1.33' }, LATEST],
    [scaledObject({ triggers: [QUERY, QUERY] }), { ...LATEST, keda: '2.10' }, { ...LATEST, keda: '2.11' }],
    [
      scaledObject({ triggers: [{ ...QUERY, metricType: 'Value' }], fallback: { failureThreshold: 1, replicas: 1 } }),
      LATEST,
      { ...LATEST, keda: '2.17' },
    ],
  ])('%j: taken by %j, refused by %j', (manifest, taking, refusing) => {
    expect(checked(manifest, taking)).toEqual([]);
    expect(predicted(manifest, taking)).toBeUndefined();
    expect(checked(manifest, refusing)).toContain(predicted(manifest, refusing));
  });
});

describe('the construct, check and predict', () => {
  const query = KedaTrigger.prometheus({
    prometheus: { url: 'http://prometheus.monitoring.svc', scrapeInterval: Duration.seconds(30) },
    query: MetricQuery.raw('sum(rate(http_requests_total[2m]))'),
    threshold: 5,
    triggerName: 'a',
  });
  const cpu = KedaTrigger.cpuUtilization(50);
  const target = ScaleTarget.of({ name: 'web', namespace: 'shop' });

  function constructed(props: Partial<KedaScalerProps>): Manifest[] {
    const chart = chartOn();
    new KedaScaler(chart, 'web', { target, maxReplicas: 5, triggers: [query], ...props });
    return synthesize(chart);
  }

  test.each<[Partial<KedaScalerProps>, Fields]>([
    [{ minReplicas: 6 }, { minReplicaCount: 6 }],
    [{ minReplicas: 1, idleReplicas: 1 }, { idleReplicaCount: 1 }],
    [{ triggers: [] }, { triggers: [] }],
    [{ triggers: [query, query] }, { triggers: [QUERY, QUERY] }],
    [
      { ...zero, triggers: [cpu] },
      { minReplicaCount: 0, triggers: [CPU] },
    ],
    [
      { triggers: [cpu], fallback: KedaFallback.replicas(1) },
      { triggers: [CPU], fallback: { failureThreshold: 3, replicas: 1 } },
    ],
    [
      { fallback: KedaFallback.byFormula(1) },
      { fallback: { failureThreshold: 3, replicas: 1, behavior: 'scalingModifiers' } },
    ],
    [{ fallback: KedaFallback.replicas(-1) }, { fallback: { failureThreshold: 3, replicas: -1 } }],
    [{ formula: ScalingFormula.of('a b', { target: 5 }) }, modifiers({ formula: 'a b', target: '5' })],
    [{ formula: ScalingFormula.of('b', { target: 5 }) }, modifiers({ formula: 'b', target: '5' })],
  ])('refuse %j in the same words', (props, spec) => {
    const said = messageOf(() => constructed(props)).replaceAll(/\n {4}(?:why|fix): /g, '\n');
    const told = said.replace('[test/web] ScaledObject "web"', 'ScaledObject "shop/web"');
    expect(checked(scaledObject(spec), LATEST)).toContain(told);
    expect(predicted(scaledObject(spec), LATEST)).toBe(told);
  });

  test.each<Partial<KedaScalerProps>>([
    {},
    { ...zero },
    { ...zero, idleReplicas: 0 },
    { minReplicas: 2, idleReplicas: 1 },
    { fallback: KedaFallback.currentReplicas(), formula: ScalingFormula.of('a * 2', { target: 5 }) },
  ])('take %j', (props) => {
    const manifest = only(constructed(props), 'ScaledObject');
    expect(checked(manifest, LATEST)).toEqual([]);
    expect(predicted(manifest, LATEST)).toBeUndefined();
  });
});
