import { type CheckContext } from './check-options';
import { clusterHasObject, hasMaker } from './cluster-provides';
import { type Maker } from './elsewhere';
import { nameOf, type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';
import { similarName, typoOf } from './similar-names';

/** An object that another one needs, by the name that it calls it. */
export interface Wanted {
  readonly kind: string;
  /** Empty for a kind that belongs to no namespace. */
  readonly namespace: string;
  readonly name: string;
}

/**
 * Where the other half of something is: here; elsewhere, for all that anybody can tell; or missing, with the objects of that kind beside
 * which it should be, and the one that was probably meant.
 */
export type Counterpart =
  | { readonly state: 'here'; readonly object: CheckedObject }
  | { readonly state: 'elsewhere' }
  | { readonly state: 'missing'; readonly neighbours: readonly CheckedObject[]; readonly meant?: CheckedObject };

const ELSEWHERE: Counterpart = { state: 'elsewhere' };

/**
 * Looks for the other half of something: the one notion, for all rules, of what may be elsewhere. That is what somebody says the cluster has
 * (`provides`), what something else of the repository applies, and anything where a chart, an operator or the like makes objects of
 * its own, or where no object of that kind is among the manifests. A name that is a typo away from another one is a mistake all the same.
 */
export function counterpartOf(index: ManifestIndex, context: CheckContext, wanted: Wanted): Counterpart {
  const { kind, namespace, name } = wanted;
  const place = namespace === '' ? 'default' : namespace; // where the index keeps what belongs to no namespace
  const object = index.find(kind, place, name);
  if (object) return { state: 'here', object };
  if (name === '' || clusterHasObject(context, kind, namespace, name)) return ELSEWHERE;
  const neighbours = index.neighbours(kind, place);
  const isElsewhere = neighbours.length === 0 || hasMaker(context, namespace);
  const meant = nearest(wanted, neighbours, isElsewhere, context);
  return isElsewhere && !meant ? ELSEWHERE : { state: 'missing', neighbours, meant };
}

function nearest(
  { name }: Wanted,
  neighbours: readonly CheckedObject[],
  isElsewhere: boolean,
  { elsewhere: { makers } }: CheckContext,
): CheckedObject | undefined {
  if (isElsewhere && makers.some((maker) => name.startsWith(ownNameOf(maker)))) return undefined; // which it probably makes
  const similar = (isElsewhere ? typoOf : similarName)(name, namesOf(neighbours));
  return similar === undefined ? undefined : neighbours.find((neighbour) => nameOf(neighbour) === similar);
}

/** One after another: whoever looks through them stops early. */
function* namesOf(objects: readonly CheckedObject[]): Iterable<string> {
  for (const object of objects) yield nameOf(object);
}

/** The name in `HelmRelease "web"` or `chart charts/web`. */
function ownNameOf({ what }: Maker): string {
  return /([^"/ ]+)"?$/.exec(what)?.[1] ?? what;
}
