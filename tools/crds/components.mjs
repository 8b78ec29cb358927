/**
 * Whose custom resources the library writes: the Go packages of their API types (versions: go.mod), and the kinds that `imports/` has types for.
 * The other kinds are in `crds/` only, which keeps pod specs inside pod specs out of `imports/`.
 */
export const COMPONENTS = [
  {
    name: 'keda',
    packages: [
      'github.com/kedacore/keda/v2/apis/keda/v1alpha1',
      'github.com/kedacore/keda/v2/apis/eventing/v1alpha1',
    ],
    // An embedded struct with the marker of a root object; KEDA publishes no such kind.
    notPublished: ['withtriggers.keda.sh'],
    patch: publishedKeda,
    types: ['ScaledObject', 'TriggerAuthentication', 'ClusterTriggerAuthentication'],
  },
  {
    name: 'metallb',
    packages: ['go.universe.tf/metallb/api/v1beta1', 'go.universe.tf/metallb/api/v1beta2'],
    patch: convertBgpPeers,
    types: ['BGPAdvertisement', 'BGPPeer', 'IPAddressPool', 'L2Advertisement'],
  },
  {
    name: 'prometheus-operator',
    packages: ['github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1'],
    types: ['PodMonitor', 'PrometheusRule', 'ServiceMonitor'],
  },
];

/** MetalLB's controller converts BGPPeers between their two versions; no marker of the API types says so. */
function convertBgpPeers(definition) {
  if (definition.metadata.name !== 'bgppeers.metallb.io') return definition;
  const service = { name: 'metallb-webhook-service', namespace: 'metallb-system', path: '/convert' };
  const webhook = { clientConfig: { service }, conversionReviewVersions: ['v1beta1', 'v1beta2'] };
  return { ...definition, spec: { ...definition.spec, conversion: { strategy: 'Webhook', webhook } } };
}

/**
 * What KEDA changes in its definitions before it publishes them, and no marker of the API types says: pods of Jobs keep their labels, triggers of a
 * ScaledJob have no metricType, and windows are those of an HPA (KEDA's issues 1311 and 4976).
 */
function publishedKeda(definition) {
  for (const { schema } of definition.spec.versions) {
    const { spec } = schema.openAPIV3Schema.properties;
    if (definition.metadata.name === 'scaledjobs.keda.sh') {
      spec.properties.jobTargetRef.properties.template.properties.metadata['x-kubernetes-preserve-unknown-fields'] = true;
      delete spec.properties.triggers.items.properties.metricType;
    }
    if (definition.metadata.name === 'scaledobjects.keda.sh') {
      const { behavior } = spec.properties.advanced.properties.horizontalPodAutoscalerConfig.properties;
      for (const { properties } of [behavior.properties.scaleDown, behavior.properties.scaleUp]) {
        Object.assign(properties.stabilizationWindowSeconds, { minimum: 0, maximum: 3600 });
      }
    }
  }
  return definition;
}
