import { JsonPatch, type ApiObject } from 'cdk8s';
import { type Manifest } from '../checks';

/** A change of a manifest. It must be pure: it runs at each rendering. */
export type Transformation = (manifest: Manifest) => Manifest;

interface Transformations {
  readonly inOrder: Transformation[];
  readonly atTheEnd: Transformation[];
}

const known = new WeakMap<ApiObject, Transformations>();

/**
 * Patches the manifest of an object after everything else, beneath the typed layer.
 *
 * `ApiObject.addJsonPatch` on an object of cdk8s-plus runs before its `toJson`, which silently drops every field that its Kubernetes
 * release did not have. A field that is newer than that has to be written here.
 */
export function patchRendered(object: ApiObject, ...patches: JsonPatch[]): void {
  transformRendered(object, (manifest) => JsonPatch.apply(manifest, ...patches) as Manifest);
}

/** Changes the manifest of an object after everything that was there before. */
export function transformRendered(object: ApiObject, transformation: Transformation): void {
  transformationsOf(object).inOrder.push(transformation);
}

/** Changes the manifest of an object once everything else has, whenever it comes. */
export function finishRendered(object: ApiObject, transformation: Transformation): void {
  transformationsOf(object).atTheEnd.push(transformation);
}

function transformationsOf(object: ApiObject): Transformations {
  const found = known.get(object);
  if (found) return found;
  const created: Transformations = { inOrder: [], atTheEnd: [] };
  known.set(object, created);
  const render = object.toJson.bind(object);
  object.toJson = (): unknown =>
    [...created.inOrder, ...created.atTheEnd].reduce(
      (manifest, transformation) => transformation(manifest),
      render() as Manifest,
    );
  return created;
}
