import { type Finding } from '../../checks/finding';
import {
  InputError,
  predictScaler,
  type Fields,
  type Goal,
  type Prediction,
  type PredictOptions,
} from '../../simulation';
import { compare } from './compare';
import { scalerName, type Comparison, type Forecast, type ScalerForecast, type ToldFinding } from './forecast';
import { hintsOf } from './hints/hints';
import { basisOf } from './verdict/basis';
import { requireStored, unreadableBy, type ToldFindings } from './verdict/told-findings';
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
  /** What cannot be read or predicted, among others that can. */
  readonly skip: (message: string) => void;
}

/**
 * Predicts the autoscalers of some manifests, and what changes of them would give.
 *
 * @throws InputError if none of them can be predicted.
 */
export function runPredict(request: PredictRequest, listener: Listener): Forecast {
  const { source, alternative } = request;
  const predictions = predictEach(request, listener);
  const comparisons = alternative ? compareEach(predictions, alternative, request, listener) : [];
  const scalers = predictions.map((prediction): ScalerForecast => {
    const basis = basisOf(prediction);
    return {
      prediction,
      hints: request.hasHints ? hints(prediction, request, listener) : [],
      verdict: verdictOf(prediction, request.goals),
      ...(basis && { basis }),
      findings: findingsOf(nameOf(prediction), request, prediction.target).map(told),
    };
  });
  return { source, scalers, comparisons, ...(request.nodePrice !== undefined && { nodePrice: request.nodePrice }) };
}

function told({ rule, severity, what, fix }: Finding): ToldFinding {
  return { rule, severity, what, fix };
}

/** What `check` finds about an autoscaler and its target. */
function findingsOf(
  name: string,
  { findings, manifests }: PredictRequest,
  target: Prediction['target'] | undefined,
): Finding[] {
  if (!findings) return [];
  const scaler = manifests.find((each) => fullName(each) === name);
  const scaled = target ?? targetOf(scaler);
  const workload = manifests.find((each) => fullName(each) === `${scaled.kind}/${scaled.namespace}/${scaled.name}`);
  return findings.of([scaler, workload]);
}

function targetOf(scaler: Fields | undefined): Pick<Prediction['target'], 'kind' | 'namespace' | 'name'> {
  const { spec, metadata } = (scaler ?? {}) as {
    spec?: { scaleTargetRef?: { kind?: string; name?: string } };
    metadata?: { namespace?: string };
  };
  const { kind = 'Deployment', name = '' } = spec?.scaleTargetRef ?? {};
  return { kind, name, namespace: metadata?.namespace ?? 'default' };
}

/** The options of one autoscaler: with what rules know of its metrics. */
function optionsOf(name: string, request: PredictRequest): PredictOptions {
  const { manifests, options } = request;
  const scaler = manifests.find((each) => fullName(each) === name);
  const findings = findingsOf(name, request, undefined);
  if (!scaler || findings.length === 0) return options;
  requireStored(findings);
  return { ...options, world: { ...unreadableBy(findings, scaler), ...options.world } };
}

function predictEach(request: PredictRequest, listener: Listener): Prediction[] {
  const { manifests, only } = request;
  const names =
    only.length > 0 ? only.map((name) => asFullName(name, manifests)) : manifests.filter(isScaler).map(fullName);
  const errors: InputError[] = [];
  const predictions = names.flatMap((name) => {
    try {
      return [toldPrediction(manifests, name, optionsOf(name, request), listener)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
      return [];
    }
  });
  const [first] = errors;
  if (first && only.length > 0) throw first;
  if (predictions.length === 0) throw first ?? nothingToPredict(manifests.length);
  for (const { message } of errors) listener.skip(message);
  return predictions;
}

/** A prediction that tells how far it is, a hundred times at most. */
function toldPrediction(
  manifests: readonly Fields[],
  name: string,
  options: PredictOptions,
  { tell }: Listener,
): Prediction {
  const { runs = 1 } = options;
  const step = Math.ceil(runs / 100);
  tell(`predicting ${name}`);
  const onRun = (done: number): void => {
    if (done % step === 0) tell(`predicting ${name}: ${done} of ${runs} runs`);
  };
  return predictScaler(manifests, name, { ...options, onRun });
}

function compareEach(
  predictions: readonly Prediction[],
  alternative: Alternative,
  { source, manifests, options }: PredictRequest,
  listener: Listener,
): Comparison[] {
  if ('name' in alternative) {
    const name = asFullName(alternative.name, manifests);
    const right = toldPrediction(manifests, name, options, listener);
    return predictions
      .filter((left) => scalerName(left) !== scalerName(right))
      .map((left) =>
        compare({ label: shortName(left), prediction: left }, { label: shortName(right), prediction: right }),
      );
  }
  const others = alternative.manifests.filter(isScaler).map(fullName);
  return predictions.map((left) => {
    const [first = '', ...more] = others;
    const same = nameOf(left);
    // one on each side are meant for each other, whatever they are called
    const name = !others.includes(same) && more.length === 0 && predictions.length === 1 ? first : same;
    const right = toldPrediction(alternative.manifests, name, options, listener);
    const of = (label: string) => (predictions.length === 1 ? label : `${label} ${shortName(left)}`);
    return compare({ label: of(source), prediction: left }, { label: of(alternative.label), prediction: right });
  });
}

function hints(prediction: Prediction, request: PredictRequest, listener: Listener) {
  const { manifests } = request;
  const name = nameOf(prediction);
  const options = optionsOf(name, request);
  const manifest = manifests.find((each) => isScaler(each) && fullName(each) === name);
  if (!manifest) return [];
  // One run is compared with one run: the curves, not the middle of the bands.
  const one = { ...options, runs: 1 };
  let tried = 0;
  return hintsOf(manifest, prediction, (changed) => {
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

function isScaler({ kind, apiVersion }: Fields): boolean {
  const group = String(apiVersion).split('/')[0];
  return (
    (kind === 'HorizontalPodAutoscaler' && group === 'autoscaling') || (kind === 'ScaledObject' && group === 'keda.sh')
  );
}

/** How the simulator finds an object: kind, namespace and name. */
function fullName({ kind, metadata }: Fields): string {
  const { namespace = 'default', name = '' } = (metadata ?? {}) as { namespace?: string; name?: string };
  return `${String(kind)}/${namespace}/${name}`;
}

/** A name as it is, or, where it is the namespace and the name of an autoscaler as headings have them, with its kind. */
function asFullName(name: string, manifests: readonly Fields[]): string {
  const named = manifests.filter((each) => isScaler(each) && fullName(each).endsWith(`/${name}`)).map(fullName);
  return name.includes('/') && named.length === 1 ? (named[0] ?? name) : name;
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
    why: 'Nothing would change the number of replicas.',
    fix: 'Pass the manifests of an autoscaler and of its target, or name a workload with --only Deployment/NAME.',
  });
}
