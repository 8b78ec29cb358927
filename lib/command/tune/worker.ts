import { parentPort, workerData } from 'node:worker_threads';
import { Trials, type Job, type TrialInput } from '../../simulation';

/** A job with its number, so that answers find their way. */
export interface Numbered<T> {
  readonly number: number;
  readonly body: T;
}

const trials = new Trials(workerData as TrialInput);

parentPort?.on('message', ({ number, body }: Numbered<Job>) => {
  parentPort?.postMessage({ number, body: trials.run(body) });
});
