import { type PredictionDriver, type PredictionSummary } from '../prediction';
import { type Parameters, type WorldNumbers } from './parameters';

const OUTCOMES = [
  'podHours',
  'lostRequests',
  'p95LatencySeconds',
] as const satisfies readonly (keyof PredictionSummary)[];

/** Shares of a range below this are told apart from chance by nobody. */
const LEAST_SHARE = 0.1;

/** Which parameter makes the range of an outcome: the one with which it rises and falls most, by rank. */
export class Drivers {
  readonly numbers: WorldNumbers[] = [];
  readonly #outcomes: Readonly<Record<(typeof OUTCOMES)[number], number[]>> = {
    podHours: [],
    lostRequests: [],
    p95LatencySeconds: [],
  };

  add(numbers: WorldNumbers, summary: PredictionSummary): void {
    this.numbers.push(numbers);
    for (const outcome of OUTCOMES) this.#outcomes[outcome].push(summary[outcome] ?? 0);
  }

  result(parameters: Parameters): PredictionDriver[] {
    const names = parameters.drawn;
    const ranked = names.map(([key]) => ranksOf(this.numbers.map((numbers) => numbers[key])));
    return OUTCOMES.flatMap((outcome) => {
      const ranks = ranksOf(this.#outcomes[outcome]);
      const shares = ranked.map((each) => correlation(each, ranks) ** 2);
      const best = shares.reduce((first, share, index) => (share > (shares[first] ?? 0) ? index : first), 0);
      const [share, name] = [shares[best] ?? 0, names[best]?.[1]];
      return name === undefined || !(share >= LEAST_SHARE) ? [] : { outcome, parameter: name, share };
    });
  }
}

/** Places in the order, equal ones sharing theirs. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let place = from; place < to; place += 1) ranks[order[place]!] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (a.length - 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (const [index, rank] of a.entries()) {
    const [x, y] = [rank - mean, b[index]! - mean];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
