import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { ClusterScopedObject } from '../../platform';
import { WEBHOOK_CERTGEN_IMAGE } from '../../versions';
import { addAccess } from '../access';
import { checkImage } from '../controller-image';
import { ADMISSION_CLUSTER_RULES, ADMISSION_NAMESPACE_RULES } from './community-rules';

/** What happens to an Ingress that the controller has not checked. */
export enum AdmissionWebhook {
  /** There is no webhook: a mistake shows in the controller's log only. */
  OFF = 'Off',
  /** It is accepted while the controller cannot be asked, so that everything can be applied in one go. */
  IGNORE = 'Ignore',
  /** It is refused while the controller cannot be asked: nothing unchecked comes in, and the first apply has to wait for the controller. */
  FAIL = 'Fail',
}

/** What the webhook is made of. */
export interface AdmissionProps {
  /** Name of the controller; everything of the webhook is named after it. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: { readonly [label: string]: string };
  /** Labels that select the controller's pods. */
  readonly podLabels: { readonly [label: string]: string };
  readonly failurePolicy: AdmissionWebhook;
  readonly image?: string;
}

const UID = 65532;

/** The Secret with the certificate of the webhook: a Job makes it, the controller waits for it. */
export function admissionSecret(name: string): string {
  return `${name}-admission`;
}

/** The webhook that lets the controller refuse an Ingress, and the Jobs that make its certificate. */
export function addAdmission(scope: Construct, props: AdmissionProps): void {
  const { name, namespace, labels, podLabels, failurePolicy } = props;
  const image = checkImage(scope, props.image ?? WEBHOOK_CERTGEN_IMAGE);
  const admission = admissionSecret(name);
  const service = `${name}-controller-admission`;

  addAccess(scope, 'admission-', {
    name: admission,
    namespace,
    labels,
    clusterRules: ADMISSION_CLUSTER_RULES,
    namespaceRules: ADMISSION_NAMESPACE_RULES,
  });
  new ApiObject(scope, 'admission-service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: service, namespace, labels },
    spec: {
      type: 'ClusterIP',
      selector: podLabels,
      ports: [{ name: 'https-webhook', port: 443, protocol: 'TCP', appProtocol: 'https', targetPort: 'webhook' }],
    },
  });
  const job = (verb: string, args: string[]) =>
    new ApiObject(scope, `admission-${verb}`, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: `${admission}-${verb}`, namespace, labels },
      spec: {
        ttlSecondsAfterFinished: 0, // a Job cannot be changed: a later apply with another image would be refused
        template: {
          metadata: { name: `${admission}-${verb}`, labels },
          spec: {
            serviceAccountName: admission,
            automountServiceAccountToken: true,
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            restartPolicy: 'OnFailure',
            containers: [
              {
                name: verb,
                image,
                imagePullPolicy: 'IfNotPresent',
                args: [verb, ...args],
                env: [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                  readOnlyRootFilesystem: true,
                  runAsGroup: UID,
                  runAsNonRoot: true,
                  runAsUser: UID,
                  seccompProfile: { type: 'RuntimeDefault' },
                },
              },
            ],
          },
        },
      },
    });
  job('create', [
    `--host=${service},${service}.$(POD_NAMESPACE).svc`,
    '--namespace=$(POD_NAMESPACE)',
    `--secret-name=${admission}`,
  ]);
  job('patch', [
    `--webhook-name=${admission}`,
    '--namespace=$(POD_NAMESPACE)',
    '--patch-mutating=false',
    `--secret-name=${admission}`,
    `--patch-failure-policy=${failurePolicy}`,
  ]);
  new ClusterScopedObject(scope, 'admission-webhook', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: admission, labels },
    webhooks: [
      {
        name: 'validate.nginx.ingress.kubernetes.io',
        admissionReviewVersions: ['v1'],
        clientConfig: { service: { name: service, namespace, path: '/networking/v1/ingresses', port: 443 } },
        failurePolicy,
        matchPolicy: 'Equivalent',
        rules: [
          {
            apiGroups: ['networking.k8s.io'],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['ingresses'],
            scope: '*', // the API server fills it in, and a second apply would take it away
          },
        ],
        sideEffects: 'None',
      },
    ],
  });
}
