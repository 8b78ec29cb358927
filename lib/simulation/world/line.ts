import { type Totals } from './service';

/** Requests that came within a while. */
interface Batch {
  /** Seconds. */
  readonly came: number;
  readonly size: number;
  /** How many of them are not done. */
  count: number;
  /** What each request in line had got done, since the beginning, as the first and the last of them came. */
  readonly from: number;
  to: number;
}

/** Batches that are done are thrown away when there are so many. */
const KEPT = 64;

/**
 * What a pod has in work, and what it has done. It works on all requests at once, an equal part on each, as servers with a thread or process for each do. Clients who have
 * given up are still in it: a process does not notice that nobody waits for its answer.
 */
export class Line {
  /** Whether new requests come; otherwise the pod ends what it has. */
  serves = false;
  #batches: Batch[] = [];
  /** The first batch that is not done, and the first one for which somebody waits. */
  #head = 0;
  #live = 0;
  #waiting = 0;
  #abandoned = 0;
  /** Requests that the work left would be enough for. */
  #left = 0;
  /** What was done of each request that has been there all the time: 1 is all of it. */
  #progress = 0;
  #work = 0;
  #requests = 0;
  #latency = 0;

  /** Requests whose clients wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** What there is to do, counted in requests. */
  get left(): number {
    return this.#left;
  }

  /** Requests that have to be done before one that comes now: all of them have a part in what the pod can do, and others go on coming. */
  get ahead(): number {
    return this.serves ? this.#waiting + this.#abandoned : this.#left;
  }

  get totals(): Totals {
    return { work: this.#work, requests: this.#requests, latency: this.#latency };
  }

  /** Nobody is in it any more. */
  clear(): void {
    this.#batches = [];
    [this.#head, this.#live, this.#waiting, this.#abandoned, this.#left] = [0, 0, 0, 0, 0];
  }

  /**
   * Requests come; none later than those that come after them.
   *
   * @param done what was done of each of them before; negative where each is more work than others
   */
  join(size: number, came: number, done = 0): void {
    if (!(size > 0)) return;
    const from = this.#progress - done;
    this.#batches.push({ came, size, count: size, from, to: from });
    this.#waiting += size;
    this.#left += size * (1 - done);
  }

  /** Requests are there whose clients have given up before anybody else came. */
  joinAbandoned(size: number, done = 0): void {
    if (!(size > 0)) return;
    this.join(size, -Infinity, done);
    this.abandon(-Number.MAX_VALUE);
  }

  /** Clients give up who came before a time; gives how many these are. */
  abandon(before: number): number {
    let lost = 0;
    for (; this.#live < this.#batches.length && this.#batches[this.#live]!.came < before; this.#live += 1) {
      lost += this.#batches[this.#live]!.count;
    }
    this.#waiting = Math.max(0, this.#waiting - lost);
    this.#abandoned += lost;
    return lost;
  }

  /**
   * Works for up to so many requests; tells of those that are done and whose clients wait.
   *
   * @param inTurn whether those that came first are done before others are begun
   */
  answer(most: number, inTurn: boolean, each: (count: number, came: number) => void): number {
    const work = Math.min(this.#left, most);
    if (work === 0) return 0;
    this.#progress += work / (this.#waiting + this.#abandoned);
    this.#left -= work;
    const last = this.#batches.at(-1)!;
    last.to = Math.max(last.to, this.#progress);
    for (let rest = work; this.#head < this.#batches.length; this.#head += 1) {
      const batch = this.#batches[this.#head]!;
      const share = inTurn ? Math.max(0, batch.count - rest) : batch.size * shareLeft(batch, this.#progress);
      const count = this.#left === 0 ? batch.count : Math.max(0, batch.count - share);
      rest -= count;
      batch.count -= count;
      if (this.#head < this.#live) {
        this.#abandoned -= count;
      } else if (count > 0) {
        this.#waiting -= count;
        each(count, batch.came);
      }
      if (batch.count > 0) break;
    }
    this.#live = Math.max(this.#live, this.#head);
    if (this.#left === 0 || this.#head === this.#batches.length) this.clear();
    else if (this.#head >= KEPT) this.#forget();
    return work;
  }

  /** Counts what the pod has done. */
  count(work: number, requests: number, latency: number): void {
    this.#work += work;
    this.#requests += requests;
    this.#latency += latency;
  }

  #forget(): void {
    this.#batches = this.#batches.slice(this.#head);
    this.#live -= this.#head;
    this.#head = 0;
  }
}

/** The share of a batch that is not done yet. */
function shareLeft({ from, to }: Batch, progress: number): number {
  if (progress - 1 >= to) return 0;
  return progress - 1 <= from ? 1 : (to - (progress - 1)) / (to - from);
}
