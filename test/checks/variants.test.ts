import { checkManifests, type CheckedObject } from '../../lib/checks';
import { checked, CLUSTER, container, deployment as bare, hpa, type WorkloadOptions } from './objects';

/** A Deployment in which nothing but its variants is wrong. */
function deployment(name: string, options: WorkloadOptions = {}): CheckedObject {
  return bare(name, { containers: [container('app', { readinessProbe: { tcpSocket: { port: 80 } } })], ...options });
}

function found(...objects: CheckedObject[]): string[] {
  return checkManifests(objects, { ...CLUSTER, ignore: ['R70'] }).map(({ rule, what }) => `${rule} ${what}`);
}

test('two variants of one object are one mistake, and no other rule sees two of them together', () => {
  const twice = found(deployment('web'), deployment('web'), hpa('web'), hpa('web', { maxReplicas: 20 }));
  expect(twice.map((text) => text.slice(0, 3))).toEqual(['R26', 'R26']);
});

test('each variant is judged for itself, and what both have is told of each', () => {
  expect(found(deployment('web', { replicas: 2 }), deployment('web'), hpa('web'))).toEqual([
    expect.stringMatching(/^R3 .*sets replicas: 2/),
    expect.stringContaining('R26 '),
  ]);
});

test('what another object of an exported cluster controls is not an object of its own', () => {
  const owned = (object: CheckedObject): CheckedObject =>
    checked({
      ...object.manifest,
      metadata: { ...object.manifest.metadata, ownerReferences: [{ kind: 'ScaledObject', controller: true }] },
    });
  expect(
    found(deployment('web'), hpa('web'), owned(hpa('keda-hpa-web', { ...(hpa('web').manifest.spec as object) }))),
  ).toEqual([]);
});

test('the replicas of an object with a status are what its autoscaler set', () => {
  const live = (status: object): CheckedObject => checked({ ...deployment('web', { replicas: 3 }).manifest, status });
  expect(found(live({ replicas: 3 }), hpa('web'))).toEqual([]);
  expect(found(live({}), hpa('web'))).toEqual([expect.stringContaining('R3 ')]);
});
