import { newerFieldSince } from '../keda/newer-fields';
import { type UnknownField } from './fault';
import { fieldOf, type Path } from './path';
import { groupAndVersion, type Schemas } from './schemas';
import { isMap, type Shape, type Values } from './shape';
import { similarWord } from './similar-word';

/** Where a field belongs that its object does not have. */
export type Advice =
  /** It has another name. */
  | { readonly is: 'spelling'; readonly field: string; readonly name: string }
  /** Another version of the kind has it. */
  | { readonly is: 'version'; readonly apiVersion: string }
  /** Another release of Kubernetes or of KEDA has it: the first one of those to come, or else the last one of those that were. */
  | { readonly is: 'release'; readonly of: 'Kubernetes' | 'KEDA'; readonly since?: string; readonly until?: string }
  /** It stands elsewhere in the object: this many levels deeper, or higher where the number is negative; 0 is aside. */
  | { readonly is: 'place'; readonly field: string; readonly below: string; readonly levels: number };

/** How far from where it was written a field is looked for, in levels up and down together. */
const FARTHEST = 3;

/** Where an unknown field of an object probably belongs; undefined where nothing is near, or several places are. */
export function adviceFor(
  { path, value, within }: UnknownField,
  manifest: Values,
  schemas: Schemas,
): Advice | undefined {
  const name = String(path.at(-1));
  const free = [...(within.fields?.keys() ?? [])].filter((field) => !has(manifest, [...path.slice(0, -1), field]));
  const similar = similarWord(name, free);
  const spelling = similar && {
    is: 'spelling' as const,
    field: fieldOf([...path.slice(0, -1), similar.word]),
    name: similar.word,
  };
  if (similar?.isSlip === true) return spelling;
  return (
    otherVersion(path, manifest, schemas) ??
    otherRelease(path, manifest, schemas) ??
    otherReleaseOfKeda(path, manifest) ??
    otherPlace(path, value, manifest, schemas) ??
    spelling
  );
}

function otherVersion(path: Path, { apiVersion, kind }: Values, schemas: Schemas): Advice | undefined {
  const { group, version } = groupAndVersion(String(apiVersion));
  const others = Object.keys(schemas.builtIn.versionsOf(group) ?? {}).filter((other) => other !== version);
  const found = others
    .sort(byMaturity)
    .find((other) => hasField(schemas.builtIn.kind(group, other, String(kind)), path));
  return found === undefined ? undefined : { is: 'version', apiVersion: group === '' ? found : `${group}/${found}` };
}

/** Stable versions before beta before alpha, the newest first. */
function byMaturity(a: string, b: string): number {
  const rank = (version: string) => (version.includes('alpha') ? 2 : version.includes('beta') ? 1 : 0);
  return rank(a) - rank(b) || b.localeCompare(a, 'en', { numeric: true });
}

function otherRelease(path: Path, { apiVersion, kind }: Values, schemas: Schemas): Advice | undefined {
  const { group, version } = groupAndVersion(String(apiVersion));
  const { minor } = schemas.builtIn;
  const having = schemas.releases.filter((other) =>
    hasField(schemas.builtInOf(other).kind(group, version, String(kind)), path),
  );
  const since = having.find((other) => other > minor);
  const until = having.filter((other) => other < minor).at(-1);
  if (since !== undefined) return { is: 'release', of: 'Kubernetes', since: `1.${since}` };
  return until === undefined ? undefined : { is: 'release', of: 'Kubernetes', until: `1.${until}` };
}

function otherReleaseOfKeda(path: Path, { apiVersion, kind }: Values): Advice | undefined {
  const since = apiVersion === 'keda.sh/v1alpha1' ? newerFieldSince(String(kind), path) : undefined;
  return since === undefined ? undefined : { is: 'release', of: 'KEDA', since };
}

function hasField(root: Shape | undefined, path: Path): boolean {
  let shape: Shape | undefined = root;
  for (const key of path) shape = stepInto(shape, key);
  return shape !== undefined;
}

function stepInto(shape: Shape | undefined, key: string | number): Shape | undefined {
  return (typeof key === 'string' ? shape?.fields?.get(key) : undefined) ?? shape?.elements;
}

interface Place {
  readonly path: Path;
  readonly up: number;
  readonly down: number;
}

/**
 * The nearest place that has a field of this name and takes the value. One that is there already comes before one that would have to be
 * made; where it has the field, somebody meant something else.
 */
function otherPlace(path: Path, value: unknown, manifest: Values, schemas: Schemas): Advice | undefined {
  const name = String(path.at(-1));
  const found = placesOf(name, path, schemas.kindOf(manifest)?.shape, manifest).filter(({ shape }) =>
    schemas.takes(shape, value),
  );
  const distance = Math.min(...found.map(({ up, down }) => up + down));
  const nearest = found.filter(({ up, down }) => up + down === distance);
  const existing = nearest.filter((place) => has(manifest, place.path));
  const [place, ...others] = existing.length > 0 ? existing : nearest;
  if (!place || others.length > 0 || has(manifest, [...place.path, name])) return undefined;
  const { up, down } = place;
  return {
    is: 'place',
    field: fieldOf([...place.path, name]),
    below: fieldOf(place.path),
    levels: up === 0 ? down : down === 0 ? -up : 0,
  };
}

function placesOf(name: string, path: Path, root: Shape | undefined, manifest: Values): (Place & { shape: Shape })[] {
  const places: (Place & { shape: Shape })[] = [];
  const look = (shape: Shape | undefined, at: Path, up: number, down: number, from?: string) => {
    const field = shape?.fields?.get(name);
    if (field && up + down > 0) places.push({ path: at, up, down, shape: field });
    if (up + down >= FARTHEST) return;
    for (const [key, child] of shape?.fields ?? []) {
      if (key === from || key === 'status') continue;
      const element = child.elements?.fields ? only(manifest, [...at, key]) : undefined;
      if (child.fields) look(child, [...at, key], up, down + 1);
      else if (element !== undefined) look(child.elements, [...at, key, element], up, down + 1);
    }
  };
  let up = 0;
  for (let depth = path.length - 1; depth >= 0 && up <= FARTHEST; depth--) {
    if (typeof path[depth] === 'number') continue;
    const at = path.slice(0, depth);
    look(shapeAt(root, at), at, up, 0, up === 0 ? undefined : String(path[depth]));
    up++;
  }
  return places;
}

/** Which element of a list something belongs to: certain where there is one. */
function only(manifest: Values, path: Path): number | undefined {
  const list = valueAt(manifest, path);
  return Array.isArray(list) && list.length === 1 ? 0 : undefined;
}

function shapeAt(root: Shape | undefined, path: Path): Shape | undefined {
  let shape = root;
  for (const key of path) shape = stepInto(shape, key);
  return shape;
}

function has(manifest: Values, path: Path): boolean {
  return valueAt(manifest, path) !== undefined;
}

function valueAt(manifest: Values, path: Path): unknown {
  let value: unknown = manifest;
  for (const key of path) value = isMap(value) || Array.isArray(value) ? (value as Values)[key] : undefined;
  return value;
}
