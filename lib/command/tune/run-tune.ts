import { type CheckOptions } from '../../checks';
import {
  InputError,
  Trials,
  tune,
  type PredictOptions,
  type TuneOptions,
  type Tuning,
  type TrialInput,
} from '../../simulation';
import { type ReadManifests } from '../manifests';
import { objectsOfOneEnvironment } from '../predict/one-environment';
import { judgeOf } from './judge';
import { patchOf, type ObjectChange, type Patch } from './patch';
import { hasWorkers, Pool } from './pool';
import { type TuneReport } from './report';

/** What the command was asked. */
export interface TuneRequest {
  readonly source: string;
  readonly read: ReadManifests;
  readonly only: readonly string[];
  readonly options: PredictOptions;
  readonly check: CheckOptions;
  readonly demands: Pick<TuneOptions, 'goals' | 'lost' | 'budget' | 'leastReplicas'>;
  readonly effort: { readonly candidates: number; readonly runs: number; readonly threads: number };
}

/** What is told while it is searched. */
export interface TuneListener {
  readonly tell: (text: string) => void;
  /** What cannot be searched, among others that can. */
  readonly skip: (message: string) => void;
}

const SCALERS = new Set(['HorizontalPodAutoscaler', 'ScaledObject']);

/**
 * Searches settings for the autoscalers of some manifests.
 *
 * @throws InputError if none of them can be searched.
 */
export async function runTune(
  request: TuneRequest,
  listener: TuneListener,
): Promise<{ readonly report: TuneReport; readonly patch: Patch }> {
  const { source, read, only } = request;
  const objects = objectsOfOneEnvironment(read.units);
  const manifests = objects.map(({ manifest }) => manifest);
  const names =
    only.length > 0
      ? only
      : objects
          .filter(({ manifest }) => SCALERS.has(manifest.kind))
          .map(({ manifest }) => {
            const { namespace = 'default', name = '' } = manifest.metadata as {
              readonly namespace?: string;
              readonly name?: string;
            };
            return `${manifest.kind}/${namespace}/${name}`;
          });
  const tunings: Tuning[] = [];
  const changed: ObjectChange[] = [];
  const problems: InputError[] = [];
  for (const name of names) {
    try {
      const input: TrialInput = {
        manifests,
        name,
        options: request.options,
        leastReplicas: request.demands.leastReplicas,
      };
      const { scaled } = new Trials(input);
      const tuning = await tuned(input, request, scaled, listener);
      tunings.push(tuning);
      for (const role of ['scaler', 'workload'] as const) {
        const object = objects.find(
          ({ manifest }) => manifest === (role === 'scaler' ? scaled.manifest : scaled.workload),
        );
        if (object) changed.push({ object, changes: tuning.changes.filter((change) => change.of === role) });
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

async function tuned(
  input: TrialInput,
  { read, check, demands, effort }: TuneRequest,
  { manifest: scaler, workload }: Trials['scaled'],
  { tell }: TuneListener,
): Promise<Tuning> {
  const { candidates, runs, threads } = effort;
  const pool = threads > 1 && hasWorkers() ? new Pool(input, threads) : undefined;
  try {
    return await tune({
      ...input,
      ...demands,
      ...{ candidates, runs },
      runJobs: pool && ((jobs) => pool.run(jobs)),
      judge: judgeOf(read.units, { scaler, workload }, check),
      tell: (text) => tell(`${input.name}: ${text}`),
    });
  } finally {
    await pool?.close();
  }
}

function nothingToTune(objects: number): InputError {
  return new InputError({
    what: `There is no HorizontalPodAutoscaler and no ScaledObject among ${objects} objects.`,
    why: 'There is no minimum, maximum or target to choose.',
    fix: 'Pass the manifests of an autoscaler and of its target.',
  });
}
