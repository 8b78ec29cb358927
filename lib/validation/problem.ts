import { toldText } from './told-text';

/** A mistake, told to the person who made it. */
export interface Problem {
  /** What is wrong, with the names of the objects. */
  readonly what: string;
  /** Why it hurts: what happens on a cluster. */
  readonly why: string;
  /** The shortest way out. */
  readonly fix: string;
}

/** The problem as the lines under a heading. */
export function problemText({ what, why, fix }: Problem): string {
  return `${toldText(what)}\n    why: ${toldText(why)}\n    fix: ${toldText(fix)}`;
}
