import { type CheckedObject } from '../../../lib/checks';
import { ingressPath } from '../../../lib/checks/rules/ingress-path';
import { ingress, WEB } from '../ingresses';
import { findings } from '../objects';

function found(...objects: CheckedObject[]): string[] {
  return findings(ingressPath, objects).map(({ severity, what }) => `${severity}: ${what}`);
}

test.each([
  ['shop', 'Prefix', 'must begin with "/"'],
  ['/a b', 'ImplementationSpecific', 'must not contain white space'],
  ['/shop(/|$)(.*)', 'Prefix', 'is a regular expression ("("), and pathType Prefix compares literally'],
  ['/v[12]', 'Exact', 'is a regular expression ("["), and pathType Exact compares literally'],
  ['/a//b', 'Prefix', 'must not contain "//"'],
  ['/a/../b', 'Exact', 'must not contain "//"'],
])('the path "%s" of type %s is an error', (path, pathType, problem) => {
  expect(found(WEB, ingress('a', [{ path, pathType }])).join()).toContain(problem);
});

test('no path is every path to a controller that interprets it', () => {
  expect(found(WEB, ingress('a', [{ path: '', pathType: 'ImplementationSpecific' }]))).toEqual([]);
});

test('an expression is fine where the controller interprets it', () => {
  expect(found(WEB, ingress('a', [{ path: '/shop(/|$)(.*)', pathType: 'ImplementationSpecific' }]))).toEqual([]);
});
