import { problemText, type Problem } from './problem';

/** The part of a construct that an error names. */
export interface Located {
  readonly node: { readonly path: string };
}

/** A mistake in the props of one construct, thrown while the app is being written. */
export class ConstructError extends Error {
  constructor(
    scope: Located,
    public readonly problem: Problem,
  ) {
    super(`[${scope.node.path}] ${problemText(problem)}`);
    this.name = 'ConstructError';
  }
}
