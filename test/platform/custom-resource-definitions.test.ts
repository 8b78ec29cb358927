import { Chart } from 'cdk8s';
import { CrdComponent, CustomResourceDefinitions } from '../../lib';
import { at, list } from '../../lib/kubernetes/fields';
import { schemaProblems } from '../support/schema';
import { chartOn, messageOf, only, synthesize } from '../support/synthesize';

/** The largest annotation that the API server takes: client-side `kubectl apply` puts the whole object into one. */
const LARGEST_ANNOTATION = 262_144;

function manifestsOf(component: CrdComponent, conversionNamespace?: string) {
  const chart = chartOn();
  const definitions = new CustomResourceDefinitions(chart, 'definitions', { component, conversionNamespace });
  return { names: definitions.names, manifests: synthesize(chart) };
}

test.each<[CrdComponent, string[]]>([
  [
    CrdComponent.KEDA,
    [
      'cloudeventsources.eventing.keda.sh',
      'clustercloudeventsources.eventing.keda.sh',
      'clustertriggerauthentications.keda.sh',
      'scaledjobs.keda.sh',
      'scaledobjects.keda.sh',
      'triggerauthentications.keda.sh',
    ],
  ],
  [
    CrdComponent.METALLB,
    [
      'bfdprofiles.metallb.io',
      'bgpadvertisements.metallb.io',
      'bgppeers.metallb.io',
      'communities.metallb.io',
      'configurationstates.metallb.io',
      'ipaddresspools.metallb.io',
      'l2advertisements.metallb.io',
      'servicebgpstatuses.metallb.io',
      'servicel2statuses.metallb.io',
    ],
  ],
  [
    CrdComponent.PROMETHEUS_OPERATOR,
    [
      'alertmanagers.monitoring.coreos.com',
      'podmonitors.monitoring.coreos.com',
      'probes.monitoring.coreos.com',
      'prometheuses.monitoring.coreos.com',
      'prometheusrules.monitoring.coreos.com',
      'servicemonitors.monitoring.coreos.com',
      'thanosrulers.monitoring.coreos.com',
    ],
  ],
])('%s has its definitions: valid, without descriptions, small enough for client-side apply', (component, expected) => {
  const { names, manifests } = manifestsOf(component);
  expect(names).toEqual(expected);
  expect(manifests.map(({ metadata }) => metadata.name)).toEqual(expected);
  for (const manifest of manifests) {
    expect(manifest.metadata.namespace).toBeUndefined();
    const text = JSON.stringify(manifest);
    expect(text.length).toBeLessThan(LARGEST_ANNOTATION);
    expect(text.includes('"description":"')).toBe(false);
  }
  expect(schemaProblems(manifests)).toEqual([]);
});

test('the versions that are served and stored are the ones that the constructs write', () => {
  const { manifests } = manifestsOf(CrdComponent.METALLB);
  const versions = list(only(manifests, 'CustomResourceDefinition', 'bgppeers.metallb.io'), 'spec', 'versions');
  expect(versions.map((version) => ['name', 'served', 'storage'].map((field) => at(version, field)))).toEqual([
    ['v1beta1', true, false],
    ['v1beta2', true, true],
  ]);
});

test('objects are converted where the component is installed', () => {
  const conversion = (namespace?: string) =>
    at(
      only(manifestsOf(CrdComponent.METALLB, namespace).manifests, 'CustomResourceDefinition', 'bgppeers.metallb.io'),
      ...['spec', 'conversion'],
    );
  expect(conversion()).toEqual({
    strategy: 'Webhook',
    webhook: {
      clientConfig: {
        service: { name: 'metallb-webhook-service', namespace: 'metallb-system', path: '/convert' },
      },
      conversionReviewVersions: ['v1beta1', 'v1beta2'],
    },
  });
  expect(conversion('elsewhere')).toMatchObject({
    webhook: { clientConfig: { service: { name: 'metallb-webhook-service', namespace: 'elsewhere' } } },
  });
});

test('a definition has one owner', () => {
  const chart = chartOn();
  const { root } = chart.node;
  const component = CrdComponent.METALLB;
  new CustomResourceDefinitions(chart, 'definitions', { component });
  expect(messageOf(() => new CustomResourceDefinitions(new Chart(root, 'other'), 'definitions', { component })))
    .toMatchInlineSnapshot(`
   "[other/definitions] "other/definitions" wants the CustomResourceDefinition bfdprofiles.metallb.io, which "test/definitions" owns.
       why: A cluster has it once: the second apply is refused or takes it away from the first.
       fix: Share "test/definitions", or choose another CustomResourceDefinition for one of them."
  `);
});
