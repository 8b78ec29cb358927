import { kubectl } from './kubectl';

/** They come and go by themselves. */
const EPHEMERAL = [
  'events',
  'events.events.k8s.io',
  'leases.coordination.k8s.io',
  'endpointslices.discovery.k8s.io',
  'endpoints',
];

/** kube-controller-manager makes accounts and ConfigMaps for itself as it starts. Ours in these namespaces are metrics-server's. */
const OF_THE_CLUSTER = /^(ConfigMap|ServiceAccount)\/(default|kube-[^/]+)\/(?!metrics-server)/;

/** Every object of the cluster as `kind/namespace/name`, but those that come and go by themselves. */
export async function allObjects(): Promise<string[]> {
  const kinds = (await kubectl('api-resources', '--verbs=list', '--output=name')).split('\n');
  const lasting = kinds.filter((kind) => !EPHEMERAL.includes(kind) && !kind.includes('.metrics.k8s.io'));
  const columns = 'custom-columns=K:.kind,N:.metadata.namespace,M:.metadata.name';
  const text = await kubectl('get', lasting.join(','), '--all-namespaces', '--no-headers', `--output=${columns}`);
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/).join('/'))
    .filter((object) => !OF_THE_CLUSTER.test(object))
    .sort();
}
