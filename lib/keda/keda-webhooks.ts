import { WEBHOOKS } from './keda-names';

/** What KEDA's webhooks validate: the webhook's name, and the API group and resource of its kind. */
const VALIDATED = [
  { name: 'vscaledobject', apiGroup: 'keda.sh', kind: 'scaledobject' },
  { name: 'vscaledjob', apiGroup: 'keda.sh', kind: 'scaledjob' },
  { name: 'vstriggerauthentication', apiGroup: 'keda.sh', kind: 'triggerauthentication' },
  { name: 'vsclustertriggerauthentication', apiGroup: 'keda.sh', kind: 'clustertriggerauthentication' },
  { name: 'vcloudeventsource', apiGroup: 'eventing.keda.sh', kind: 'cloudeventsource' },
  { name: 'vclustercloudeventsource', apiGroup: 'eventing.keda.sh', kind: 'clustercloudeventsource' },
];

/**
 * The webhooks that check KEDA's custom resources; the operator adds the certificate of its authority at run time. They must not hold
 * anything up: while they do not answer, everything is accepted.
 */
export function kedaWebhooks(namespace: string): object[] {
  return VALIDATED.map(({ name, apiGroup, kind }) => ({
    name: `${name}.kb.io`,
    admissionReviewVersions: ['v1'],
    clientConfig: {
      service: { name: WEBHOOKS, namespace, path: `/validate-${apiGroup.replaceAll('.', '-')}-v1alpha1-${kind}` },
    },
    failurePolicy: 'Ignore',
    sideEffects: 'None',
    timeoutSeconds: 10,
    rules: [
      {
        apiGroups: [apiGroup],
        apiVersions: ['v1alpha1'],
        operations: ['CREATE', 'UPDATE'],
        resources: [`${kind}s`],
        scope: '*', // the default; kubectl compares the list as a whole, and would patch it at every apply
      },
    ],
  }));
}
