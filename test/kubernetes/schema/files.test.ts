import * as fs from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { PACKAGE_SOURCE } from '../../../lib/kubernetes/schema/package-source';
import { Schemas } from '../../../lib/kubernetes/schema';
import { sampleObject } from './samples';

const ROOT = path.join(__dirname, '..', '..', '..');
const FOLDER = path.join(ROOT, 'schemas');
const index = PACKAGE_SOURCE.index();

test('all schemas together are below 100 kB in the package', () => {
  const sizes = fs.readdirSync(FOLDER).map((name) => gzipSync(fs.readFileSync(path.join(FOLDER, name))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100_000);
});

test('the index names every file, and the component of every group of crds/', () => {
  const names = fs.readdirSync(FOLDER).filter((name) => name !== 'index.json');
  expect(index.groups.map((name) => `${name}.json`)).toEqual(names);
  const groups = fs.readdirSync(path.join(ROOT, 'crds')).flatMap((name) => {
    const { items } = JSON.parse(fs.readFileSync(path.join(ROOT, 'crds', name), 'utf8')) as {
      items: { spec: { group: string } }[];
    };
    return items.map(({ spec }) => [spec.group, path.basename(name, '.json')]);
  });
  expect(index.components).toEqual(Object.fromEntries(groups));
});

test.each(index.releases)('an object with every field of every kind of Kubernetes 1.%d has no fault', (minor) => {
  const schemas = new Schemas({ kubernetes: `1.${minor}` });
  let kinds = 0;
  for (const group of schemas.builtIn.groupNames()) {
    for (const [version, names] of Object.entries(schemas.builtIn.versionsOf(group) ?? {})) {
      const apiVersion = group === '' ? version : `${group}/${version}`;
      for (const kind of Object.keys(names)) {
        const shape = schemas.builtIn.kind(group, version, kind);
        if (!shape) continue;
        kinds++;
        const sample = sampleObject(apiVersion, kind, shape);
        expect([apiVersion, kind, schemas.faultsOf(sample)]).toEqual([apiVersion, kind, []]);
      }
    }
  }
  expect(kinds).toBeGreaterThan(70);
});
