import { type Tuning } from '../../simulation';

/** What the command found. */
export interface TuneReport {
  readonly source: string;
  readonly tunings: readonly Tuning[];
  /** What a recommendation changes that is not written in a file that may be changed. */
  readonly left: readonly string[];
}
