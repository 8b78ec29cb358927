import { mutatedObject, NOTHING, type Kind, type RandomObject } from './mutated-object';
import { type Random } from './random';

const COUNTS = [0, 1, 2, 3, 10, 100, -1, 2 ** 31 - 1, 2 ** 31, '1', '50%', '101%', '-1%', null, NOTHING];
const NAMES = ['web', 'web.shop', 'Web', 'a_b', '', '1web', 'w'.repeat(64), 'web-', 'x/y', null, NOTHING];
const PORTS = [80, 8080, 0, 65535, 65536, -1, 'http', 'h2c-metrics', 'HTTP', 'a'.repeat(16), '80', null, NOTHING];
const QUANTITIES = ['100m', '1', '0', '-1', '1Gi', '1.5', 'x', '', 5, null, NOTHING];
const PORT = { name: 'http', port: 80, targetPort: 8080 };
const POLICIES = ['Max', 'Min', 'Disabled', 'max', '', null, NOTHING];
const WINDOWS = [0, 300, 3600, 3601, -1, null, NOTHING];
const RULES = [
  [],
  [{ type: 'Pods', value: 4, periodSeconds: 60 }],
  [{ type: 'Percent', value: 100, periodSeconds: 1800 }],
  [{ type: 'Percent', value: 0, periodSeconds: 60 }],
  [{ type: 'Pods', value: -1, periodSeconds: 60 }],
  [{ type: 'Pods', value: 1, periodSeconds: 1801 }],
  [{ type: 'Pods', value: 1, periodSeconds: 0 }],
  [{ type: 'pods', value: 1, periodSeconds: 60 }],
  [{ value: 1, periodSeconds: 60 }],
  null,
  NOTHING,
];
const SELECTORS = [
  { matchLabels: { app: 'web' } },
  {},
  null,
  { matchLabels: { 'a b': 'x' } },
  { matchLabels: { app: 'a b' } },
  { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
  { matchExpressions: [{ key: 'app', operator: 'In' }] },
  { matchExpressions: [{ key: 'app', operator: 'Exists', values: ['web'] }] },
  { matchExpressions: [{ key: 'app', operator: 'Has' }] },
  NOTHING,
];

const METRICS = [
  [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
  [{ type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } }],
  [{ type: 'Pods', pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '10' } } }],
  [
    {
      type: 'Object',
      object: {
        metric: { name: 'requests' },
        describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web' },
        target: { type: 'Value', value: '10' },
      },
    },
  ],
  [{ type: 'External', external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '5' } } }],
  [
    {
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 50 } },
    },
  ],
];

const KINDS: readonly Kind[] = [
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    samples: METRICS.map((metrics) => ({
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 1,
        maxReplicas: 10,
        metrics,
      },
    })),
    pools: {
      'spec.minReplicas': COUNTS,
      'spec.maxReplicas': COUNTS,
      'spec.scaleTargetRef.name': NAMES,
      'spec.scaleTargetRef.kind': ['Deployment', '', 'x/y', NOTHING],
      'spec.scaleTargetRef.apiVersion': ['apps/v1', 'v1', '', 'a/b/c', NOTHING],
      'spec.scaleTargetRef': [{}, null, NOTHING],
      'spec.metrics': [...METRICS, [], null, NOTHING, [METRICS[0]?.[0], METRICS[0]?.[0]]],
      'spec.metrics.0.type': ['Resource', 'Pods', 'resource', '', NOTHING],
      'spec.metrics.0.resource.name': ['cpu', 'memory', '', 'example.com/gpu', 'gpu', 'a b', NOTHING],
      'spec.metrics.0.resource.target': [
        {},
        { type: 'Utilization' },
        { type: 'Utilization', averageUtilization: 0 },
        { type: 'Utilization', averageUtilization: -5 },
        { type: 'Value', value: '5' },
        { type: 'AverageValue', averageValue: '0' },
        { type: 'AverageValue', averageValue: '-1' },
        { type: 'AverageValue', averageUtilization: 50 },
        { type: 'Utilization', averageUtilization: 50, averageValue: '5' },
        { averageUtilization: 50 },
        NOTHING,
      ],
      'spec.metrics.0.pods.metric.name': NAMES,
      'spec.metrics.0.pods.metric.selector': SELECTORS,
      'spec.metrics.0.pods.target.averageValue': QUANTITIES,
      'spec.metrics.0.pods.target.type': ['AverageValue', 'Value', 'Utilization', NOTHING],
      'spec.metrics.0.object.describedObject.name': NAMES,
      'spec.metrics.0.object.describedObject.apiVersion': ['v1', '', NOTHING],
      'spec.metrics.0.object.target': [{ type: 'Value' }, { type: 'AverageValue', averageValue: '5' }, {}, NOTHING],
      'spec.metrics.0.external.metric.selector': SELECTORS,
      'spec.metrics.0.external.target': [
        { type: 'Value', value: '5' },
        { type: 'Value', value: '5', averageValue: '5' },
        { type: 'Value', value: '-5' },
        { type: 'Value' },
        { type: 'Utilization', averageUtilization: 5 },
        NOTHING,
      ],
      'spec.metrics.0.containerResource.container': ['app', '', NOTHING],
      'spec.behavior': [{}, null, NOTHING],
      'spec.behavior.scaleDown.stabilizationWindowSeconds': WINDOWS,
      'spec.behavior.scaleUp.stabilizationWindowSeconds': WINDOWS,
      'spec.behavior.scaleDown.selectPolicy': POLICIES,
      'spec.behavior.scaleDown.policies': RULES,
      'spec.behavior.scaleUp.policies': RULES,
    },
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    samples: [{ spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } } }],
    pools: {
      'spec.maxUnavailable': COUNTS,
      'spec.minAvailable': COUNTS,
      'spec.selector': SELECTORS,
      'spec.unhealthyPodEvictionPolicy': ['IfHealthyBudget', 'AlwaysAllow', 'Always', '', null, NOTHING],
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    samples: [
      { spec: { selector: { app: 'web' }, ports: [PORT] } },
      { spec: { type: 'NodePort', selector: { app: 'web' }, ports: [PORT] } },
      { spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [PORT] } },
      { spec: { type: 'ExternalName', externalName: 'db.example.com' } },
      { spec: { clusterIP: 'None', selector: { app: 'web' }, ports: [PORT] } },
    ],
    pools: {
      'spec.type': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', 'clusterIP', '', null, NOTHING],
      'spec.clusterIP': ['None', '', 'none', '10.0.0.300', null, NOTHING],
      'spec.selector': [{}, { app: 'a b' }, { 'a b': 'x' }, { 'example.com/app': 'web' }, null, NOTHING],
      'spec.ports': [
        [],
        [PORT, PORT],
        [PORT, { ...PORT, name: 'other' }],
        [PORT, { ...PORT, name: 'dns', protocol: 'UDP' }],
        [{ port: 80 }, { port: 81 }],
        [{ port: 10250, targetPort: 80 }],
        null,
        NOTHING,
      ],
      'spec.ports.0.port': PORTS,
      'spec.ports.0.targetPort': PORTS,
      'spec.ports.0.name': [...NAMES, 'http.web', '80'],
      'spec.ports.0.protocol': ['TCP', 'UDP', 'SCTP', 'tcp', 'HTTP', '', null, NOTHING],
      'spec.ports.0.appProtocol': ['http', 'kubernetes.io/h2c', 'a b', '', 'x/y/z', null, NOTHING],
      'spec.sessionAffinity': ['None', 'ClientIP', 'clientIP', '', null, NOTHING],
      'spec.sessionAffinityConfig': [
        { clientIP: { timeoutSeconds: 60 } },
        { clientIP: { timeoutSeconds: 0 } },
        { clientIP: { timeoutSeconds: 86401 } },
        { clientIP: {} },
        {},
        null,
        NOTHING,
      ],
      'spec.externalName': ['db.example.com', 'db.example.com.', 'DB', '', 'a_b', '10.0.0.1', null, NOTHING],
      'spec.externalIPs': [['192.0.2.1'], ['127.0.0.1'], ['0.0.0.0'], ['169.254.1.1'], ['x'], [], null, NOTHING],
      'spec.externalTrafficPolicy': ['Local', 'Cluster', 'local', '', null, NOTHING],
      'spec.internalTrafficPolicy': ['Local', 'Cluster', 'local', '', null, NOTHING],
      'spec.loadBalancerClass': ['example.com/lb', 'lb', 'a b', '', null, NOTHING],
      'spec.loadBalancerSourceRanges': [['192.0.2.0/24'], ['192.0.2.1'], ['x'], [], null, NOTHING],
      'spec.allocateLoadBalancerNodePorts': [true, false, null, NOTHING],
      'spec.healthCheckNodePort': [0, -1, null, NOTHING],
      'spec.ipFamilyPolicy': ['SingleStack', 'PreferDualStack', 'Dual', '', null, NOTHING],
      'spec.ipFamilies': [['IPv4'], ['IPv4', 'IPv4'], ['ipv4'], [], null, NOTHING],
      'spec.publishNotReadyAddresses': [true, null, NOTHING],
      'spec.trafficDistribution': ['PreferClose', 'Close', null, NOTHING],
    },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    samples: [
      {
        spec: {
          ingressClassName: 'nginx',
          tls: [{ hosts: ['web.example.com'], secretName: 'web-tls' }],
          rules: [
            {
              host: 'web.example.com',
              http: {
                paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
              },
            },
          ],
        },
      },
      { spec: { defaultBackend: { service: { name: 'web', port: { name: 'http' } } } } },
    ],
    pools: {
      'spec.ingressClassName': [...NAMES, 'nginx'],
      'spec.defaultBackend': [{}, { service: { name: 'web' } }, null, NOTHING],
      'spec.rules': [[], [{}], [{ host: 'a.example.com' }], null, NOTHING],
      'spec.rules.0.host': ['*.example.com', '*', '*.com', 'a.*.com', 'Web.example.com', '192.0.2.1', 'a:80', '', 'a_b.example.com', null, NOTHING], // prettier-ignore
      'spec.rules.0.http': [{}, { paths: [] }, null, NOTHING],
      'spec.rules.0.http.paths.0.path': ['/a', 'a', '', '/a//b', '/a/./b', '/a/../b', '/%2f', '/a/.', '/a(/|$)(.*)', '/*', '//', '/a b', null, NOTHING], // prettier-ignore
      'spec.rules.0.http.paths.0.pathType': ['Exact', 'Prefix', 'ImplementationSpecific', 'prefix', '', null, NOTHING],
      'spec.rules.0.http.paths.0.backend': [
        {},
        null,
        NOTHING,
        { resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'static' } },
        { resource: { kind: 'Bucket', name: 'static' } },
        { resource: { kind: '', name: 'static' } },
        { service: { name: 'web', port: { number: 80 } }, resource: { kind: 'Bucket', name: 'static' } },
      ],
      'spec.rules.0.http.paths.0.backend.service.name': NAMES,
      'spec.rules.0.http.paths.0.backend.service.port': [
        {},
        { number: 80, name: 'http' },
        { number: 0 },
        { number: 65536 },
        { name: 'HTTP' },
        { name: 'http' },
        { name: 'a'.repeat(16) },
        null,
        NOTHING,
      ],
      'spec.tls': [
        [],
        [{}],
        [{ hosts: ['a_b'], secretName: 'x' }],
        [{ hosts: ['*.example.com'] }],
        [{ secretName: 'A b' }],
        [{ secretName: '' }],
        null,
        NOTHING,
      ],
    },
  },
];

/** The kinds that there are objects of. */
export const OBJECT_KINDS: readonly string[] = KINDS.map(({ kind }) => kind);

/** An object of a built-in kind with up to three fields set to what may be right or wrong. */
export function randomObject(random: Random): RandomObject {
  return mutatedObject(random, KINDS);
}
