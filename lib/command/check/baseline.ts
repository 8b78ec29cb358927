import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { readText } from '../../checks/files/read-text';
import { replaceFile } from '../../files';
import { type ReportedFinding } from './report';

/** A finding that is known, by what does not change when lines move. */
interface KnownFinding {
  readonly rule: string;
  /** The object and its file, for people. */
  readonly object: string;
  readonly fingerprint: string;
  /** How many findings are alike. */
  readonly count: number;
}

/** What a baseline makes of findings. */
export interface Compared {
  /** The findings that it does not have. */
  readonly findings: readonly ReportedFinding[];
  /** How many it has. */
  readonly hidden: number;
  /** Whether it was written just now. */
  readonly isNew: boolean;
}

/**
 * Hides the findings that a baseline has; where there is no such file, it is written with all of them.
 *
 * @throws where the file is not a baseline; {FileError} where it cannot be written.
 */
export function compareWithBaseline(file: string, findings: readonly ReportedFinding[]): Compared {
  const known = readBaseline(file);
  if (!known) {
    writeBaseline(file, findings);
    return { findings: [], hidden: findings.length, isNew: true };
  }
  const left = new Map(known.map(({ fingerprint, count }) => [fingerprint, count]));
  const fresh = findings.filter((finding) => {
    const { fingerprint } = knownOf(finding, file);
    const count = left.get(fingerprint) ?? 0;
    left.set(fingerprint, count - 1);
    return count <= 0;
  });
  return { findings: fresh, hidden: findings.length - fresh.length, isNew: false };
}

function readBaseline(file: string): readonly KnownFinding[] | undefined {
  if (!fs.existsSync(file)) return undefined;
  try {
    const { version, findings } = JSON.parse(readText(file)) as { version: unknown; findings: unknown };
    if (version === 1 && Array.isArray(findings) && findings.every(isKnown)) return findings;
  } catch {
    // it is none, as one of another version
  }
  throw Object.assign(new Error(`${file} is not a baseline of this version: remove it, and it is written anew.`), {
    code: 'BASELINE',
  });
}

function writeBaseline(file: string, findings: readonly ReportedFinding[]): void {
  const counts = new Map<string, KnownFinding>();
  for (const finding of findings) {
    const known = knownOf(finding, file);
    const count = (counts.get(known.fingerprint)?.count ?? 0) + 1;
    counts.set(known.fingerprint, { ...known, count });
  }
  const sorted = [...counts.values()].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  replaceFile(file, `${JSON.stringify({ version: 1, findings: sorted }, undefined, 2)}\n`);
}

/** Whether an entry of a baseline hides so many findings and no more. */
function isKnown(entry: unknown): entry is KnownFinding {
  const { fingerprint, count } = (entry ?? {}) as Partial<KnownFinding>;
  return typeof fingerprint === 'string' && Number.isSafeInteger(count) && Number(count) > 0;
}

function sortKey({ object, rule, fingerprint }: KnownFinding): string {
  return [object, rule, fingerprint].join('\n');
}

function knownOf({ rule, field, what, location, objects }: ReportedFinding, file: string): KnownFinding {
  const folder = path.dirname(path.resolve(file));
  const relative = (place?: { readonly file: string }): string =>
    place ? path.relative(folder, path.resolve(place.file)).replaceAll('\\', '/') : '';
  const named = objects.map(({ kind, namespace, name, location: at }) => [kind, namespace, name, relative(at)]);
  const said = what.replaceAll(/\((?:[^()]*):\d+\)|\b(?:at )?\S+:\d+\b/g, '');
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([rule, field, said, relative(location), named]))
    .digest('hex')
    .slice(0, 32);
  const [first] = objects;
  const object = `${first ? `${first.kind} ${first.namespace === undefined ? '' : `${first.namespace}/`}${first.name} in ` : ''}${relative(location)}`;
  return { rule, object, fingerprint, count: 1 };
}
