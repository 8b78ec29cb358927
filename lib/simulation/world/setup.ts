import { show, type Fields } from '../../kubernetes/fields';
import { parseQuery, queryProblem } from '../../promql';
import { InputError } from '../../validation';
import { type HpaSpec } from '../hpa/hpa-spec';
import { readHpa } from '../hpa/read-hpa';
import { controllerSettings, type ControllerSettings } from '../hpa/settings';
import { milliseconds } from '../instant';
import { hpaOf } from '../keda/generated-hpa';
import { readScaledObject, type ScaledObject } from '../keda/scaled-object';
import { kedaRelease, type KedaRelease } from '../keda/settings';
import { type Trigger } from '../keda/trigger';
import { parseLoad, type Load } from '../load';
import { sampled } from '../load/profile';
import { type MetricUnit, type PredictedMetric } from '../prediction';
import { seconds } from '../span';
import { requireFewMetrics, requireFewSamples, requireSecond } from './budget';
import { objectsIn, type Scaled } from './find-scalers';
import { metricsResolutionIn, scrapeIntervalIn } from './manifest-facts';
import { Nodes } from './nodes';
import { missingVariable } from './missing-variable';
import { type PhaseOptions, type PredictOptions, type WorldOptions } from './options';
import { Parameters, type ManifestValue, type WorldNumbers } from './parameters';
import { lookbackOf } from './query/compile';
import { LOOKBACK_SECONDS } from './scrapes';
import { queryUnit } from './query/unit';
import { describedMetric, requireRequests, unitOfMetric } from './scaler-metrics';
import { plannedFaults, type PlannedFault } from './faults';
import { type Clients } from './service';
import { placementOf, type Placement } from './placement';
import { unreadableBeside } from './pods-beside';
import { secondsOfWork } from './quota';
import { refusedAuthentication } from './refused-authentication';
import { serversOf } from './require-admission';
import { isQueue } from './signals';
import { Sources } from './sources';
import { readWorkload, type Workload } from './workload';

/** The longest time that is predicted: a month. */
const MOST_SECONDS = 31 * 86_400;
const MOST_RUNS = 100_000;

/** Images that answer without an application behind them, or pass requests on. */
const WEB_SERVERS = /\b(nginx|haproxy|envoy|traefik|httpd|caddy)/;
const OF_WEB_SERVER: ManifestValue = {
  value: 0.0005,
  range: [0.0001, 0.002],
  source: 'assumption: a web server or proxy, by its image',
  derived: true,
};

/** Everything that the runs of a prediction share. */
export interface Setup {
  readonly scaled: Scaled;
  readonly workload: Workload;
  readonly placement: Placement;
  readonly sources: Sources;
  /** The HPA that is decided, KEDA's included; undefined where nothing scales, or KEDA is paused. */
  readonly hpa?: HpaSpec;
  readonly hpaManifest?: Fields;
  readonly scaledObject?: ScaledObject;
  readonly described: readonly PredictedMetric[];
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly initialReplicas: number;
  readonly settings: ControllerSettings;
  readonly keda: KedaRelease;
  readonly load: Load;
  readonly clients: Clients;
  /** Requests per second, or users, by second. */
  readonly demand: Float64Array;
  readonly durationSeconds: number;
  readonly rollout?: number;
  readonly faults: readonly PlannedFault[];
  readonly parameters: Parameters;
  readonly options: PredictOptions;
  readonly world: WorldOptions;
  /** How far Prometheus has to look back, in seconds; 0 where nobody asks it. */
  readonly lookback: number;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  /** The same where the load or the options say it. */
  readonly startsAt?: number;
  readonly seed: number;
  readonly runs: number;
}

/**
 * Reads everything that a prediction is made from.
 *
 * @throws InputError if something of it cannot be read, or cannot be predicted.
 */
export function setUp(scaled: Scaled, manifests: readonly Fields[], options: PredictOptions): Setup {
  const { cluster = {} } = options;
  const known = worldOf(scaled, manifests, options);
  const own = readWorkload(scaled.workload);
  const settings = controllerSettings(cluster.controller);
  const keda = kedaRelease(cluster.keda);
  const scaledObject = scaled.scaler.kind === 'ScaledObject' ? readScaledObject(scaled.manifest) : undefined;
  requireSecond(
    'The sync period of the HPA controller',
    settings.syncPeriodSeconds,
    'Use 1 s or more; the default is 15 s.',
  );
  if (scaledObject) {
    const fix = 'Use a pollingInterval of 1 or more; the default is 30.';
    requireSecond('The polling interval of KEDA', scaledObject.pollingInterval, fix);
  }
  const hpaManifest = scaledObject
    ? hpaOf(scaledObject, keda)
    : scaled.scaler.kind === 'HorizontalPodAutoscaler'
      ? scaled.manifest
      : undefined;
  const hpa = hpaManifest && readHpa(hpaManifest);
  if (hpa) {
    requireFewMetrics(hpa.metrics.length);
    requireRequests(hpa, own, settings.release);
  }
  const beside = hpa ? unreadableBeside(hpa, scaled.workload, objectsIn(manifests), settings.release) : {};
  const world = { ...known, unreadable: { ...beside, ...known.unreadable } };
  const workload = withSidecars(own, world.sidecars ?? []);
  const load = typeof options.load === 'string' ? parseLoad(options.load) : options.load;
  const durationSeconds = Math.round(between('The duration', seconds('The duration', options.duration), 1, MOST_SECONDS)); // prettier-ignore
  const sources = new Sources(world, { manifest: scaled.workload, scaler: scaled.scaler.name, manifests });
  const queue = scaledObject?.triggers.some((trigger) => isQueueTrigger(trigger, sources)) === true;
  const parameters = parametersOf(options, workload, manifests, settings, scaledObject);
  const initialReplicas = initialOf(world, workload, hpa, scaledObject);
  const recorded = load.kind === 'requests' ? load.startsAt : undefined;
  const startsAt = world.startTime === undefined ? recorded : milliseconds('world.startTime', world.startTime);
  return {
    scaled,
    workload,
    placement: placementOf(scaled.workload, workload, manifests),
    sources,
    hpa,
    hpaManifest,
    scaledObject,
    described: hpa ? describedOf(hpa, scaledObject, sources) : [],
    minReplicas: scaledObject ? (scaledObject.minReplicaCount ?? 0) : (hpa?.minReplicas ?? initialReplicas),
    maxReplicas: scaledObject?.maxReplicaCount ?? hpa?.maxReplicas ?? initialReplicas,
    initialReplicas,
    settings,
    keda,
    load,
    clients: clientsOf(load, queue),
    demand: demandOf(load, durationSeconds),
    durationSeconds,
    rollout: options.rollout === undefined ? undefined : seconds('The time of the rollout', options.rollout),
    faults: plannedFaults(options.faults ?? [], (cluster.nodes ?? []).length > 0),
    parameters,
    options,
    world,
    lookback: hpa ? lookbackIn(hpa, scaledObject, parameters) : 0,
    startTime: startsAt ?? milliseconds('world.startTime', '2026-01-05T00:00:00Z'),
    startsAt,
    seed: between('The seed', options.seed ?? 1, -(2 ** 53), 2 ** 53),
    runs: between('The number of runs', options.runs ?? 1, 1, MOST_RUNS),
  };
}

/** The world, with why KEDA cannot build a scaler, as far as the manifests say it. */
function worldOf({ manifest, workload }: Scaled, manifests: readonly Fields[], options: PredictOptions): WorldOptions {
  const { world = {}, cluster } = options;
  if (world.unbuilt !== undefined) return world;
  const unbuilt =
    refusedAuthentication(manifest, objectsIn(manifests), serversOf(cluster)) ?? missingVariable(manifest, workload);
  return unbuilt === undefined ? world : { ...world, unbuilt };
}

function between(name: string, value: number, low: number, high: number): number {
  if (Number.isFinite(value) && value >= low && value <= high && (name === 'The duration' || Number.isInteger(value))) {
    return value;
  }
  throw new InputError({
    what: `${name} is ${show(value)}.`,
    why: 'There is nothing to predict then, or too much.',
    fix: `Use a ${name === 'The duration' ? 'number of seconds' : 'whole number'} from ${low} to ${high}.`,
  });
}

function initialOf(
  { replicas }: WorldOptions,
  workload: Workload,
  hpa: HpaSpec | undefined,
  scaledObject: ScaledObject | undefined,
): number {
  if (replicas !== undefined) return between('world.replicas', replicas, 0, 100_000);
  if (workload.replicas !== undefined) return workload.replicas;
  if (scaledObject) return scaledObject.idleReplicaCount ?? scaledObject.minReplicaCount ?? 0;
  return Math.max(1, hpa?.minReplicas ?? 1);
}

function clientsOf(load: Load, queue: boolean): Clients {
  if (load.kind === 'users') return { kind: 'users', thinkSeconds: load.thinkSeconds, keepAlive: load.keepAlive };
  return { kind: queue ? 'messages' : 'requests', thinkSeconds: 0, keepAlive: false };
}

/** @throws InputError if the load is negative, or no number. */
function demandOf(load: Load, durationSeconds: number): Float64Array {
  const profile = load.kind === 'users' ? load.users : load.rate;
  const demand = sampled(profile, durationSeconds);
  const wrong = demand.findIndex((value) => !(value >= 0 && value < Infinity));
  if (wrong < 0) return demand;
  throw new InputError({
    what: `The load ${load.text} is ${demand[wrong]} at second ${wrong}.`,
    why: 'There are no negative requests.',
    fix: 'Correct its points: times that rise, and numbers from 0 up.',
  });
}

function parametersOf(
  { world = {}, cluster = {}, justApplied = false }: PredictOptions,
  workload: Workload,
  manifests: readonly Fields[],
  settings: ControllerSettings,
  scaledObject: ScaledObject | undefined,
): Parameters {
  const cores = new Nodes(cluster, workload).coresOfNode;
  const { cpuLimit, memoryRequest } = workload;
  return new Parameters(
    justApplied ? { ...world, phases: phasesOfNew(world, settings) } : world,
    {
      cpuPerRequest: WEB_SERVERS.test(workload.image) ? OF_WEB_SERVER : undefined,
      memory:
        memoryRequest > 0
          ? { value: memoryRequest / 2, source: 'assumption: half of the request', derived: true }
          : undefined,
      coresPerPod:
        cpuLimit !== undefined && cpuLimit > 0
          ? { value: cpuLimit, source: 'resources.limits.cpu of the container' }
          : cores === undefined
            ? undefined
            : { value: cores, source: 'cluster.nodes' },
      metricsInterval: metricsResolutionIn(manifests),
      scrapeInterval: scrapeIntervalIn(manifests),
    },
    (phase, numbers) => {
      switch (phase) {
        case 'hpaPhase':
          return settings.syncPeriodSeconds;
        case 'metricsPhase':
          return numbers.metricsInterval;
        case 'kubeletPhase':
          return numbers.kubeletInterval;
        case 'scrapePhase':
          return numbers.scrapeInterval;
        case 'kedaPhase':
          return scaledObject?.pollingInterval ?? 0;
        case 'probePhase':
          return workload.readiness?.period ?? workload.startup?.period ?? 0;
      }
    },
  );
}

/** When the controllers look at an autoscaler that has just been applied. */
function phasesOfNew({ phases }: WorldOptions, { release, syncPeriodSeconds }: ControllerSettings): PhaseOptions {
  return { ...phases, hpa: release.reconcilesAtOnce ? 0 : syncPeriodSeconds, keda: 0 };
}

/** What a pod can use: a limit holds whatever else is said. */
export function coresPerPodOf({ cpuLimit }: Workload, { coresPerPod }: WorldNumbers): number {
  return cpuLimit !== undefined && cpuLimit > 0 ? Math.min(cpuLimit, coresPerPod) : coresPerPod;
}

/** What the CPU of a request takes on an idle pod: a limit is spent at the speed of a whole core, unless the machine has less. */
export function secondsOfRequest({ cpuLimit = 0 }: Workload, { cpuPerRequest, coresPerPod }: WorldNumbers): number {
  const isLimited = cpuLimit > 0 && cpuLimit <= coresPerPod;
  return isLimited
    ? secondsOfWork(cpuPerRequest, cpuLimit)
    : secondsOfWork(cpuPerRequest, Infinity, Math.min(1, coresPerPod));
}

function describedOf(hpa: HpaSpec, scaledObject: ScaledObject | undefined, sources: Sources): PredictedMetric[] {
  return hpa.metrics.map((metric) => {
    if (!scaledObject || !('metric' in metric)) {
      return describedMetric(metric, undefined, unitOfMetric(metric, sources));
    }
    const trigger = scaledObject.triggers.find(({ metricName }) => metricName === metric.metric.name);
    const unit = trigger && unitOfTrigger(trigger, sources);
    return describedMetric(metric, trigger?.name === '' ? undefined : trigger?.name, unit);
  });
}

/** Seconds that a query, an adapter or an instant selector looks back at most, and a little more. */
function lookbackIn(hpa: HpaSpec, scaledObject: ScaledObject | undefined, parameters: Parameters): number {
  const queries = (scaledObject?.triggers ?? []).flatMap(({ metadata }) => metadata.query ?? []);
  if (queries.length === 0 && !hpa.metrics.some((metric) => 'metric' in metric)) return 0;
  const longest = Math.max(parameters.most('rateWindow'), LOOKBACK_SECONDS, ...queries.map(lookbackOf));
  requireFewSamples('A query', longest, parameters.least('scrapeInterval'));
  return longest + 2 * parameters.most('scrapeInterval');
}

function unitOfTrigger(trigger: Trigger, sources: Sources): MetricUnit | undefined {
  if (isQueue(trigger.type)) return 'messages';
  if (trigger.type !== 'prometheus' || !isReadable(trigger)) return undefined;
  return queryUnit(trigger.metadata.query ?? '', sources);
}

function isQueueTrigger({ type, metadata }: Trigger, sources: Sources): boolean {
  return isQueue(type) || (type === 'prometheus' && sources.isOfQueue(metadata.query ?? ''));
}

/** Whether Prometheus takes the query of a trigger. */
export function isReadable({ metadata }: Trigger): boolean {
  return queryProblem(parseQuery(metadata.query ?? '')) === undefined;
}

function withSidecars(workload: Workload, names: readonly string[]): Workload {
  if (names.length === 0) return workload;
  const added = names.map((name) => ({ name, requests: {}, sidecar: false }));
  return { ...workload, containers: [...workload.containers, ...added] };
}
