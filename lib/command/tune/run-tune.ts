import { type CheckOptions } from '../../checks';
import {
  type Call,
  InputError,
  Trials,
  tune,
  type Fields,
  type PredictOptions,
  type TuneOptions,
  type Tuning,
  type TrialInput,
} from '../../simulation';
import { type ReadManifests } from '../manifests';
import { asFullName, fullName, isScaler } from '../predict/named-scalers';
import { objectsOfOneEnvironment } from '../predict/one-environment';
import { type ToldFindings } from '../predict/verdict/told-findings';
import { optionsOf, toldOf } from '../predict/verdict/told-options';
import { judgeOf } from './judge';
import { patchOf, type ObjectChange, type Patch } from './patch';
import { hasWorkers, Pool } from './pool';
import { type ToldTuning, type TuneReport } from './report';

/** What the command was asked. */
export interface TuneRequest {
  readonly source: string;
  readonly read: ReadManifests;
  readonly only: readonly string[];
  readonly options: PredictOptions;
  /** Who calls whom. @default nobody calls anybody */
  readonly calls?: readonly Call[];
  readonly check: CheckOptions;
  /** What `check` finds. */
  readonly findings: ToldFindings;
  readonly demands: Pick<TuneOptions, 'goals' | 'lost' | 'budget' | 'leastReplicas'>;
  readonly effort: { readonly candidates: number; readonly runs: number; readonly threads: number };
}

/** What is told while it is searched. */
export interface TuneListener {
  readonly tell: (text: string) => void;
  /** Says what to do when somebody stops it; gives how to forget that. */
  readonly onStop: (stop: () => void) => () => void;
  /** What cannot be searched, among others that can. */
  readonly skip: (message: string) => void;
}

/**
 * Searches settings for the autoscalers of some manifests.
 *
 * @throws InputError if none of them can be searched, or one that was named cannot.
 */
export async function runTune(
  request: TuneRequest,
  listener: TuneListener,
): Promise<{ readonly report: TuneReport; readonly patch: Patch }> {
  const { source, read, only } = request;
  const objects = objectsOfOneEnvironment(read.units);
  const manifests = objects.map(({ manifest }) => manifest);
  const tunings: ToldTuning[] = [];
  const changed: ObjectChange[] = [];
  const problems: InputError[] = [];
  for (const name of namesOf(manifests, only)) {
    try {
      const { tuning, scaled } = await tuned(name, manifests, request, listener);
      const findings = toldOf(name, { manifests, ...request }, tuning.target);
      tunings.push({ ...tuning, findings });
      for (const object of objects) {
        const role = object.manifest === scaled.manifest ? 'scaler' : object.manifest === scaled.workload ? 'workload' : ''; // prettier-ignore
        changed.push({ object, changes: tuning.changes.filter((change) => change.of === role) });
      }
    } catch (caught) {
      if (!(caught instanceof InputError)) throw caught;
      problems.push(caught);
    }
  }
  const [first] = problems;
  if (first && (tunings.length === 0 || only.length > 0)) throw first;
  if (tunings.length === 0) throw nothingToTune(objects.length);
  for (const { message } of problems) listener.skip(message);
  const patch = patchOf(read, changed);
  return { report: { source, tunings, left: patch.left }, patch };
}

function namesOf(manifests: readonly Fields[], only: readonly string[]): string[] {
  return only.length > 0 ? only.map((name) => asFullName(name, manifests)) : manifests.filter(isScaler).map(fullName);
}

async function tuned(
  name: string,
  manifests: readonly Fields[],
  request: TuneRequest,
  { tell, onStop }: TuneListener,
): Promise<{ readonly tuning: Tuning; readonly scaled: Trials['scaled'] }> {
  const { read, check, demands, effort } = request;
  const { candidates, runs, threads } = effort;
  const { leastReplicas } = demands;
  const options = optionsOf(name, { manifests, ...request });
  const input: TrialInput = { manifests, name, options, leastReplicas, together: neighboursOf(manifests, request) };
  const { scaled } = new Trials(input); // a mistake is told before threads start
  const pool = threads > 1 && hasWorkers() ? new Pool(input, threads) : undefined;
  let isStopped = false;
  const forget = onStop(() => (isStopped = true));
  try {
    const tuning = await tune({
      ...{ ...input, ...demands, candidates, runs },
      runJobs: pool && ((jobs, isToStop) => pool.run(jobs, isToStop)),
      judge: judgeOf(read.units, { scaler: scaled.manifest, workload: scaled.workload }, check),
      isStopped: () => isStopped,
      tell: (text) => tell(`${name}: ${text}${isStopped ? '' : ', Ctrl-C stops with these'}`),
    });
    return { tuning, scaled };
  } finally {
    forget();
    await pool?.close();
  }
}

/** Those that the autoscalers of a folder share nodes with, or call; undefined where each is for itself. */
function neighboursOf(manifests: readonly Fields[], request: TuneRequest): TrialInput['together'] {
  const { calls = [], options } = request;
  const names = manifests.filter(isScaler).map(fullName);
  if (calls.length === 0 && (names.length < 2 || (options.cluster?.nodes ?? []).length === 0)) return undefined;
  const worlds = Object.fromEntries(
    names.map((name) => [name, optionsOf(name, { manifests, ...request }).world ?? {}] as const),
  );
  return { names, calls, worlds };
}

function nothingToTune(objects: number): InputError {
  return new InputError({
    what: `There is no HorizontalPodAutoscaler and no ScaledObject among ${objects} objects.`,
    why: 'There is no minimum, maximum or target to choose.',
    fix: 'Pass the manifests of an autoscaler and of its target.',
  });
}
