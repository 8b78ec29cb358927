import { type Fields } from '../../kubernetes/fields';
import { type HpaSpec } from '../hpa/hpa-spec';
import { isResourceTrigger, type Trigger } from '../keda/trigger';
import { type TriggerReading } from '../keda/trigger-reading';
import { type PredictedEvent } from '../prediction';
import { HpaLoop, KedaLoop, NO_AUTOSCALER, type Autoscaler } from './autoscaler';
import { Budget } from './budget';
import { cronReading } from './cron-reading';
import { Agenda } from './events';
import { FAULTS, GRACE_SECONDS, SLOWNESS, TOLERATION_SECONDS, type FaultName, type PlannedFault } from './faults';
import { type Machines } from './machines';
import { MetricsServer } from './metrics-server';
import { Nodes } from './nodes';
import { type Observer } from './observer';
import { type WorldNumbers } from './parameters';
import { type Moment, type ReplicaCounts } from './pod';
import { compileQuery } from './query/compile';
import { seriesOf } from './query/vector';
import { type Record } from './record';
import { ReplicaSet } from './replica-set';
import { readerOf, totalReader, type Instruments } from './scaler-metrics';
import { Scrapes } from './scrapes';
import { Service } from './service';
import { coresPerPodOf, isReadable, secondsOfRequest, type Setup } from './setup';
import { countsWork, isQueue, sourceOf } from './signals';

/** What KEDA hears of a Prometheus that does not answer. */
const PROMETHEUS_AWAY = { error: 'error requesting Prometheus: connection refused' } as const;

/** Something that happens again and again. Times are milliseconds. */
interface Clock {
  next: number;
  tick(now: number): void;
}

/** How long metrics of pods that have gone may be asked for, beyond the longest window: one more scrape. */
const MARGIN = 60_000;

/**
 * Runs the world once, and fills a record with it.
 *
 * Of what happens at the same time, the order is always: pods, kubelets, metrics-server, Prometheus, HPA controller, KEDA.
 */
export function runOnce(setup: Setup, numbers: WorldNumbers, observer: Observer, record: Record): void {
  const run = new Run(setup, numbers, observer);
  const { demand, durationSeconds } = setup;
  for (let second = 0; second < durationSeconds; second += 1) {
    run.second(second, demand[second]! * numbers.loadFactor, record);
  }
}

/** The world of one workload, second by second. */
export class Run {
  readonly #agenda = new Agenda();
  readonly #budget = new Budget();
  readonly #service: Service;
  readonly #nodes: Nodes;
  readonly #replicaSet: ReplicaSet;
  readonly #metricsServer: MetricsServer;
  readonly #scrapes: Scrapes;
  readonly #autoscaler: Autoscaler;
  readonly #clocks: Clock[] = [];
  /** Whether probes ask what clients ask: consumers of messages answer nobody. */
  readonly #isProbed: boolean;
  /** The next tick of any clock. */
  #nextTick = Infinity;
  #now = 0;

  constructor(
    private readonly setup: Setup,
    private readonly numbers: WorldNumbers,
    private readonly observer: Observer,
    /** Nodes that it shares with others. @default its own */
    machines?: Machines,
  ) {
    const { workload, placement, clients, options, initialReplicas, lookback } = setup;
    const coresPerPod = coresPerPodOf(workload, numbers);
    this.#isProbed = clients.kind !== 'messages';
    this.#service = new Service(clients, numbers, secondsOfRequest(workload, numbers));
    const { cpuRequest, memoryRequest } = workload;
    const size = { cpuRequest, memoryRequest, isAlone: placement.isAlone };
    this.#nodes = new Nodes(machines ?? options.cluster ?? {}, size);
    this.#replicaSet = new ReplicaSet(
      workload,
      numbers,
      this.#nodes,
      this.#service,
      this.#agenda,
      coresPerPod,
      initialReplicas,
      placement,
      observer,
    );
    const measuresMemory = setup.hpa?.metrics.some((metric) => 'resource' in metric && metric.resource === 'memory');
    const start = this.#moment((numbers.kubeletPhase - numbers.kubeletInterval) * 1000);
    this.#metricsServer = new MetricsServer(numbers, start, measuresMemory === true);
    this.#metricsServer.scrape(this.#replicaSet.pods);
    this.#scrapes = new Scrapes(
      numbers,
      () => this.#replicaSet.pods,
      () => this.#replicaSet.departed,
      lookback * 1000,
    );
    this.#autoscaler = this.#autoscalerOf(observer);
    this.#wind();
  }

  /** Lets a second pass with so many requests per second, or users, and records it; gives the requests that were served. */
  second(second: number, demand: number, record: Record): number {
    const { idleCpu, bootCpu } = this.numbers;
    const service = this.#service;
    const replicaSet = this.#replicaSet;
    const end = (second + 1) * 1000;
    service.setDemand(demand);
    while (Math.min(this.#agenda.next, this.#nextTick) < end) this.#step();
    service.advance((end - this.#now) / 1000);
    this.#now = end;
    if (this.#isProbed) replicaSet.probe(end);
    const flowed = service.takeSecond();
    record.offered[second] = flowed.offered;
    record.served[second] = flowed.served;
    record.lost[second] = flowed.lost;
    record.latency[second] = flowed.latency;
    record.standing[second] = flowed.standing;
    record.cpu[second] = flowed.work + replicaSet.running * idleCpu + replicaSet.booting * bootCpu;
    record.desired[second] = replicaSet.desired;
    record.replicas[second] = replicaSet.active;
    record.ready[second] = replicaSet.ready;
    record.unschedulable[second] = replicaSet.unschedulable;
    record.nodes[second] = this.#nodes.count;
    record.metrics[second] = this.#autoscaler.seen;
    return flowed.served;
  }

  /** Seconds that a request takes now. */
  get latency(): number {
    return this.#service.latencyNow;
  }

  /** Says how long each request waits for what it calls. */
  waitFor(seconds: number): void {
    this.#service.setDownstream(seconds);
  }

  /** The cores that its pods can use have changed, because others on their nodes came or went. */
  shareNodes(): void {
    this.#replicaSet.endpointsChanged();
  }

  /** Lets the next thing happen. */
  #step(): void {
    this.#budget.spend(this.#replicaSet.pods.length);
    // what another workload on the same nodes has planned for this one may be a little late
    const next = Math.max(this.#now, Math.min(this.#agenda.next, this.#nextTick));
    this.#service.advance((next - this.#now) / 1000);
    this.#now = next;
    while (this.#agenda.next <= next) this.#agenda.advance();
    if (this.#nextTick > next) return;
    let nextTick = Infinity;
    for (const clock of this.#clocks) {
      if (clock.next <= next) clock.tick(next);
      nextTick = Math.min(nextTick, clock.next);
    }
    this.#nextTick = nextTick;
  }

  #wind(): void {
    const { numbers, setup } = this;
    const { settings, scaledObject, hpa, lookback, rollout } = setup;
    this.#every(numbers.kubeletInterval, numbers.kubeletPhase, (now) => {
      this.#metricsServer.measure(this.#moment(now));
    });
    this.#every(numbers.metricsInterval, numbers.metricsPhase, (now) => {
      if (!this.#isDown('metrics-server', now)) this.#metricsServer.scrape(this.#replicaSet.pods);
    });
    if (lookback > 0) {
      const interval = numbers.scrapeInterval;
      // What was scraped before the start: idle pods.
      for (let scrapes = Math.ceil(lookback / interval); scrapes > 0; scrapes -= 1) {
        this.#scrapes.scrape(this.#moment(Math.round((numbers.scrapePhase - scrapes * interval) * 1000)));
      }
      this.#every(interval, numbers.scrapePhase, (now) => {
        if (!this.#isDown('prometheus', now)) this.#scrapes.scrape(this.#moment(now));
      });
    }
    this.#every(MARGIN / 1000, 0, (now) => {
      this.#nodes.machines.sweep(now);
      const { departed } = this.#replicaSet;
      const oldest = now - lookback * 1000 - MARGIN;
      if (departed.length > 0) this.#replicaSet.departed = departed.filter(({ stoppedAt }) => stoppedAt > oldest);
    });
    if (hpa) {
      this.#every(settings.syncPeriodSeconds + numbers.syncSeconds, numbers.hpaPhase, (now) => {
        if (!this.#isDown('api-server', now)) this.#autoscaler.sync(now);
      });
    }
    if (scaledObject) {
      this.#every(scaledObject.pollingInterval, numbers.kedaPhase, (now) => {
        if (!this.#isDown('api-server', now) && !this.#isDown('keda', now)) this.#autoscaler.poll(now);
      });
    }
    if (rollout !== undefined) {
      this.#agenda.plan(rollout * 1000, (now) => {
        this.#replicaSet.rollOut(now);
      });
    }
    for (const fault of setup.faults) this.#planFault(fault);
    this.#nextTick = Math.min(...this.#clocks.map(({ next }) => next));
  }

  #isDown(name: FaultName, now: number): boolean {
    return this.setup.faults.some((fault) => fault.name === name && fault.from <= now && now < fault.until);
  }

  #planFault({ name, from, until }: PlannedFault): void {
    const replicaSet = this.#replicaSet;
    let restore: (now: number) => void = () => undefined;
    this.#agenda.plan(from, (now) => {
      this.#tellFault(name, now, 'Warning', 'FaultBegins', FAULTS[name]);
      if (name === 'slow-start') replicaSet.slowDown(SLOWNESS);
      if (name === 'bad-image') replicaSet.rollOutBroken(now);
      if (name === 'node') restore = this.#loseNode(now);
    });
    this.#agenda.plan(until, (now) => {
      this.#tellFault(name, now, 'Normal', 'FaultEnds', `${name} is as before`);
      if (name === 'slow-start') replicaSet.slowDown(1);
      if (name === 'bad-image') replicaSet.rollBack(now);
      if (name === 'metrics-server') this.#metricsServer.restart();
      restore(now);
    });
  }

  /** Takes the node with the most pods away; gives how to bring it back. */
  #loseNode(begin: number): (now: number) => void {
    const replicaSet = this.#replicaSet;
    const node = this.#nodes.busiest;
    const machine = this.#nodes.machines.all[node];
    if (!machine) return () => undefined;
    machine.isUp = false;
    replicaSet.loseNode(node, begin);
    this.#agenda.plan(begin + GRACE_SECONDS * 1000, (now) => {
      if (!machine.isUp) replicaSet.noticeLost(now);
    });
    this.#agenda.plan(begin + (GRACE_SECONDS + TOLERATION_SECONDS) * 1000, (now) => {
      if (!machine.isUp) replicaSet.evictLost(now);
    });
    return (now) => {
      machine.isUp = true;
      replicaSet.findNode(node, now);
      this.#nodes.machines.tellRoom(now);
    };
  }

  #tellFault(name: string, now: number, type: PredictedEvent['type'], reason: string, message: string): void {
    this.observer.event({ time: now / 1000, type, object: `fault/${name}`, reason, message });
  }

  /** Plans what happens every so many seconds. */
  #every(period: number, phase: number, happen: (now: number) => void): void {
    let ticks = 0;
    const clock: Clock = {
      next: Math.round(phase * 1000),
      tick: (now) => {
        happen(now);
        ticks += 1;
        clock.next = Math.round((phase + ticks * period) * 1000);
      },
    };
    this.#clocks.push(clock);
  }

  #moment(time: number): Moment {
    const service = this.#service;
    return {
      time,
      totals: service.totals,
      apart: this.#replicaSet.doneApart,
      connectionsPerPod: service.connectionsPerPod,
      kept: service.kept,
      inFlightPerPod: service.inFlightPerPod,
      requestsPerSecond: service.requestsPerSecond,
      backlog: service.backlog,
      latency: service.latencyNow,
      inWork: service.inWork,
      clients: service.ofClients,
      replicas: this.#counts(),
    };
  }

  #counts(): ReplicaCounts {
    const { desired, active, ready } = this.#replicaSet;
    return { desired, active, ready };
  }

  #autoscalerOf(observer: Observer): Autoscaler {
    const { hpa, hpaManifest, scaledObject, keda, world, described } = this.setup;
    if (scaledObject && world.unbuilt !== undefined) {
      const object = `scaledobject/${scaledObject.name}`;
      observer.event({ time: 0, type: 'Warning', object, reason: 'KEDAScalerFailed', message: world.unbuilt });
      return { ...NO_AUTOSCALER, seen: described.map(() => null) };
    }
    const context = hpa && hpaManifest && this.#contextOf(hpa, hpaManifest, observer);
    const instruments: Instruments = {
      workload: this.setup.workload,
      metricsServer: this.#metricsServer,
      scrapes: this.#scrapes,
      numbers: this.numbers,
      sources: this.setup.sources,
      unreadable: this.setup.world.unreadable ?? {},
      isDown: (name, now) => this.#isDown(name, now),
    };
    if (!scaledObject) {
      if (!context) return NO_AUTOSCALER;
      return new HpaLoop(context, context.hpa.metrics.map((metric) => readerOf(metric, instruments))); // prettier-ignore
    }
    const readers = (hpa?.metrics ?? []).map((metric) => ('metric' in metric ? undefined : readerOf(metric, instruments))); // prettier-ignore
    const sources = scaledObject.triggers.map((trigger) => this.#sourceOf(trigger));
    return new KedaLoop(scaledObject, keda, this.#replicaSet, observer, context, readers, sources, instruments);
  }

  #contextOf(hpa: HpaSpec, manifest: Fields, observer: Observer) {
    const { described, settings } = this.setup;
    return { hpa, manifest, described, replicaSet: this.#replicaSet, settings, observer };
  }

  /** What a trigger's source will answer. */
  #sourceOf(trigger: Trigger): ((now: number) => TriggerReading) | undefined {
    const { world, sources, startTime, keda } = this.setup;
    const { metadata, metricName, type } = trigger;
    if (isResourceTrigger(trigger)) return undefined;
    const failure = Object.hasOwn(world.unreadable ?? {}, metricName) ? world.unreadable?.[metricName] : undefined;
    if (failure !== undefined) return () => ({ error: failure });
    const isGiven = Object.hasOwn(world.metrics ?? {}, metricName);
    if (type === 'prometheus' && !isGiven) {
      if (!isReadable(trigger)) return () => ({ error: 'prometheus query api returned error: bad_data: parse error' });
      const evaluate = compileQuery(metadata.query ?? '', this.#scrapes, (selector) => sources.ofSelector(selector)); // prettier-ignore
      return (now) =>
        this.#isDown('prometheus', now)
          ? PROMETHEUS_AWAY
          : { series: seriesOf(evaluate(now)).map(({ value }) => value) };
    }
    if (type === 'cron' && !isGiven) return cronReading(metadata, keda, startTime);
    const source = isQueue(type) && !isGiven ? 'queue' : sourceOf(metricName, world);
    const working = countsWork(type, metadata);
    return (now) => {
      if (type === 'prometheus' && this.#isDown('prometheus', now)) return PROMETHEUS_AWAY;
      if (source === 'queue') return { value: this.#service.backlog + (working ? this.#service.inWork : 0) };
      if (typeof source === 'function') return { value: source(now / 1000) };
      if (typeof source === 'number') return { value: source };
      const read = totalReader(source, { scrapes: this.#scrapes, numbers: this.numbers }, (value) => ({ value }));
      const reading = read(now);
      return 'value' in reading ? { value: Number(reading.value) / 1000 } : { error: `no value of ${metricName}` };
    };
  }
}
