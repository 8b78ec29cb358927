import { type Tuning } from '../../simulation';
import { type ToldFinding } from '../predict/forecast';

/** What the command found. */
export interface TuneReport {
  readonly source: string;
  readonly tunings: readonly ToldTuning[];
  /** What a recommendation changes that is not written in a file that may be changed. */
  readonly left: readonly string[];
}

/** What to choose for an autoscaler, and what `check` finds of it as it is. */
export interface ToldTuning extends Tuning {
  readonly findings: readonly ToldFinding[];
}
