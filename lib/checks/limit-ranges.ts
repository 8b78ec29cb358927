import { at, list, text } from '../kubernetes/fields';
import { namespaceOf } from './manifest';
import { type ManifestIndex } from './manifest-index';

/** Whether a LimitRange of the namespace gives every container a request for the resource. */
export function hasDefaultRequest(index: ManifestIndex, namespace: string, resource: string): boolean {
  return hasDefault(index, namespace, resource, ['defaultRequest', 'default']);
}

/** Whether a LimitRange of the namespace gives every container a limit of the resource. */
export function hasDefaultLimit(index: ManifestIndex, namespace: string, resource: string): boolean {
  return hasDefault(index, namespace, resource, ['default']);
}

function hasDefault(index: ManifestIndex, namespace: string, resource: string, fields: readonly string[]): boolean {
  return index
    .ofKind('', 'LimitRange')
    .some(
      (range) =>
        namespaceOf(range) === namespace &&
        list(range.manifest, 'spec', 'limits').some(
          (limit) =>
            text(limit, 'type') === 'Container' && fields.some((field) => at(limit, field, resource) !== undefined),
        ),
    );
}
