import { type ControllerOptions } from '../hpa/settings';
import { type Load } from '../load';
import { type Span } from '../span';
import { type Fault } from './faults';

/** What happens to a workload and its autoscaler. */
export interface PredictOptions {
  /** The clients: a load of `Load`, or the notation of the command line, such as `ramp:0..500rps/5m`. */
  readonly load: Load | string;
  /** How long it is watched. */
  readonly duration: Span;
  /** Where the random numbers begin: a whole number. @default 1 */
  readonly seed?: number;
  /** Runs of the Monte Carlo, each with other phases of the clocks and other values of the parameters; 1 gives no bands. @default 1 */
  readonly runs?: number;
  /** Is told after each of these runs how many are done. @default nobody is told */
  readonly onRun?: (done: number) => void;
  /** When a new version of the workload is applied. @default never */
  readonly rollout?: Span;
  /**
   * Whether the autoscaler is applied as the prediction begins: then its controller looks at it after a first sync period, from Kubernetes 1.37 at
   * once, and KEDA at once. Otherwise the clocks of both tick anyhow.
   * @default false
   */
  readonly justApplied?: boolean;
  /** What fails meanwhile, and when: a fault, or its text such as `prometheus@5m/3m`. @default nothing */
  readonly faults?: readonly (Fault | string)[];
  /** What YAML does not say of the workload and of the measuring. */
  readonly world?: WorldOptions;
  /** The machines and the controllers. @default room for every pod, Kubernetes 1.36, KEDA 2.20 */
  readonly cluster?: ClusterOptions;
}

/** A number that is known, or the two ends of what it may be; then the prediction uses the middle, and the Monte Carlo draws from it. */
export type Estimate = number | readonly [low: number, high: number];

/** What a metric measures: what the model knows by that name, a number, or any number over time, as a total of all pods. */
export type MetricSource = Signal | number | ((second: number) => number);

/**
 * What the model can measure.
 *
 * - `requests`: requests since the start, of each pod; a counter
 * - `requestRate`: requests per second, of each pod
 * - `connections`: open connections, of each pod, idle ones included
 * - `idleConnections`: open connections without a request, of each pod
 * - `inFlight`: requests that are being answered, of each pod
 * - `queue`: requests that wait, in all
 * - `cpu`: CPU seconds since the start, of each pod; a counter
 * - `memory`: bytes, of each pod
 * - `latency`: seconds that a request takes; a quantile of a histogram is that of an exponential distribution
 * - `requestSeconds`: seconds that requests took since the start, of each pod; a counter
 * - `messages`: requests that wait or are worked on, in all
 * - `clientRequests`: requests that clients sent since the start, answered or not, as an ingress controller counts them; a counter, with or
 *   without pods
 * - `clientRate`: requests per second that clients send
 * - `clientConnections`: connections that clients have open, in all
 * - `lostRequests`: requests that were not answered well since the start; a counter
 * - `desiredReplicas`, `replicas`, `readyReplicas`: what kube-state-metrics says of the workload
 * - `pods`, `pendingPods`, `runningPods`, `readyPods`: 1 or 0 of each pod, as kube-state-metrics says it
 */
export type Signal =
  | 'requests'
  | 'requestRate'
  | 'connections'
  | 'idleConnections'
  | 'inFlight'
  | 'queue'
  | 'cpu'
  | 'memory'
  | 'latency'
  | 'requestSeconds'
  | 'messages'
  | 'clientRequests'
  | 'clientRate'
  | 'clientConnections'
  | 'lostRequests'
  | 'desiredReplicas'
  | 'replicas'
  | 'readyReplicas'
  | 'pods'
  | 'pendingPods'
  | 'runningPods'
  | 'readyPods';

/** What YAML does not say. docs/simulation/predict.md has the defaults, and where they come from. */
export interface WorldOptions {
  /** Replicas at the start. @default `spec.replicas` of the target, else its minimum */
  readonly replicas?: number;
  /** CPU seconds that one request costs. @default 0.01 */
  readonly cpuPerRequest?: Estimate;
  /** Seconds that a request takes without using CPU: the network, a database. @default 0.005 */
  readonly extraLatency?: Estimate;
  /** Cores that a pod uses without requests. @default 0.001 */
  readonly idleCpu?: Estimate;
  /** Cores that a pod uses while its process boots. @default 0 */
  readonly bootCpu?: Estimate;
  /** Cores that a pod can use if it has no CPU limit. @default those of a node, or 2 */
  readonly coresPerPod?: Estimate;
  /** Bytes that a pod uses. @default half of what it requests, or 64 MiB */
  readonly memory?: Estimate;
  /** Bytes that each request which is being answered adds. @default 0 */
  readonly memoryPerRequest?: Estimate;
  /** Seconds from a pod's creation to its running containers, without pulling the image. @default 6 */
  readonly startSeconds?: Estimate;
  /** Seconds to pull the image. @default 0 */
  readonly pullSeconds?: Estimate;
  /** Seconds from the start of the container to the first answer of its process. @default 1 */
  readonly bootSeconds?: Estimate;
  /** Seconds for which the pods that are there at the start have run: an HPA does not count the CPU of young ones that are not Ready. @default 3600 */
  readonly ageSeconds?: Estimate;
  /** Seconds until every node knows that a pod is ready, or gone. @default 1 */
  readonly endpointLag?: Estimate;
  /** Seconds for which a process still takes requests after SIGTERM. @default 0 */
  readonly drainSeconds?: Estimate;
  /** Seconds after which a client gives up. @default 30 */
  readonly requestTimeout?: Estimate;
  /** Seconds until a request that nobody takes fails. @default 0.005 */
  readonly refusalSeconds?: Estimate;
  /** What the load is multiplied with. @default 1 */
  readonly loadFactor?: Estimate;
  /** Seconds between two scrapes of metrics-server. @default `--metric-resolution` of the manifests, else 15 */
  readonly metricsInterval?: Estimate;
  /** Seconds between two measurements of the kubelet. @default 15 */
  readonly kubeletInterval?: Estimate;
  /** Seconds between two scrapes of Prometheus. @default that of the manifests, else 30 */
  readonly scrapeInterval?: Estimate;
  /** Seconds over which an adapter averages a counter, for Pods, Object and External metrics without KEDA. @default 120 */
  readonly rateWindow?: Estimate;
  /** Seconds that a reconcile of the HPA controller takes. @default 0.02 */
  readonly syncSeconds?: Estimate;
  /** When the clocks tick for the first time: HPA controller, metrics-server, kubelet, Prometheus and KEDA, in seconds. @default 0 */
  readonly phases?: PhaseOptions;
  /** What metrics measure, by name; for KEDA also by the name of a trigger's metric, such as `s0-kafka`. @default by their names */
  readonly metrics?: Readonly<Record<string, MetricSource>>;
  /**
   * Metrics that cannot be read, with the error that the controller gets: by the name of a resource, of a metric, or of a trigger's metric
   * such as `s0-kafka`. @default each can
   */
  readonly unreadable?: Readonly<Record<string, string>>;
  /** Why KEDA cannot build a scaler of the ScaledObject, so that it makes no HPA and nothing scales. @default it can */
  readonly unbuilt?: string;
  /** Containers that an admission webhook adds to the pods, without any request. @default none */
  readonly sidecars?: readonly string[];
  /** When the prediction begins, in RFC 3339: cron triggers need it. @default "2026-01-05T00:00:00Z", a Monday */
  readonly startTime?: string;
}

/** When clocks tick for the first time, in seconds. */
export interface PhaseOptions {
  readonly hpa?: Estimate;
  readonly metricsServer?: Estimate;
  readonly kubelet?: Estimate;
  readonly prometheus?: Estimate;
  readonly keda?: Estimate;
  /** Of each pod's readiness probe, from the start of its container. */
  readonly probe?: Estimate;
}

/** Machines and controllers. */
export interface ClusterOptions {
  /** Release, gates and flags of kube-controller-manager. @default those of a plain 1.36 */
  readonly controller?: ControllerOptions;
  /** Release of KEDA. @default "2.20" */
  readonly keda?: string;
  /** The nodes. @default room for every pod */
  readonly nodes?: readonly NodeOptions[];
  /** The most nodes that a cluster autoscaler grows to; new ones are like the last of `nodes`. @default as many as there are */
  readonly maxNodes?: number;
  /** Seconds until a node that the cluster autoscaler asks for takes pods. @default 120 */
  readonly nodeSeconds?: number;
}

/** Equal nodes. */
export interface NodeOptions {
  /** How many. @default 1 */
  readonly count?: number;
  /** CPU for pods, such as 4 or `3920m`. */
  readonly cpu: number | string;
  /** Memory for pods, such as `7Gi`. @default it never runs out */
  readonly memory?: number | string;
  /** The most pods that it takes. @default 110 */
  readonly pods?: number;
}
