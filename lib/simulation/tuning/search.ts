import { violation, type Demands } from './demands';
import { type Candidate, type Dimension } from './dimension';
import { type RunScore } from './run-score';
import { scoreOf, type Score } from './score';
import { type Job, type JobAnswer } from './trials';

/** Runs jobs, in any order or at the same time; the answers are in the order of the jobs. */
export type RunJobs = (jobs: readonly Job[]) => Promise<readonly JobAnswer[]>;

/** A candidate with the runs it had so far. */
export interface Tried {
  readonly candidate: Candidate;
  readonly runs: readonly RunScore[];
  readonly score: Score;
}

/** How much a search may try. */
export interface SearchEffort {
  /** Candidates of the first round, and of the refinement. */
  readonly candidates: number;
  /** Runs of a candidate that comes to the end. */
  readonly runs: number;
}

/** Runs of the first round: enough to tell a bad candidate. */
const FIRST_RUNS = 2;
/** Of three candidates one comes to the next round, with three times as many runs. */
const HALVING = 3;
/** The share of the candidates that the first round has; the others refine what came to its end. */
const FIRST_SHARE = 0.6;
/** From how many of the best the refinement sets out. */
const STARTS = 3;
/** Cheaper by less than that is not better: the search would only follow the dust. */
const LEAST_GAIN = 0.002;

/**
 * Finds good candidates: a first round of samples that spread over everything, of which better ones get more and more runs (successive halving),
 * then steps from the best to their neighbours, one field at a time, as long as that helps.
 */
export class Search {
  readonly #tried = new Map<string, Tried>();
  readonly #refused = new Map<string, string>();

  constructor(
    private readonly dimensions: readonly Dimension[],
    private readonly effort: SearchEffort,
    private readonly runJobs: RunJobs,
    private readonly tell: (text: string) => void,
  ) {}

  /** Everything that had all of its runs. */
  get finished(): readonly Tried[] {
    return [...this.#tried.values()].filter(({ runs }) => runs.length === this.effort.runs);
  }

  /** How many candidates were tried, and how many refused. */
  get counts(): { readonly tried: number; readonly refused: number; readonly runs: number } {
    const runs = [...this.#tried.values()].reduce((sum, each) => sum + each.runs.length, 0);
    return { tried: this.#tried.size, refused: this.#refused.size, runs };
  }

  /** Why a candidate is refused; undefined if it is not, or was never tried. */
  refusalOf(candidate: Candidate): string | undefined {
    return this.#refused.get(keyOf(candidate));
  }

  /** A candidate with all of its runs; undefined if it is refused. */
  async full(candidate: Candidate): Promise<Tried | undefined> {
    return (await this.#try([candidate], this.effort.runs))[0];
  }

  /** Searches from what there is now. */
  async search(present: Candidate, demands: Demands): Promise<void> {
    const { candidates, runs } = this.effort;
    let field = this.#samples(present, Math.max(1, Math.round(candidates * FIRST_SHARE)));
    for (let each = Math.min(FIRST_RUNS, runs); field.length > 0; each = Math.min(runs, each * HALVING)) {
      this.tell(`${field.length} settings, ${each} runs each`);
      const tried = await this.#try(field, each);
      if (each === runs) break;
      const sorted = ranked(tried, demands);
      field = sorted.slice(0, Math.max(STARTS, Math.ceil(sorted.length / HALVING))).map(({ candidate }) => candidate);
    }
    const best = ranked(this.finished, demands).slice(0, STARTS);
    for (const each of best) await this.#refine(each, demands);
  }

  /** Steps to the best neighbour as long as one is better. */
  async #refine(from: Tried, demands: Demands): Promise<void> {
    let best = from;
    for (;;) {
      if (this.#tried.size >= this.effort.candidates) return;
      const neighbours = this.#neighbours(best.candidate).filter((each) => !this.#tried.has(keyOf(each)));
      this.tell(`${this.#tried.size} settings, refining`);
      const few = Math.min(this.effort.runs, FIRST_RUNS * HALVING);
      const first = await this.#try(neighbours, few);
      const now = scoreOf(best.runs.slice(0, few));
      const promising = first.filter(({ score }) => isBetter(score, now, demands, -LEAST_GAIN));
      const tried = await this.#try(
        promising.map(({ candidate }) => candidate),
        this.effort.runs,
      );
      const [next] = ranked(tried, demands);
      if (!next || !isBetter(next.score, best.score, demands, LEAST_GAIN)) return;
      best = next;
    }
  }

  /** Candidates that differ in one choice, to the one or two beside it. */
  #neighbours(candidate: Candidate): Candidate[] {
    return this.dimensions.flatMap(({ choices }, index) =>
      [-2, -1, 1, 2].flatMap((step) => {
        const choice = (candidate[index] ?? 0) + step;
        if (choice < 0 || choice >= choices.length) return [];
        return [candidate.map((each, position) => (position === index ? choice : each))];
      }),
    );
  }

  /** Candidates that spread evenly over all choices; every second one keeps all but the first three fields, the bounds and the target. */
  #samples(present: Candidate, count: number): Candidate[] {
    const found = new Map<string, Candidate>([[keyOf(present), present]]);
    for (let sample = 1; found.size < count && sample < count * 4; sample += 1) {
      const candidate = this.dimensions.map(({ choices }, index) => {
        if (index > 2 && sample % 2 === 0) return present[index] ?? 0;
        const place = (0.5 + sample * Math.sqrt(PRIMES[index % PRIMES.length] ?? 2)) % 1;
        return Math.min(choices.length - 1, Math.floor(place * choices.length));
      });
      found.set(keyOf(candidate), candidate);
    }
    return [...found.values()];
  }

  async #try(candidates: readonly Candidate[], runs: number): Promise<Tried[]> {
    const open = candidates.filter((each) => {
      const known = this.#tried.get(keyOf(each));
      return !this.#refused.has(keyOf(each)) && (known?.runs.length ?? 0) < runs;
    });
    const jobs = open.map((candidate) => ({
      candidate,
      from: this.#tried.get(keyOf(candidate))?.runs.length ?? 0,
      to: runs,
    }));
    const answers = await this.runJobs(jobs);
    for (const [index, { candidate }] of jobs.entries()) {
      const answer = answers[index] ?? [];
      if ('refused' in answer) {
        this.#refused.set(keyOf(candidate), answer.refused);
        continue;
      }
      const all = [...(this.#tried.get(keyOf(candidate))?.runs ?? []), ...answer];
      this.#tried.set(keyOf(candidate), { candidate, runs: all, score: scoreOf(all) });
    }
    return candidates.flatMap((each) => this.#tried.get(keyOf(each)) ?? []);
  }
}

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41];

function keyOf(candidate: Candidate): string {
  return candidate.join(' ');
}

/** The best first: what keeps to the demands by its cost, then the others by how far they are from it. */
export function ranked(tried: readonly Tried[], demands: Demands): Tried[] {
  return tried
    .map((each) => ({ each, off: violation(each.score, demands) }))
    .sort((a, b) => a.off - b.off || a.each.score.cost - b.each.score.cost)
    .map(({ each }) => each);
}

/** Whether a score is better by more than a share of the cost; a negative share lets those pass that are about as good. */
function isBetter(a: Score, b: Score, demands: Demands, gain: number): boolean {
  const [offA, offB] = [violation(a, demands), violation(b, demands)];
  if (offA > 0 || offB > 0) return gain < 0 ? offA <= offB * 1.1 + 0.01 : offA < offB * (1 - gain);
  return a.cost < b.cost * (1 - gain);
}
