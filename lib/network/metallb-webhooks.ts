const SERVICE = 'metallb-webhook-service';

/** What MetalLB's controller validates: kind in lower case, its API version, the resource, and the requests that it is asked about. */
const VALIDATED = [
  { kind: 'bgppeer', version: 'v1beta2', resource: 'bgppeers', name: 'bgppeersvalidationwebhook' },
  // A profile that a peer uses must stay.
  { kind: 'bfdprofile', version: 'v1beta1', resource: 'bfdprofiles', operations: ['CREATE', 'DELETE'] },
  { kind: 'bgpadvertisement', version: 'v1beta1', resource: 'bgpadvertisements' },
  { kind: 'community', version: 'v1beta1', resource: 'communities' },
  { kind: 'ipaddresspool', version: 'v1beta1', resource: 'ipaddresspools' },
  { kind: 'l2advertisement', version: 'v1beta1', resource: 'l2advertisements' },
];

/** The webhooks that check MetalLB's custom resources; its controller adds the certificate of its authority at run time. */
export function metalLbWebhooks(namespace: string): object[] {
  return VALIDATED.map(({ kind, version, resource, name = `${kind}validationwebhook`, operations }) => ({
    name: `${name}.metallb.io`,
    admissionReviewVersions: ['v1'],
    clientConfig: { service: { name: SERVICE, namespace, path: `/validate-metallb-io-${version}-${kind}` } },
    failurePolicy: 'Fail',
    sideEffects: 'None',
    rules: [
      {
        apiGroups: ['metallb.io'],
        apiVersions: [version],
        operations: operations ?? ['CREATE', 'UPDATE'],
        resources: [resource],
        scope: '*', // the default; kubectl compares the list as a whole, and would patch it at every apply
      },
    ],
  }));
}
