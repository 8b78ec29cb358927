/** What connections were opened and closed, such that each pod's own follow from it. */
export interface KeptTotals {
  /** Connections that a pod which has served from the beginning would have got, had nobody left. */
  readonly opened: number;
  /** What they count for now, because of those who have left. */
  readonly kept: number;
  /** What was opened before this has been closed. */
  readonly closedUntil: number;
  /** The share of connections that have a request. */
  readonly busy: number;
}

/** Below it everybody who was there has left long ago, and numbers get too small. */
const LEAST_KEPT = 1e-6;

/**
 * Connections that clients keep: a new one goes to any of the pods, and stays there. So a new pod gets new connections only, and those of pods that
 * end. Whoever leaves may be on any pod.
 */
export class KeptConnections {
  #all = 0;
  #opened = 0;
  #kept = 1;
  #closedUntil = 0;

  /** Says how many there are, and on how many pods new ones are opened. */
  setAll(all: number, pods: number): void {
    const before = this.#all;
    this.#all = all;
    if (all > before) return this.#open(all - before, pods);
    this.#kept *= before > 0 ? all / before : 1;
    if (this.#kept >= LEAST_KEPT) return;
    this.#kept = 1;
    this.#closedUntil = this.#opened;
    this.#open(all, pods);
  }

  /** Opens again what is on none of the pods. */
  reopen(attached: number, pods: number): void {
    this.#open(Math.max(0, this.#all - attached), pods);
  }

  get opened(): number {
    return this.#opened;
  }

  totals(busy: number): KeptTotals {
    return { opened: this.#opened, kept: this.#kept, closedUntil: this.#closedUntil, busy };
  }

  #open(count: number, pods: number): void {
    if (pods > 0) this.#opened += count / pods / this.#kept;
  }
}

/** Connections of a pod that began to serve when so many had been opened. */
export function connectionsSince(
  openedBefore: number,
  { opened, kept, closedUntil }: Omit<KeptTotals, 'busy'>,
): number {
  return Math.max(0, kept * (opened - Math.max(openedBefore, closedUntil)));
}
