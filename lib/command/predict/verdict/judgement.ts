/** How good something is: as it should be, worth a look, or not what anybody wants. */
export type Level = 'ok' | 'warning' | 'failure';

/** All levels, the worst one first. */
export const LEVELS: readonly Level[] = ['failure', 'warning', 'ok'];

/** What is judged of a prediction, in a line. */
export interface Judgement {
  /** What it is about: `Requests lost`, `Latency`, `Maximum`. */
  readonly aspect: string;
  readonly level: Level;
  readonly text: string;
  /** What somebody would do about it. */
  readonly advice?: string;
}

/** The worst level of some judgements. */
export function worstOf(judgements: readonly Judgement[]): Level {
  return LEVELS.find((level) => judgements.some((each) => each.level === level)) ?? 'ok';
}
