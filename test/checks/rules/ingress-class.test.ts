import { checkManifests, type CheckedObject, type Fields } from '../../../lib/checks';

const CLUSTER = { kubernetes: '1.36', featureGates: [], nodePortRange: [30000, 32767] } as const;
const F5 = 'nginx.org/ingress-controller';
const COMMUNITY = 'k8s.io/ingress-nginx';

function object(kind: string, name: string, metadata: Fields, spec: Fields): CheckedObject {
  const apiVersion = 'networking.k8s.io/v1';
  return { manifest: { apiVersion, kind, metadata: { name, ...metadata }, spec }, origin: `app/${name}` };
}

function ingress(annotations: Fields, ingressClassName?: string): CheckedObject {
  return object('Ingress', 'web', { namespace: 'shop', annotations }, { ingressClassName });
}

function ingressClass(name: string, controller: string, isDefault = false): CheckedObject {
  const annotations = isDefault ? { 'ingressclass.kubernetes.io/is-default-class': 'true' } : {};
  return object('IngressClass', name, { annotations }, { controller });
}

function found(...objects: CheckedObject[]): string[] {
  return checkManifests(objects, CLUSTER)
    .filter(({ rule }) => rule === 'R17')
    .map(({ severity, what }) => `${severity}: ${what}`);
}

test('an Ingress whose class a controller of the app serves is fine', () => {
  expect(found(ingress({}, 'nginx'), ingressClass('nginx', F5))).toEqual([]);
  expect(found(ingress({ 'kubernetes.io/ingress.class': 'nginx' }), ingressClass('nginx', F5))).toEqual([]);
});

test('an Ingress without a class is fine where a class is the default', () => {
  expect(found(ingress({}), ingressClass('nginx', F5, true))).toEqual([]);
});

test('a class without a controller is a warning, because the cluster may have one', () => {
  expect(found(ingress({}, 'traefik'))).toEqual([
    'warning: Ingress "shop/web" (app/web) has the class "traefik", which no controller of this app serves.',
  ]);
  expect(found(ingress({}, 'nginx'), ingressClass('nginx-community', COMMUNITY))).toEqual([
    'warning: Ingress "shop/web" (app/web) has the class "nginx", which no controller of this app serves (there is "nginx-community").',
  ]);
});

test('no class at all is a warning where none is the default', () => {
  expect(found(ingress({}), ingressClass('nginx', F5))).toEqual([
    'warning: Ingress "shop/web" (app/web) names no class, and no class of this app is the default.',
  ]);
});

test('class by field and by annotation is an error', () => {
  expect(found(ingress({ 'kubernetes.io/ingress.class': 'nginx' }, 'nginx'), ingressClass('nginx', F5))).toEqual([
    'error: Ingress "shop/web" (app/web) names its class twice: ingressClassName "nginx" and annotation kubernetes.io/ingress.class "nginx".',
  ]);
});

test('two default classes are an error that names both', () => {
  expect(found(ingressClass('nginx', F5, true), ingressClass('other', COMMUNITY, true))).toEqual([
    'error: IngressClass "nginx" (app/nginx) and IngressClass "other" (app/other) are both the default class.',
  ]);
});

test.each([
  [F5, 'nginx.ingress.kubernetes.io/rewrite-target', "the community's ingress-nginx"],
  [COMMUNITY, 'nginx.org/rewrites', "F5's controller"],
  [`${COMMUNITY}/two`, 'nginx.com/health-checks', "F5's controller"],
])('at %s the annotation %s is an error: only %s reads it', (controller, annotation, reader) => {
  const [finding] = checkManifests(
    [ingress({ [annotation]: '/' }, 'nginx'), ingressClass('nginx', controller)],
    CLUSTER,
  );
  expect(finding).toMatchObject({ rule: 'R17', severity: 'error' });
  expect(finding?.what).toContain(`the annotation ${annotation}, which only ${reader} reads`);
  expect(finding?.objects.map(({ manifest }) => manifest.kind)).toEqual(['Ingress', 'IngressClass']);
});

test('an annotation of its own family, or of nobody known, is fine', () => {
  const annotations = { 'nginx.org/rewrites': '/', 'cert-manager.io/cluster-issuer': 'letsencrypt' };
  expect(found(ingress(annotations, 'nginx'), ingressClass('nginx', F5))).toEqual([]);
  expect(found(ingress(annotations, 'traefik'), ingressClass('traefik', 'traefik.io/ingress-controller'))).toEqual([]);
});
