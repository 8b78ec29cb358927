import { TestEnvironment } from 'jest-environment-node';

/** What istanbul counts in a file: how often each statement, function and branch ran. */
interface Counts {
  readonly s: Readonly<Record<string, number>>;
  readonly f: Readonly<Record<string, number>>;
  readonly b: Readonly<Record<string, readonly number[]>>;
}

/** What the suites of this process have reached so far, by file. */
const reached = new Map<string, Set<string>>();

/**
 * Node, with a shorter account of what was covered: a suite tells only of files of which it ran something that no suite of this process ran
 * before. jest copies, sends and merges the account of every file that a suite loads, which took longer than the tests; what was covered
 * is the same, only the counts of how often are not.
 */
export default class CoverageEnvironment extends TestEnvironment {
  public handleTestEvent({ name }: { readonly name: string }): void {
    if (name !== 'teardown') return;
    const coverage = (this.global as { __coverage__?: Record<string, Counts> }).__coverage__ ?? {};
    for (const [file, counts] of Object.entries(coverage)) if (!reachesMore(file, counts)) delete coverage[file];
  }
}

function reachesMore(file: string, counts: Counts): boolean {
  const known = reached.get(file) ?? new Set();
  const before = known.size;
  for (const place of placesReached(counts)) known.add(place);
  if (known.size === before && reached.has(file)) return false;
  reached.set(file, known);
  return true;
}

function* placesReached({ s, f, b }: Counts): Iterable<string> {
  for (const [id, count] of Object.entries(s)) if (count > 0) yield `statement ${id}`;
  for (const [id, count] of Object.entries(f)) if (count > 0) yield `function ${id}`;
  for (const [id, counts] of Object.entries(b)) {
    for (const [way, count] of counts.entries()) if (count > 0) yield `branch ${id}.${way}`;
  }
}
