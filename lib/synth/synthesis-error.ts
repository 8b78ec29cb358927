import { terminalLines } from '../encode';

/** A synthesis that found mistakes and wrote nothing. Its text is for the person who runs it, so it has no stack. */
export class SynthesisError extends Error {
  readonly #mistakes: readonly string[]; // not a plain property, which Node would print beneath the message

  constructor(mistakes: readonly string[]) {
    const count = mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`;
    super(
      terminalLines(`${count}; no manifest was written.\n\n${mistakes.map((mistake) => `  ${mistake}\n`).join('\n')}`),
    );
    this.name = 'SynthesisError';
    this.stack = `${this.name}: ${this.message}`;
    this.#mistakes = mistakes;
  }

  /** Each mistake with the construct's path. */
  public get mistakes(): readonly string[] {
    return this.#mistakes;
  }
}
