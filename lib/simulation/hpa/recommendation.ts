/** What the metrics asked for at a time, before anything held it back. Times are milliseconds. */
export interface Recommendation {
  readonly replicas: number;
  readonly time: number;
}

/** A stabilised number of replicas, and the history that the decision leaves behind. */
export interface Stabilized {
  readonly replicas: number;
  readonly recommendations: readonly Recommendation[];
}

/** The history with one more entry: in the place of the last one that nobody needs any longer, or at the end. */
export function record<Entry>(
  entries: readonly Entry[],
  entry: Entry,
  isObsolete: (entry: Entry) => boolean,
): readonly Entry[] {
  const obsolete = entries.map(isObsolete).lastIndexOf(true);
  return obsolete < 0 ? [...entries, entry] : entries.map((each, index) => (index === obsolete ? entry : each));
}
