import { type ApiProxy } from './api-proxy';

/** A kind that the API server takes objects of. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Where objects of the kind are sent to, to be judged strictly and not stored. */
  readonly judge: string;
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** Every kind that an API server stores: reviews are answered, not stored. */
export async function servedKinds(server: ApiProxy): Promise<ServedKind[]> {
  const { groups } = await known<{ groups: { versions: { groupVersion: string }[] }[] }>(server, '/apis');
  const versions = groups.flatMap((group) => group.versions.map(({ groupVersion }) => groupVersion));
  const kinds: ServedKind[] = [];
  for (const apiVersion of ['v1', ...versions]) {
    const base = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
    const { resources } = await known<{ resources: Resource[] }>(server, base);
    for (const { name, kind, namespaced, verbs } of resources) {
      if (name.includes('/') || !verbs.includes('create') || !verbs.includes('get')) continue;
      const judge = `${base}${namespaced ? '/namespaces/default' : ''}/${name}?dryRun=All&fieldValidation=Strict`;
      kinds.push({ apiVersion, kind, namespaced, judge });
    }
  }
  return kinds;
}

async function known<T extends object>(server: ApiProxy, path: string): Promise<T> {
  const answer = await server.get<T>(path);
  if ('error' in answer) throw new Error(`${path}: ${answer.error}`);
  return answer;
}
