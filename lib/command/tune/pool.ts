import * as fs from 'node:fs';
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Job, type JobAnswer, type TrialInput } from '../../simulation';
import { type Numbered } from './worker';

/** The worker as it is built: sources are not what node runs by itself. */
const BUILT = path.join(__dirname, 'worker.js');
/** Jobs that a worker has at once: the next one is there when it is done with one. */
const AHEAD = 2;

/** A job that no worker has yet. */
interface Waiting extends Numbered<Job> {
  readonly isStopped: () => boolean;
}

/** Who waits for the answer to a job. */
interface Asker {
  readonly done: (answer: JobAnswer | undefined) => void;
  readonly failed: (error: unknown) => void;
}

/** Worker threads that run jobs of one tuning, each with a simulator of its own. */
export class Pool {
  readonly #workers: Worker[];
  readonly #waiting: Waiting[] = [];
  readonly #open = new Map<number, Asker>();
  #jobs = 0;

  constructor(input: TrialInput, threads: number, file = BUILT) {
    this.#workers = Array.from({ length: threads }, () => {
      const worker = new Worker(file, { workerData: input });
      worker.on('message', ({ number, body }: Numbered<JobAnswer>) => {
        this.#open.get(number)?.done(body);
        this.#open.delete(number);
        this.#next(worker);
      });
      worker.on('error', (error) => this.#fail(error));
      return worker;
    });
  }

  /** Runs jobs; the answers are in their order, whoever is done first. What waits when somebody stops it has no answer. */
  run(jobs: readonly Job[], isStopped = () => false): Promise<(JobAnswer | undefined)[]> {
    const answers = jobs.map(
      (body) =>
        new Promise<JobAnswer | undefined>((done, failed) => {
          const number = (this.#jobs += 1);
          this.#open.set(number, { done, failed });
          this.#waiting.push({ number, body, isStopped });
        }),
    );
    for (let round = 0; round < AHEAD; round += 1) for (const worker of this.#workers) this.#next(worker);
    return Promise.all(answers);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #next(worker: Worker): void {
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) {
      const { number, body, isStopped } = job;
      if (!isStopped()) return worker.postMessage({ number, body } satisfies Numbered<Job>);
      this.#open.get(number)?.done(undefined);
      this.#open.delete(number);
    }
  }

  #fail(error: unknown): void {
    for (const { failed } of this.#open.values()) failed(error);
    this.#open.clear();
  }
}

/** Whether worker threads can run here. */
export function hasWorkers(): boolean {
  return fs.existsSync(BUILT);
}
