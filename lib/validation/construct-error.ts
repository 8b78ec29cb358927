import { problemText, type Problem } from './problem';
import { toldText } from './told-text';

/** The part of a construct that an error names. */
export interface Located {
  readonly node: { readonly path: string };
}

/** A mistake in the props of one construct, thrown while the app is being written. */
export class ConstructError extends Error {
  readonly #problem: Problem; // not a plain property, which Node would print beneath the message

  constructor(scope: Located, problem: Problem) {
    super(`[${toldText(scope.node.path) || 'app'}] ${problemText(problem)}`);
    this.name = 'ConstructError';
    this.#problem = problem;
  }

  /** What is wrong, why it hurts and how to fix it. */
  public get problem(): Problem {
    return this.#problem;
  }
}
