import { selectorOverlap } from '../../../lib/checks/rules/selector-overlap';
import { testPodMeasured } from '../../../lib/checks/rules/test-pod-measured';
import { checked, findings, hpa, mistakes, object } from '../objects';

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', resources: { requests: { cpu: '100m' } } }] },
};
const web = object('apps/v1', 'Deployment', 'web', { spec: { selector: { matchLabels: { app: 'web' } }, template } });

function testPod(annotations: object, resources: object = {}) {
  const metadata = { name: 'web-test', namespace: 'shop', labels: { app: 'web' }, annotations };
  return checked(
    { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'wget', resources }] } },
    'chart',
  );
}

test('the test Pod of a chart without a request, with the labels that an HPA measures, is an error about the Pod', () => {
  const pod = testPod({ 'helm.sh/hook': 'test' });
  const [finding, ...others] = findings(testPodMeasured, [web, hpa('web'), pod]);
  expect(finding?.objects[0]).toBe(pod);
  expect(finding?.what).toContain('has the labels that Deployment "shop/web" (app/web) selects, and no cpu request');
  expect(finding?.fix).toContain('Leave the labels of the selector off the Pod');
  expect(others).toEqual([]);
  expect(mistakes(selectorOverlap, [web, hpa('web'), pod])).toEqual([]);
});

test.each([
  [
    'that Helm deletes when it has succeeded',
    testPod({ 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'before-hook-creation, hook-succeeded' }),
  ],
  ['with a request', testPod({ 'helm.sh/hook': 'test' }, { requests: { cpu: '10m' } })],
])('a test Pod %s is fine', (_, pod) => {
  expect(mistakes(testPodMeasured, [web, hpa('web'), pod])).toEqual([]);
});

test('a Pod that Helm keeps is R5', () => {
  expect(mistakes(testPodMeasured, [web, hpa('web'), testPod({})])).toEqual([]);
  expect(mistakes(selectorOverlap, [web, hpa('web'), testPod({})])).toHaveLength(1);
});
