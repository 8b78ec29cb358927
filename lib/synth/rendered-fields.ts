import { JsonPatch, type ApiObject } from 'cdk8s';
import { type Manifest } from '../checks';

/**
 * Patches the manifest of an object after everything else, beneath the typed layer.
 *
 * `ApiObject.addJsonPatch` on an object of cdk8s-plus runs before its `toJson`, which silently drops every field that its Kubernetes
 * release did not have. A field that is newer than that has to be written here.
 */
export function patchRendered(object: ApiObject, ...patches: JsonPatch[]): void {
  transformRendered(object, (manifest) => JsonPatch.apply(manifest, ...patches) as Manifest);
}

/** Changes the manifest of an object after everything else. The transformation must be pure: it runs at each rendering. */
export function transformRendered(object: ApiObject, transform: (manifest: Manifest) => Manifest): void {
  const render = object.toJson.bind(object);
  object.toJson = (): unknown => transform(render() as Manifest);
}
