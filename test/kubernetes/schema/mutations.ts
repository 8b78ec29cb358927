import { type Path } from '../../../lib/kubernetes/schema';

/** An object with one change, and what was changed. */
export interface Mutant {
  readonly object: Record<string, unknown>;
  readonly change: string;
}

interface Place {
  readonly path: Path;
  readonly parent: Record<string | number, unknown>;
  readonly key: string | number;
}

/** What may stand in any field, and belongs in few. */
const VALUES: readonly unknown[] = [
  ...[5, 0, -3, 1.5, 3_000_000_000, 1e19, true, null, [], {}, [1], ['x'], [null], { a: 1 }, { a: 'b' }, { a: null }],
  ...['', 'text', '12', '50%', '1.5Gi', '1E', '1K', '5.', '.', '-', ' 5 ', '5e3', 'YWJj', 'YWJ', 'YWJj\nYWJj'],
  ...['2020-01-01', '2020-01-01T00:00:00Z', '2020-13-01T00:00:00Z', '2020-01-01T00:00:00.123456Z'],
];

/** Who an object is decides where it is sent to. */
const KEPT = new Set(['apiVersion', 'kind', 'metadata', 'metadata.name', 'metadata.namespace']);

/** Changes objects in a way that a seed decides: fields are renamed, copied to other places, taken away, or get another value. */
export class Mutations {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A copy of an object with one change. */
  of(object: Readonly<Record<string, unknown>>): Mutant {
    const copy = structuredClone(object);
    const places = placesIn(copy);
    const { parent, key, path } = this.pick(places.filter((place) => !KEPT.has(place.path.join('.'))));
    const at = path.join('.');
    const kind = this.random();
    if (kind < 0.3 && typeof key === 'string') {
      const name = this.pick([
        `${key}x`,
        key.slice(1),
        key.toUpperCase(),
        key.toLowerCase(),
        `${key[0]?.toUpperCase()}${key.slice(1)}`,
      ]);
      const value = parent[key];
      delete parent[key];
      parent[name] = value;
      return { object: copy, change: `rename ${at} to ${name}` };
    }
    if (kind < 0.4 && typeof key === 'string') {
      delete parent[key];
      return { object: copy, change: `remove ${at}` };
    }
    const to = this.pick(places);
    if (kind < 0.5 && typeof key === 'string' && !Array.isArray(to.parent) && !['apiVersion', 'kind'].includes(key)) {
      to.parent[key] = structuredClone(parent[key]);
      return { object: copy, change: `copy ${at} beside ${to.path.join('.')}` };
    }
    const value = this.pick(VALUES);
    parent[key] = structuredClone(value);
    return { object: copy, change: `set ${at} to ${JSON.stringify(value)}` };
  }

  private pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.random() * from.length)] as T;
  }

  /** Mulberry32. */
  private random(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

function placesIn(value: unknown, path: Path = []): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string | number, unknown>;
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [{ path: [...path, key], parent, key }, ...placesIn(parent[key], [...path, key])]);
}
