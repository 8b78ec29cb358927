import { type ContainerState, type PodLevelRequests, type PodState, type ReadyCondition } from '../hpa/pod-state';
import { type FailingProbe } from '../prediction';
import { BackOff } from './back-off';
import { type WorldNumbers } from './parameters';
import { connectionsSince, type KeptTotals } from './kept-connections';
import { type Line } from './line';
import { type Totals } from './service';

/** What was measured at a moment, of the pods that serve. */
export interface Moment {
  /** Milliseconds. */
  readonly time: number;
  readonly totals: Totals;
  /** What single pods did while they were told apart, which is in the totals of nobody. @default they never were */
  readonly apart?: ReadonlyMap<Pod, Totals>;
  readonly connectionsPerPod: number;
  /** Where clients keep their connections: what each pod has of them follows from it. @default each has as many */
  readonly kept?: KeptTotals;
  readonly inFlightPerPod: number;
  readonly requestsPerSecond: number;
  readonly backlog: number;
  readonly latency: number;
  /** Requests that pods work on, in all. */
  readonly inWork: number;
  readonly clients: ClientTotals;
  readonly replicas: ReplicaCounts;
}

/** What clients did since the start, and do now. */
export interface ClientTotals {
  readonly sent: number;
  readonly lost: number;
  /** Requests per second. */
  readonly rate: number;
  readonly connections: number;
}

/** What the status of a workload says. */
export interface ReplicaCounts {
  readonly desired: number;
  readonly active: number;
  readonly ready: number;
}

/** What a probe of a pod has answered. */
export interface ProbeSeries {
  /** When the first one is due; those after it follow by the period. */
  from: number;
  /** How many answers in a row were alike, and whether they were good. */
  run: number;
  passes: boolean;
}

function newSeries(): ProbeSeries {
  return { from: -Infinity, run: 0, passes: true };
}

/** A pod, as the controllers see it and as it is. Times are milliseconds; Infinity for what never happens. */
export class Pod implements PodState {
  phase: 'Pending' | 'Running' = 'Pending';
  deleted = false;
  startTime?: number;
  ready: ReadyCondition;
  readonly podLevel?: PodLevelRequests;
  /** Place among the nodes; undefined while it waits for one. */
  node?: number;
  /** When its containers started. */
  runningAt = Infinity;
  /** When its process answers. */
  listeningAt = Infinity;
  stoppedAt = Infinity;
  /** Whether it has been Ready for `minReadySeconds`. */
  available = false;
  inEndpoints = false;
  /** Whether its containers cannot start: its volume is attached elsewhere, or its image is not there. */
  isStuck = false;
  /** Whether its node does not answer. */
  isLost = false;
  accepts = false;
  /** The totals when it began to serve and when it ended; it does so once. */
  servedFrom?: Totals;
  servedTo?: Totals;
  /** Connections that had been opened when it began to serve. */
  openedBefore = 0;
  servingSince = Infinity;
  servedUntil = Infinity;
  /** What stands in line at it, once pods were told apart. */
  line?: Line;
  readonly probed = { readiness: newSeries(), liveness: newSeries() };
  /** Whether a probe that failed keeps it from being Ready. */
  hasLeft = false;
  /** Probes of whose failing an event has told. */
  readonly told = new Set<FailingProbe>();
  readonly backOff = new BackOff();

  constructor(
    readonly name: string,
    readonly revision: number,
    readonly createdAt: number,
    readonly containers: readonly ContainerState[],
    podLevel: PodLevelRequests | undefined,
  ) {
    this.ready = { status: 'False', lastTransitionTime: createdAt };
    if (podLevel) this.podLevel = podLevel;
  }

  get isReady(): boolean {
    return this.ready.status === 'True';
  }

  /** It begins to serve, for the first time or again after its node was lost: what it had until then stays its own. */
  servesFrom(totals: Totals, now: number): void {
    const { servedFrom, servedTo } = this;
    this.servedFrom =
      servedFrom && servedTo
        ? {
            work: totals.work - servedTo.work + servedFrom.work,
            requests: totals.requests - servedTo.requests + servedFrom.requests,
            latency: totals.latency - servedTo.latency + servedFrom.latency,
          }
        : (servedFrom ?? totals);
    this.servingSince = servedTo ? now : Math.min(this.servingSince, now);
    this.servedTo = undefined;
    this.servedUntil = Infinity;
  }

  /** What of a growing total is this pod's, at a moment. */
  share(name: keyof Totals, { totals, apart }: Moment): number {
    const alone = apart?.get(this)?.[name] ?? 0;
    if (!this.servedFrom) return alone;
    const from = this.servedFrom[name];
    return alone + Math.max(0, Math.min(totals[name], this.servedTo?.[name] ?? Infinity) - from);
  }

  /** CPU seconds since its start. */
  cpuSeconds(moment: Moment, { idleCpu, bootCpu }: WorldNumbers): number {
    const until = Math.min(moment.time, this.stoppedAt);
    const lived = Math.max(0, until - this.runningAt);
    const booted = Math.max(0, Math.min(until, this.listeningAt) - this.runningAt);
    return (lived * idleCpu + booted * bootCpu) / 1000 + this.share('work', moment);
  }

  /** Its container has ended: what was measured of it begins anew with the next one. */
  ends(): void {
    this.runningAt = Infinity;
    this.listeningAt = Infinity;
    this.servedFrom = undefined;
    this.servedTo = undefined;
    this.servingSince = Infinity;
    this.line = undefined;
  }

  /** Open connections, where it serves. */
  connections({ kept, connectionsPerPod }: Moment): number {
    return kept ? connectionsSince(this.openedBefore, kept) : connectionsPerPod;
  }

  /** Open connections without a request, where it serves. */
  idleConnections(moment: Moment): number {
    const { kept, connectionsPerPod, inFlightPerPod } = moment;
    return kept ? this.connections(moment) * (1 - kept.busy) : Math.max(0, connectionsPerPod - inFlightPerPod);
  }

  /** Whether it served at a time. */
  serves(time: number): boolean {
    return this.servingSince <= time && time < this.servedUntil;
  }

  /** Whether it has served from a time until now. */
  hasServedSince(time: number): boolean {
    return this.servingSince <= time && this.servedTo === undefined;
  }

  /** Whether it was there at a time, with containers or without. */
  exists(time: number): boolean {
    return this.createdAt <= time && time < this.stoppedAt;
  }

  /** Whether its containers ran at a time. */
  runs(time: number): boolean {
    return this.runningAt <= time && time < this.stoppedAt;
  }
}
