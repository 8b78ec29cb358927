import * as fc from 'fast-check';
import { checkManifests, type CheckedObject, type Fields } from '../../lib/checks';
import { validateScaledObject } from '../../lib/simulation';
import { checked, container, deployment, hpa, object, scaledObject } from './objects';

/** The rules that together say what KEDA's webhook says. */
const WEBHOOK_RULES = ['R2', 'R4', 'R6', 'R7', 'R27', 'R47'];

const some = <T>(...values: T[]) => fc.constantFrom<(T | undefined)[]>(undefined, ...values);
/** Mostly nothing: a ScaledObject with a mistake in each field would say little of any. */
const rarely = <T>(...values: T[]) =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...values) });
const name = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.constantFrom('a', 'b', 'c') },
);
const trigger = fc.oneof(
  fc.record({ name, useCachedMetrics: rarely(true) }).map((rest) => ({
    ...{ type: 'prometheus', metadata: { serverAddress: 'http://p', query: 'sum(x)', threshold: '1' } },
    ...rest,
  })),
  fc.record({ name }).map((rest) => ({
    ...{ type: 'cron', metadata: { timezone: 'UTC', start: '0 8 * * *', end: '0 9 * * *', desiredReplicas: '3' } },
    ...rest,
  })),
  fc
    .record({
      type: fc.constantFrom('cpu', 'memory'),
      useCachedMetrics: rarely(true),
      container: rarely('app'),
    })
    .map(({ container: containerName, ...rest }) => ({
      metricType: 'Utilization',
      metadata: { value: '50', containerName },
      ...rest,
    })),
);
const spec = fc.record({
  minReplicaCount: some(0, 1, 3),
  maxReplicaCount: rarely(1, 2, 5),
  idleReplicaCount: rarely(0, 1, 3),
  pollingInterval: some(15),
  cooldownPeriod: some(60),
  triggers: fc.array(trigger, { maxLength: 3 }),
  fallback: rarely<Fields>(
    { failureThreshold: 3, replicas: 2 },
    { failureThreshold: -1, replicas: 2 },
    { failureThreshold: 3, replicas: -2 },
    { failureThreshold: 3, replicas: 2, behavior: 'scalingModifiers' },
  ),
  advanced: rarely<Fields>(
    { scalingModifiers: { formula: 'a + b', target: '5' } },
    { scalingModifiers: { formula: 'a', target: '5' } },
    { scalingModifiers: { formula: 'a', target: '0' } },
    { scalingModifiers: { formula: 'a', target: '5', metricType: 'Utilization' } },
    { scalingModifiers: { target: '5' } },
    { horizontalPodAutoscalerConfig: { name: 'named' } },
    { horizontalPodAutoscalerConfig: { name: 'n'.repeat(64) } },
    { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 3601 } } } },
  ),
});
const given = fc.record({
  name: rarely('w'.repeat(54), 'w'.repeat(55), 'w'.repeat(64)).map((each) => each ?? 'web'),
  spec,
  transfer: some('true'),
  requests: rarely<Fields>({}, { cpu: '100m' }).map((each) => each ?? { cpu: '100m', memory: '64Mi' }),
  limits: some<Fields>({ default: { cpu: '1' } }, { defaultRequest: { memory: '1Gi' } }),
  neighbour: rarely<'same target' | 'same HPA'>('same target', 'same HPA'),
  autoscaler: rarely<'plain' | 'not owned' | 'of the name'>('plain', 'not owned', 'of the name'),
});

type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;

const withoutUndefined = (value: unknown) => JSON.parse(JSON.stringify(value)) as Fields;

function clusterOf({ name, spec, transfer, requests, limits, neighbour, autoscaler }: Given) {
  const app = deployment('web', { containers: [container('app', { resources: { requests } })] });
  const base = scaledObject('web', { ...spec, scaleTargetRef: { name: 'web' } });
  const annotations = { 'scaledobject.keda.sh/transfer-hpa-ownership': transfer };
  const own = checked(
    withoutUndefined({ ...base.manifest, metadata: { name, namespace: 'shop', annotations } }),
    'own',
  );
  const config = (own.manifest.spec as { advanced?: { horizontalPodAutoscalerConfig?: { name?: string } } }).advanced;
  const hpaName = config?.horizontalPodAutoscalerConfig?.name ?? `keda-hpa-${name}`;
  const cron = {
    type: 'cron',
    metadata: { timezone: 'UTC', start: '0 1 * * *', end: '0 2 * * *', desiredReplicas: '2' },
  };
  const others =
    neighbour === undefined
      ? []
      : [
          scaledObject('other', {
            ...{ minReplicaCount: 1, maxReplicaCount: 2, triggers: [cron] },
            scaleTargetRef: { name: neighbour === 'same target' ? 'web' : 'other' },
            ...(neighbour === 'same HPA' ? { advanced: { horizontalPodAutoscalerConfig: { name: hpaName } } } : {}),
          }),
        ];
  const hpas =
    autoscaler === undefined
      ? []
      : [
          {
            ...hpa(autoscaler === 'of the name' ? hpaName : 'plain', {
              ...{ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 1 },
              metrics: [
                { type: 'External', external: { metric: { name: 'x' }, target: { type: 'Value', value: '1' } } },
              ],
            }),
          },
        ].map((each) =>
          autoscaler === 'not owned'
            ? checked({
                ...each.manifest,
                metadata: { ...each.manifest.metadata, annotations: { 'validations.keda.sh/hpa-ownership': 'false' } },
              })
            : each,
        );
  const ranges =
    limits === undefined
      ? []
      : [object('v1', 'LimitRange', 'limits', { spec: { limits: [{ type: 'Container', ...limits }] } })];
  return { own, app, others, hpas, ranges };
}

test('the rules refuse and warn where KEDA’s webhook does', () => {
  const seen = { refused: 0, warned: 0, fine: 0 };
  fc.assert(
    fc.property(given, (each) => {
      const { own, app, others, hpas, ranges } = clusterOf(each);
      const manifests = (objects: readonly CheckedObject[]) => objects.map(({ manifest }) => manifest);
      const template = (app.manifest.spec as { template: { spec: Fields } }).template;
      const { errors, warnings } = validateScaledObject(own.manifest, {
        scaledObjects: manifests(others),
        autoscalers: manifests(hpas),
        limitRanges: manifests(ranges),
        podSpec: template.spec,
      });
      const findings = checkManifests([app, ...ranges, own, ...others, ...hpas]).filter(
        // Of three that share a name, R4 tells of two.
        ({ rule, objects }) => WEBHOOK_RULES.includes(rule) && (rule === 'R4' || objects.includes(own)),
      );
      const told = (severity: string) => findings.filter((finding) => finding.severity === severity);
      const refusals = told('error').map(({ what }) => what);
      expect({ errors, refusals, agreed: refusals.length > 0 === errors.length > 0 }).toMatchObject({ agreed: true });
      const irrelevant = [...told('warning'), ...told('info')].filter(({ what }) => what.includes('has no effect'));
      expect(irrelevant).toHaveLength(warnings.length);
      if (errors.length > 0) seen.refused++;
      else if (warnings.length > 0) seen.warned++;
      else seen.fine++;
    }),
    { numRuns: 2000 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});
