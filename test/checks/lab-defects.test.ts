import { checkManifests, type CheckOptions } from '../../lib/checks';
import { ManifestReader } from '../../lib/checks/files/manifest-reader';

/** The defects of the labs' original manifests, each as the smallest excerpt that has it, with the rule that answers. */
interface Defect {
  readonly lab: string;
  readonly defect: string;
  readonly manifests: string;
  readonly finding: string;
  readonly options?: CheckOptions;
}

const NGINX = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: main-nginx-ingress-controller }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: nginx-ingress } }
  template:
    metadata: { labels: { app.kubernetes.io/name: nginx-ingress } }
    spec: { containers: [{ name: nginx-ingress, resources: { requests: { cpu: 100m } } }] }
`;

const PROMETHEUS_CONFIG = `
apiVersion: v1
kind: ConfigMap
metadata: { name: prometheus-server }
data: { prometheus.yml: 'global: { scrape_interval: 1m }' }
`;

function nginxScale(target = 'main-nginx-ingress-controller', metadata = ''): string {
  return `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: nginx-scale }
spec:
  scaleTargetRef: { kind: Deployment, name: ${target} }
  minReplicaCount: 1
  maxReplicaCount: 20
  cooldownPeriod: 30
  pollingInterval: 1
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus-server
        threshold: '100'
        query: sum(avg_over_time(nginx_ingress_nginx_connections_active{app="main-nginx-ingress"}[1m]))
        ${metadata}
`;
}

const ORDER = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: order }
spec:
  replicas: 2
  selector: { matchLabels: { app: order } }
  template:
    metadata: { labels: { app: order } }
    spec: { containers: [{ name: order, ports: [{ containerPort: 8080 }] }] }
`;

const ORDER_HPA = `
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: { name: order }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: order }
  minReplicas: 1
  maxReplicas: 3
`;

const ORDER_SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: order }
spec: { selector: { app: order }, ports: [{ port: 8080 }] }
`;

function nodePortService(name: string): string {
  return `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { type: NodePort, ports: [{ name: http, port: 80, nodePort: 30951 }] }
`;
}

const COUNTER_HPA = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: nginx }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: nginx }
  maxReplicas: 3
  metrics:
    - type: Object
      object:
        describedObject: { apiVersion: v1, kind: Service, name: nginx }
        metric: { name: nginx_http_requests_total }
        target: { type: Value, value: 50 }
`;

const API_SERVICE = `
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: { name: v1beta1.metrics.k8s.io }
spec: { group: metrics.k8s.io, version: v1beta1 }
`;

function pod(image: string, name = 'load'): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec: { containers: [{ name: app, image: ${image} }] }\n`;
}

const DEFECTS: readonly Defect[] = [
  {
    lab: 'ingress-keda',
    defect: 'the Deployment of the controller was renamed',
    manifests: `${NGINX}---${nginxScale('main-nginx-ingress')}`,
    finding: 'R1 error: scales Deployment "main-nginx-ingress", which is not among',
  },
  {
    lab: 'ingress-keda',
    defect: 'the label app of the controller was renamed',
    manifests: `${NGINX}---${nginxScale()}`,
    finding: 'R10 warning: asks for app="main-nginx-ingress", which no pod here has',
  },
  {
    lab: 'ingress-keda',
    defect: 'metricName was removed from KEDA',
    manifests: `${NGINX}---${nginxScale(undefined, 'metricName: nginx_connections_active_keda')}`,
    finding: 'R25 warning: has a metricName, which KEDA 2.12 removed',
  },
  {
    lab: 'ingress-keda',
    defect: 'cooldownPeriod does nothing above zero',
    manifests: `${NGINX}---${nginxScale()}`,
    finding: 'R47 warning: its cooldownPeriod has no effect',
  },
  {
    lab: 'ingress-keda',
    defect: 'pollingInterval does nothing above zero',
    manifests: `${NGINX}---${nginxScale()}`,
    finding: 'R47 warning: its pollingInterval has no effect',
  },
  {
    lab: 'ingress-keda',
    defect: 'serverAddress is resolved in the namespace of KEDA',
    manifests: `${NGINX}---${nginxScale()}`,
    finding: 'R9 warning: its serverAddress http://prometheus-server is resolved inside KEDA',
  },
  {
    lab: 'ingress-keda',
    defect: 'the window of the query is one scrape interval',
    manifests: `${NGINX}---${nginxScale()}---${PROMETHEUS_CONFIG}`,
    finding: 'R8 warning: its window [1m] is shorter than 2 scrape intervals of 60 s',
  },
  {
    lab: 'ingress-keda',
    defect: 'an empty answer counts as no load',
    manifests: `${NGINX}---${nginxScale()}`,
    finding: 'R8 info: an empty answer to its query counts as 0',
  },
  {
    lab: 'ingress-keda',
    defect: '20 replicas do not fit on minikube',
    manifests: `${NGINX}---${nginxScale()}`,
    finding: 'R29 warning: All workloads at their largest size ask for 2.00 cores',
    options: { capacity: { cpu: 1.9, memory: 2 ** 32 } },
  },
  {
    lab: 'custom-metrics',
    defect: 'both examples want the node ports 30951 and 30952',
    manifests: `${nodePortService('nginx')}---\n${nodePortService('nginx-keda')}`,
    finding: 'R23 error: both ask for nodePort 30951',
  },
  {
    lab: 'custom-metrics',
    defect: 'the HPA scales on a raw counter',
    manifests: COUNTER_HPA,
    finding: 'R8 warning: scales on the metric "nginx_http_requests_total", a counter by its name',
  },
  {
    lab: 'custom-metrics',
    defect: 'the HPA is applied before any adapter serves its metric',
    manifests: `${COUNTER_HPA}---${API_SERVICE}`,
    finding: 'R13 warning: nothing here serves custom.metrics.k8s.io',
  },
  {
    lab: 'custom-metrics',
    defect: 'the ScaledObject scales on a raw counter',
    manifests: nginxScale().replace(/query: .*/, 'query: sum(nginx_http_requests_total{pod=~"nginx-.*"})'),
    finding: 'R8 warning: its query reads nginx_http_requests_total, a counter by its name',
  },
  {
    lab: 'custom-metrics',
    defect: 'prometheus-adapter is being deprecated',
    manifests: pod('registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.12.0'),
    finding: 'R25 warning: runs prometheus-adapter, which is being deprecated',
  },
  {
    lab: 'cpu-autoscaling',
    defect: 'heapster has ended',
    manifests: pod('k8s.gcr.io/heapster-amd64:v1.5.4'),
    finding: 'R25 error: runs heapster, which ended in 2018',
  },
  {
    lab: 'cpu-autoscaling',
    defect: 'k8s.gcr.io is frozen',
    manifests: pod('k8s.gcr.io/hpa-example'),
    finding: 'R25 warning: is pulled from k8s.gcr.io',
  },
  {
    lab: 'cpu-autoscaling',
    defect: 'the image of the load generator cannot be pulled any more',
    manifests: pod('radial/busyboxplus:curl'),
    finding: 'R25 error: is in the image format "schema 1"',
  },
  {
    lab: 'exposing-services',
    defect: 'the Ingress is of an API version that was removed',
    manifests: 'apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: { name: ingress-nginx }\n',
    finding: 'R25 error: is of networking.k8s.io/v1beta1, which Kubernetes 1.22 removed',
  },
  {
    lab: 'exposing-services',
    defect: 'ingress-nginx is retired',
    manifests: pod('quay.io/kubernetes-ingress-controller/nginx-ingress-controller/nginx-ingress-controller:0.30.0'),
    finding: 'R25 warning: runs ingress-nginx, which was retired in March 2026',
  },
  {
    lab: 'exposing-services',
    defect: 'the HPA needs a request that the Deployment does not have',
    manifests: `${ORDER}---${ORDER_HPA}`,
    finding: 'R2 error: but container "order" of Deployment "order"',
  },
  {
    lab: 'zero-downtime',
    defect: 'replicas: 2 beside an HPA',
    manifests: `${ORDER}---${ORDER_HPA}`,
    finding: 'R3 error: sets replicas: 2',
  },
  {
    lab: 'zero-downtime',
    defect: 'no readiness probe: what the lab shows',
    manifests: `${ORDER}---${ORDER_SERVICE}`,
    finding: 'R22 warning: has no readinessProbe',
  },
  {
    lab: 'zero-downtime',
    defect: 'no preStop hook',
    manifests: `${ORDER}---${ORDER_SERVICE}`,
    finding: 'R52 info: has no preStop hook',
  },
  {
    lab: 'zero-downtime',
    defect: 'a tab in front of the image',
    manifests: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: order\nspec:\n\timage: order:stable\n',
    finding: 'R0 error: is not valid YAML: tabs are not allowed as indentation',
  },
];

test.each(DEFECTS)('$lab: $defect', ({ manifests, finding, options }) => {
  const reader = new ManifestReader();
  reader.read('lab.yaml', manifests);
  const found = [
    ...reader.unreadable.map(({ severity, what }) => `R0 ${severity}: ${what}`),
    ...checkManifests(reader.objects, options).map(({ rule, severity, what }) => `${rule} ${severity}: ${what}`),
  ];
  const [head = '', text = ''] = finding.split(/: (.*)/s);
  expect(found.filter((each) => each.startsWith(`${head}: `) && each.includes(text))).toHaveLength(1);
});
