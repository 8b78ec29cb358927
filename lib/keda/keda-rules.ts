import { type KedaScaleTargets } from './keda-scale-targets';

/** An RBAC rule. */
export interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

const READ = ['get', 'list', 'watch'];
const UPDATE = ['get', 'list', 'patch', 'update', 'watch'];
const ALL = ['create', 'delete', ...UPDATE];

function allow(apiGroup: string, resources: string[], verbs: string[], resourceNames?: string[]): Rule {
  return { apiGroups: [apiGroup], resources, ...(resourceNames ? { resourceNames } : {}), verbs };
}

/** A resource with its subresources. */
function withParts(resource: string, ...parts: string[]): string[] {
  return [resource, ...parts.map((part) => `${resource}/${part}`)];
}

/** What differs between installations. */
export interface OperatorAccess {
  readonly scaleTargets: KedaScaleTargets;
  /** Whether Secrets are read wherever a ScaledObject is, or in KEDA's own namespace only. */
  readonly readsSecretsEverywhere: boolean;
}

/** What the operator may do where it scales: in every namespace, or in the ones that it watches. */
export function operatorRules({ scaleTargets, readsSecretsEverywhere }: OperatorAccess): Rule[] {
  return [
    allow('', ['configmaps', 'configmaps/status', 'limitranges', 'pods', 'services', 'serviceaccounts'], READ),
    { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
    allow('discovery.k8s.io', ['endpointslices'], READ),
    ...(readsSecretsEverywhere ? [allow('', ['secrets'], ['list', 'watch'])] : []),
    ...scaleTargets.resources.flatMap(({ apiGroup, resource }) => [
      allow(apiGroup, [`${resource}/scale`], UPDATE),
      allow(apiGroup, [resource], ['get']),
    ]),
    allow('apps', ['deployments/scale', 'statefulsets/scale'], UPDATE),
    allow('apps', ['deployments', 'replicasets', 'statefulsets'], READ),
    allow('autoscaling', ['horizontalpodautoscalers'], ALL),
    allow('batch', ['jobs'], ALL),
    allow('eventing.keda.sh', CLOUD_EVENT_SOURCES, UPDATE),
    allow(
      'keda.sh',
      [
        ...withParts('scaledjobs', 'finalizers', 'status'),
        ...withParts('scaledobjects', 'finalizers', 'status'),
        ...withParts('triggerauthentications', 'status'),
      ],
      UPDATE,
    ),
  ];
}

const CLOUD_EVENT_SOURCES = [
  ...withParts('cloudeventsources', 'status'),
  ...withParts('clustercloudeventsources', 'status'),
];

/** What the operator may do in the whole cluster, whatever it watches: its cluster-wide kinds, and its certificate in webhooks and API service. */
export const OPERATOR_CLUSTER_RULES: readonly Rule[] = [
  allow('keda.sh', withParts('clustertriggerauthentications', 'status'), UPDATE),
  allow('admissionregistration.k8s.io', ['validatingwebhookconfigurations'], UPDATE),
  allow('apiregistration.k8s.io', ['apiservices'], UPDATE),
  allow('eventing.keda.sh', CLOUD_EVENT_SOURCES, UPDATE),
];

/**
 * What the operator may do in its own namespace: elect a leader, and make the certificate of all three parts.
 *
 * @param readsSecrets whether that is also the only place where it may read Secrets, or one that it does not watch: it starts with a list of them
 */
export function operatorNamespaceRules(certificateSecret: string, readsSecrets: boolean): Rule[] {
  return [
    allow('coordination.k8s.io', ['leases'], ALL),
    allow('', ['secrets'], ['get'], [certificateSecret]),
    allow('', ['secrets'], ['create', 'update', ...(readsSecrets ? ['list', 'watch'] : [])]),
  ];
}

/** What the webhooks read to judge a ScaledObject: who else scales its target, and what the target requests. */
export const WEBHOOK_RULES: readonly Rule[] = [
  allow('autoscaling', ['horizontalpodautoscalers'], ['list', 'watch']),
  allow('keda.sh', ['scaledobjects'], ['list', 'watch']),
  allow('apps', ['deployments', 'statefulsets'], READ),
  allow('', ['limitranges'], ['list']),
  allow('events.k8s.io', ['events'], ['create', 'patch']),
];

/** What the autoscaler of Kubernetes may read: the metrics that KEDA serves. */
export const METRICS_READER_RULES: readonly Rule[] = [allow('external.metrics.k8s.io', ['externalmetrics'], ['get'])];
