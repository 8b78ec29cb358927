/** Two latencies that are told apart: less than that share is not worth a class of its own. */
const STEP = Math.log(1.02);
/** Seconds below which nobody tells two latencies apart. */
const LEAST = 1e-5;
/** Halvings of a search: more than a number has digits. */
const HALVINGS = 50;

/** Requests that took about as long. */
interface Class {
  count: number;
  /** Mean of the part that differs from request to request, and the part that is the same for all. */
  readonly varying: number;
  readonly standing: number;
}

/**
 * How long requests took, of which only the mean of each second is known: what the work itself takes varies as an exponential distribution does,
 * and waiting in line takes the same for everybody in it.
 */
export class LatencySpread {
  readonly #classes = new Map<number, Class>();
  #count = 0;

  /** @param most what no request takes longer than, because its client gives up; in seconds */
  constructor(private readonly most = Infinity) {}

  /** Adds the requests of a second: how many, and the sums of their seconds in all and in line. */
  add(count: number, latency: number, standing: number): void {
    if (!(count > 0)) return;
    const ofOne = standing / count;
    const [varying, line] = [classOf(latency / count - ofOne), classOf(ofOne)];
    const key = varying * 10_000 + line;
    this.#count += count;
    const known = this.#classes.get(key);
    if (known) known.count += count;
    else this.#classes.set(key, { count, varying: secondsOf(varying), standing: secondsOf(line) });
  }

  /** What a share of the requests took at most; null without any. */
  quantile(share: number): number | null {
    if (this.#count === 0) return null;
    let [low, high] = [0, 1e-3];
    while (this.#shareWithin(high) < share) high *= 2;
    for (let halving = 0; halving < HALVINGS && high - low > high * 1e-6; halving += 1) {
      const middle = (low + high) / 2;
      if (this.#shareWithin(middle) < share) low = middle;
      else high = middle;
    }
    return Math.min(high, this.most);
  }

  #shareWithin(seconds: number): number {
    let within = 0;
    for (const { count, varying, standing } of this.#classes.values()) {
      if (seconds > standing) within += count * (varying === 0 ? 1 : -Math.expm1((standing - seconds) / varying));
    }
    return within / this.#count;
  }
}

function classOf(seconds: number): number {
  return seconds < LEAST ? 0 : 1 + Math.round(Math.log(seconds / LEAST) / STEP);
}

function secondsOf(index: number): number {
  return index === 0 ? 0 : LEAST * Math.exp((index - 1) * STEP);
}
