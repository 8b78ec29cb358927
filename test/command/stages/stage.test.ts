import { stagesOf } from '../../../lib/command/stages/stage';
import { asList, inCalls, kubectlName, secondsFor, shownName } from '../../../lib/command/stages/cluster-object';
import { checked, named } from '../scripted';

function summary(objects: Parameters<typeof stagesOf>[0]): unknown[] {
  return stagesOf(objects).map(({ id, name, objects: members }) => [
    id,
    name,
    members.map(({ manifest }) => manifest.kind),
  ]);
}

function staged(kind: string, stage: number): ReturnType<typeof checked> {
  return checked({ kind, metadata: { name: 'a' } }, 'a.yaml:1', stage);
}

test('files with numbers are stages by their numbers, also by some that have no name', () => {
  expect(summary([staged('Pod', 40), staged('Service', 30), staged('Namespace', 0), staged('Job', 7)])).toEqual([
    ['00', 'definitions and namespaces', ['Namespace']],
    ['07', 'stage 07', ['Job']],
    ['30', 'apps', ['Service']],
    ['40', 'load', ['Pod']],
  ]);
});

test('within a stage, what others refer to comes first and what needs the others last', () => {
  const kinds = [
    'APIService',
    'HorizontalPodAutoscaler',
    'ScaledObject',
    'Deployment',
    'Service',
    'Secret',
    'ServiceAccount',
  ];
  expect(summary(kinds.map((kind) => staged(kind, 30)))).toEqual([
    [
      '30',
      'apps',
      ['ServiceAccount', 'Secret', 'Service', 'Deployment', 'ScaledObject', 'HorizontalPodAutoscaler', 'APIService'],
    ],
  ]);
});

test('files without numbers are stages by kind', () => {
  expect(
    summary([
      named('ScaledObject', 'web', 'shop', 'keda.sh/v1alpha1'),
      named('ValidatingWebhookConfiguration', 'x', undefined, 'admissionregistration.k8s.io/v1'),
      named('HorizontalPodAutoscaler', 'web', 'shop', 'autoscaling/v2'),
      named('APIService', 'x', undefined, 'apiregistration.k8s.io/v1'),
      named('Deployment', 'web', 'shop', 'apps/v1'),
      staged('Service', 10),
      named('CustomResourceDefinition', 'x', undefined, 'apiextensions.k8s.io/v1'),
      named('Namespace', 'shop'),
    ]),
  ).toEqual([
    ['1', 'definitions and namespaces', ['Namespace', 'CustomResourceDefinition']],
    ['2', 'controllers and apps', ['Service', 'Deployment']],
    ['3', 'what they serve', ['HorizontalPodAutoscaler', 'APIService', 'ValidatingWebhookConfiguration']],
    ['4', 'custom resources', ['ScaledObject']],
  ]);
  expect(stagesOf([])).toEqual([]);
});

test('objects have one name for kubectl, and one for people', () => {
  const web = named('Deployment', 'web', 'shop', 'apps/v1');
  expect([kubectlName(web), shownName(web)]).toEqual(['deployment.apps/web', 'Deployment shop/web']);
  expect([kubectlName(named('Namespace', 'shop')), shownName(named('Namespace', 'shop'))]).toEqual([
    'namespace/shop',
    'Namespace shop',
  ]);
  expect(JSON.parse(asList([web]))).toEqual({ apiVersion: 'v1', kind: 'List', items: [web.manifest] });
});

test('many objects take their time: an API server may need two seconds for each request', () => {
  expect([secondsFor(1), secondsFor(100)]).toEqual([65, 560]);
});

test('a call has no two objects of one name, and not too many', () => {
  const many = Array.from({ length: 101 }, (_, index) => named('ConfigMap', `a-${index}`));
  expect(inCalls(many).map((call) => call.length)).toEqual([100, 1]);
  const twins = [named('ConfigMap', 'a', 'x'), named('ConfigMap', 'a', 'y'), named('ConfigMap', 'b', 'x')];
  expect(inCalls(twins)).toEqual([[twins[0], twins[2]], [twins[1]]]);
});
