import { type IngressProps } from './ingress-object';
import { type ResolvedBackend, type ResolvedRoute } from './resolved-route';

/** The Ingresses of a route whose backends need annotations of their own, which hold for a whole Ingress: one for each set of annotations. */
export function differingBackends(
  { name, backends, defaultBackend }: ResolvedRoute,
  annotationsOf: (backend: ResolvedBackend) => { readonly [annotation: string]: string },
): IngressProps[] {
  const groups = new Map<
    string,
    { annotations: { readonly [annotation: string]: string }; backends: ResolvedBackend[] }
  >();
  const plainFirst = [
    ...backends.filter((backend) => Object.keys(annotationsOf(backend)).length === 0),
    ...backends.filter((backend) => Object.keys(annotationsOf(backend)).length > 0),
  ];
  for (const backend of plainFirst) {
    const annotations = annotationsOf(backend);
    const key = JSON.stringify(annotations);
    const group = groups.get(key) ?? { annotations, backends: [] };
    groups.set(key, group);
    group.backends.push(backend);
  }
  if (groups.size === 0) groups.set('', { annotations: {}, backends: [] });
  return [...groups.values()].map((group, index) => ({
    id: index === 0 ? 'ingress' : `ingress-${index + 1}`,
    name: index === 0 ? name : `${name}-${index + 1}`,
    defaultBackend: index === 0 ? defaultBackend : undefined,
    ...group,
  }));
}
