import { problemText, type Problem } from './problem';

/** An input from which nothing can be decided, told to the person who wrote it. */
export class InputError extends Error {
  readonly #problem: Problem; // not a plain property, which Node would print beneath the message

  constructor(problem: Problem) {
    super(problemText(problem));
    this.name = 'InputError';
    this.#problem = problem;
  }

  /** What is wrong, why it hurts and how to fix it. */
  public get problem(): Problem {
    return this.#problem;
  }
}
