import { type Fields } from '../../kubernetes/fields';
import { type Prediction } from '../prediction';
import { whyItStays } from '../why-it-stays';
import { absoluteTargets } from './absolute-targets';
import { Bands, bandStep, type RunsPart } from './bands';
import { scaledCalled, scaledIn, type Scaled } from './find-scalers';
import { Logbook, NOBODY } from './observer';
import { type PredictOptions } from './options';
import { Random } from './random';
import { Record } from './record';
import { runOnce } from './run';
import { setUp, type Setup } from './setup';
import { type WorldNumbers } from './parameters';
import { slowProbes } from './slow-probes';
import { summaryOf, type SummaryInput } from './summary';
import { workloadFacts } from './workload-facts';

/**
 * What each HPA and each ScaledObject of some manifests will do under a load: replicas, requests and metrics, second by second.
 *
 * The decisions are exact. What they are made from is a model whose parameters stand in the prediction; `runs` above 1 gives bands
 * for what nobody knows of them.
 *
 * @throws InputError if there is no autoscaler, or one of them cannot be predicted.
 */
export function predict(manifests: readonly Fields[], options: PredictOptions): Prediction[] {
  return scaledIn(manifests, options.cluster).map((scaled) => predictionOf(scaled, manifests, options));
}

/**
 * What one autoscaler, or a workload that nothing scales, will do under a load.
 *
 * @param name its name, or `kind/name`, or `kind/namespace/name`
 * @param parts runs that {@link predictRuns} made, instead of its own
 * @throws InputError if there is no such object, or it cannot be predicted.
 */
export function predictScaler(
  manifests: readonly Fields[],
  name: string,
  options: PredictOptions,
  parts?: readonly RunsPart[],
): Prediction {
  return predictionOf(scaledCalled(manifests, name, options.cluster), manifests, options, parts);
}

/**
 * Some runs of the Monte Carlo of one autoscaler, from one number up to, but without, another one: for threads that share them. What they give goes
 * into {@link predictScaler}, whose answer is the same as if it had made them itself.
 */
export function predictRuns(
  manifests: readonly Fields[],
  name: string,
  options: PredictOptions,
  [from, to]: readonly [from: number, to: number],
): RunsPart {
  const setup = setUp(scaledCalled(manifests, name, options.cluster), manifests, options);
  const { durationSeconds, runs } = setup;
  const bands = new Bands(durationSeconds, to - from, bandStep(durationSeconds, runs));
  makeRuns(setup, [from, to], new Record(durationSeconds), bands);
  return bands.part();
}

function predictionOf(
  scaled: Scaled,
  manifests: readonly Fields[],
  options: PredictOptions,
  parts?: readonly RunsPart[],
): Prediction {
  const setup = setUp(scaled, manifests, options);
  const record = new Record(setup.durationSeconds);
  const logbook = new Logbook();
  runOnce(setup, setup.parameters.numbers(), logbook, record);
  const rows = record.rows();
  const summary = summaryOf(record, summaryInput(setup, setup.parameters.numbers()));
  const runs = parts ? Math.max(1, sumOf(parts)) : setup.runs;
  const bands = runs > 1 ? bandsOf(setup, record, options.onRun, parts) : undefined; // overwrites the record
  return predictionFrom(setup, { rows, summary, logbook, bands, runs });
}

/** What a prediction is made from, beside what was asked. */
export interface Predicted {
  readonly rows: Prediction['rows'];
  readonly summary: Prediction['summary'];
  readonly logbook: Logbook;
  readonly bands?: Prediction['bands'];
  readonly runs: number;
}

/** A prediction from what was asked and what happened. */
export function predictionFrom(setup: Setup, { rows, summary, logbook, bands, runs }: Predicted): Prediction {
  const { scaled, minReplicas, maxReplicas, durationSeconds, parameters, seed } = setup;
  return {
    scaler: scaled.scaler,
    target: scaled.target,
    minReplicas,
    maxReplicas,
    metrics: setup.described,
    load: setup.load.text,
    unit: setup.clients.kind === 'messages' ? 'messages' : 'requests',
    ...(setup.startsAt !== undefined && { startTime: new Date(setup.startsAt).toISOString() }),
    durationSeconds,
    rows,
    decisions: logbook.decisions,
    events: logbook.events,
    summary,
    mostAsked: logbook.mostAsked,
    stays: staysOf(setup, logbook),
    targets: setup.hpa ? absoluteTargets(setup.hpa, setup.workload) : [],
    slowProbes: slowProbes(setup.workload, logbook.absences, rows),
    ...(bands && { bands }),
    parameters: [...parameters.all, ...workloadFacts(setup.workload)],
    seed,
    runs,
  };
}

/** The percentiles of the runs of a Monte Carlo: of those that others made, or of its own, one after the other in the same record. */
function bandsOf(
  setup: Setup,
  record: Record,
  onRun: PredictOptions['onRun'],
  parts: readonly RunsPart[] | undefined,
): Prediction['bands'] {
  const { durationSeconds, runs, parameters } = setup;
  const bands = new Bands(durationSeconds, parts ? sumOf(parts) : runs, bandStep(durationSeconds, runs));
  if (parts) for (const part of parts) bands.take(part);
  else makeRuns(setup, [0, runs], record, bands, onRun);
  return bands.result(parameters);
}

function makeRuns(
  setup: Setup,
  [from, to]: readonly [from: number, to: number],
  record: Record,
  bands: Bands,
  onRun?: PredictOptions['onRun'],
): void {
  const { seed, parameters } = setup;
  const random = new Random(seed);
  for (let run = 0; run < to; run += 1) {
    const numbers = parameters.numbers(random); // also of runs that others make: each has its own
    if (run < from) continue;
    runOnce(setup, numbers, NOBODY, record);
    bands.add(record, summaryOf(record, summaryInput(setup, numbers)), numbers);
    onRun?.(run + 1);
  }
}

function sumOf(parts: readonly RunsPart[]): number {
  return parts.reduce((sum, { summaries }) => sum + summaries.length, 0);
}

export function summaryInput(setup: Setup, { requestTimeout }: WorldNumbers): SummaryInput {
  const { initialReplicas, maxReplicas, workload, clients } = setup;
  const { cpuRequest, memoryRequest } = workload;
  const patience = clients.kind === 'messages' ? Infinity : requestTimeout;
  return { initialReplicas, maxReplicas, cpuRequest, memoryRequest, patience };
}

function staysOf({ hpa, settings, described, parameters }: Setup, { last }: Logbook): string[] {
  if (!hpa || !last) return [];
  const labels = described.map(({ label }) => label);
  const memoryIsSteady = parameters.most('memoryPerRequest') === 0;
  return whyItStays(last.decision, last.now, { hpa, settings, labels, memoryIsSteady });
}
