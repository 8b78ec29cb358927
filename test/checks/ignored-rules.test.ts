import { checkManifests, RULES, type CheckOptions } from '../../lib/checks';
import { ignoreWithoutReason } from '../../lib/checks/rules/ignore-without-reason';
import { budget, checked, container, deployment, hpa, mistakes } from './objects';

const IGNORE = 'cdk8s-autoscaling/ignore';

/** What is found in a Deployment whose replicas an HPA scales (R3), with an annotation on one of the two. */
function found(ignore: unknown, on: 'workload' | 'autoscaler' = 'workload', options: CheckOptions = {}): string[] {
  const containers = [container('app', { readinessProbe: { tcpSocket: { port: 80 } } })];
  const objects = [deployment('web', { replicas: 2, containers }), hpa('web')];
  const annotated = objects.map((object, i) =>
    i === (on === 'workload' ? 0 : 1)
      ? checked({
          ...object.manifest,
          metadata: { ...object.manifest.metadata, annotations: { [IGNORE]: ignore } },
        })
      : object,
  );
  return checkManifests(annotated, options).map(({ rule, severity }) => `${rule} ${severity}`);
}

test('a reason in the annotation of any object of a finding silences it', () => {
  expect(found('R3: the first apply sets the size')).toEqual([]);
  expect(found('R3: the first apply sets the size', 'autoscaler')).toEqual([]);
  expect(found('replicas-vs-autoscaler: by its name')).toEqual([]);
});

test('several entries stand on lines of their own or between semicolons', () => {
  expect(found('R2: one; R3: two')).toEqual([]);
  expect(found('R2: one\n\n  R3: two\n')).toEqual([]);
});

test.each([
  ['without a reason', 'R3', ['R3 error', 'R36 warning']],
  ['with an empty reason', 'R3: ', ['R3 error', 'R36 warning']],
  ['for another rule', 'R2: reason', ['R3 error']],
  ['for a rule that does not exist', 'R999: reason', ['R3 error']],
  ['that is empty', '', ['R3 error']],
])('an annotation %s does not silence it', (_, ignore, expected) => {
  expect(found(ignore)).toEqual(expected);
});

test('a missing reason is told with the way to write it', () => {
  const silent = budget('web', { maxUnavailable: 1 });
  const metadata = { name: 'web', annotations: { [IGNORE]: 'R21' } };
  expect(mistakes(ignoreWithoutReason, [checked({ ...silent.manifest, metadata })])).toEqual([
    'PodDisruptionBudget "web" (shop.yaml) ignores R21 without a reason.',
  ]);
});

test('options silence a rule or give it another severity, by id or name', () => {
  expect(found('', 'workload', { ignore: ['R3'] })).toEqual([]);
  expect(found('', 'workload', { ignore: ['replicas-vs-autoscaler'] })).toEqual([]);
  expect(found('', 'workload', { severities: { R3: 'info' } })).toEqual(['R3 info']);
  expect(found('', 'workload', { severities: { 'replicas-vs-autoscaler': 'warning' } })).toEqual(['R3 warning']);
  expect(found('', 'workload', { severities: { R3: 'off' } })).toEqual([]);
});

test('ids and names of rules are unique, and an id is a number', () => {
  const keys = RULES.flatMap(({ id, name }) => [id, name]);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { id, summary } of RULES) {
    expect(id).toMatch(/^R\d+$/);
    expect(summary).toMatch(/^[A-Z].*\.$/);
  }
});
