import { Schemas, fieldOf } from '../../../lib/kubernetes/schema';

const schemas = new Schemas({ kubernetes: '1.36' });

/** What is wrong with an object, as `what field`. */
function faults(manifest: Readonly<Record<string, unknown>>, of = schemas): string[] {
  return of.faultsOf(manifest).map(({ is, path }) => `${is} ${fieldOf(path)}`);
}

function pod(spec: object, metadata: object = {}): Readonly<Record<string, unknown>> {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', ...metadata }, spec };
}

function container(fields: object): Readonly<Record<string, unknown>> {
  return pod({ containers: [{ name: 'app', ...fields }] });
}

test('null counts as absent everywhere', () => {
  expect(faults(pod({ containers: null, replicas: null }, { creationTimestamp: null, labels: { a: null } }))).toEqual([
    'unknown-field spec.replicas',
  ]);
});

test.each([
  ['a whole number', { containerPort: 80 }, []],
  ['a whole number as a float', { containerPort: 80.0 }, []],
  ['a fraction', { containerPort: 80.5 }, ['wrong-type']],
  ['a string', { containerPort: '80' }, ['wrong-type']],
  ['more than 32 bits', { containerPort: 2 ** 31 }, ['wrong-type']],
  ['the least of 32 bits', { containerPort: -(2 ** 31) }, []],
])('a field of 32 bits: %s', (_, port, found) => {
  expect(faults(container({ ports: [port] }))).toEqual(
    found.map((is) => `${is} spec.containers[0].ports[0].containerPort`),
  );
});

test.each([
  [{ cpu: '100m', memory: 128, 'example.com/gpu': 0.5 }, []],
  [{ cpu: ' 1 ', memory: '1e3', storage: '.5Gi' }, []],
  [{ cpu: '100 m' }, ['refused-value spec.containers[0].resources.requests.cpu']],
  [{ cpu: true }, ['wrong-type spec.containers[0].resources.requests.cpu']],
  [{ 'example.com/gpu': 'all' }, ['refused-value spec.containers[0].resources.requests["example.com/gpu"]']],
])('quantities %j', (requests, found) => {
  expect(faults(container({ resources: { requests } }))).toEqual(found);
});

test.each([
  [8080, []],
  ['http', []],
  [80.5, ['wrong-type']],
  [true, ['wrong-type']],
])('a number or a string: %j', (port, found) => {
  expect(faults(container({ livenessProbe: { httpGet: { port } } }))).toEqual(
    found.map((is) => `${is} spec.containers[0].livenessProbe.httpGet.port`),
  );
});

test.each([
  ['2026-02-28T12:00:00Z', true],
  ['2026-02-28T12:00:00.5+02:00', true],
  ['2026-02-29T12:00:00Z', false],
  ['2026-02-28', false],
  ['2026-02-28 12:00:00', false],
])('the time %s', (deletionTimestamp, isFine) => {
  expect(faults(pod({}, { deletionTimestamp }))).toEqual(isFine ? [] : ['refused-value metadata.deletionTimestamp']);
});

test('the time of a Lease has six digits after its seconds', () => {
  const lease = (renewTime: string) => ({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', spec: { renewTime } });
  expect(faults(lease('2026-02-28T12:00:00.123456Z'))).toEqual([]);
  expect(faults(lease('2026-02-28T12:00:00Z'))).toEqual(['refused-value spec.renewTime']);
});

test('bytes are base64, on several lines too, or a list of numbers', () => {
  const secret = (data: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data });
  expect(faults(secret({ a: 'YWJj', b: 'YWJj\nYWJj\n', c: [1, 255] }))).toEqual([]);
  expect(faults(secret({ a: 'YWJ', b: 'a b c d', c: [256], d: 5 }))).toEqual([
    'refused-value data.a',
    'refused-value data.b',
    'wrong-type data.c',
    'wrong-type data.d',
  ]);
});

test('labels, annotations and the data of a ConfigMap are strings', () => {
  const config = {
    ...{ apiVersion: 'v1', kind: 'ConfigMap' },
    metadata: { name: 'a', labels: { version: 1.2 }, annotations: { 'a.b/c': true } },
    data: { PORT: 8080, DEBUG: 'true' },
  };
  expect(faults(config)).toEqual([
    'wrong-type metadata.labels.version',
    'wrong-type metadata.annotations["a.b/c"]',
    'wrong-type data.PORT',
  ]);
});

test('fields of free form take anything', () => {
  const revision = { apiVersion: 'apps/v1', kind: 'ControllerRevision', revision: 1, data: { any: [{ thing: 1 }] } };
  expect(faults(revision)).toEqual([]);
});

test('the decoder of schemas within definitions drops what it does not know, and refuses what it cannot read', () => {
  const definition = (schema: object) => ({
    ...{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'a' } },
    spec: { versions: [{ name: 'v1', schema: { openAPIV3Schema: schema } }] },
  });
  expect(faults(definition({ items: { colour: 'blue' }, properties: { a: { additionalProperties: false } } }))).toEqual(
    [],
  );
  const place = 'spec.versions[0].schema.openAPIV3Schema';
  expect(faults(definition({ colour: 'blue', additionalProperties: 'no', items: { maxLength: '1' } }))).toEqual([
    `unknown-field ${place}.colour`,
    `wrong-type ${place}.additionalProperties`,
    `wrong-type ${place}.items.maxLength`,
  ]);
});

test('a value is one of those of its field; an empty one stands for the default', () => {
  const service = (type: unknown) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { type } });
  expect(faults(service('NodePort'))).toEqual([]);
  expect(faults(service(''))).toEqual([]);
  expect(faults(service('Nodeport'))).toEqual(['refused-value spec.type']);
  expect(faults(service(5))).toEqual(['wrong-type spec.type']);
});

test('each release has the fields and the values of its own', () => {
  const of = (kubernetes: string) => new Schemas({ kubernetes });
  const sleeping = container({ lifecycle: { preStop: { sleep: { seconds: 5 } } } });
  expect(faults(sleeping, of('1.28'))).toEqual(['unknown-field spec.containers[0].lifecycle.preStop.sleep']);
  expect(faults(sleeping, of('1.29'))).toEqual([]);
  const tolerating = pod({ tolerations: [{ key: 'a', operator: 'Gt', value: '1' }] });
  expect(faults(tolerating, of('1.34'))).toEqual(['refused-value spec.tolerations[0].operator']);
  expect(faults(tolerating, of('1.35'))).toEqual([]);
});

test('nothing is said of kinds that are not known, nor of names that only objects of JavaScript have', () => {
  expect(faults({ apiVersion: 'example.com/v1', kind: 'Thing', colour: 'blue' })).toEqual([]);
  expect(faults({ apiVersion: 'v1', kind: 'constructor', colour: 'blue' })).toEqual([]);
  expect(faults({ apiVersion: '__proto__/v1', kind: 'Pod', colour: 'blue' })).toEqual([]);
  expect(faults({ apiVersion: '../core/v1', kind: 'Pod', colour: 'blue' })).toEqual([]);
  expect(faults({ apiVersion: 'v1', kind: 'Pod', toString: 'blue', constructor: 'blue' })).toEqual([
    'unknown-field toString',
    'unknown-field constructor',
  ]);
});
