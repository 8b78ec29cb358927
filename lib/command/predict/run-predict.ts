import {
  InputError,
  predictScaler,
  predictTogether,
  type Call,
  type Fields,
  type Goal,
  type Prediction,
  type PredictOptions,
} from '../../simulation';
import { compare } from './compare';
import { scalerName, type Comparison, type Forecast, type ScalerForecast } from './forecast';
import { hintsOf } from './hints/hints';
import { asFullName, fullName, isScaler } from './named-scalers';
import { runsInThreads, useThreads } from './runs-in-threads';
import { basisOf } from './verdict/basis';
import { type ToldFindings } from './verdict/told-findings';
import { optionsOf, toldOf } from './verdict/told-options';
import { verdictOf } from './verdict/verdict';

/** What the command was asked. */
export interface PredictRequest {
  /** How the manifests were named. */
  readonly source: string;
  readonly manifests: readonly Fields[];
  /** Names of autoscalers and workloads. @default every autoscaler */
  readonly only: readonly string[];
  /** Other manifests, or the name of another autoscaler among these. */
  readonly alternative?: Alternative;
  readonly hasHints: boolean;
  /** Who calls whom: then all are predicted together. @default nobody calls anybody */
  readonly calls?: readonly Call[];
  /** What the service shall keep to. */
  readonly goals: readonly Goal[];
  /** What an hour of a node costs. @default nobody says it */
  readonly nodePrice?: number;
  /** What `check` finds. @default nobody asked it */
  readonly findings?: ToldFindings;
  readonly options: PredictOptions;
}

/** What is compared with. */
export type Alternative = { readonly label: string; readonly manifests: readonly Fields[] } | { readonly name: string };

/** What is told while it is computed. */
export interface Listener {
  readonly tell: (text: string) => void;
  /** Says what to do when somebody stops it; gives how to forget that. @default nobody can */
  readonly onStop?: (stop: () => void) => () => void;
  /** What cannot be read or predicted, among others that can. */
  readonly skip: (message: string) => void;
}

/**
 * Predicts the autoscalers of some manifests, and what changes of them would give.
 *
 * @throws InputError if none of them can be predicted.
 */
export async function runPredict(request: PredictRequest, listener: Listener): Promise<Forecast> {
  const { source, alternative } = request;
  const predictions = predictTogetherOf(request, listener) ?? (await predictEach(request, listener));
  const comparisons = alternative ? await compareEach(predictions, alternative, request, listener) : [];
  const scalers = predictions.map((prediction): ScalerForecast => {
    const basis = basisOf(prediction);
    return {
      prediction,
      hints: request.hasHints ? hints(prediction, request, listener) : [],
      verdict: verdictOf(prediction, request.goals),
      ...(basis && { basis }),
      findings: toldOf(nameOf(prediction), request, prediction.target),
    };
  });
  return { source, scalers, comparisons, ...(request.nodePrice !== undefined && { nodePrice: request.nodePrice }) };
}

function namesOf({ manifests, only }: PredictRequest): string[] {
  return only.length > 0 ? only.map((name) => asFullName(name, manifests)) : manifests.filter(isScaler).map(fullName);
}

/**
 * All autoscalers at once, where they call each other, or share nodes; undefined where each is predicted for itself.
 *
 * @throws InputError if one of those that call each other cannot be predicted.
 */
function predictTogetherOf(request: PredictRequest, { tell }: Listener): Prediction[] | undefined {
  const { manifests, options, calls = [] } = request;
  const names = namesOf(request);
  const sharesNodes = names.length > 1 && (options.cluster?.nodes ?? []).length > 0;
  if (calls.length === 0 && !sharesNodes) return undefined;
  const { runs = 1 } = options;
  const step = Math.ceil(runs / 100);
  const onRun = (done: number): void => {
    if (done % step === 0) tell(`predicting ${names.length} autoscalers together: ${done} of ${runs} runs`);
  };
  try {
    const worlds = Object.fromEntries(names.map((name) => [name, optionsOf(name, request).world ?? {}]));
    return predictTogether(manifests, names, { ...options, calls, worlds, onRun });
  } catch (error) {
    // without calls the others are told all the same, and the one that cannot be predicted is named
    if (calls.length > 0 || !(error instanceof InputError)) throw error;
    return undefined;
  }
}

async function predictEach(request: PredictRequest, listener: Listener): Promise<Prediction[]> {
  const { manifests, only } = request;
  const errors: InputError[] = [];
  const predictions: Prediction[] = [];
  for (const name of namesOf(request)) {
    try {
      predictions.push(await toldPrediction(manifests, name, optionsOf(name, request), listener));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
    }
  }
  const [first] = errors;
  if (first && only.length > 0) throw first;
  if (predictions.length === 0) throw first ?? nothingToPredict(manifests.length);
  for (const { message } of errors) listener.skip(message);
  return predictions;
}

/** A prediction that tells how far it is, a hundred times at most; many runs are made on all cores. */
async function toldPrediction(
  manifests: readonly Fields[],
  name: string,
  options: PredictOptions,
  { tell, onStop = () => () => undefined }: Listener,
): Promise<Prediction> {
  const { runs = 1 } = options;
  const step = Math.ceil(runs / 100);
  tell(`predicting ${name}`);
  if (useThreads(runs)) {
    const onRuns = (done: number): void => {
      tell(`predicting ${name}: ${done} of ${runs} runs, Ctrl-C stops with these`);
    };
    predictScaler(manifests, name, { ...options, runs: 1, duration: 1 }); // a mistake is told before threads start
    const parts = await runsInThreads({ manifests, name, options }, { onRuns, onStop });
    return predictScaler(manifests, name, options, parts);
  }
  const onRun = (done: number): void => {
    if (done % step === 0) tell(`predicting ${name}: ${done} of ${runs} runs`);
  };
  return predictScaler(manifests, name, { ...options, onRun });
}

async function compareEach(
  predictions: readonly Prediction[],
  alternative: Alternative,
  { source, manifests, options }: PredictRequest,
  listener: Listener,
): Promise<Comparison[]> {
  if ('name' in alternative) {
    const name = asFullName(alternative.name, manifests);
    const right = await toldPrediction(manifests, name, options, listener);
    return predictions
      .filter((left) => scalerName(left) !== scalerName(right))
      .map((left) =>
        compare({ label: shortName(left), prediction: left }, { label: shortName(right), prediction: right }),
      );
  }
  const others = alternative.manifests.filter(isScaler).map(fullName);
  const comparisons: Comparison[] = [];
  for (const left of predictions) {
    const [first = '', ...more] = others;
    const same = nameOf(left);
    // one on each side are meant for each other, whatever they are called
    const name = !others.includes(same) && more.length === 0 && predictions.length === 1 ? first : same;
    const right = await toldPrediction(alternative.manifests, name, options, listener);
    const of = (label: string) => (predictions.length === 1 ? label : `${label} ${shortName(left)}`);
    comparisons.push(
      compare({ label: of(source), prediction: left }, { label: of(alternative.label), prediction: right }),
    );
  }
  return comparisons;
}

function hints(prediction: Prediction, request: PredictRequest, listener: Listener) {
  const { manifests } = request;
  const name = nameOf(prediction);
  const options = optionsOf(name, request);
  const manifest = manifests.find((each) => isScaler(each) && fullName(each) === name);
  const { calls = [] } = request;
  const isCalled = calls.some(({ to }) => [prediction.scaler.name, prediction.target.name].includes(to));
  if (!manifest || isCalled) return []; // what is called has a load that follows from another prediction
  // One run is compared with one run: the curves, not the middle of the bands.
  const one = { ...options, runs: 1 };
  let tried = 0;
  const isAlone = calls.length === 0 && (namesOf(request).length === 1 || (options.cluster?.nodes ?? []).length === 0);
  const now = isAlone ? prediction : predictScaler(manifests, name, one);
  return hintsOf(manifest, now, (changed) => {
    tried += 1;
    listener.tell(`${name}: what a change would give (${tried})`);
    try {
      return predictScaler(
        manifests.map((each) => (each === manifest ? changed : each)),
        name,
        one,
      );
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  });
}

/** How a column is headed. */
function shortName({ scaler }: Prediction): string {
  return `${scaler.namespace}/${scaler.name}`;
}

function nameOf({ scaler }: Prediction): string {
  return `${scaler.kind}/${scaler.namespace}/${scaler.name}`;
}

function nothingToPredict(objects: number): InputError {
  return new InputError({
    what: `There is no HorizontalPodAutoscaler and no ScaledObject among ${objects} objects.`,
    why: 'They are what is modelled; the Jobs of a ScaledJob are not.',
    fix: 'Pass the manifests of an autoscaler and of its target, or name a workload with --only Deployment/NAME.',
  });
}
