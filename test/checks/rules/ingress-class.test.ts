import { type CheckedObject } from '../../../lib/checks';
import { ingressClass as rule } from '../../../lib/checks/rules/ingress-class';
import { COMMUNITY, F5, ingress, ingressClass } from '../ingresses';
import { findings } from '../objects';

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

test('a class without a controller is a warning, because the cluster may have one', () => {
  expect(found(ingress('web', [], {}, { ingressClassName: 'traefik' }))).toEqual([
    'warning: Ingress "shop/web" (app/web) has the class "traefik", which no controller of this app serves.',
  ]);
  expect(
    found(ingress('web', [], {}, { ingressClassName: 'nginx' }), ingressClass('nginx-community', COMMUNITY)),
  ).toEqual([
    'warning: Ingress "shop/web" (app/web) has the class "nginx", which no controller of this app serves (there is "nginx-community").',
  ]);
});

test('no class at all is a warning where none is the default', () => {
  expect(found(ingress('web', [], {}, { ingressClassName: undefined }), ingressClass('nginx', F5))).toEqual([
    'warning: Ingress "shop/web" (app/web) names no class, and no class of this app is the default.',
  ]);
});

test('class by field and by annotation is an error', () => {
  expect(
    found(
      ingress('web', [], { 'kubernetes.io/ingress.class': 'nginx' }, { ingressClassName: 'nginx' }),
      ingressClass('nginx', F5),
    ),
  ).toEqual([
    'error: Ingress "shop/web" (app/web) names its class twice: ingressClassName "nginx" and annotation kubernetes.io/ingress.class "nginx".',
  ]);
});

test('two default classes are an error that names both', () => {
  expect(found(ingressClass('nginx', F5, true), ingressClass('other', COMMUNITY, true))).toEqual([
    'error: IngressClass "nginx" (app/nginx) and IngressClass "other" (app/other) are both the default class.',
  ]);
});
