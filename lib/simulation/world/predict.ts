import { type Fields } from '../../kubernetes/fields';
import { type Prediction } from '../prediction';
import { whyItStays } from '../why-it-stays';
import { absoluteTargets } from './absolute-targets';
import { Bands } from './bands';
import { scaledCalled, scaledIn, type Scaled } from './find-scalers';
import { Logbook, NOBODY } from './observer';
import { type PredictOptions } from './options';
import { Random } from './random';
import { Record } from './record';
import { runOnce } from './run';
import { setUp, type Setup } from './setup';
import { type WorldNumbers } from './parameters';
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
 * @throws InputError if there is no such object, or it cannot be predicted.
 */
export function predictScaler(manifests: readonly Fields[], name: string, options: PredictOptions): Prediction {
  return predictionOf(scaledCalled(manifests, name, options.cluster), manifests, options);
}

function predictionOf(scaled: Scaled, manifests: readonly Fields[], options: PredictOptions): Prediction {
  const setup = setUp(scaled, manifests, options);
  const { minReplicas, maxReplicas, durationSeconds, parameters, seed, runs } = setup;
  const record = new Record(durationSeconds);
  const logbook = new Logbook();
  runOnce(setup, parameters.numbers(), logbook, record);
  const rows = record.rows();
  const summary = summaryOf(record, summaryInput(setup, parameters.numbers()));
  const bands = runs > 1 ? bandsOf(setup, record, options.onRun) : undefined; // overwrites the record
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
    stays: staysOf(setup, logbook),
    targets: setup.hpa ? absoluteTargets(setup.hpa, setup.workload) : [],
    ...(bands && { bands }),
    parameters: [...parameters.all, ...workloadFacts(setup.workload)],
    seed,
    runs,
  };
}

/** The runs of a Monte Carlo, one after the other in the same record. */
function bandsOf(setup: Setup, record: Record, onRun: PredictOptions['onRun']) {
  const { durationSeconds, runs, seed, parameters } = setup;
  const random = new Random(seed);
  const bands = new Bands(durationSeconds, runs);
  for (let run = 0; run < runs; run += 1) {
    const numbers = parameters.numbers(random);
    runOnce(setup, numbers, NOBODY, record);
    bands.add(record, summaryOf(record, summaryInput(setup, numbers)), numbers);
    onRun?.(run + 1);
  }
  return bands.result(parameters);
}

function summaryInput(setup: Setup, { requestTimeout }: WorldNumbers): SummaryInput {
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
