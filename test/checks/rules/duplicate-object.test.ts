import { duplicateObject } from '../../../lib/checks/rules/duplicate-object';
import { checked, findings, mistakes, object, told } from '../objects';

function configMap(metadata: unknown, origin: string) {
  return checked({ apiVersion: 'v1', kind: 'ConfigMap', metadata }, origin);
}

test('two objects of one kind, namespace and name are an error that names both places', () => {
  const [first, second] = [
    configMap({ name: 'settings', namespace: 'shop' }, 'app/settings'),
    configMap({ name: 'settings', namespace: 'shop' }, 'app/more/settings'),
  ];
  const [finding, ...others] = findings(duplicateObject, [first, second]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R26: ConfigMap "shop/settings" (app/more/settings) has the kind, namespace and name of ConfigMap "shop/settings" (app/settings).
       why: They are one object to Kubernetes: whichever is applied last replaces the other.
       fix: Give one of them another name or namespace."
  `);
  expect(finding?.objects).toEqual([second, first]);
  expect(others).toEqual([]);
});

test('no namespace and the namespace "default" are one', () => {
  const objects = [configMap({ name: 'a' }, 'one'), configMap({ name: 'a', namespace: 'default' }, 'two')];
  expect(mistakes(duplicateObject, objects)).toHaveLength(1);
});

test('versions of one API group are one object, groups are not', () => {
  const v1 = object('autoscaling/v1', 'HorizontalPodAutoscaler', 'web');
  const v2 = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web');
  expect(mistakes(duplicateObject, [v1, v2])).toHaveLength(1);
  const knative = object('serving.knative.dev/v1', 'Service', 'web');
  expect(mistakes(duplicateObject, [object('v1', 'Service', 'web'), knative])).toEqual([]);
});

test('every repetition is compared with the first', () => {
  const objects = ['one', 'two', 'three'].map((origin) => configMap({ name: 'a' }, origin));
  expect(findings(duplicateObject, objects).map((finding) => finding.objects)).toEqual([
    [objects[1], objects[0]],
    [objects[2], objects[0]],
  ]);
});

test.each([
  ['another name', { name: 'a' }, { name: 'b' }],
  ['another namespace', { name: 'a', namespace: 'shop' }, { name: 'a', namespace: 'staging' }],
  ['a generated name', { generateName: 'load-' }, { generateName: 'load-' }],
  ['no metadata', null, undefined],
])('%s makes another object', (_, one, other) => {
  expect(mistakes(duplicateObject, [configMap(one, 'one'), configMap(other, 'two')])).toEqual([]);
});

test('the namespace of a kind that has none does not matter', () => {
  const role = (namespace: string) =>
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'reader', { metadata: { name: 'reader', namespace } });
  expect(mistakes(duplicateObject, [role('a'), role('b')])).toHaveLength(1);
});

test('a CRD says whether its kind belongs to a namespace', () => {
  const definition = (scope: string) =>
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.com', {
      spec: { group: 'example.com', names: { kind: 'Widget' }, scope },
    });
  const widget = (namespace: string) => object('example.com/v1', 'Widget', 'a', { metadata: { name: 'a', namespace } });
  expect(mistakes(duplicateObject, [definition('Cluster'), widget('a'), widget('b')])).toHaveLength(1);
  expect(mistakes(duplicateObject, [definition('Namespaced'), widget('a'), widget('b')])).toEqual([]);
});
