import { unknownKind } from '../../../lib/checks/rules/unknown-kind';
import { findings, object, told } from '../objects';

function fixes(apiVersion: string, kind: string, kubernetes = '1.36'): string[] {
  return findings(unknownKind, [object(apiVersion, kind, 'web', {})], { kubernetes }).map(({ fix }) => fix);
}

test('a kind of another API version is an error that names the version', () => {
  expect(findings(unknownKind, [object('v1', 'Deployment', 'web', {})]).map(told)).toMatchInlineSnapshot(`
   [
     "error R62: Deployment "shop/web" (app/web): v1 has no kind Deployment.
       why: kubectl apply stops at it with "no matches for kind".
       fix: Write apiVersion: apps/v1.",
   ]
  `);
  expect(fixes('networking.k8s.io/v1', 'PodDisruptionBudget')).toEqual(['Write apiVersion: policy/v1.']);
  expect(fixes('autoscaling/v3', 'HorizontalPodAutoscaler')).toEqual(['Write apiVersion: autoscaling/v2.']);
  expect(fixes('core/v1', 'Service')).toEqual(['Write apiVersion: v1.']);
  expect(fixes('apps', 'Deployment')).toEqual(['Write apiVersion: apps/v1.']);
});

test('a misspelt kind is an error with the kind that was meant', () => {
  expect(fixes('apps/v1', 'Statefulset')).toEqual(['Did you mean StatefulSet?']);
  expect(fixes('v1', 'Sevice')).toEqual(['Did you mean Service?']);
});

test('a kind of a later release is an error that names the release', () => {
  expect(fixes('resource.k8s.io/v1', 'DeviceClass', '1.30')).toEqual([
    'Kubernetes 1.34 is the first release that serves it: upgrade, or use an older version of the kind.',
  ]);
  expect(fixes('resource.k8s.io/v1', 'DeviceClass')).toEqual([]);
});

test('removed APIs, custom resources and files for other programs are not for this rule', () => {
  expect(fixes('autoscaling/v2beta2', 'HorizontalPodAutoscaler')).toEqual([]);
  expect(fixes('extensions/v1beta1', 'Ingress')).toEqual([]);
  expect(fixes('example.com/v1', 'Deployment')).toEqual([]);
  expect(fixes('v1', 'Config')).toEqual([]);
});
