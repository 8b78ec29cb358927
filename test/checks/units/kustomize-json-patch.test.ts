import { jsonPatched } from '../../../lib/checks/units/kustomize/json-patch';

const DOCUMENT = { a: 1, list: [1, 2, 3], map: { 'x/y': 1, 'm~n': 2 } };
const patched = (...operations: object[]): unknown => jsonPatched(DOCUMENT, operations);

test.each([
  [
    { op: 'add', path: '/b', value: 2 },
    { ...DOCUMENT, b: 2 },
  ],
  [
    { op: 'add', path: '/list/1', value: 9 },
    { ...DOCUMENT, list: [1, 9, 2, 3] },
  ],
  [
    { op: 'add', path: '/list/-', value: 9 },
    { ...DOCUMENT, list: [1, 2, 3, 9] },
  ],
  [
    { op: 'add', path: '/list/3', value: 9 },
    { ...DOCUMENT, list: [1, 2, 3, 9] },
  ],
  [{ op: 'add', path: '', value: { whole: true } }, { whole: true }],
  [
    { op: 'add', path: '/__proto__', value: 1 },
    JSON.parse('{"a":1,"list":[1,2,3],"map":{"x/y":1,"m~n":2},"__proto__":1}'),
  ],
  [
    { op: 'replace', path: '/a', value: 5 },
    { ...DOCUMENT, a: 5 },
  ],
  [
    { op: 'replace', path: '/list/0', value: 5 },
    { ...DOCUMENT, list: [5, 2, 3] },
  ],
  [{ op: 'replace', path: '', value: 5 }, 5],
  [
    { op: 'remove', path: '/a' },
    { list: DOCUMENT.list, map: DOCUMENT.map },
  ],
  [
    { op: 'remove', path: '/list/1' },
    { ...DOCUMENT, list: [1, 3] },
  ],
  [
    { op: 'remove', path: '/map/x~1y' },
    { ...DOCUMENT, map: { 'm~n': 2 } },
  ],
  [
    { op: 'remove', path: '/map/m~0n' },
    { ...DOCUMENT, map: { 'x/y': 1 } },
  ],
  [
    { op: 'copy', from: '/list', path: '/copy' },
    { ...DOCUMENT, copy: [1, 2, 3] },
  ],
  [
    { op: 'move', from: '/a', path: '/moved' },
    { list: DOCUMENT.list, map: DOCUMENT.map, moved: 1 },
  ],
  [{ op: 'test', path: '/list', value: [1, 2, 3] }, DOCUMENT],
] as const)('%j is put on a document', (operation, result) => {
  expect(patched(operation)).toEqual(result);
});

test.each([
  [{ op: 'add', path: '/list/7', value: 9 }],
  [{ op: 'add', path: '/none/deeper', value: 9 }],
  [{ op: 'add', path: '/a/deeper', value: 9 }],
  [{ op: 'replace', path: '/none', value: 9 }],
  [{ op: 'remove', path: '/none' }],
  [{ op: 'remove', path: '' }],
  [{ op: 'move', from: '/none', path: '/x' }],
  [{ op: 'test', path: '/a', value: 2 }],
  [{ op: 'increase', path: '/a' }],
  [{}],
])('%j does not fit', (operation) => {
  expect(patched(operation)).toBeUndefined();
});

test('one operation sees what the ones before have made, and the document stays as it is', () => {
  const before = structuredClone(DOCUMENT);
  expect(patched({ op: 'add', path: '/n', value: {} }, { op: 'add', path: '/n/k', value: 1 })).toMatchObject({
    n: { k: 1 },
  });
  expect(patched({ op: 'remove', path: '/a' }, { op: 'replace', path: '/a', value: 1 })).toBeUndefined();
  expect(DOCUMENT).toEqual(before);
});
