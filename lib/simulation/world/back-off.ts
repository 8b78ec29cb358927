const FIRST_SECONDS = 10;
const MOST_SECONDS = 300;
/** Twice the longest wait: a container that ran for so long is taken for a stable one. */
const FORGOTTEN_SECONDS = 600;

/**
 * How long a kubelet waits before it starts a container again that it has killed. When it kills one, it looks at the end of the one before: if that is long enough
 * ago the next one starts at once, else it waits from now on. Long enough are 10 s, twice as long each time, up to 5 minutes.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubelet/kuberuntime/kuberuntime_manager.go `doBackOff`
 */
export class BackOff {
  #seconds = 0;
  #counted = -Infinity;
  #ended?: number;

  /** A container has ended: the milliseconds until the next one starts. */
  after(now: number): number {
    const before = this.#ended;
    this.#ended = now;
    if (before === undefined) return 0;
    if (now - this.#counted > FORGOTTEN_SECONDS * 1000) this.#seconds = 0;
    const long = this.#seconds * 1000;
    const wait = now - before < long ? long : 0;
    this.#seconds = Math.min(MOST_SECONDS, Math.max(FIRST_SECONDS, 2 * this.#seconds));
    this.#counted = now + wait;
    return wait;
  }
}
