import { type WorldNumbers } from './parameters';
import { queueing } from './queueing';
import { type Clients, type Totals } from './service';

/** What stands in line at one pod, and what the pod has done of it. */
export class Line {
  /** Requests that wait. */
  waiting = 0;
  /** Whether new requests come; otherwise the pod ends what it has. */
  serves = false;
  #work = 0;
  #requests = 0;
  #latency = 0;

  get totals(): Totals {
    return { work: this.#work, requests: this.#requests, latency: this.#latency };
  }

  /** So many requests are answered, each after so many seconds. */
  answer(requests: number, cpuPerRequest: number, latency: number): void {
    this.#work += requests * cpuPerRequest;
    this.#requests += requests;
    this.#latency += requests * latency;
  }
}

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
}

/** The lines of pods that are told apart: new requests spread evenly over those that serve, and whoever stands in a line stays there. */
export class Lines {
  readonly #all = new Set<Line>();
  #serving = 0;
  #coresOfOne = 0;
  #queueing = 0;

  constructor(
    private readonly clients: Clients,
    private readonly numbers: WorldNumbers,
  ) {}

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

  get waiting(): number {
    let sum = 0;
    for (const { waiting } of this.#all) sum += waiting;
    return sum;
  }

  /** Seconds that somebody who comes now waits in a line. */
  secondsIn({ waiting, serves }: Line): number {
    return waiting / this.#rate + (serves ? this.#queueing : 0);
  }

  /** Requests per second that a pod can answer. */
  get #rate(): number {
    return this.#coresOfOne / this.numbers.cpuPerRequest;
  }

  /** Lets requests flow for some seconds. */
  advance(wanted: Wanted, seconds: number): Flowed {
    const { cpuPerRequest, requestTimeout } = this.numbers;
    const [offered, arriving] = this.#arrivals(wanted, seconds);
    const rate = this.#rate;
    const share = this.#serving === 0 ? 0 : arriving / this.#serving;
    const isClosed = this.clients.kind === 'users';
    this.#queueing = isClosed ? 0 : queueing(share / seconds / rate, this.#coresOfOne, cpuPerRequest);
    const flowed: Flowed = { offered, served: 0, lost: offered - arriving, latency: 0, standing: 0 };
    for (const line of this.#all) {
      const waiting = line.waiting + (line.serves ? share : 0);
      const answered = Math.min(waiting, rate * seconds);
      const ahead = Math.min(line.waiting / rate, requestTimeout);
      const latency = wanted.ownSeconds + Math.min(this.secondsIn(line), requestTimeout);
      line.waiting = Math.min(waiting - answered, rate * requestTimeout);
      line.answer(answered, cpuPerRequest, latency);
      flowed.served += answered;
      flowed.lost += waiting - answered - line.waiting;
      flowed.latency += answered * latency;
      flowed.standing += answered * ahead;
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

  /** Requests that are answered within some seconds if so many come. */
  #answerable(coming: number, seconds: number): number {
    const most = this.#rate * seconds;
    const share = coming / this.#serving;
    let sum = 0;
    for (const { waiting, serves } of this.#all) sum += Math.min(waiting + (serves ? share : 0), most);
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
