import { type CheckedObject } from '../../../lib/checks';
import { ingressClass as rule } from '../../../lib/checks/rules/ingress-class';
import { COMMUNITY, F5, ingress, ingressClass } from '../ingresses';
import { findings, object } from '../objects';

function found(...objects: CheckedObject[]): string[] {
  return findings(rule, objects).map(({ severity, what }) => `${severity}: ${what}`);
}

test('an Ingress whose class a controller of the app serves is fine', () => {
  expect(found(ingress('web', [], {}, { ingressClassName: 'nginx' }), ingressClass('nginx', F5))).toEqual([]);
  expect(
    found(
      ingress('web', [], { 'kubernetes.io/ingress.class': 'nginx' }, { ingressClassName: undefined }),
      ingressClass('nginx', F5),
    ),
  ).toEqual([]);
});

test('an Ingress without a class is fine where a class is the default', () => {
  expect(found(ingress('web', [], {}, { ingressClassName: undefined }), ingressClass('nginx', F5, true))).toEqual([]);
});

test('a class that nobody serves is a warning where other classes are here', () => {
  expect(found(ingress('web'), ingressClass('nginx-community', COMMUNITY))).toEqual([
    'warning: Ingress "shop/web" (app/web) has the class "nginx", and the controllers here serve "nginx-community".',
  ]);
});

test('the class of a controller that the cluster brings along is fine', () => {
  expect(found(ingress('web', [], {}, { ingressClassName: 'alb' }))).toEqual([]);
  expect(found(ingress('web', [], {}, { ingressClassName: undefined }))).toEqual([]);
});

test.each([
  ['a release of a chart may bring', [object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'traefik')], []],
  ['somebody says the cluster has', [], ['IngressClass traefik']],
])('a class that %s is fine', (_, others, provides) => {
  const objects = [ingress('web', [], {}, { ingressClassName: 'traefik' }), ingressClass('nginx', F5), ...others];
  expect(findings(rule, objects, { provides })).toEqual([]);
});

test('a class that is a typo away from one that is here is told with it', () => {
  const [finding] = findings(rule, [ingress('web', [], {}, { ingressClassName: 'ngnix' }), ingressClass('nginx', F5)]);
  expect(finding?.fix).toBe('Did you mean "nginx"?');
});

test('no class at all is a warning where none is the default', () => {
  const objects = [ingress('web', [], {}, { ingressClassName: undefined }), ingressClass('nginx', F5)];
  expect(found(...objects)).toEqual([
    'warning: Ingress "shop/web" (app/web) names no class, and none of "nginx" is the default.',
  ]);
  expect(findings(rule, objects, { provides: ['IngressClass traefik'] })).toEqual([]);
});

test('two classes, by field and by annotation, are an error; one class twice is fine', () => {
  const named = (annotation: string) => ingress('web', [], { 'kubernetes.io/ingress.class': annotation });
  expect(found(named('nginx'), ingressClass('nginx', F5))).toEqual([]);
  expect(found(named('traefik'), ingressClass('nginx', F5))).toEqual([
    'error: Ingress "shop/web" (app/web) names two classes: ingressClassName "nginx", and "traefik" in the annotation kubernetes.io/ingress.class.',
  ]);
});

test('two default classes are an error that names both', () => {
  expect(found(ingressClass('nginx', F5, true), ingressClass('other', COMMUNITY, true))).toEqual([
    'error: IngressClass "nginx" (app/nginx) and IngressClass "other" (app/other) are both the default class.',
  ]);
});
