import { type Random } from './random';

/** An object, and what was done to it. */
export interface RandomObject {
  readonly object: Readonly<Record<string, unknown>> & { readonly apiVersion: string; readonly kind: string };
  /** The fields that were set, with their values. */
  readonly change: string;
}

/** Values for a field, by its path from the root: `spec.ports.0.port`. */
export type Pools = Readonly<Record<string, readonly unknown[]>>;

/** A kind of objects: what they are like, and what may stand in their fields. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly samples: readonly object[];
  readonly pools: Pools;
}

/** Takes the field away. */
export const NOTHING = Symbol('nothing');
/** An object with up to three fields set to what may be right or wrong. */
export function mutatedObject(random: Random, kinds: readonly Kind[]): RandomObject {
  const { apiVersion, kind, samples, pools } = random.pick(kinds);
  const object = structuredClone({ apiVersion, kind, metadata: { name: 'web', namespace: 'default' }, ...random.pick(samples) }); // prettier-ignore
  const changes = Array.from({ length: random.below(4) }, () => {
    const [path, pool] = random.pick(Object.entries(pools));
    const value = random.pick(pool);
    return set(object, path.split('.'), value)
      ? `${path} = ${value === NOTHING ? 'nothing' : JSON.stringify(value)}`
      : '';
  });
  return { object, change: changes.filter((each) => each !== '').join(', ') };
}

/** Sets a field, with the maps on the way to it; whether that could be. */
function set(object: object, path: readonly string[], value: unknown): boolean {
  let map = object as Record<string, unknown>;
  for (const step of path.slice(0, -1)) {
    const next = map[step];
    if (Array.isArray(map) && next === undefined) return false;
    if (next === undefined || next === null) map[step] = {};
    if (typeof map[step] !== 'object') return false;
    map = map[step] as Record<string, unknown>;
  }
  const last = path.at(-1) ?? '';
  if (value === NOTHING) Reflect.deleteProperty(map, last);
  else map[last] = structuredClone(value);
  return true;
}
