import { type LimitedBy } from './hpa/decision';

/** What an autoscaler will do under a load: plain data, the same for the same input and seed. No number in it is ever NaN. */
export interface Prediction {
  /** Who decides: an HPA, a ScaledObject, or the workload itself where nothing scales it. */
  readonly scaler: PredictedObject;
  /** What is scaled. */
  readonly target: PredictedObject;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** What the scaler looks at, in the order of its spec; `metrics` of a row has the values. */
  readonly metrics: readonly PredictedMetric[];
  /** The load, in the notation of the command line. */
  readonly load: string;
  /** What clients send: requests, or messages that wait in a queue for as long as it takes. */
  readonly unit: 'requests' | 'messages';
  /** When it begins, in RFC 3339, where the load or the options say so. */
  readonly startTime?: string;
  readonly durationSeconds: number;
  /** One row per second, from second 0; `durationSeconds` of them. They are those of the run with every parameter at its value. */
  readonly rows: readonly PredictionRow[];
  /** The decisions whose outcome differs from the one before: another number, another limit, another error. */
  readonly decisions: readonly PredictedDecision[];
  /** Events as `kubectl get events` shows them, oldest first. */
  readonly events: readonly PredictedEvent[];
  readonly summary: PredictionSummary;
  /** The most replicas that the metrics alone asked for at any time, whatever the bounds; null where none was ever read. */
  readonly mostAsked: number | null;
  /** Why the replicas are at the end where they are, in lines for people; empty where the last decision scaled. */
  readonly stays: readonly string[];
  /** What percentages of a request are in cores and bytes, in lines for people. */
  readonly targets: readonly string[];
  /** Probes that failed under the load, so that pods left their Service or were restarted. */
  readonly slowProbes: readonly SlowProbe[];
  /** What other phases of the clocks and other values of the parameters give; only with `runs` above 1. */
  readonly bands?: PredictionBands;
  /** Everything that YAML does not say, with where its value comes from. */
  readonly parameters: readonly PredictionParameter[];
  readonly seed: number;
  /** How many runs the bands were made from; 1 without bands. */
  readonly runs: number;
}

/** An object of the manifests. */
export interface PredictedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A probe that may fail under load. */
export type FailingProbe = 'readinessProbe' | 'livenessProbe';

/** A probe whose answer took longer than it waits, for as long as it takes to fail. */
export interface SlowProbe {
  readonly probe: FailingProbe;
  readonly timeoutSeconds: number;
  /** The second in which it failed first, and for how many of them some pod did not serve because of it. */
  readonly from: number;
  readonly seconds: number;
  /** How many pods it failed of, and how often in all. */
  readonly pods: number;
  readonly times: number;
  /** Requests that were lost meanwhile. */
  readonly lostRequests: number;
}

/** A metric of a scaler. */
export interface PredictedMetric {
  /** As the autoscaler's events name it, such as `cpu resource utilization (percentage of request)`, or a trigger's name. */
  readonly name: string;
  /** Short, for a legend: `cpu`, `s0-prometheus`. */
  readonly label: string;
  readonly unit: MetricUnit;
  /** Where it is held, in the same unit; null where the target is not a single number (a cron trigger's, for example). */
  readonly target: number | null;
  /** Whether value and target are an average per pod, or a total. */
  readonly perPod: boolean;
}

/** What a metric's numbers mean. `number` is a count or a query's result without a unit of its own. */
export type MetricUnit =
  'percent' | 'cores' | 'bytes' | 'requests/s' | 'connections' | 'requests' | 'messages' | 'seconds' | 'number';

/** One second. Rates are requests per second. */
export interface PredictionRow {
  /** Seconds since the start. The row covers [second, second + 1). */
  readonly second: number;
  /** Requests that clients sent. */
  readonly offered: number;
  /** Requests that were answered well. */
  readonly served: number;
  /** Requests that were refused, cut off or timed out. */
  readonly lost: number;
  /** Mean seconds from request to answer of those served; null where none was. */
  readonly latencySeconds: number | null;
  /** Cores in use, of all pods. */
  readonly cpuCores: number;
  /** Each metric of `metrics` as the autoscaler last saw it; null where it has not seen any. */
  readonly metrics: readonly (number | null)[];
  /** What the autoscaler wants: `spec.replicas` of the target at the end of the second. */
  readonly desired: number;
  /** Pods that exist, without those on their way out: `status.replicas`. */
  readonly replicas: number;
  /** Pods that are Ready. */
  readonly ready: number;
  /** Pods for which no node has room. */
  readonly unschedulable: number;
}

/** A decision of the HPA controller or of KEDA. */
export interface PredictedDecision {
  /** Seconds since the start, with their fraction. */
  readonly time: number;
  /** Which loop decided. */
  readonly by: 'hpa' | 'keda';
  readonly from: number;
  readonly to: number;
  /** What the metrics alone asked for; null where they were not read or failed. */
  readonly raw: number | null;
  readonly limitedBy: LimitedBy;
  /** In the words of the event; empty where nothing was scaled. */
  readonly reason: string;
  /** Why, in lines for people. */
  readonly explanation: readonly string[];
}

/** An event of the autoscaler, of the workload or of the scheduler. */
export interface PredictedEvent {
  /** Seconds since the start, with their fraction. */
  readonly time: number;
  readonly type: 'Normal' | 'Warning';
  readonly object: string;
  readonly reason: string;
  readonly message: string;
}

/** The whole run in a few numbers. Seconds are null for what never happens. */
export interface PredictionSummary {
  readonly initialReplicas: number;
  readonly finalReplicas: number;
  /** Most replicas that were wanted. */
  readonly peakDesired: number;
  /** Most pods that were Ready at once. */
  readonly peakReady: number;
  /** When the most replicas were wanted for the first time. */
  readonly secondsToPeak: number;
  /** When maxReplicas were wanted for the first time. */
  readonly secondsToMax: number | null;
  /** When maxReplicas were Ready for the first time. */
  readonly secondsToMaxReady: number | null;
  /** How long the autoscaler wanted maxReplicas. */
  readonly secondsAtMax: number;
  readonly scaleUps: number;
  readonly scaleDowns: number;
  /** Scale-ups within 10 minutes after a scale-down: pods that should have stayed. */
  readonly flaps: number;
  /** Requests over the whole run. */
  readonly offeredRequests: number;
  readonly servedRequests: number;
  readonly lostRequests: number;
  /** Share of finished requests that were served, 0 to 1; 1 without any. */
  readonly availability: number;
  /** Mean over all requests served; null without any. */
  readonly meanLatencySeconds: number | null;
  /** What half of the requests served took at most, as the model spreads them around the mean of each second; null without any. */
  readonly p50LatencySeconds: number | null;
  readonly p95LatencySeconds: number | null;
  readonly p99LatencySeconds: number | null;
  /** The worst second's mean. */
  readonly worstLatencySeconds: number | null;
  /** Hours of pods that are on a node: what the run costs. */
  readonly podHours: number;
  /** Hours of cores that those pods request. */
  readonly coreHours: number;
  /** Hours of GiB of memory that those pods request. */
  readonly gibHours: number;
  /** Hours of nodes; null where nobody says which there are. */
  readonly nodeHours: number | null;
  /** Most pods that waited for a node at once. */
  readonly peakUnschedulable: number;
}

/** Percentiles over the runs of a Monte Carlo. */
export interface PredictionBands {
  /** Seconds between two entries of the series: 1, or more for very long runs. Entry i is second i · stepSeconds. */
  readonly stepSeconds: number;
  readonly desired: BandSeries;
  readonly ready: BandSeries;
  /** Requests lost per second. */
  readonly lost: BandSeries;
  /** Percentiles of numbers of the summary; null where at most that share of the runs has the event at all. */
  readonly peakDesired: Band;
  readonly secondsToMax: Band;
  readonly lostRequests: Band;
  readonly availability: Band;
  readonly flaps: Band;
  readonly podHours: Band;
  readonly meanLatencySeconds: Band;
  readonly p50LatencySeconds: Band;
  readonly p95LatencySeconds: Band;
  readonly p99LatencySeconds: Band;
  readonly worstLatencySeconds: Band;
  /** What makes the ranges. */
  readonly drivers: readonly PredictionDriver[];
}

/** The parameter that makes most of the range of an outcome. */
export interface PredictionDriver {
  readonly outcome: 'podHours' | 'lostRequests' | 'p95LatencySeconds';
  /** The option that sets it, such as `world.cpuPerRequest`. */
  readonly parameter: string;
  /** How much of the order of the runs it explains: 0 to 1. */
  readonly share: number;
}

/** Percentiles over time. */
export interface BandSeries {
  readonly p5: readonly number[];
  readonly p50: readonly number[];
  readonly p95: readonly number[];
}

/** Percentiles of one number; null where the event of that percentile never happens. */
export interface Band {
  readonly p5: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
}

/** A number of the model. */
export interface PredictionParameter {
  /** The option that sets it, such as `world.bootSeconds`. */
  readonly name: string;
  /** One line of what it is. */
  readonly meaning: string;
  readonly value: number | string;
  /** Unit of the value; empty for a text or a pure number. */
  readonly unit: string;
  /** What runs of the Monte Carlo draw from, evenly; null where it stays as it is. */
  readonly range: readonly [low: number, high: number] | null;
  readonly origin: 'default' | 'manifest' | 'given';
  /** Why it has that value: the documentation, a measurement or an assumption; for `manifest`, the field. */
  readonly source: string;
}
