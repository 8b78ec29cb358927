import { at, list, text } from '../kubernetes/fields';
import { namespaceOf } from './manifest';
import { type ManifestIndex } from './manifest-index';

/** Whether a LimitRange of the namespace gives every container a request for the resource. */
export function hasDefaultRequest(index: ManifestIndex, namespace: string, resource: string): boolean {
  return index
    .ofKind('', 'LimitRange')
    .some(
      (range) =>
        namespaceOf(range) === namespace &&
        list(range.manifest, 'spec', 'limits').some(
          (limit) =>
            text(limit, 'type') === 'Container' &&
            (at(limit, 'defaultRequest', resource) !== undefined || at(limit, 'default', resource) !== undefined),
        ),
    );
}
