import { connectionsSince, KeptConnections, type KeptTotals } from './kept-connections';
import { type Line } from './line';
import { Lines, type Flowed } from './lines';
import { type WorldNumbers } from './parameters';
import { type ClientTotals } from './pod';
import { queueing } from './queueing';

/** Totals since the start, per pod that serves. They only grow, so that a pod's own are the difference between its first and its last moment. */
export interface Totals {
  /** CPU seconds of requests. */
  readonly work: number;
  readonly requests: number;
  /** Seconds that requests took. */
  readonly latency: number;
}

/** What flows now; rates per second. */
interface Flow {
  offered: number;
  served: number;
  lost: number;
  latency: number;
  /** What of it is standing in line behind others: the same for everybody, unlike what the work itself takes. */
  standing: number;
}

/** What flowed within a second. */
export interface SecondOfService {
  readonly offered: number;
  readonly served: number;
  readonly lost: number;
  /** Sum over the requests served. */
  readonly latency: number;
  /** The part of it that was spent in line. */
  readonly standing: number;
  /** CPU seconds of requests. */
  readonly work: number;
}

/** How clients send requests. */
export interface Clients {
  /** `requests`: at a rate. `users`: the next after the answer. `messages`: at a rate, and they wait as long as it takes. */
  readonly kind: 'requests' | 'users' | 'messages';
  readonly thinkSeconds: number;
  readonly keepAlive: boolean;
}

/**
 * The pods as one service: a fluid, so that a second costs the same for 1 and for 1,000 pods. Requests spread evenly over the endpoints.
 * Pods stand for one line until one of them leaves with what it has in its own: then they are told apart.
 *
 * Clients that come at a rate pile up above the capacity; users wait for each other: their rate is bounded by the pauses, and by the capacity.
 */
export class Service {
  /** Endpoints that take requests, and those that do not. */
  #serving = 0;
  #refusing = 0;
  /** Cores that the serving pods can use together. */
  #cores = 0;
  /** Requests per second, or users. */
  #demand = 0;
  #backlog = 0;
  /** Requests whose clients gave up since nothing waited. */
  #abandoned = 0;
  #work = 0;
  #requests = 0;
  #latency = 0;
  /** Seconds that a request waits for what it calls. */
  #downstream = 0;
  #sent = 0;
  #lost = 0;
  readonly #flow: Flow = { offered: 0, served: 0, lost: 0, latency: 0, standing: 0 };
  readonly #connections?: KeptConnections;
  /** The lines of the pods, while they are told apart. */
  #lines?: Lines;
  #stale = true;
  #second = { offered: 0, served: 0, lost: 0, latency: 0, standing: 0, work: 0 };

  constructor(
    private readonly clients: Clients,
    private readonly numbers: WorldNumbers,
    /** Seconds that the CPU of a request takes on an idle pod. */
    private readonly secondsOfOne: number,
  ) {
    if (clients.keepAlive && clients.kind === 'users') this.#connections = new KeptConnections();
  }

  /** Says which endpoints there are. */
  setEndpoints(serving: number, refusing: number, cores: number): void {
    this.#serving = serving;
    this.#refusing = refusing;
    this.#cores = cores;
    this.#stale = true;
    this.#lines?.setServing(serving, cores);
  }

  /** From now on each serving pod has a line of its own, which begins with its part of what waits. */
  split(lines: readonly Line[]): void {
    this.#refresh();
    const { served, standing } = this.#flow;
    const waiting = this.clients.kind === 'users' ? served * standing : this.#backlog;
    this.#backlog = 0;
    this.#lines = new Lines(this.clients, this.numbers);
    const pods = lines.length;
    for (const line of lines) this.#lines.begin(line, waiting / pods, standing, this.#abandoned / pods);
  }

  /** Says whether the pod of a line works, and whether it is among the endpoints; what stands in line is lost where nobody answers any more. */
  setLine(line: Line, works: boolean, serves: boolean): void {
    if (!works) this.#cut(line);
    this.#lines?.set(line, works, serves);
  }

  /** Pods have one line together again. */
  merge(): void {
    if (this.clients.kind !== 'users') this.#backlog = this.#lines?.waiting ?? 0;
    this.#abandoned = 0;
    this.#lines?.clear();
    this.#lines = undefined;
    this.#stale = true;
  }

  /** Seconds that somebody who comes now waits behind what has piled up: at a pod, where they are told apart. */
  secondsInLine(line?: Line): number {
    if (this.#lines && line) return this.#lines.secondsIn(line);
    this.#refresh();
    return this.#flow.standing;
  }

  /** Says which pods serve, by what had been opened when they began: connections of the others are opened again. */
  setConnected(pods: readonly { readonly openedBefore: number }[]): void {
    const connections = this.#connections;
    if (!connections) return;
    const totals = connections.totals(0);
    const attached = pods.reduce((sum, { openedBefore }) => sum + connectionsSince(openedBefore, totals), 0);
    connections.reopen(attached, pods.length);
  }

  /** Connections that were opened until now, as pods remember it that begin to serve; undefined where none is kept. */
  get opened(): number | undefined {
    return this.#connections?.opened;
  }

  /** What is kept of connections; undefined where none is. */
  get kept(): KeptTotals | undefined {
    return this.#connections?.totals(this.#demand === 0 ? 0 : Math.min(1, this.#inFlight / this.#demand));
  }

  get #inFlight(): number {
    this.#refresh();
    return this.#flow.served * this.#flow.latency;
  }

  /** Says how many requests per second, or users, there are. */
  setDemand(demand: number): void {
    if (demand === this.#demand) return;
    this.#connections?.setAll(demand, this.#serving);
    this.#demand = demand;
    this.#stale = true;
  }

  /** Says how long each request waits for what it calls. */
  setDownstream(seconds: number): void {
    if (seconds === this.#downstream) return;
    this.#downstream = seconds;
    this.#stale = true;
  }

  get totals(): Totals {
    return { work: this.#work, requests: this.#requests, latency: this.#latency };
  }

  /** What clients did since the start, and do now: an ingress sees it with or without pods. */
  get ofClients(): ClientTotals {
    this.#refresh();
    const { offered, served, latency } = this.#flow;
    const connections = this.#connections ? this.#demand : served * latency;
    return { sent: this.#sent, lost: this.#lost, rate: offered, connections };
  }

  /** Requests that wait for a free pod. */
  get backlog(): number {
    return this.#lines?.waiting ?? this.#backlog;
  }

  /** Requests that pods work on, in all: those of a queue that were taken and are not done. */
  get inWork(): number {
    this.#refresh();
    return this.#flow.served * this.#ownSeconds;
  }

  /** Requests that are being answered, per serving pod. */
  get inFlightPerPod(): number {
    return this.#serving === 0 ? 0 : this.#inFlight / this.#serving;
  }

  /** Requests answered per second, per serving pod. */
  get requestsPerSecond(): number {
    this.#refresh();
    return this.#serving === 0 ? 0 : this.#flow.served / this.#serving;
  }

  /** Open connections per serving pod, on average. */
  get connectionsPerPod(): number {
    if (!this.#connections) return this.inFlightPerPod;
    return this.#serving === 0 ? 0 : this.#demand / this.#serving;
  }

  /** Seconds that a request takes now. */
  get latencyNow(): number {
    this.#refresh();
    return this.#flow.latency;
  }

  /** Lets requests flow for some seconds. */
  advance(seconds: number): void {
    if (this.#lines) return this.#advanceLines(this.#lines, seconds);
    this.#refresh();
    const flow = this.#flow;
    const { cpuPerRequest } = this.numbers;
    let served = flow.served * seconds;
    let lost = flow.lost * seconds;
    const capacity = this.#cores / cpuPerRequest;
    if (this.clients.kind !== 'users') {
      const arriving = (flow.offered - flow.lost) * seconds;
      const before = this.#backlog;
      served = Math.min(before + arriving, capacity * seconds);
      this.#backlog = before + arriving - served;
      if (this.clients.kind === 'requests') {
        const patient = capacity * this.numbers.requestTimeout;
        const impatient = Math.max(0, this.#backlog - patient);
        lost += impatient;
        this.#backlog = Math.min(this.#backlog, patient);
        this.#abandoned = this.#backlog === 0 ? 0 : this.#abandoned + impatient;
      }
      if (before !== this.#backlog) this.#stale = true;
    }
    const work = served * cpuPerRequest;
    const latency = served * flow.latency;
    if (this.#serving > 0) {
      this.#work += work / this.#serving;
      this.#requests += served / this.#serving;
      this.#latency += latency / this.#serving;
    }
    this.#count({ offered: flow.offered * seconds, served, lost, latency, standing: served * flow.standing, work });
  }

  #advanceLines(lines: Lines, seconds: number): void {
    if (seconds === 0) return;
    const [flow, ownSeconds] = [this.#flow, this.#ownSeconds];
    const flowed = lines.advance({ demand: this.#demand, failing: this.#failing, ownSeconds }, seconds);
    const { offered, served, lost, latency, standing } = flowed;
    flow.offered = offered / seconds;
    flow.served = served / seconds;
    flow.lost = lost / seconds;
    flow.latency = served > 0 ? latency / served : ownSeconds;
    flow.standing = served > 0 ? standing / served : 0;
    this.#count(flowed);
  }

  #cut(line: Line): void {
    const lost = line.waiting;
    const offered = this.clients.kind === 'users' ? lost : 0; // others were counted as they came
    this.#count({ offered, served: 0, lost, latency: 0, standing: 0, work: 0 });
    line.clear();
  }

  #count({ offered, served, lost, latency, standing, work }: Flowed): void {
    this.#sent += offered;
    this.#lost += lost;
    const second = this.#second;
    second.offered += offered;
    second.served += served;
    second.lost += lost;
    second.latency += latency;
    second.standing += standing;
    second.work += work;
  }

  /** What has flowed since the last time that it was asked. */
  takeSecond(): SecondOfService {
    const second = this.#second;
    this.#second = { offered: 0, served: 0, lost: 0, latency: 0, standing: 0, work: 0 };
    return second;
  }

  #refresh(): void {
    if (!this.#stale || this.#lines) return;
    this.#stale = false;
    if (this.clients.kind === 'users') this.#solveUsers();
    else this.#solveRequests();
  }

  /** The share of requests that meet no pod, or one that takes none. */
  get #failing(): number {
    return this.#serving === 0 ? 1 : this.#refusing / (this.#serving + this.#refusing);
  }

  /** Seconds of a request on an idle pod. */
  get #ownSeconds(): number {
    return this.secondsOfOne + this.numbers.extraLatency + this.#downstream;
  }

  /**
   * Users by the bounds of a closed loop: exact for few and for many of them, and too good by a factor of 2 at most between.
   */
  #solveUsers(): void {
    const { cpuPerRequest, refusalSeconds, requestTimeout } = this.numbers;
    const flow = this.#flow;
    const users = this.#demand;
    const failing = this.#failing;
    const pause = this.clients.thinkSeconds + failing * refusalSeconds;
    const capacity = this.#cores / cpuPerRequest;
    const free = users / (pause + (1 - failing) * this.#ownSeconds);
    const bounded = Math.min(free, failing < 1 ? capacity / (1 - failing) : Infinity);
    flow.offered = bounded;
    flow.served = bounded * (1 - failing);
    flow.lost = bounded * failing;
    flow.latency = this.#ownSeconds;
    flow.standing = 0;
    if (flow.served === 0) return;
    const answer = (users / bounded - pause) / (1 - failing);
    flow.latency = Math.max(flow.latency, Math.min(answer, requestTimeout));
    flow.standing = flow.latency - this.#ownSeconds;
    if (answer <= requestTimeout) return;
    // Users who give up come back sooner than the pods can answer.
    flow.offered = users / (pause + (1 - failing) * requestTimeout);
    flow.lost = flow.offered - flow.served;
  }

  /** Arrivals at a rate: the wait of several servers with one queue, and behind it what has piled up. */
  #solveRequests(): void {
    const { cpuPerRequest, requestTimeout } = this.numbers;
    const flow = this.#flow;
    const waits = this.clients.kind === 'messages';
    const failing = waits ? 0 : this.#failing;
    const capacity = this.#cores / cpuPerRequest;
    flow.offered = this.#demand;
    flow.lost = this.#demand * failing;
    const arriving = this.#demand - flow.lost;
    flow.served = Math.min(arriving, capacity);
    flow.standing = 0;
    if (this.#serving === 0) {
      flow.latency = this.#ownSeconds;
      return;
    }
    const ahead = this.#backlog / capacity;
    const wait = queueing(arriving / capacity, this.#cores, cpuPerRequest) + ahead;
    flow.latency = this.#ownSeconds + (waits ? wait : Math.min(wait, requestTimeout));
    flow.standing = Math.min(ahead, flow.latency - this.#ownSeconds);
  }
}
