import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { patchOf } from '../../../lib/command/tune/patch';
import { readManifests } from '../../../lib/command/manifests';
import { firstLine } from '../../../lib/files';
import { type FieldChange } from '../../../lib/simulation';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patch-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const SPEC = ['spec'];

function change(keys: (string | number)[], value: unknown): FieldChange {
  return {
    name: String(keys.at(-1)),
    of: 'scaler',
    path: [...SPEC, ...keys],
    from: '',
    to: '',
    value,
    without: undefined,
  };
}

/** A file after changes of its last object, and what could not be changed. */
function patched(text: string, changes: FieldChange[], name = 'web.yaml') {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  const read = readManifests({ names: [file], standardInput: '' });
  const patch = patchOf(read, [{ object: read.reader.objects.at(-1)!, changes }]);
  return { text: patch.files.get(file)?.after, left: patch.left };
}

const HPA = `apiVersion: autoscaling/v2 # ours
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  minReplicas: 8 # to be safe
  maxReplicas: 20
  behavior:
    scaleDown:
      stabilizationWindowSeconds: 300
`;

test('a scalar changes in its place, and comments stay', () => {
  const { text, left } = patched(HPA, [change(['minReplicas'], 3), change(['maxReplicas'], 30)]);
  expect(text).toBe(HPA.replace('minReplicas: 8', 'minReplicas: 3').replace('maxReplicas: 20', 'maxReplicas: 30'));
  expect(left).toEqual([]);
});

test('a field that is not there stands behind the last one of its map, with those above it where they are missing', () => {
  const policies = [{ type: 'Percent', value: 50, periodSeconds: 60 }];
  const { text } = patched(HPA, [
    change(['behavior', 'scaleDown', 'policies'], policies),
    change(['behavior', 'scaleUp', 'stabilizationWindowSeconds'], 30),
  ]);
  expect(text).toContain(`      stabilizationWindowSeconds: 300
      policies:
        - type: Percent
          value: 50
          periodSeconds: 60
    scaleUp:
      stabilizationWindowSeconds: 30
`);
});

test('a list is replaced, beside its neighbours or alone in its map', () => {
  const lists = `${HPA}      policies:
        - { type: Pods, value: 1, periodSeconds: 60 }
    scaleUp:
      policies: []
`;
  const policies = [{ type: 'Percent', value: 10, periodSeconds: 60 }];
  const { text } = patched(lists, [change(['behavior', 'scaleDown', 'policies'], policies)]);
  expect(text).toContain('        - type: Percent\n          value: 10\n');
  expect(text).not.toContain('type: Pods');
  const alone = patched(lists, [change(['behavior', 'scaleUp', 'policies'], policies)]);
  expect(alone.text).toContain('    scaleUp:\n      policies:\n        - type: Percent\n');
});

test('a field that is left out goes', () => {
  const { text } = patched(HPA, [change(['minReplicas'], undefined)]);
  expect(text).toBe(HPA.replace('  minReplicas: 8 # to be safe\n', ''));
});

test('several documents, flow style and JSON', () => {
  const two = patched(`${HPA}---\n${HPA}`, [change(['minReplicas'], 3)]);
  expect(two.text).toBe(`${HPA}---\n${HPA.replace('minReplicas: 8', 'minReplicas: 3')}`);
  const flow =
    'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: web }\nspec: { minReplicas: 8 }\n';
  expect(patched(flow, [change(['maxReplicas'], 9)]).text).toContain('spec: { minReplicas: 8, maxReplicas: 9 }');
  const json = JSON.stringify({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {},
    spec: { minReplicas: 8 },
  });
  expect(patched(json, [change(['minReplicas'], 3)], 'web.json').text).toContain('"minReplicas":3');
});

test('nothing changes where nothing is to change, and a file that a program writes is named', () => {
  expect(patched(HPA, [])).toEqual({ text: undefined, left: [] });
  const { text, left } = patched(`${firstLine('web.yaml')}\n${HPA}`, [change(['minReplicas'], 3)]);
  expect(text).toBeUndefined();
  expect(left.join()).toContain('is written by a program');
});

test('what stands elsewhere cannot be changed in its place', () => {
  const shared = HPA.replace(
    'metadata: { name: web }',
    'metadata: { name: web, annotations: &base { minReplicas: 8 } }',
  )
    .replace('minReplicas: 8 # to be safe', '<<: *base')
    .replace('minReplicas: 8', "minReplicas: '8'");
  const { left, text } = patched(shared, [change(['minReplicas'], 3), change(['maxReplicas'], 30)]);
  expect(left.join()).toContain('minReplicas of HorizontalPodAutoscaler at ');
  expect(left.join()).toContain('is not written there in a way that can be changed');
  expect(text).toContain('maxReplicas: 30');
});

test('a list that came in another way is told instead', () => {
  const file = path.join(folder, 'web.yaml');
  fs.writeFileSync(file, HPA);
  const read = readManifests({ names: [file], standardInput: '' });
  const object = read.reader.objects[0]!;
  fs.rmSync(file);
  const { left } = patchOf(read, [{ object, changes: [change(['minReplicas'], 3)] }]);
  expect(left.join()).toContain('is not a file');
  const nowhere = { ...object, manifest: { ...object.manifest } };
  expect(patchOf(read, [{ object: nowhere, changes: [change(['minReplicas'], 3)] }]).left).toHaveLength(1);
});
