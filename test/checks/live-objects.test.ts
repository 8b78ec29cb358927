import { asApplied } from '../../lib/checks/live-objects';
import { type CheckedObject } from '../../lib/checks/manifest';
import { checked } from './objects';

function exported(origin: string, metadata: object, more: object = {}): CheckedObject {
  return checked(
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', ...metadata }, ...more },
    origin,
  );
}

const originsOf = (objects: readonly CheckedObject[]) => asApplied(objects).map(({ origin }) => origin);

test('of several exports of one object the latest counts, whatever their order', () => {
  const before = exported('before.json', { uid: 'a', resourceVersion: '999' });
  const after = exported('after.json', { uid: 'a', resourceVersion: '1001' });
  expect(originsOf([before, after])).toEqual(['after.json']);
  expect(originsOf([after, before])).toEqual(['after.json']);
  expect(originsOf([exported('one.json', { uid: 'a' }), exported('two.json', { uid: 'a' })])).toEqual(['one.json']);
});

test('objects that nobody exported, those of two clusters and copies with another name stay', () => {
  expect(originsOf([exported('one.yaml', {}), exported('two.yaml', {})])).toEqual(['one.yaml', 'two.yaml']);
  expect(originsOf([exported('one.json', { uid: 'a' }), exported('two.json', { uid: 'b' })])).toEqual(['one.json', 'two.json']); // prettier-ignore
  const copy = exported('copy.json', { uid: 'a', name: 'api' });
  expect(originsOf([exported('one.json', { uid: 'a' }), copy])).toEqual(['one.json', 'copy.json']);
});

test('what a controller made goes, and replicas of an object with a status are not somebody’s wish', () => {
  const owned = exported('owned.json', { ownerReferences: [{ kind: 'ReplicaSet', name: 'web', controller: true }] });
  const live = exported('live.json', {}, { spec: { replicas: 7, paused: false }, status: { replicas: 7 } });
  const plain = exported('plain.yaml', {}, { spec: { replicas: 3 } });
  expect(asApplied([owned, live, plain]).map(({ manifest }) => manifest.spec)).toEqual([
    { paused: false },
    { replicas: 3 },
  ]);
});
