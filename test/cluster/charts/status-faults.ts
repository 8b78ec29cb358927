import { type CauseName } from '../../../lib/command/status/causes/cause';

/** What is wrong with an autoscaler that is staged, and what `status` must say of it. */
export interface StagedFault {
  /** Of its namespace. */
  readonly name: string;
  readonly cause: CauseName;
  /** The rule of `check` that tells it. @default the cluster tells it */
  readonly rule?: string;
  readonly says: RegExp;
  readonly objects: readonly StagedObject[];
}

interface StagedObject {
  readonly kind: string;
  readonly [field: string]: unknown;
}

const IMAGE = 'docker.io/nginxinc/nginx-unprivileged:1.29.8-alpine';
const OPERATED = 'http://operated.prometheus-operator.svc.cluster.local:9090';
const NOBODY = 'http://nobody.prometheus-operator.svc.cluster.local:9090';
const LABELS = { app: 'web' };

interface PodOptions {
  readonly image?: string;
  readonly resources?: object;
  readonly readinessProbe?: object;
}

function deployment(options: PodOptions = {}): StagedObject {
  const resources = { requests: { cpu: '5m', memory: '8Mi' } };
  const container = { name: 'web', image: IMAGE, imagePullPolicy: 'IfNotPresent', resources, ...options };
  const template = {
    metadata: { labels: LABELS },
    spec: { terminationGracePeriodSeconds: 1, containers: [{ ...container, ports: [{ containerPort: 8080 }] }] },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: LABELS }, template },
  };
}

function hpa(name = 'web'): StagedObject {
  const target = { type: 'Utilization', averageUtilization: 50 };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: {
      maxReplicas: 3,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
    },
  };
}

interface ScaledOptions {
  readonly trigger?: object;
  readonly annotations?: object;
  readonly fallback?: object;
  readonly authenticationRef?: object;
}

function scaledObject({ trigger, annotations, fallback, authenticationRef }: ScaledOptions = {}): StagedObject {
  const asked = { serverAddress: OPERATED, query: 'sum(up)', threshold: '100', ignoreNullValues: 'false', ...trigger };
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'web', annotations },
    spec: {
      scaleTargetRef: { name: 'web' },
      pollingInterval: 5,
      minReplicaCount: 1,
      maxReplicaCount: 3,
      triggers: [{ type: 'prometheus', metadata: asked, ...(authenticationRef && { authenticationRef }) }],
      ...(fallback && { fallback }),
    },
  };
}

/** A Service whose port is named `http`. */
function service(): StagedObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', labels: LABELS },
    spec: { selector: LABELS, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  };
}

function serviceMonitor(port: string, labels: object): StagedObject {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: 'web', labels },
    spec: { selector: { matchLabels: LABELS }, endpoints: [{ port }] },
  };
}

/** Where a Prometheus is that may read its own namespace only. */
const BLIND = 'status-blind';

function blindPrometheus(): StagedObject[] {
  const [namespace, name] = [BLIND, 'blind'];
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
  const resources = ['services', 'endpoints', 'pods'];
  const rules = [{ apiGroups: [''], resources, verbs: ['get', 'list', 'watch'] }];
  const rbac = 'rbac.authorization.k8s.io';
  return [
    account,
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata: { name, namespace }, rules },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: rbac, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Prometheus',
      metadata: { name, namespace },
      spec: {
        ...{ image: 'quay.io/prometheus/prometheus:v3.14.0', replicas: 1, serviceAccountName: name },
        ...{ serviceMonitorSelector: { matchLabels: { seen: 'blindly' } }, serviceMonitorNamespaceSelector: {} },
        resources: { requests: { cpu: '5m', memory: '64Mi' } },
      },
    },
  ];
}

/** One fault each, in a namespace of its own. */
export const STAGED_FAULTS: readonly StagedFault[] = [
  { name: 'no-target', cause: 'no-target', says: /^Its target Deployment \S+ does not exist/, objects: [hpa()] },
  {
    name: 'no-request',
    cause: 'no-request',
    says: /^Container "web" of Deployment \S+ has no cpu request/,
    objects: [deployment({ resources: {} }), hpa()],
  },
  {
    name: 'two-autoscalers',
    cause: 'second-autoscaler',
    says: /^Another autoscaler scales Deployment \S+, too/,
    objects: [deployment(), hpa(), hpa('second')],
  },
  {
    name: 'no-image',
    cause: 'no-image',
    says: /^1 of 1 pod of Deployment \S+ has no image/,
    objects: [deployment({ image: 'registry.invalid/none:1' }), hpa()],
  },
  {
    name: 'no-room',
    cause: 'no-room',
    says: /^1 of 1 pod of Deployment \S+ finds no node with room/,
    objects: [deployment({ resources: { requests: { cpu: '1000' } } }), hpa()],
  },
  {
    name: 'not-ready',
    cause: 'not-ready',
    says: /^1 of 1 pod of Deployment \S+ does not get ready/,
    objects: [deployment({ readinessProbe: { httpGet: { path: '/never', port: 8080 }, periodSeconds: 2 } }), hpa()],
  },
  {
    name: 'quota',
    cause: 'quota',
    says: /^The ResourceQuota status-quota\/none lets no more pods/,
    objects: [
      { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none' }, spec: { hard: { pods: '0' } } },
      deployment(),
      hpa(),
    ],
  },
  {
    name: 'paused',
    cause: 'paused',
    says: /^Somebody paused it at 1 replica:/,
    objects: [deployment(), scaledObject({ annotations: { 'autoscaling.keda.sh/paused-replicas': '1' } })],
  },
  {
    name: 'wrong-query',
    cause: 'refused-query',
    says: /^Prometheus does not accept its query/,
    objects: [deployment(), scaledObject({ trigger: { query: 'sum(' } })],
  },
  {
    name: 'no-series',
    cause: 'empty-answer',
    says: /^Its query gives nothing/,
    objects: [deployment(), scaledObject({ trigger: { query: 'sum(nobody_has_this)' } })],
  },
  {
    name: 'no-source',
    cause: 'silent-source',
    says: /^The source of its metric does not answer/,
    objects: [deployment(), scaledObject({ trigger: { serverAddress: NOBODY } })],
  },
  {
    name: 'fallback',
    cause: 'fallback',
    says: /KEDA runs the 2 replicas of its fallback/,
    objects: [
      deployment(),
      scaledObject({ trigger: { serverAddress: NOBODY }, fallback: { failureThreshold: 1, replicas: 2 } }),
    ],
  },
  {
    name: 'wrong-secret',
    cause: 'unusable-secret',
    says: /^The Secret of its TriggerAuthentication status-wrong-secret\/token cannot be used/,
    objects: [
      deployment(),
      {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'TriggerAuthentication',
        metadata: { name: 'token' },
        spec: { secretTargetRef: [{ parameter: 'bearerToken', name: 'nobody-made-it', key: 'token' }] },
      },
      scaledObject({ trigger: { authModes: 'bearer' }, authenticationRef: { name: 'token' } }),
    ],
  },
  {
    name: 'wrong-port',
    cause: 'rule',
    rule: 'R12',
    says: /^ServiceMonitor "status-wrong-port\/web" scrapes port "metrics"; Service "status-wrong-port\/web" has "http"/,
    objects: [
      deployment(),
      service(),
      serviceMonitor('metrics', { release: 'operated' }),
      scaledObject({ trigger: { query: 'sum(up{namespace="status-wrong-port"})' } }),
    ],
  },
  {
    name: 'not-permitted',
    cause: 'rule',
    rule: 'R86',
    says: /ServiceAccount "status-blind\/blind" of Prometheus "status-blind\/blind" has no role there/,
    objects: [
      deployment(),
      service(),
      serviceMonitor('http', { seen: 'blindly' }),
      scaledObject({
        trigger: {
          serverAddress: `http://prometheus-operated.${BLIND}.svc.cluster.local:9090`,
          query: 'sum(up{namespace="status-not-permitted"})',
        },
      }),
    ],
  },
];

/** The namespace of a fault. */
export function namespaceOf({ name }: Pick<StagedFault, 'name'>): string {
  return `status-${name}`;
}

export const STAGED_NAMESPACES: readonly string[] = [BLIND, ...STAGED_FAULTS.map(namespaceOf)];

/** All of them, as one list for kubectl. */
export function stagedObjects(): string {
  const namespaces = STAGED_NAMESPACES.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  const objects = STAGED_FAULTS.flatMap((fault) =>
    fault.objects.map((object) => ({
      ...object,
      metadata: { ...(object.metadata as object), namespace: namespaceOf(fault) },
    })),
  );
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...namespaces, ...blindPrometheus(), ...objects] });
}
