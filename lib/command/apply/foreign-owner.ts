import { fields, text, type Fields } from '../../kubernetes/fields';
import { PART_OF } from './applyset';

/** Who else manages an object, so that applying it would take it away from them; undefined if nobody is known to. */
export function foreignOwner(live: Fields, applyset: string | undefined): string | undefined {
  const labels = fields(live, 'metadata', 'labels');
  const annotations = fields(live, 'metadata', 'annotations');
  const release = text(annotations, 'meta.helm.sh/release-name');
  if (release !== undefined) return `the Helm release "${release}"`;
  const tracked = text(annotations, 'argocd.argoproj.io/tracking-id');
  if (tracked !== undefined) return `the Argo CD application "${tracked.split(':')[0]}"`;
  const flux = text(labels, 'kustomize.toolkit.fluxcd.io/name') ?? text(labels, 'helm.toolkit.fluxcd.io/name');
  if (flux !== undefined) return `the Flux resource "${flux}"`;
  const set = text(labels, PART_OF);
  return set !== undefined && set !== applyset && applyset !== undefined ? `another set (${set})` : undefined;
}
