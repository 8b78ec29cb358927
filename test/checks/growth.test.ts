import { ManifestIndex } from '../../lib/checks/manifest-index';
import { applyRule } from '../../lib/checks/check-manifests';
import { checkContext } from '../../lib/checks/check-options';
import { type CheckedObject } from '../../lib/checks/manifest';
import { NOTHING_ELSEWHERE } from '../../lib/checks/elsewhere';
import { fields } from '../../lib/kubernetes/fields';
import { findRule } from '../../lib/checks/registry';
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

/** How often a rule reads something in a number of objects, and how much it finds. */
function effort(rule: string, objects: readonly CheckedObject[]): { reads: number; findings: number } {
  let reads = 0;
  const index = new ManifestIndex(counted(objects, () => (reads += 1)));
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
