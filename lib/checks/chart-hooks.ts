import { text } from '../kubernetes/fields';
import { type CheckedObject } from './manifest';

/**
 * Whether Helm runs an object at a moment of a release's life, such as a test, instead of keeping it.
 * @see https://helm.sh/docs/topics/charts_hooks/
 */
export function isChartHook({ manifest }: CheckedObject): boolean {
  return text(manifest.metadata, 'annotations', 'helm.sh/hook') !== undefined;
}

/** Whether Helm deletes a hook as soon as it has succeeded. */
export function isDeletedAfterwards({ manifest }: CheckedObject): boolean {
  const policies = text(manifest.metadata, 'annotations', 'helm.sh/hook-delete-policy') ?? '';
  return policies.split(',').some((policy) => policy.trim() === 'hook-succeeded');
}
