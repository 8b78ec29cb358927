import * as fc from 'fast-check';
import {
  dns1035LabelProblem,
  dnsLabelProblem,
  dnsSubdomainProblem,
  labelKeyProblem,
  labelValueProblem,
  pathSegmentProblem,
  portNameProblem,
  portProblem,
} from '../../lib/validation';

const A63 = 'a'.repeat(63);

function problems(check: (value: string) => string | undefined, values: readonly string[]): (string | undefined)[] {
  return values.map(check);
}

test('a DNS label is lower-case letters, digits and inner hyphens, 63 at most', () => {
  const good = ['a', '0', 'shop', 'shop-2', '2-shop', 'a--b', A63];
  expect(problems(dnsLabelProblem, good)).toEqual(good.map(() => undefined));
  const rule = 'must be lower-case letters, digits and "-", beginning and ending with a letter or digit';
  const bad = ['', '-', '-a', 'a-', 'A', 'a.b', 'a_b', 'ä', 'a b', 'a\n'];
  expect(problems(dnsLabelProblem, bad)).toEqual(bad.map(() => rule));
  expect(dnsLabelProblem(`${A63}a`)).toBe('has 64 characters; at most 63 are allowed');
});

test('an RFC 1035 label begins with a letter besides', () => {
  const good = ['a', 'web', 'web-2', A63];
  expect(problems(dns1035LabelProblem, good)).toEqual(good.map(() => undefined));
  const rule = 'must be lower-case letters, digits and "-", beginning with a letter';
  const bad = ['', '0', '2web', '-web', 'web-', 'web.x', 'Web'];
  expect(problems(dns1035LabelProblem, bad)).toEqual(bad.map(() => rule));
  expect(dns1035LabelProblem(`${A63}a`)).toBe('has 64 characters; at most 63 are allowed');
});

test('a DNS subdomain is labels with dots between them, 253 characters at most', () => {
  const good = ['a', 'web.example.com', '1.2.3', `${A63}a`, 'a'.repeat(253)];
  expect(problems(dnsSubdomainProblem, good)).toEqual(good.map(() => undefined));
  const rule = 'must be lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit';
  const bad = ['', '.', 'a.', '.a', 'a..b', 'a.-b', 'a-.b', 'Web', 'a/b', 'a:b'];
  expect(problems(dnsSubdomainProblem, bad)).toEqual(bad.map(() => rule));
  expect(dnsSubdomainProblem('a'.repeat(254))).toBe('has 254 characters; at most 253 are allowed');
});

test('every DNS label is a DNS subdomain, and every RFC 1035 label a DNS label', () => {
  const name = fc.stringMatching(/^[-a-z0-9.]{0,70}$/);
  fc.assert(
    fc.property(name, (value) => {
      if (dnsLabelProblem(value) === undefined) expect(dnsSubdomainProblem(value)).toBeUndefined();
      if (dns1035LabelProblem(value) === undefined) expect(dnsLabelProblem(value)).toBeUndefined();
    }),
  );
});

test('a path segment is anything but a step of a path', () => {
  const good = ['web', 'system:node', 'a b', '...', 'Ä'];
  expect(problems(pathSegmentProblem, good)).toEqual(good.map(() => undefined));
  const rule = 'must be one segment of a path: not empty, not "." or "..", without "/" and "%"';
  const bad = ['', '.', '..', 'a/b', '50%'];
  expect(problems(pathSegmentProblem, bad)).toEqual(bad.map(() => rule));
});

test('a label key is a short name, with a DNS subdomain before a slash or without', () => {
  const good = ['app', 'App_1.2-x', 'app.kubernetes.io/name', 'a/b', A63, `${'a'.repeat(253)}/${A63}`];
  expect(problems(labelKeyProblem, good)).toEqual(good.map(() => undefined));
  const rule = 'must be letters, digits, "-", "_" and ".", beginning and ending with a letter or digit';
  const bad = ['', 'a/', '-a', 'a.', 'a b', 'example.com/-a'];
  expect(problems(labelKeyProblem, bad)).toEqual(bad.map(() => rule));
  expect(labelKeyProblem('a/b/c')).toBe('must have at most one "/"');
  expect(labelKeyProblem('/a')).toBe('has the prefix "", which is not a DNS subdomain');
  expect(labelKeyProblem('Example.com/a')).toBe('has the prefix "Example.com", which is not a DNS subdomain');
  expect(labelKeyProblem(`example.com/${A63}a`)).toBe('has 64 characters; at most 63 are allowed');
});

test('a label value is empty or a short name', () => {
  const good = ['', 'web', '1.4.2', 'A_b-c', A63];
  expect(problems(labelValueProblem, good)).toEqual(good.map(() => undefined));
  const rule = 'must be letters, digits, "-", "_" and ".", beginning and ending with a letter or digit';
  const bad = ['-', 'web-', 'a b', 'a/b', '.a'];
  expect(problems(labelValueProblem, bad)).toEqual(bad.map(() => rule));
  expect(labelValueProblem(`${A63}a`)).toBe('has 64 characters; at most 63 are allowed');
});

test('a port name is short, with a letter and single hyphens', () => {
  const good = ['http', 'http-metrics', 'h2', '2h', 'a'.repeat(15)];
  expect(problems(portNameProblem, good)).toEqual(good.map(() => undefined));
  const rule = 'must be lower-case letters, digits and single "-", with at least one letter';
  const bad = ['', '80', '8-0', 'HTTP', 'a--b', '-a', 'a-', 'a.b'];
  expect(problems(portNameProblem, bad)).toEqual(bad.map(() => rule));
  expect(portNameProblem('a'.repeat(16))).toBe('has 16 characters; at most 15 are allowed');
});

test('a port is a whole number from 1 to 65535', () => {
  const rule = 'must be an integer from 1 to 65535';
  expect([1, 80, 65535].map(portProblem)).toEqual([undefined, undefined, undefined]);
  const bad = [0, -1, 65536, 80.5, NaN, Infinity];
  expect(bad.map(portProblem)).toEqual(bad.map(() => rule));
});
