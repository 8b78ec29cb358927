import { type Size } from 'cdk8s';
import { type Cpu } from 'cdk8s-plus-28';
import { type ClusterDns } from './cluster-dns';

/** What may differ between clusters of one kind. */
export interface ClusterProfileOptions {
  /**
   * Kubernetes release, major and minor.
   * @default '1.36'
   */
  readonly kubernetes?: string;
  /**
   * Nodes that pods may be scheduled on.
   * @default 3 for kubeadm, 2 for EKS, else 1
   */
  readonly nodes?: number;
  /**
   * CPU that one node gives to pods.
   * @default 2 cores for minikube, kubeadm and EKS; unknown for kind, whose nodes share the host, and for generic
   */
  readonly nodeCpu?: Cpu;
  /**
   * Memory that one node gives to pods.
   * @default 4 GiB for minikube and EKS, 2 GiB for kubeadm; unknown for kind and generic
   */
  readonly nodeMemory?: Size;
  /**
   * First port of the API server's --service-node-port-range.
   * @default 30000
   */
  readonly firstNodePort?: number;
  /**
   * Last port of the API server's --service-node-port-range.
   * @default 32767
   */
  readonly lastNodePort?: number;
  /**
   * IP addresses of the nodes, control plane included, so that no address pool takes one of them.
   * @default unknown
   */
  readonly nodeAddresses?: string[];
  /**
   * DNS domain of the cluster.
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
  /**
   * Where pods ask for names, for the policies of `isolate()`.
   * @default ClusterDns.coreDns()
   */
  readonly dns?: ClusterDns;
  /**
   * Port that the API server listens on, for the policies of `isolate()`, such as 16443 of MicroK8s. Pods ask its Service at 443, which leads there.
   * @default 6443 for kind and kubeadm, 8443 for minikube, 443 for EKS; both 6443 and 8443 for generic
   */
  readonly apiServerPort?: number;
  /**
   * Feature gates that are switched on beyond the release's own, such as `HPAScaleToZero`.
   * @default none
   */
  readonly featureGates?: string[];
  /**
   * What the cluster has without this app: API groups (`gateway.networking.k8s.io`, `keda.sh`, `metrics.k8s.io`) and objects (`Deployment shop/web`,
   * `IngressClass nginx`, `Service monitoring/*`). What needs one of the groups asks for it here, because without its definitions the API server
   * refuses the objects; every rule reads the same list. What a reference names, such as `IngressClass.f5()`, is provided by itself.
   * @default none
   */
  readonly provides?: string[];
}

/** What may differ between kind clusters. */
export interface KindProfileOptions extends ClusterProfileOptions {
  /**
   * File that `AutoscalingApp.synth` writes the configuration for `kind create cluster --config` to, such as `kind.yaml`.
   * @default none
   */
  readonly configFile?: string;
  /**
   * Address of this machine that the node ports are published at. `0.0.0.0` lets the whole network in: a Prometheus or a load generator asks nobody
   * who they are.
   * @default '127.0.0.1'
   */
  readonly listenAddress?: string;
  /**
   * Name of the cluster.
   * @default kind's own, 'kind'
   */
  readonly clusterName?: string;
  /**
   * Worker nodes beside the control plane. Without one the control plane runs the pods.
   * @default as many as `nodes`, if that is more than 1; else none
   */
  readonly workers?: number;
  /**
   * Image of the nodes.
   * @default kind's image of the Kubernetes release, where there is one in the version table; else what kind chooses
   */
  readonly nodeImage?: string;
}
