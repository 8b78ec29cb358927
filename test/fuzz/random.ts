/** Numbers that look random and are the same for the same seed. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to below a limit. */
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  /** One of some items. */
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}
