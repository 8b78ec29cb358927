import { run } from '../environment/command';
import { getObjects, type StoredObject } from './kubectl';

interface Node extends StoredObject {
  readonly status: { readonly addresses: readonly { readonly type: string; readonly address: string }[] };
}

/** The address of a node, for its node ports. */
export async function nodeAddress(): Promise<string> {
  const [node] = await getObjects<Node>('nodes');
  const address = node?.status.addresses.find(({ type }) => type === 'InternalIP')?.address;
  if (address === undefined) throw new Error('No node has an InternalIP.');
  return address;
}

/** Asks as the lab's page does, with curl. */
export async function curl(...args: string[]): Promise<string> {
  return (await run('curl', ['--silent', '--show-error', '--fail', '--max-time', '10', ...args])).trim();
}

/** The different answers of some requests, each by a connection of its own. */
export async function answers(url: string, requests: number): Promise<string[]> {
  const seen = new Set<string>();
  for (let index = 0; index < requests; index++) seen.add(await curl(url));
  return [...seen].sort();
}
