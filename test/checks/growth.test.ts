import { ManifestIndex } from '../../lib/checks/manifest-index';
import { applyRule } from '../../lib/checks/check-manifests';
import { checkContext } from '../../lib/checks/check-options';
import { type CheckedObject } from '../../lib/checks/manifest';
import { NOTHING_ELSEWHERE } from '../../lib/checks/elsewhere';
import { fields } from '../../lib/kubernetes/fields';
import { findRule, RULES } from '../../lib/checks/registry';
import { container, deployment, hpa, object, service } from './objects';

/** The same objects, which count how often something in them is read. */
function counted(objects: readonly CheckedObject[], read: () => void): CheckedObject[] {
  const watched = new WeakMap<object, object>();
  const watch = <T>(value: T): T => {
    if (typeof value !== 'object' || value === null) return value;
    const known = watched.get(value);
    if (known) return known as T;
    const proxy = new Proxy(value, {
      get: (target, key, receiver): unknown => {
        read();
        return watch(Reflect.get(target, key, receiver) as unknown);
      },
    });
    watched.set(value, proxy);
    return proxy;
  };
  return objects.map((each) => ({ ...each, manifest: watch(each.manifest) }));
}

/** An index whose lists of what labels select count how often an item of them is read. */
function countedIndex(objects: readonly CheckedObject[], read: () => void): ManifestIndex {
  const lists = new WeakMap<object, object>();
  const watch = <T>(list: readonly T[]): readonly T[] => {
    const known = lists.get(list) ?? new Proxy(list, { get: countingItems(read) });
    lists.set(list, known);
    return known as readonly T[];
  };
  const index = new ManifestIndex(counted(objects, read));
  const { workloadsByLabel } = index;
  const [selectedBy, selected] = [index.selectedBy.bind(index), workloadsByLabel.selected.bind(workloadsByLabel)];
  index.selectedBy = (...question) => watch(selectedBy(...question));
  workloadsByLabel.selected = (...question) => watch(selected(...question));
  return index;
}

function countingItems(read: () => void) {
  return (list: object, key: string | symbol): unknown => {
    if (typeof key === 'string' && /^\d+$/.test(key)) read();
    return Reflect.get(list, key);
  };
}

/** How often a rule reads something in a number of objects, and how much it finds. */
function effort(rule: string, objects: readonly CheckedObject[]): { reads: number; findings: number } {
  let reads = 0;
  const index = countedIndex(objects, () => (reads += 1));
  reads = 0;
  const findings = applyRule(findRule(rule)!, index, checkContext({}, NOTHING_ELSEWHERE)).length;
  return { reads, findings };
}

const COMMON = { 'app.kubernetes.io/part-of': 'shop' };
const monitor = (i: number, spec: object) =>
  object('monitoring.coreos.com/v1', 'ServiceMonitor', `web-${i}`, {
    spec: { endpoints: [{ port: 'http' }], ...spec },
  });
const serving = (i: number) =>
  deployment(`web-${i}`, {
    labels: own(i),
    containers: [container('app', { ports: [{ name: 'http', containerPort: 8080 }] })],
  });
const selecting = (each: CheckedObject, selector: object): CheckedObject => ({
  ...each,
  manifest: { ...each.manifest, spec: { ...fields(each.manifest, 'spec'), selector } },
});
const labelled = (each: CheckedObject, labels: object): CheckedObject => ({
  ...each,
  manifest: { ...each.manifest, metadata: { ...each.manifest.metadata, labels } },
});
const own = (i: number) => ({ ...COMMON, app: `web-${i}` });

/** Shapes of which one part is as large as the other, so that pairs would be many. */
const SHAPES: readonly (readonly [rule: string, shape: string, make: (i: number) => CheckedObject[]])[] = [
  [
    'R5',
    'Services that select all workloads',
    (i) => [serving(i), service(`web-${i}`, { selector: COMMON, ports: [{ port: 80, targetPort: 'http' }] })],
  ],
  [
    'R5',
    'scaled workloads that select by a common label and an expression',
    (i) => {
      const selector = {
        matchLabels: COMMON,
        matchExpressions: [{ key: 'app', operator: 'In', values: [`web-${i}`] }],
      };
      return [selecting(serving(i), selector), hpa(`web-${i}`)];
    },
  ],
  [
    'R12',
    'monitors, each of one Service',
    (i) => [
      labelled(service(`web-${i}`, { ports: [{ port: 80, name: 'http' }] }), own(i)),
      monitor(i, { selector: { matchLabels: own(i) } }),
    ],
  ],
  [
    'R12',
    'monitors of all Services of all namespaces',
    (i) => [
      labelled(service(`web-${i}`, { ports: [{ port: 80, name: 'http' }] }), own(i)),
      monitor(i, { selector: { matchLabels: COMMON }, namespaceSelector: { any: true } }),
    ],
  ],
  [
    'R12',
    'monitors of ports of the pods behind all Services',
    (i) => [
      serving(i),
      labelled(service(`web-${i}`, { selector: COMMON, ports: [{ port: 80, name: 'http' }] }), own(i)),
      monitor(i, { selector: { matchLabels: COMMON }, endpoints: [{ targetPort: 'http' }] }),
    ],
  ],
  [
    'R19',
    'Services that select all workloads',
    (i) => [serving(i), service(`web-${i}`, { selector: COMMON, ports: [{ port: 80, targetPort: 'http' }] })],
  ],
];

test.each(SHAPES)('%s reads twice as much in twice as many %s', (rule, _, make) => {
  const [half, whole] = [300, 600].map((count) =>
    effort(rule, Array.from({ length: count }, (__, i) => make(i)).flat()),
  );
  expect(half!.findings).toBe(0);
  expect(whole!.findings).toBe(0);
  expect(half!.reads).toBeGreaterThan(1200);
  expect(whole!.reads).toBeLessThan(2.2 * half!.reads);
});

/** Everything selects everything that there is. */
function entangled(i: number): CheckedObject[] {
  const selector = { matchLabels: COMMON };
  return [
    serving(i),
    labelled(
      service(`web-${i}`, { selector: COMMON, ports: [{ port: 80, targetPort: 'http', name: 'http' }] }),
      own(i),
    ),
    hpa(`web-${i}`),
    monitor(i, { selector, namespaceSelector: { any: true } }),
    object('monitoring.coreos.com/v1', 'PodMonitor', `web-${i}`, { spec: { selector, podMetricsEndpoints: [] } }),
    object('policy/v1', 'PodDisruptionBudget', `web-${i}`, { spec: { selector, maxUnavailable: 1 } }),
    object('networking.k8s.io/v1', 'NetworkPolicy', `web-${i}`, {
      spec: { podSelector: selector, ingress: [{ ports: [{ port: 'http' }] }] },
    }),
  ];
}

/** Everything misses what it means by a letter. */
function astray(i: number): CheckedObject[] {
  const labels = { app: `wbe-${i}` };
  const selector = { matchLabels: labels };
  return [
    serving(i),
    labelled(
      service(`web-${i}`, { selector: labels, ports: [{ port: 80, targetPort: 'http', name: 'http' }] }),
      own(i),
    ),
    hpa(`wbe-${i}`),
    monitor(i, { selector }),
    object('monitoring.coreos.com/v1', 'PodMonitor', `web-${i}`, { spec: { selector, podMetricsEndpoints: [] } }),
    object('policy/v1', 'PodDisruptionBudget', `web-${i}`, { spec: { selector, maxUnavailable: 1 } }),
    object('networking.k8s.io/v1', 'NetworkPolicy', `web-${i}`, { spec: { podSelector: selector } }),
    object('keda.sh/v1alpha1', 'ScaledObject', `wbe-${i}`, {
      spec: { scaleTargetRef: { name: `wbe-${i}` }, triggers: [{ type: 'cpu', metadata: { value: '50' } }] },
    }),
  ];
}

const KINDS = { entangled, astray };

describe.each(Object.entries(KINDS))('of what is %s', (_, make) => {
  // names are compared with 200 others at most, which is reached
  test.each(RULES.map(({ id, name }) => [id, name] as const))(
    '%s, %s, reads twice as much in twice as many',
    (rule) => {
      const [half, whole] = [250, 500].map((count) => effort(rule, Array.from({ length: count }, (__, i) => make(i)).flat())); // prettier-ignore
      expect(whole!.reads).toBeLessThan(2.2 * half!.reads + 100);
    },
  );
});
