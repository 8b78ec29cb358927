import { type ControllerOptions } from '../hpa/settings';

/** Seconds as a number, or text such as `90s`, `5m`, `1h30m`. */
export type Span = number | string;

/** What happens to a workload and its autoscaler. */
export interface PredictOptions {
  /** The clients: a load of `Load`, or the notation of the command line, such as `ramp:0..500rps/5m`. */
  readonly load: Load | string;
  /** How long it is watched. */
  readonly duration: Span;
  /** Where the random numbers begin. @default 1 */
  readonly seed?: number;
  /** Runs of the Monte Carlo; 1 gives no bands. @default 1 */
  readonly runs?: number;
  /** What YAML does not say of the workload and of the measuring. @default see docs/simulation/predict.md */
  readonly world?: WorldOptions;
  /** The machines and the controllers. @default room for every pod, Kubernetes 1.36, KEDA 2.20 */
  readonly cluster?: ClusterOptions;
}

/** Numbers over time. */
export interface Profile {
  /** Seconds and values, in order of time; before the first and after the last it stays as it is there. */
  readonly points: readonly (readonly [second: number, value: number])[];
  /** Whether it goes straight from point to point, or keeps each value until the next. */
  readonly shape: 'linear' | 'steps';
}

/** Clients. */
export type Load = RequestLoad | UserLoad;

/** Requests that come whatever the answers are: real traffic, k6 with an arrival rate. */
export interface RequestLoad {
  readonly kind: 'requests';
  /** As on the command line. */
  readonly text: string;
  /** Requests per second. */
  readonly rate: Profile;
}

/** Clients that send the next request after the answer to the one before: Locust, siege, a curl loop. */
export interface UserLoad {
  readonly kind: 'users';
  /** As on the command line. */
  readonly text: string;
  readonly users: Profile;
  /** Mean pause between an answer and the next request. */
  readonly thinkSeconds: number;
  /** Whether a client keeps its connection. */
  readonly keepAlive: boolean;
}

/** Placeholder until the parameters are in place. */
export interface WorldOptions {
  readonly replicas?: number;
}

/** Machines and controllers. */
export interface ClusterOptions {
  readonly controller?: ControllerOptions;
}
