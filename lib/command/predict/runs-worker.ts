import { parentPort, workerData } from 'node:worker_threads';
import { predictRuns, type Fields, type PredictOptions } from '../../simulation';

/** What a thread makes runs of. */
export interface RunsInput {
  readonly manifests: readonly Fields[];
  readonly name: string;
  readonly options: PredictOptions;
}

const { manifests, name, options } = workerData as RunsInput;

parentPort?.on('message', (range: readonly [from: number, to: number]) => {
  const part = predictRuns(manifests, name, options, range);
  const { desired, ready, lost } = part;
  parentPort?.postMessage(
    { range, part },
    [desired, ready, lost].map(({ buffer }) => buffer as ArrayBuffer),
  );
});
