/** Random numbers that are the same for the same seed, on every machine: xoshiro128**, seeded by splitmix32. */
export class Random {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    const state = new Uint32Array(4);
    let word = seed >>> 0;
    for (let index = 0; index < state.length; index += 1) {
      word = (word + 0x9e3779b9) >>> 0;
      let mixed = word;
      mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      state[index] = mixed ^ (mixed >>> 15);
    }
    this.#state = state;
  }

  /** A number from low up to, but without, high. */
  between(low: number, high: number): number {
    return low + (high - low) * (this.#next() / 2 ** 32);
  }

  #next(): number {
    const state = this.#state;
    const [a, b, c, d] = state as unknown as readonly [number, number, number, number];
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const e = c ^ a;
    const f = d ^ b;
    state[1] = b ^ e;
    state[0] = a ^ f;
    state[2] = e ^ (b << 9);
    state[3] = (f << 11) | (f >>> 21);
    return result;
  }
}
