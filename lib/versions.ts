/**
 * Every version that the library writes by default, in one place. Each construct that uses one has a prop to override it.
 */

/** The oldest Kubernetes release that the manifests are for: the one of cdk8s-plus-28. */
export const OLDEST_KUBERNETES = '1.28';

/** The Kubernetes release of a cluster profile that does not say. */
export const DEFAULT_KUBERNETES = '1.36';

/** A release of a component, and the oldest Kubernetes release that it supports. */
export interface ComponentRelease {
  readonly version: string;
  readonly image: string;
  readonly kubernetes: string;
}

/**
 * Releases of metrics-server, newest first.
 * @see https://github.com/kubernetes-sigs/metrics-server#compatibility-matrix
 */
export const METRICS_SERVER_RELEASES: readonly ComponentRelease[] = [
  { version: '0.9.0', image: 'registry.k8s.io/metrics-server/metrics-server:v0.9.0', kubernetes: '1.34' },
  { version: '0.8.1', image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.1', kubernetes: '1.31' },
  { version: '0.7.2', image: 'registry.k8s.io/metrics-server/metrics-server:v0.7.2', kubernetes: '1.27' },
];

/**
 * F5's NGINX Ingress Controller. Its arguments belong to this version: another one refuses the ones that it does not know.
 * @see https://docs.nginx.com/nginx-ingress-controller/technical-specifications/
 */
export const F5_NGINX_INGRESS_RELEASE: ComponentRelease = {
  version: '5.5.4',
  image: 'docker.io/nginx/nginx-ingress:5.5.4',
  kubernetes: '1.25',
};

/**
 * The last release of the community's ingress-nginx, which was retired in March 2026.
 * @see https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/
 */
export const COMMUNITY_NGINX_INGRESS_RELEASE: ComponentRelease = {
  version: '1.15.1',
  image:
    'registry.k8s.io/ingress-nginx/controller:v1.15.1@sha256:594ceea76b01c592858f803f9ff4d2cb40542cae2060410b2c95f75907d659e1',
  kubernetes: '1.31',
};

/** Makes the certificate of the community's admission webhook. */
export const WEBHOOK_CERTGEN_IMAGE =
  'registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.6.9@sha256:01038e7de14b78d702d2849c3aad72fd25903c4765af63cf16aa3398f5d5f2dd';

/** Images of the applications and load generators of the labs. */
export const IMAGES = {
  /** PHP on Apache that burns CPU on each request; amd64 only. It has no version tag, so the digest pins it. */
  hpaExample: 'registry.k8s.io/hpa-example@sha256:581697a37f0e136db86d6b30392f0db40ce99c8248a7044c770012f4e8491544',
  /** The reference web application for Kubernetes. */
  podinfo: 'ghcr.io/stefanprodan/podinfo:6.14.1',
  /** nginx that runs without root. */
  nginxUnprivileged: 'docker.io/nginxinc/nginx-unprivileged:1.29.4-alpine3.23',
  /** siege 4.1 with a shell, built by a private person; docs/constructs/siege.md says how to build one of your own. */
  siege: 'quay.io/acristur/siege:4.1.7',
  /** The exporter of nginx's status page. */
  nginxExporter: 'docker.io/nginx/nginx-prometheus-exporter:1.5.3',
  /** Locust. */
  locust: 'docker.io/locustio/locust:2.47.0',
  /** k6. */
  k6: 'docker.io/grafana/k6:1.8.1',
  /** curl with a shell. */
  curl: 'docker.io/curlimages/curl:8.16.0',
} as const;

/**
 * The release of MetalLB that `MetalLbStack` writes. Its arguments, ports and probes belong to this minor release.
 * @see https://github.com/metallb/metallb/releases
 */
export const METALLB_RELEASE = {
  version: '0.16.1',
  controllerImage: 'quay.io/metallb/controller:v0.16.1',
  speakerImage: 'quay.io/metallb/speaker:v0.16.1',
} as const;

/**
 * The release of KEDA that `KedaStack` writes, and whose definitions are in crds/. Its project tests it with Kubernetes 1.33 to 1.35.
 * @see https://keda.sh/docs/2.20/operate/cluster/
 */
export const KEDA_RELEASE = {
  version: '2.20.2',
  operatorImage: 'ghcr.io/kedacore/keda:2.20.2',
  metricsApiServerImage: 'ghcr.io/kedacore/keda-metrics-apiserver:2.20.2',
  webhooksImage: 'ghcr.io/kedacore/keda-admission-webhooks:2.20.2',
} as const;

/**
 * Node images of kind by Kubernetes release: the newest one that a release of kind had as its default, with the digest in the Go module of that release,
 * or was published beside it.
 * @see https://github.com/kubernetes-sigs/kind/releases
 */
export const KIND_NODE_IMAGES: { readonly [kubernetes: string]: string } = {
  '1.28': 'kindest/node:v1.28.0',
  '1.29': 'kindest/node:v1.29.2@sha256:51a1434a5397193442f0be2a297b488b6c919ce8a3931be0ce822606ea5ca245',
  '1.30': 'kindest/node:v1.30.0@sha256:047357ac0cfea04663786a612ba1eaba9702bef25227a794b52890dd8bcd692e',
  '1.31': 'kindest/node:v1.31.2@sha256:18fbefc20a7113353c7b75b5c869d7145a6abd6269154825872dc59c1329912e',
  '1.32': 'kindest/node:v1.32.2@sha256:f226345927d7e348497136874b6d207e0b32cc52154ad8323129352923a3142f',
  '1.33': 'kindest/node:v1.33.1@sha256:050072256b9a903bd914c0b2866828150cb229cea0efe5892e2b644d5dd3b34f',
  '1.34': 'kindest/node:v1.34.0@sha256:7416a61b42b1662ca6ca89f02028ac133a309a2a30ba309614e8ec94d976dc5a',
  '1.35': 'kindest/node:v1.35.0@sha256:452d707d4862f52530247495d180205e029056831160e22870e37e3f6c1ac31f',
  '1.36': 'kindest/node:v1.36.1@sha256:3489c7674813ba5d8b1a9977baea8a6e553784dab7b84759d1014dbd78f7ebd5',
  '1.37': 'kindest/node:v1.37.0@sha256:a1ed56cfb0e7b93589bdf97c8cd566405a265939e3620fc4f5de89adff580ae5',
};

/**
 * Images of Prometheus, its companions and what is built on it.
 * @see https://github.com/prometheus-community/helm-charts
 */
export const MONITORING_IMAGES = {
  prometheus: 'quay.io/prometheus/prometheus:v3.14.0',
  /** Tells Prometheus to read its configuration again. */
  configReloader: 'quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1',
  alertmanager: 'quay.io/prometheus/alertmanager:v0.34.0',
  pushgateway: 'quay.io/prometheus/pushgateway:v1.11.3',
  nodeExporter: 'quay.io/prometheus/node-exporter:v1.12.1',
  kubeStateMetrics: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0',
  prometheusOperator: 'quay.io/prometheus-operator/prometheus-operator:v0.93.1',
  /** The last release: its project points to KEDA. */
  prometheusAdapter: 'registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.12.0',
  grafana: 'docker.io/grafana/grafana:13.2.0',
} as const;
