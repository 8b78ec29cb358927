import { NOTHING_ELSEWHERE, type Elsewhere } from './elsewhere';
import { type Severity } from './finding';

/** The releases that manifests are checked for where nobody says which. */
const DEFAULTS = { kubernetes: '1.36', keda: '2.20', nodePortRange: [30000, 32767] } as const;

/** What a rule may be told to do instead of its own severity. */
export type RuleLevel = Severity | 'off';

/** What all nodes of a cluster together can give to pods. */
export interface ClusterCapacity {
  /** CPU in cores. */
  readonly cpu: number;
  /** Memory in bytes. */
  readonly memory: number;
  /** How many nodes that is, where known: a DaemonSet has a pod on each. */
  readonly nodes?: number;
}

/** What the rules may be told of the cluster, and which of them should be silent. */
export interface CheckOptions {
  /**
   * Kubernetes release, major and minor.
   * @default '1.36'
   */
  readonly kubernetes?: string;
  /**
   * KEDA release, major and minor.
   * @default '2.20'
   */
  readonly keda?: string;
  /**
   * Feature gates that are switched on beyond the release's own.
   * @default none
   */
  readonly featureGates?: readonly string[];
  /**
   * First and last port that a Service of type NodePort may ask for.
   * @default 30000 to 32767
   */
  readonly nodePortRange?: readonly [number, number];
  /**
   * What all nodes together can give to pods.
   * @default unknown
   */
  readonly capacity?: ClusterCapacity;
  /**
   * What the cluster has without these manifests: API groups (`metrics.k8s.io`, `keda.sh`) and objects (`Deployment shop/web`,
   * `IngressClass nginx`, `Service monitoring/*`).
   * @default nothing is known: a rule whose other half is missing altogether is silent
   */
  readonly provides?: readonly string[];
  /**
   * How often each Prometheus asks its targets, in seconds, by the address that triggers name.
   * @default the shortest interval that the objects configure
   */
  readonly scrapeIntervals?: Readonly<Record<string, number>>;
  /**
   * Metrics that are gauges, although their names are those of counters, such as `nginx_ingress_resources_total`.
   * @default none
   */
  readonly gauges?: readonly string[];
  /**
   * Whether the kubelets' certificates are not signed by the cluster's authority, as on kind, minikube and kubeadm.
   * @default false
   */
  readonly selfSignedKubelets?: boolean;
  /**
   * IP addresses of the nodes.
   * @default unknown
   */
  readonly nodeAddresses?: readonly string[];
  /**
   * Name of the cluster, if nothing in it gives addresses to LoadBalancer Services unless somebody installs it.
   * @default it is taken to give them
   */
  readonly withoutLoadBalancers?: string;
  /**
   * Whether manifests are applied with `--server-side`, which has no limit of size for a CRD.
   * @default false
   */
  readonly serverSideApply?: boolean;
  /**
   * Whether messages name options as flags of the command, instead of fields in code.
   * @default false
   */
  readonly isCommand?: boolean;
  /**
   * Rules, by id or name, that should be silent.
   * @default none
   */
  readonly ignore?: readonly string[];
  /**
   * Severities other than the rules' own, by id or name of the rule; `off` silences it.
   * @default each rule's own
   */
  readonly severities?: Readonly<Record<string, RuleLevel>>;
}

/** The options with their defaults: what rules are given. */
export interface CheckContext extends CheckOptions {
  readonly kubernetes: string;
  readonly keda: string;
  readonly nodePortRange: readonly [number, number];
  readonly provides: readonly string[];
  /** What is applied elsewhere, as far as the same repository shows it. */
  readonly elsewhere: Elsewhere;
}

/** Fills in what the options do not say. */
export function checkContext(options: CheckOptions, elsewhere: Elsewhere = NOTHING_ELSEWHERE): CheckContext {
  return {
    ...options,
    kubernetes: options.kubernetes ?? DEFAULTS.kubernetes,
    keda: options.keda ?? DEFAULTS.keda,
    nodePortRange: options.nodePortRange ?? DEFAULTS.nodePortRange,
    provides: options.provides ?? [],
    elsewhere,
  };
}
