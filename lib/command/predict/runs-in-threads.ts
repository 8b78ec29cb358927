import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import { type RunsPart } from '../../simulation';
import { type RunsInput } from './runs-worker';

/** The thread as it is built: sources are not what node runs by itself. */
const BUILT = path.join(__dirname, 'runs-worker.js');
/** Fewer runs than this are made sooner than threads start. */
const FEWEST_RUNS = 500;
/** A part is a hundredth, or fewer runs than that: it shows how far it is, and is what is lost when somebody stops it. */
const PARTS = 100;
const MOST_RUNS_OF_PART = 50;

/** Whether threads would be of use. */
export function useThreads(runs: number): boolean {
  return runs >= FEWEST_RUNS && os.availableParallelism() > 1 && fs.existsSync(BUILT);
}

/** What is told while threads run, and how they are stopped. */
export interface RunsListener {
  readonly onRuns: (done: number) => void;
  /** Says what to do when somebody stops it; gives how to forget that. */
  readonly onStop: (stop: () => void) => () => void;
}

/** Parts of runs from one number up to, but without, the next. */
export function rangesOf(runs: number, parts = PARTS): (readonly [from: number, to: number])[] {
  const size = Math.min(MOST_RUNS_OF_PART, Math.max(1, Math.ceil(runs / parts)));
  return Array.from({ length: Math.ceil(runs / size) }, (_, index) => [
    index * size,
    Math.min(runs, (index + 1) * size),
  ]);
}

/** Makes all runs of a Monte Carlo on all cores. Whoever stops it has those that are done; their order is that of their numbers. */
export async function runsInThreads(input: RunsInput, listener: RunsListener): Promise<RunsPart[]> {
  const { runs = 1 } = input.options;
  const waiting = rangesOf(runs);
  const done = new Map<number, RunsPart>();
  let made = 0;
  const workers: Worker[] = [];
  try {
    await new Promise<void>((finish, fail) => {
      let isStopped = false;
      const forget = listener.onStop(() => {
        isStopped = true;
        if (done.size > 0) finish(); // else with the first that is done
      });
      const total = waiting.length;
      for (let index = 0; index < Math.min(os.availableParallelism(), total); index += 1) {
        const worker = new Worker(BUILT, { workerData: input });
        workers.push(worker);
        const next = (): void => {
          const range = waiting.shift();
          if (range) worker.postMessage(range);
        };
        worker.on('message', ({ range, part }: { range: readonly [number, number]; part: RunsPart }) => {
          done.set(range[0], part);
          made += part.summaries.length;
          listener.onRuns(made);
          if (done.size === total || isStopped) {
            forget();
            finish();
          } else {
            next();
          }
        });
        worker.on('error', (error) => {
          forget();
          fail(error instanceof Error ? error : new Error(String(error)));
        });
        next();
      }
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return [...done].sort(([a], [b]) => a - b).map(([, part]) => part);
}
