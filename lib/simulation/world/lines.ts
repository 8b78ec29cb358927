import { type Line } from './line';
import { type WorldNumbers } from './parameters';
import { queueing } from './queueing';
import { type Clients } from './service';

/** What clients want within some seconds. */
export interface Wanted {
  /** Requests per second, or users. */
  readonly demand: number;
  /** The share of requests that meet no pod, or one that takes none. */
  readonly failing: number;
  /** Seconds of a request on an idle pod. */
  readonly ownSeconds: number;
}

/** What came of it: requests, and sums of their seconds. */
export interface Flowed {
  offered: number;
  served: number;
  lost: number;
  latency: number;
  standing: number;
  /** CPU seconds, also for clients who have given up. */
  work: number;
}

/** The lines of pods that are told apart: new requests spread evenly over those that serve, and whoever stands in a line stays there. */
export class Lines {
  readonly #all = new Set<Line>();
  #serving = 0;
  #coresOfOne = 0;
  /** Seconds since they were told apart. */
  #now = 0;

  constructor(
    private readonly clients: Clients,
    private readonly numbers: WorldNumbers,
  ) {}

  /**
   * A line begins.
   *
   * @param waiting requests that have come evenly within some seconds before
   * @param abandoned those before them, whose clients have given up
   */
  begin(line: Line, waiting: number, seconds: number, abandoned: number): void {
    const isClosed = this.clients.kind === 'users';
    const gone = abandoned > 0 ? abandoned / (abandoned + waiting) : 0;
    // Until now what came first was done first: to go on so, the first has nothing to be done and the last as much as two have.
    const doneAt = (place: number): number => (isClosed ? 0 : 1 - 2 * place);
    line.joinAbandoned(abandoned, doneAt(gone / 2));
    const batches = Math.max(1, Math.ceil(seconds));
    for (let batch = 0; batch < batches; batch += 1) {
      const part = (batch + 0.5) / batches;
      line.join(waiting / batches, seconds * (part - 1), doneAt(gone + (1 - gone) * part));
    }
    this.set(line, true, true);
  }

  /** All lines end. */
  clear(): void {
    for (const line of this.#all) line.clear();
  }

  /** A pod works from now on, and new requests come to it or do not; or it works no longer. */
  set(line: Line, works: boolean, serves: boolean): void {
    line.serves = works && serves;
    if (works) this.#all.add(line);
    else this.#all.delete(line);
  }

  /** Says to how many pods new requests come, and how many cores they can use together: each pod has its part, those that have left too. */
  setServing(serving: number, cores: number): void {
    this.#serving = serving;
    if (serving > 0) this.#coresOfOne = cores / serving;
  }

  /** Requests whose clients wait. */
  get waiting(): number {
    let sum = 0;
    for (const { waiting } of this.#all) sum += waiting;
    return sum;
  }

  /** Seconds until all is done that is in a line now. */
  secondsIn({ ahead }: Line): number {
    return ahead / this.#rate;
  }

  /** Requests per second that a pod can answer. */
  get #rate(): number {
    return this.#coresOfOne / this.numbers.cpuPerRequest;
  }

  /** Lets requests flow for some seconds. */
  advance(wanted: Wanted, seconds: number): Flowed {
    const { cpuPerRequest, requestTimeout } = this.numbers;
    const begun = this.#now;
    this.#now += seconds;
    const [offered, arriving] = this.#arrivals(wanted, seconds);
    const rate = this.#rate;
    const share = this.#serving === 0 ? 0 : arriving / this.#serving;
    const isClosed = this.clients.kind === 'users'; // their line stays as long as it is, and the first is done first
    const load = share / seconds / rate;
    const unevenly = isClosed || load >= 1 ? 0 : queueing(load, this.#coresOfOne, cpuPerRequest);
    const flowed: Flowed = { offered, served: 0, lost: offered - arriving, latency: 0, standing: 0, work: 0 };
    for (const line of this.#all) {
      const own = wanted.ownSeconds + (line.left === 0 ? Math.min(unevenly, requestTimeout) : 0);
      if (line.serves) line.join(share, begun + seconds / 2);
      flowed.lost += line.abandon(this.#now - requestTimeout);
      const until = begun + Math.min(seconds / 2, line.left / rate);
      let [requests, latency] = [0, 0];
      const done = line.answer(rate * seconds, isClosed, (count, came) => {
        const stood = Math.max(0, until - came);
        requests += count;
        latency += count * (own + stood);
        flowed.standing += count * stood;
      });
      line.count(done * cpuPerRequest, requests, latency);
      flowed.served += requests;
      flowed.latency += latency;
      flowed.work += done * cpuPerRequest;
    }
    if (isClosed) flowed.offered = flowed.served + flowed.lost; // as everywhere: a user's request counts when it has ended
    return flowed;
  }

  /** Requests that clients send within some seconds, and those of them that a pod takes. */
  #arrivals({ demand, failing, ownSeconds }: Wanted, seconds: number): [offered: number, arriving: number] {
    if (this.clients.kind !== 'users') return [demand * seconds, demand * seconds * (1 - failing)];
    const free = Math.max(0, demand - this.waiting);
    const pause = this.clients.thinkSeconds + failing * this.numbers.refusalSeconds + (1 - failing) * ownSeconds;
    if (failing === 1) return [(free * seconds) / pause, 0];
    const arriving = sentByUsers(free, pause / (1 - failing), seconds, (coming) => this.#answerable(coming, seconds));
    return [arriving / (1 - failing), arriving];
  }

  /** Users who get an answer within some seconds if so many requests come. */
  #answerable(coming: number, seconds: number): number {
    const most = this.#rate * seconds;
    const share = coming / this.#serving;
    let sum = 0;
    for (const { waiting, left, serves } of this.#all) {
      const abandoned = left - waiting;
      sum += Math.min(waiting + (serves ? share : 0), Math.max(0, most - abandoned));
    }
    return sum;
  }
}

/** Halvings of a search: as many as give a millionth of a request. */
const HALVINGS = 50;

/**
 * Requests within some seconds of users who each wait for an answer, and pause before they send the next one.
 *
 * @param free users who do not wait in a line at the beginning
 * @param pause seconds until such a user has sent the next request that a pod takes
 * @param answered how many are answered if so many come
 */
function sentByUsers(free: number, pause: number, seconds: number, answered: (coming: number) => number): number {
  const sending = -Math.expm1(-seconds / pause);
  const again = 1 - (pause * sending) / seconds;
  let [low, high] = [0, free + answered(Infinity)];
  for (let halving = 0; halving < HALVINGS && high - low > 1e-6; halving += 1) {
    const middle = (low + high) / 2;
    if (middle < free * sending + answered(middle) * again) low = middle;
    else high = middle;
  }
  return high;
}
