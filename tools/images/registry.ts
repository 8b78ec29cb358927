import { createHash } from 'node:crypto';
import { parseImageReference } from '../../lib/validation';

/** What a manifest may be: an index of all platforms, or one of a single platform. */
const ACCEPTED = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
const SECONDS = 30;

/** Where a registry serves its API; tests have one of their own. */
export type Origin = (registry: string) => string;

/** The registry of an image, its path there, and its tag. `nginx:1` is `library/nginx` of Docker's. */
export function placeOf(image: string): { readonly registry: string; readonly path: string; readonly tag: string } {
  const { repository, tag } = parseImageReference(image) ?? {};
  if (repository === undefined || tag === undefined) throw new Error(`"${image}" has no repository and tag.`);
  const [first = '', ...rest] = repository.split('/');
  const isHost = /[.:]/.test(first) || first === 'localhost';
  const registry = isHost ? first : 'docker.io';
  const path = isHost ? rest.join('/') : repository;
  return { registry, path: registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path, tag };
}

/** The public address of a registry. */
export function publicOrigin(registry: string): string {
  return `https://${registry === 'docker.io' ? 'registry-1.docker.io' : registry}`;
}

/**
 * The digest that a tag stands for today: of what the registry sends, not of what it says of it.
 *
 * @throws if the registry does not answer, does not know the tag, or says another digest than it sends.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export async function digestOf(image: string, origin: Origin = publicOrigin): Promise<string> {
  const { registry, path, tag } = placeOf(image);
  const where = `${origin(registry)}/v2/${path}/manifests/${tag}`;
  let answer = await ask(where);
  if (answer.status === 401) answer = await ask(where, await tokenFor(answer.headers.get('www-authenticate') ?? ''));
  if (answer.status === 404) throw new Error(`${registry} has no ${path}:${tag}.`);
  if (!answer.ok) throw new Error(`${registry} answers ${answer.status} for ${path}:${tag}.`);
  const digest = `sha256:${createHash('sha256')
    .update(Buffer.from(await answer.arrayBuffer()))
    .digest('hex')}`;
  const said = answer.headers.get('docker-content-digest');
  if (said !== null && said !== digest) {
    throw new Error(`${registry} says ${said} of ${path}:${tag}, and sends ${digest}.`);
  }
  return digest;
}

function ask(where: string, token?: string): Promise<Response> {
  const authorization: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return fetch(where, { headers: { Accept: ACCEPTED, ...authorization }, signal: AbortSignal.timeout(SECONDS * 1000) });
}

/** The token that anybody gets. @see https://distribution.github.io/distribution/spec/auth/token/ */
async function tokenFor(challenge: string): Promise<string> {
  const parameters = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const realm = parameters.get('realm');
  if (!/^Bearer /i.test(challenge) || realm === undefined) throw new Error('The registry wants a password.');
  const query = ['service', 'scope'].flatMap((name) => {
    const value = parameters.get(name);
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  const answer = await ask(`${realm}?${query.join('&')}`);
  const { token, access_token: access } = (await answer.json()) as {
    readonly token?: string;
    readonly access_token?: string;
  };
  const found = token ?? access;
  if (found === undefined) throw new Error('The registry gives no token.');
  return found;
}
