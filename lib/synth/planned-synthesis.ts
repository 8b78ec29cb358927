/** What a synthesis would do. */
export interface PlannedSynthesis {
  /** Why nothing may be written. */
  readonly mistakes: readonly string[];
  /** How many files there are. */
  readonly manifests: number;
  /** Writes them. */
  readonly write: () => void;
}
