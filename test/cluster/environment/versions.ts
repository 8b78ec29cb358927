/** A Go module, and the binaries that are built from it. */
export interface GoModule {
  /** Folder in the cache. */
  readonly name: string;
  readonly module: string;
  readonly version: string;
  /** Package by binary. */
  readonly binaries: Readonly<Record<string, string>>;
  /** Whether the binaries tell Kubernetes' version, which they must be told. */
  readonly kubernetes?: boolean;
}

/** The newest release that the manifests are for: all tests run on it. */
export const KUBERNETES = kubernetes('v1.36.3', ['kube-scheduler', 'kubelet', 'kube-proxy', 'kubectl']);

/** The release of cdk8s-plus-28: its API server says whether the manifests for it are admitted. */
export const OLDEST_KUBERNETES = kubernetes('v1.28.15', []);

/** What stores the objects, and what resolves names: every cluster has them. */
export const ETCD: GoModule = {
  name: 'etcd',
  module: 'go.etcd.io/etcd/server/v3',
  version: 'v3.6.8',
  binaries: { etcd: 'go.etcd.io/etcd/server/v3' },
};
export const COREDNS: GoModule = {
  name: 'coredns',
  module: 'github.com/coredns/coredns',
  version: 'v1.14.6',
  binaries: { coredns: 'github.com/coredns/coredns' },
};

/**
 * The controllers of the labs. Where the module proxy does not have the release of lib/versions.ts, it is the nearest one;
 * `standsIn` of its image says so.
 */
export const METRICS_SERVER: GoModule = {
  name: 'metrics-server',
  module: 'sigs.k8s.io/metrics-server',
  version: 'v0.9.0',
  binaries: { 'metrics-server': 'sigs.k8s.io/metrics-server/cmd/metrics-server' },
};
export const PROMETHEUS: GoModule = {
  name: 'prometheus',
  module: 'github.com/prometheus/prometheus',
  version: 'v0.313.5',
  binaries: {
    prometheus: 'github.com/prometheus/prometheus/cmd/prometheus',
    promtool: 'github.com/prometheus/prometheus/cmd/promtool',
  },
};
export const KEDA: GoModule = {
  name: 'keda',
  module: 'github.com/kedacore/keda/v2',
  version: 'v2.20.2',
  binaries: {
    keda: 'github.com/kedacore/keda/v2/cmd/operator',
    'keda-adapter': 'github.com/kedacore/keda/v2/cmd/adapter',
    'keda-admission-webhooks': 'github.com/kedacore/keda/v2/cmd/webhooks',
  },
};
export const PROMETHEUS_ADAPTER: GoModule = {
  name: 'prometheus-adapter',
  module: 'sigs.k8s.io/prometheus-adapter',
  version: 'v0.12.0',
  binaries: { 'prometheus-adapter': 'sigs.k8s.io/prometheus-adapter/cmd/adapter' },
};
export const PROMETHEUS_OPERATOR: GoModule = {
  name: 'prometheus-operator',
  module: 'github.com/prometheus-operator/prometheus-operator',
  version: 'v0.85.0',
  binaries: {
    'prometheus-operator': 'github.com/prometheus-operator/prometheus-operator/cmd/operator',
    'prometheus-config-reloader': 'github.com/prometheus-operator/prometheus-operator/cmd/prometheus-config-reloader',
  },
};
export const KUBE_STATE_METRICS: GoModule = {
  name: 'kube-state-metrics',
  module: 'k8s.io/kube-state-metrics/v2',
  version: 'v2.18.0',
  binaries: { 'kube-state-metrics': 'k8s.io/kube-state-metrics/v2' },
};
export const NGINX_EXPORTER: GoModule = {
  name: 'nginx-prometheus-exporter',
  module: 'github.com/nginx/nginx-prometheus-exporter',
  version: 'v1.5.1',
  binaries: { 'nginx-prometheus-exporter': 'github.com/nginx/nginx-prometheus-exporter' },
};

export const NODE_EXPORTER: GoModule = {
  name: 'node_exporter',
  module: 'github.com/prometheus/node_exporter',
  version: 'v1.12.1',
  binaries: { node_exporter: 'github.com/prometheus/node_exporter' },
};
/** The last release whose module has its web page in it. */
export const ALERTMANAGER: GoModule = {
  name: 'alertmanager',
  module: 'github.com/prometheus/alertmanager',
  version: 'v0.31.1',
  binaries: { alertmanager: 'github.com/prometheus/alertmanager/cmd/alertmanager' },
};
export const PUSHGATEWAY: GoModule = {
  name: 'pushgateway',
  module: 'github.com/prometheus/pushgateway',
  version: 'v1.11.3',
  binaries: { pushgateway: 'github.com/prometheus/pushgateway' },
};

/** What makes loads at a rate: built only where it is proven, because it takes minutes. */
export const K6: GoModule = {
  name: 'k6',
  module: 'go.k6.io/k6',
  version: 'v1.8.1',
  binaries: { k6: 'go.k6.io/k6' },
};

/** All that a run needs, smallest first, so that what is missing on the machine shows early. */
export const GO_MODULES: readonly GoModule[] = [
  ETCD,
  KUBERNETES,
  OLDEST_KUBERNETES,
  COREDNS,
  METRICS_SERVER,
  NGINX_EXPORTER,
  NODE_EXPORTER,
  PUSHGATEWAY,
  ALERTMANAGER,
  PROMETHEUS,
  KUBE_STATE_METRICS,
  PROMETHEUS_OPERATOR,
  PROMETHEUS_ADAPTER,
  KEDA,
];

/** Locust comes from PyPI. */
export const LOCUST_VERSION = '2.47.0';

function kubernetes(version: string, more: readonly string[]): GoModule {
  const names = ['kube-apiserver', 'kube-controller-manager', ...more];
  return {
    name: 'kubernetes',
    module: 'k8s.io/kubernetes',
    version,
    binaries: Object.fromEntries(names.map((name) => [name, `k8s.io/kubernetes/cmd/${name}`])),
    kubernetes: true,
  };
}
