import { parseGoal, type Goal } from '../goal';
import { roundLatency, unmet, violation, type Demands } from './demands';
import { type Candidate, type TunedManifests } from './dimension';
import { assumptionsOf } from './assumptions';
import { frontOf, isAlike } from './front';
import { ranked, Search, type RunJobs, type SearchEffort, type Tried } from './search';
import { type Score } from './score';
import { Trials, type JobAnswer, type TrialInput } from './trials';
import { type Assumption, type FieldChange, type Setting, type Tuning } from './tuning';

/** What is asked of a tuning. */
export interface TuneOptions extends TrialInput {
  /** Goals of latency and of loss. @default p95 below the next round number above what it is now */
  readonly goals?: readonly Goal[];
  /** Requests that a run may lose, in the mean of all runs and in the worst of twenty. @default as many as now */
  readonly lost?: number;
  /** Pod hours that a run may cost on average. @default any */
  readonly budget?: number;
  /** Candidates that are tried. @default 300 */
  readonly candidates?: number;
  /** Runs of a candidate that comes to the end. @default 20 */
  readonly runs?: number;
  /** Runs jobs, for example in several threads. @default one after the other, here */
  readonly runJobs?: RunJobs;
  /** Why somebody else would refuse such manifests; undefined if nobody does. @default nobody does */
  readonly judge?: (manifests: TunedManifests) => string | undefined;
  /** Whether the search shall end with what it has. @default it comes to its end */
  readonly isStopped?: () => boolean;
  /** Is told what is going on. @default nobody is told */
  readonly tell?: (text: string) => void;
}

const CANDIDATES = 300;
const RUNS = 20;
/** Cheaper by less than this is not worth a change, and would lead to another one the next time. */
const LEAST_SAVING = 0.02;
/** How often a search sets out from what the last one found. */
const MOST_ROUNDS = 8;
/** What a field may cost that stays as it is. */
const SAME_COST = 1.01;
/** Candidates that are shown to the judge before none of them is taken. */
const MOST_JUDGED = 12;

/**
 * Searches the settings of an autoscaler that cost least under a load and keep to what is demanded, over an ensemble of runs with other clocks
 * and parameters.
 *
 * @throws InputError if the autoscaler cannot be predicted as it is.
 */
export async function tune(options: TuneOptions): Promise<Tuning> {
  return new Tuner(options).tuning();
}

class Tuner {
  readonly #trials: Trials;
  readonly #search: Search;
  readonly #effort: SearchEffort;
  readonly #runJobs: RunJobs;
  readonly #present: Candidate;

  constructor(private readonly options: TuneOptions) {
    const { candidates = CANDIDATES, runs = RUNS } = options;
    this.#trials = new Trials(options);
    this.#effort = { candidates: Math.ceil(candidates / 2), runs }; // a second search confirms what the first one found
    this.#runJobs = options.runJobs ?? oneAfterTheOther(this.#trials);
    this.#present = this.#trials.space.dimensions.map(({ now }) => now);
    this.#search = new Search(
      this.#trials.space.dimensions,
      this.#effort,
      this.#runJobs,
      options.tell ?? (() => undefined),
      options.isStopped,
    );
  }

  async tuning(): Promise<Tuning> {
    this.#trials.runs({ candidate: this.#present, from: 0, to: 1 }); // what cannot be predicted is told in its own words
    const now = (await this.#search.full(this.#present))!;
    const demands = this.#demandsOf(now.score);
    const recommended = await this.#settled(now, demands);
    const { scaler, target } = this.#trials.scaled;
    const { load, seed = 1 } = this.options.options;
    return {
      ...{ scaler, target, seed },
      load: typeof load === 'string' ? load : load.text,
      durationSeconds: this.#trials.durationSeconds,
      now: this.#settingOf(now),
      recommended: this.#settingOf(recommended),
      isKept: recommended === now,
      changes: await this.#changesOf(recommended),
      front: this.#front(recommended, demands),
      demands,
      unmet: unmet(recommended.score, demands),
      restsOn: await this.#assumptions(now, recommended),
      leftAlone: this.#trials.space.leftAlone,
      manifests: this.#trials.manifestsOf(recommended.candidate),
      effort: { ...this.#search.counts, runsEach: this.#effort.runs, isStopped: this.#search.wasStopped },
    };
  }

  #assumptions(now: Tried, recommended: Tried): Promise<Assumption[]> {
    return assumptionsOf({ now, recommended }, this.#trials, (there) => this.#demandsOf(there), this.#runJobs);
  }

  #demandsOf(now: Score): Demands {
    const { goals, lost, budget = Infinity, options } = this.options;
    const limit = roundLatency(now.p95);
    const usual = parseGoal(`p95<${Number((limit * 1000).toPrecision(3))}ms`);
    const isKnown = options.cluster?.nodes !== undefined || options.world?.coresPerPod !== undefined;
    return {
      lost: lost ?? now.lost,
      lostMost: lost ?? now.lostMost,
      goals: goals ?? [usual],
      budget,
      use: isKnown || now.use === 0 ? Infinity : Math.max(1, now.use),
    };
  }

  /** Searches again from what was found, as somebody would who follows it, until that finds nothing better. */
  async #settled(now: Tried, demands: Demands): Promise<Tried> {
    let from = now;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      await this.#search.search(from.candidate, demands);
      const best = await this.#simplest(this.#accepted(demands) ?? from, from, demands);
      if (!isWorthIt(best.score, from.score, demands)) break;
      from = best;
      if (this.#search.wasStopped) break;
    }
    return from;
  }

  /** The best candidate that nobody refuses. */
  #accepted(demands: Demands): Tried | undefined {
    return ranked(this.#search.finished, demands)
      .slice(0, MOST_JUDGED)
      .find((each) => this.#isAccepted(each));
  }

  #isAccepted({ candidate }: Tried): boolean {
    return this.options.judge?.(this.#trials.manifestsOf(candidate)) === undefined;
  }

  /** The same with every field as it was that need not change. */
  async #simplest(best: Tried, from: Tried, demands: Demands): Promise<Tried> {
    let simple = best;
    const most = best.score.cost * SAME_COST;
    for (const [index, present] of [...from.candidate.entries()].reverse()) {
      if (simple.candidate[index] === present) continue;
      const tried = await this.#search.full(simple.candidate.map((each, at) => (at === index ? present : each)));
      if (!tried) continue;
      const isAsGood = violation(tried.score, demands) <= violation(best.score, demands) && tried.score.cost <= most;
      if (isAsGood) simple = tried;
    }
    return this.#isAccepted(simple) ? simple : best;
  }

  async #changesOf({ candidate }: Tried): Promise<FieldChange[]> {
    const changes: FieldChange[] = [];
    for (const [index, { name, of, path, choices, now }] of this.#trials.space.dimensions.entries()) {
      const chosen = candidate[index]!;
      if (chosen === now) continue;
      const other = await this.#search.full(candidate.map((each, at) => (at === index ? now : each)));
      const { text: to, value } = choices[chosen]!;
      changes.push({ name, of, path, from: choices[now]!.text, to, value, without: other?.score });
    }
    return changes;
  }

  #settingOf({ candidate, score }: Tried): Setting {
    const fields = this.#trials.space.dimensions.flatMap(({ name, choices, now }, index) => {
      const chosen = candidate[index]!;
      return chosen === now ? [] : [{ name, text: choices[chosen]!.text }];
    });
    return { fields, score };
  }

  #front(recommended: Tried, demands: Demands): Setting[] {
    const front = frontOf(this.#search.finished, demands, this.#present);
    const others = front.filter((each) => each !== recommended && !isAlike(each, recommended, demands));
    const all = [...new Set([...others, recommended])];
    return all.sort((a, b) => a.score.cost - b.score.cost).map((each) => this.#settingOf(each));
  }
}

/** Runs jobs here, and lets others do something between them where they may be stopped. */
function oneAfterTheOther(trials: Trials): RunJobs {
  return async (jobs, isStopped) => {
    const answers: JobAnswer[] = [];
    for (const job of jobs) {
      if (isStopped) await new Promise((done) => setTimeout(done));
      if (isStopped?.() === true) break;
      answers.push(trials.run(job));
    }
    return answers;
  };
}

/** Whether somebody should change to it: it keeps better to what is asked, or saves enough. */
function isWorthIt(a: Score, b: Score, demands: Demands): boolean {
  const [offA, offB] = [violation(a, demands), violation(b, demands)];
  if (offB > 0) return offA < offB * (1 - LEAST_SAVING) || (offA <= offB && a.cost < b.cost * (1 - LEAST_SAVING));
  return offA === 0 && a.cost < b.cost * (1 - LEAST_SAVING);
}
