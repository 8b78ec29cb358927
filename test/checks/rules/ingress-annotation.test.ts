import { type CheckedObject } from '../../../lib/checks';
import { ingressAnnotation } from '../../../lib/checks/rules/ingress-annotation';
import { COMMUNITY, F5, ingress, ingressClass } from '../ingresses';
import { findings } from '../objects';

function found(...objects: CheckedObject[]): string[] {
  return findings(ingressAnnotation, objects).map(({ severity, what }) => `${severity}: ${what}`);
}

test.each([
  [F5, 'nginx.ingress.kubernetes.io/rewrite-target', "the community's ingress-nginx"],
  [COMMUNITY, 'nginx.org/rewrites', "F5's controller"],
  [`${COMMUNITY}/two`, 'nginx.com/health-checks', "F5's controller"],
])('at %s the annotation %s is an error: only %s reads it', (controller, annotation, reader) => {
  const [finding] = findings(ingressAnnotation, [
    ingress('web', [], { [annotation]: '/' }, { ingressClassName: 'nginx' }),
    ingressClass('nginx', controller),
  ]);
  expect(finding).toMatchObject({ rule: 'R49', severity: 'error' });
  expect(finding?.what).toContain(`the annotation ${annotation}, which only ${reader} reads`);
  expect(finding?.objects.map(({ manifest }) => manifest.kind)).toEqual(['Ingress', 'IngressClass']);
});

test('an annotation of its own family, or of nobody known, is fine', () => {
  const annotations = { 'nginx.org/rewrites': '/', 'cert-manager.io/cluster-issuer': 'letsencrypt' };
  expect(found(ingress('web', [], annotations), ingressClass('nginx', F5))).toEqual([]);
  expect(
    found(
      ingress('web', [], annotations, { ingressClassName: 'other' }),
      ingressClass('other', 'example.com/ingress-controller'),
    ),
  ).toEqual([]);
});
