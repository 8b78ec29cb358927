import { type CheckedObject } from '../../../lib/checks';
import { ingressConflict } from '../../../lib/checks/rules/ingress-conflict';
import { COMMUNITY, F5, ingress, ingressClass, WEB } from '../ingresses';
import { findings } from '../objects';

function found(...objects: CheckedObject[]): string[] {
  return findings(ingressConflict, objects).map(({ severity, what }) => `${severity}: ${what}`);
}

test('one host and path in two Ingresses is an error that names both', () => {
  expect(found(WEB, ingress('a', [{ host: 'shop.com' }]), ingress('b', [{ host: 'shop.com' }]))).toEqual([
    'error: Ingress "shop/b" (app/b) and Ingress "shop/a" (app/a) both take host "shop.com", path "/".',
  ]);
  expect(found(WEB, ingress('a', [{}, {}]))).toEqual([
    'error: Ingress "shop/a" (app/a) and itself both take any host, path "/".',
  ]);
});

test('the same path of another host, class or type is fine, and so is a canary', () => {
  expect(
    found(
      WEB,
      ingress('a', [{ host: 'a.com' }, { host: 'a.com', pathType: 'Exact' }, { host: 'b.com' }]),
      ingress('b', [{ host: 'a.com' }], {}, { ingressClassName: 'other' }),
      ingress('c', [{ host: 'a.com' }], { 'nginx.ingress.kubernetes.io/canary': 'true' }),
    ),
  ).toEqual([]);
});

test("F5's controller gives a host to one Ingress, so a second one is an error even with another path", () => {
  const [a, b] = [ingress('a', [{ host: 'shop.com' }]), ingress('b', [{ host: 'shop.com', path: '/b' }])];
  expect(found(WEB, a, b, ingressClass('nginx', F5))).toEqual([
    'error: Ingress "shop/b" (app/b) and Ingress "shop/a" (app/a) share host "shop.com" at F5\'s controller.',
  ]);
  expect(found(WEB, a, b, ingressClass('nginx', COMMUNITY))).toEqual([]);
  expect(found(WEB, ingress('a', [{}]), ingress('b', [{ path: '/b' }]), ingressClass('nginx', F5))).toEqual([
    'error: Ingress "shop/b" (app/b) and Ingress "shop/a" (app/a) share the empty host at F5\'s controller.',
  ]);
});

test('master and minions of F5 share a host on purpose', () => {
  const minion = { 'nginx.org/mergeable-ingress-type': 'minion' };
  expect(
    found(
      WEB,
      ingress('a', [{ host: 'shop.com' }], minion),
      ingress('b', [{ host: 'shop.com', path: '/b' }], minion),
      ingressClass('nginx', F5),
    ),
  ).toEqual([]);
});

test('a class by annotation, or none, is a class of its own', () => {
  const annotated = { 'kubernetes.io/ingress.class': 'nginx' };
  const noField = { ingressClassName: undefined };
  const f5 = ingressClass('nginx', F5);
  expect(
    found(WEB, f5, ingress('a', [{}], annotated, noField), ingress('b', [{ path: '/b' }], annotated, noField)),
  ).toHaveLength(1);
  expect(found(WEB, f5, ingress('a', [{}], {}, noField), ingress('b', [{ path: '/b' }], {}, noField))).toEqual([]);
});

test("an action of AWS's controller may stand before the Service with the same path", () => {
  const redirect = { service: 'ssl-redirect', port: { name: 'use-annotation' } };
  expect(found(WEB, ingress('a', [redirect, {}]))).toEqual([]);
});
