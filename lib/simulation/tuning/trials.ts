import { type Fields } from '../../kubernetes/fields';
import { InputError } from '../../validation';
import { objectsIn, scaledCalled, type Scaled } from '../world/find-scalers';
import { NOBODY } from '../world/observer';
import { type MetricSource, type PredictOptions, type WorldOptions } from '../world/options';
import { requireAdmission } from '../world/require-admission';
import { Random } from '../world/random';
import { Record } from '../world/record';
import { runOnce } from '../world/run';
import { setUp, type Setup } from '../world/setup';
import { type WorldNumbers } from '../world/parameters';
import { inOrder, membersOf, runTogether, type Call, type Member, type TogetherOptions } from '../world/together';
import { readWorkload } from '../world/workload';
import { type PredictionParameter } from '../prediction';
import { applied, type Candidate, type TunedManifests } from './dimension';
import { searchSpace, type SearchSpace } from './dimensions';
import { runScore, type RunScore } from './run-score';

/** Seconds of the first load before a run counts: an autoscaler that is tuned has been there for long. */
const WARM_UP = 600;
/** What a core costs as many times as a GiB of memory, in the price lists of the large clouds. */
const GIBS_PER_CORE = 7.5;
/** The least that a pod may use in the model. */
const LEAST_CORES = 1e-3;

/** What is tried: an autoscaler of some manifests, under a load. Plain data, so that a worker thread can make the same of it. */
export interface TrialInput {
  readonly manifests: readonly Fields[];
  /** The autoscaler. */
  readonly name: string;
  readonly options: PredictOptions;
  /** What the minimum may not go below. @default 2 where it is 2 or more now */
  readonly leastReplicas?: number;
  /** Those that it shares its nodes with, and calls or is called by. @default it is alone */
  readonly together?: Neighbours;
}

/** What runs beside the autoscaler that is tuned, with the settings that it has. */
export interface Neighbours {
  /** Names of autoscalers and workloads, as for `predictScaler`. */
  readonly names: readonly string[];
  /** Who calls whom; whom nobody calls has the load. @default nobody calls anybody: each has the load */
  readonly calls?: readonly (Call | string)[];
  /** What is known of one of them, by its name, beside the world of all. */
  readonly worlds?: TogetherOptions['worlds'];
}

/** Some runs of a candidate. */
export interface Job {
  readonly candidate: Candidate;
  /** Which of the runs of the ensemble: from this one, up to but without that one. */
  readonly from: number;
  readonly to: number;
  /** Parameters that these runs have otherwise. */
  readonly world?: WorldOptions;
}

/** What became of a job: a score for each run, or why the candidate is refused. */
export type JobAnswer = readonly RunScore[] | { readonly refused: string };

/** Runs candidates. The same run has the same clocks and parameters for each of them, so that they differ in nothing but their choices. */
export class Trials {
  readonly space: SearchSpace;
  readonly scaled: Scaled;
  readonly parameters: readonly PredictionParameter[];
  /** Whether pods without a CPU limit are held to what they request, because nobody measured what they can use. */
  readonly isHeld: boolean;
  /** How long the load is, in seconds. */
  readonly durationSeconds: number;
  /** Cores that a pod requests now. */
  readonly cpuRequest: number;
  readonly #size: { readonly cpu: number; readonly memory: number };
  readonly #warmUp: number;
  readonly #objects: readonly Fields[];
  #record: Record | undefined;

  /** @throws InputError if the autoscaler cannot be predicted as it is. */
  constructor(private readonly input: TrialInput) {
    const { manifests, name, options, leastReplicas } = input;
    this.#objects = objectsIn(manifests);
    this.scaled = scaledCalled(manifests, name, options.cluster);
    if (this.scaled.manifest === this.scaled.workload) throw nothingScales(name);
    const setup = setUp(this.scaled, manifests, options);
    this.parameters = setup.parameters.all;
    const isMeasured = (parameter: string): boolean =>
      this.parameters.some(({ name: each, origin }) => each === `world.${parameter}` && origin === 'given');
    const { cpuRequest, memoryRequest, cpuLimit } = setup.workload;
    this.isHeld =
      !isMeasured('coresPerPod') && cpuLimit === undefined && cpuRequest > 0 && options.cluster?.nodes === undefined;
    this.durationSeconds = setup.durationSeconds;
    this.cpuRequest = cpuRequest;
    this.#size = { cpu: cpuRequest, memory: memoryRequest };
    this.#warmUp = setup.load.kind === 'requests' ? WARM_UP : 0;
    this.space = searchSpace(
      { scaler: this.scaled.manifest, workload: this.scaled.workload },
      { cpuPerRequest: isMeasured('cpuPerRequest'), bootSeconds: isMeasured('bootSeconds') },
      leastReplicas,
    );
  }

  /** The manifests with the choices of a candidate. */
  manifestsOf(candidate: Candidate): TunedManifests {
    const { manifest: scaler, workload } = this.scaled;
    return applied({ scaler, workload }, this.space.dimensions, candidate);
  }

  /** @throws InputError if the candidate cannot be predicted. */
  runs({ candidate, from, to, world }: Job): RunScore[] {
    if (this.input.together) return this.#runsTogether(this.input.together, { candidate, from, to, world });
    const setup = this.#setUp(candidate, world);
    return Array.from({ length: to - from }, (_, index) => this.#runOnce(setup, from + index));
  }

  run(job: Job): JobAnswer {
    try {
      return this.runs(job);
    } catch (caught) {
      if (caught instanceof InputError) return { refused: caught.message };
      throw caught;
    }
  }

  /** Runs all of them. Cost is that of the tuned one; what is lost, and how long an answer takes, is what clients see: those who send the load. */
  #runsTogether({ calls, worlds, ...others }: Neighbours, { candidate, from, to, world }: Job): RunScore[] {
    const { options } = this.input;
    const names = this.#namesWith(others.names);
    const place = names.findIndex((each) => this.#isTuned(each));
    const name = names[place]!;
    const changed = this.manifestsOf(candidate);
    requireAdmission(changed.scaler, options.cluster);
    const { manifest, workload } = this.scaled;
    const objects = this.#objects.map((each) =>
      each === manifest ? changed.scaler : each === workload ? changed.workload : each,
    );
    const own = { ...this.#worldOf(changed), ...worlds?.[name], ...world };
    const all = { ...options, calls, worlds: { ...worlds, [name]: own } };
    const members = membersOf(objects, names, all, (setup) => this.#warmed(setup));
    const order = inOrder(members);
    const tuned = members[place]!;
    const front = members[frontOf(members, place)]!;
    const nobody = members.map(() => NOBODY);
    return Array.from({ length: to - from }, (_, index) => {
      const numbers = members.map(({ setup }, member) =>
        setup.parameters.numbers(new Random(setup.seed + (from + index) * 7919 + member * 104_729)),
      );
      runTogether(members, order, numbers, nobody, options);
      const score = this.#scoreOf(tuned.record, tuned.setup, numbers[place]!);
      if (front === tuned) return score;
      const { offered, lost, mean, p50, p95, p99, worst } = this.#scoreOf(front.record, front.setup, numbers[members.indexOf(front)]!); // prettier-ignore
      return { ...score, offered, lost: lost + score.lost, ...{ mean, p50, p95, p99, worst } };
    });
  }

  /** Names among which the tuned one is once, however it is called. */
  #namesWith(names: readonly string[]): readonly string[] {
    return names.some((each) => this.#isTuned(each)) ? names : [...names, this.input.name];
  }

  #isTuned(name: string): boolean {
    return scaledCalled(this.#objects, name, this.input.options.cluster).manifest === this.scaled.manifest;
  }

  #runOnce(setup: Setup, run: number): RunScore {
    const { durationSeconds, parameters, seed } = setup;
    if (this.#record?.seconds !== durationSeconds) this.#record = new Record(durationSeconds);
    const record = this.#record;
    const numbers = parameters.numbers(new Random(seed + run * 7919));
    runOnce(setup, numbers, NOBODY, record);
    return this.#scoreOf(record, setup, numbers);
  }

  #scoreOf(record: Record, { clients, workload, maxReplicas }: Setup, numbers: WorldNumbers): RunScore {
    const patience = clients.kind === 'messages' ? Infinity : numbers.requestTimeout;
    const { cpuRequest, memoryRequest } = workload;
    const { cpu, memory } = this.#size;
    const price = (cores: number, bytes: number): number => cores * GIBS_PER_CORE + bytes / 2 ** 30;
    const costShare = cpu > 0 ? price(cpuRequest, memoryRequest) / price(cpu, memory) : 1;
    return runScore(record, this.#warmUp, { cpuRequest, costShare, maxReplicas, patience });
  }

  /** The world of a candidate, which begins with a while of the first load. */
  #setUp(candidate: Candidate, changed: WorldOptions = {}): Setup {
    const { manifests, options } = this.input;
    const { scaler, workload } = this.manifestsOf(candidate);
    requireAdmission(scaler, options.cluster);
    const world: WorldOptions = { ...options.world, ...this.#worldOf({ scaler, workload }), ...changed };
    return this.#warmed(setUp({ ...this.scaled, manifest: scaler, workload }, manifests, { ...options, world }));
  }

  /** What is known of the world of a candidate: its metrics begin when its load does. */
  #worldOf({ workload }: TunedManifests): WorldOptions {
    const { metrics } = this.input.options.world ?? {};
    const held = this.isHeld && { coresPerPod: Math.max(LEAST_CORES, readWorkload(workload).cpuRequest) };
    return { ...(metrics && { metrics: later(metrics, this.#warmUp) }), ...held };
  }

  /** The same with a while of the first load before it. */
  #warmed(setup: Setup): Setup {
    const before = this.#warmUp;
    if (before === 0) return setup;
    const demand = new Float64Array(setup.durationSeconds + before).fill(setup.demand[0]!, 0, before);
    demand.set(setup.demand, before);
    return {
      ...setup,
      demand,
      durationSeconds: setup.durationSeconds + before,
      startTime: setup.startTime - before * 1000,
      rollout: setup.rollout === undefined ? undefined : setup.rollout + before,
      faults: setup.faults.map(({ name, from, until }) => ({
        name,
        from: from + before * 1000,
        until: until + before * 1000,
      })),
    };
  }
}

/** Who has the load that comes to a member in the end: the first of its callers, or itself. */
function frontOf(members: readonly Member[], place: number): number {
  const caller = members.findIndex(({ calls }) => calls.some(({ to }) => to === place));
  return caller < 0 ? place : frontOf(members, caller);
}

type Metrics = NonNullable<WorldOptions['metrics']>;

function later(metrics: Metrics, before: number): Metrics {
  const shifted = Object.entries(metrics).map(([name, source]): [string, MetricSource] => [
    name,
    typeof source === 'function' ? (second) => source(Math.max(0, second - before)) : source,
  ]);
  return Object.fromEntries(shifted);
}

function nothingScales(name: string): InputError {
  return new InputError({
    what: `Nothing scales ${name}.`,
    why: 'There is no minimum, maximum or target to choose.',
    fix: 'Name a HorizontalPodAutoscaler or a ScaledObject.',
  });
}
