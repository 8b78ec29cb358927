import { App, Chart } from 'cdk8s';
import { PodSecurityLevel, SecuredNamespace, type SecuredNamespaceProps } from '../../lib';
import { schemaProblems } from '../support/schema';
import { chartOn, synthesize } from '../support/synthesize';

test('it is the namespace of its chart, held to restricted, and in no namespace itself', () => {
  const chart = chartOn();
  expect(new SecuredNamespace(chart, 'namespace').name).toBe('shop');
  const manifests = synthesize(chart);
  expect(schemaProblems(manifests)).toEqual([]);
  expect(manifests).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'shop',
        labels: {
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
      },
    },
  ]);
});

test('every prop counts', () => {
  const props: Required<SecuredNamespaceProps> = { name: 'other', enforce: PodSecurityLevel.BASELINE };
  const chart = chartOn();
  new SecuredNamespace(chart, 'namespace', props);
  expect(synthesize(chart)[0]?.metadata).toEqual({
    name: 'other',
    labels: { 'pod-security.kubernetes.io/enforce': 'baseline', 'pod-security.kubernetes.io/warn': 'baseline' },
  });
});

test('in a chart without a namespace it is named after its id', () => {
  expect(new SecuredNamespace(new Chart(new App(), 'test'), 'tools').name).toBe('tools');
});
