import { violation, type Demands } from './demands';
import { type Candidate, type Dimension } from './dimension';
import { type RunScore } from './run-score';
import { scoreOf, type Score } from './score';
import { type Job, type JobAnswer } from './trials';

/**
 * Runs jobs, in any order or at the same time; the answers are in the order of the jobs. What was not begun when somebody stops it has no answer.
 */
export type RunJobs = (jobs: readonly Job[], isStopped?: () => boolean) => Promise<readonly (JobAnswer | undefined)[]>;

/** A candidate with the runs it had so far. */
export interface Tried {
  readonly candidate: Candidate;
  readonly runs: readonly RunScore[];
  readonly score: Score;
}

/** How much a search may try. */
export interface SearchEffort {
  /** Candidates of the first round and of the refinement of one search. */
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
  readonly #refused = new Set<string>();
  #wasStopped = false;

  constructor(
    private readonly dimensions: readonly Dimension[],
    private readonly effort: SearchEffort,
    private readonly runJobs: RunJobs,
    private readonly tell: (text: string) => void,
    private readonly isStopped?: () => boolean,
  ) {}

  /** Whether somebody stopped it before its end. */
  get wasStopped(): boolean {
    return this.#wasStopped;
  }

  /** Everything that had all of its runs. */
  get finished(): readonly Tried[] {
    return [...this.#tried.values()].filter(({ runs }) => runs.length === this.effort.runs);
  }

  /** How many candidates were tried, and how many refused. */
  get counts(): { readonly tried: number; readonly refused: number; readonly runs: number } {
    const runs = [...this.#tried.values()].reduce((sum, each) => sum + each.runs.length, 0);
    return { tried: this.#tried.size, refused: this.#refused.size, runs };
  }

  /** A candidate with all of its runs; undefined if it is refused. */
  async full(candidate: Candidate): Promise<Tried | undefined> {
    return (await this.#try([candidate], this.effort.runs))[0];
  }

  /**
   * Searches from a candidate, until somebody stops it. What was tried before has its runs already, and changes nothing else: the same search from the
   * same candidate does the same.
   */
  async search(from: Candidate, demands: Demands): Promise<void> {
    const { candidates, runs } = this.effort;
    const seen = new Set<string>();
    let field = this.#samples(from, Math.max(1, Math.round(candidates * FIRST_SHARE)));
    for (const each of field) seen.add(keyOf(each));
    let last: readonly Tried[] = [];
    for (let each = Math.min(FIRST_RUNS, runs); field.length > 0; each = Math.min(runs, each * HALVING)) {
      this.tell(`${field.length} settings, ${each} runs each`);
      const sorted = ranked(await this.#try(field, each, this.isStopped), demands);
      last = sorted;
      if (each === runs) break;
      if (this.#isToStop()) {
        last = await this.#try(sorted.slice(0, STARTS).map(candidateOf), runs);
        break;
      }
      field = sorted.slice(0, Math.max(STARTS, Math.ceil(sorted.length / HALVING))).map(candidateOf);
    }
    for (const each of last.slice(0, STARTS)) await this.#refine(each, demands, seen);
  }

  #isToStop(): boolean {
    this.#wasStopped ||= this.isStopped?.() === true;
    return this.#wasStopped;
  }

  /** Steps to the best neighbour as long as one is better. */
  async #refine(from: Tried, demands: Demands, seen: Set<string>): Promise<void> {
    const { candidates, runs } = this.effort;
    const few = Math.min(runs, FIRST_RUNS * HALVING);
    for (let best = from; ;) {
      if (seen.size >= candidates || this.#isToStop()) return;
      const neighbours = this.#neighbours(best.candidate).filter((each) => !seen.has(keyOf(each)));
      for (const each of neighbours) seen.add(keyOf(each));
      this.tell(`${seen.size} settings, refining`);
      const now = scoreOf(best.runs.slice(0, few));
      const first = await this.#try(neighbours, few, this.isStopped);
      const promising = first.filter(({ score }) => isBetter(score, now, demands, -LEAST_GAIN)).map(candidateOf);
      const [next] = ranked(await this.#try(promising, runs, this.isStopped), demands);
      if (!next || !isBetter(next.score, best.score, demands, LEAST_GAIN)) return;
      best = next;
    }
  }

  /** Candidates that differ in one choice, to the one or two beside it. */
  #neighbours(candidate: Candidate): Candidate[] {
    return this.dimensions.flatMap(({ choices }, index) =>
      [-2, -1, 1, 2].flatMap((step) => {
        const choice = candidate[index]! + step;
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
        if (index > 2 && sample % 2 === 0) return present[index]!;
        const place = (0.5 + sample * Math.sqrt(PRIMES[index % PRIMES.length]!)) % 1;
        return Math.min(choices.length - 1, Math.floor(place * choices.length));
      });
      found.set(keyOf(candidate), candidate);
    }
    return [...found.values()];
  }

  /** Candidates with so many runs each, by these runs alone; without those that are refused, and those that were not begun when it was stopped. */
  async #try(candidates: readonly Candidate[], runs: number, isStopped?: () => boolean): Promise<Tried[]> {
    const runsOf = (candidate: Candidate): readonly RunScore[] => this.#tried.get(keyOf(candidate))?.runs ?? [];
    const jobs = candidates
      .filter((each) => !this.#refused.has(keyOf(each)) && runsOf(each).length < runs)
      .map((candidate): Job => ({ candidate, from: runsOf(candidate).length, to: runs }));
    const answers = await this.runJobs(jobs, isStopped);
    for (const [index, { candidate }] of jobs.entries()) {
      const answer = answers[index];
      if (!answer) continue;
      if ('refused' in answer) {
        this.#refused.add(keyOf(candidate));
        continue;
      }
      const all = [...runsOf(candidate), ...answer];
      this.#tried.set(keyOf(candidate), { candidate, runs: all, score: scoreOf(all) });
    }
    return candidates.flatMap((candidate) => {
      const known = runsOf(candidate).slice(0, runs);
      return known.length < runs ? [] : [{ candidate, runs: known, score: scoreOf(known) }];
    });
  }
}

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41];

function candidateOf({ candidate }: Tried): Candidate {
  return candidate;
}

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
