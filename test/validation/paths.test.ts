import * as fc from 'fast-check';
import { ingressPathProblem, routeHostProblem } from '../../lib/validation';

const segment = fc.stringMatching(/^[a-z0-9_~.-]{1,12}$/).filter((text) => text !== '.' && text !== '..');
const path = fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`);
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);

test('a plain absolute path is fine for every type', () => {
  fc.assert(
    fc.property(path, fc.constantFrom('Exact', 'Prefix', 'ImplementationSpecific'), (value, pathType) => {
      expect(ingressPathProblem(value, pathType)).toBeUndefined();
      expect(ingressPathProblem(value.slice(1), pathType)).toBe('must begin with "/"');
    }),
  );
});

test('a path with a character of regular expressions is one, wherever it stands', () => {
  fc.assert(
    fc.property(path, path, fc.constantFrom(...'\\^$*+?()[]{}|'), (before, after, special) => {
      const value = `${before}${special}${after}`;
      expect(ingressPathProblem(value, 'Prefix')).toContain(`is a regular expression ("${special}")`);
      expect(ingressPathProblem(value, 'ImplementationSpecific')).toBeUndefined();
    }),
  );
});

test.each(['/a//b', '/./a', '/a/..', '/a/.', '/a%2fb', '/a%2Fb'])('the API server refuses the path %s', (value) => {
  expect(ingressPathProblem(value, 'Prefix')).toContain('must not contain');
});

test('DNS names are hosts, also below a star', () => {
  const host = fc
    .array(label, { minLength: 1, maxLength: 4 })
    .map((labels) => labels.join('.'))
    .filter((name) => !/^\d+(\.\d+){3}$/.test(name));
  fc.assert(
    fc.property(host, (value) => {
      expect(routeHostProblem(value)).toBeUndefined();
      expect(routeHostProblem(`*.${value}`)).toBeUndefined();
      expect(routeHostProblem(`${value}:8080`)).toBeDefined();
      expect(routeHostProblem(`https://${value}`)).toBeDefined();
    }),
  );
});

test.each(['', '*', 'a.*.com', '-a.com', 'a..b', 'Shop.com', 'a'.repeat(64), `${'a.'.repeat(127)}com`])(
  'the host "%s" is none',
  (value) => {
    expect(routeHostProblem(value)).toBeDefined();
  },
);
