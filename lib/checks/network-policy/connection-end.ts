import { at, fields, list, text, type Fields } from '../../kubernetes/fields';
import { type ManifestIndex } from '../manifest-index';
import { longRunningContainersOf, podLabelsOf } from '../pod-template';
import { similarName } from '../similar-names';

/** A transport protocol that a NetworkPolicy can name. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** A port that a container declares. */
export interface PodPort {
  readonly name?: string;
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: Protocol;
}

/** A pod, by what a NetworkPolicy can know of it. */
export interface PodEnd {
  readonly namespace: string;
  readonly labels: { readonly [label: string]: string };
  /**
   * Its address, for policies with an `ipBlock`.
   * @default unknown: only a block of all addresses contains it
   */
  readonly ip?: string;
  /**
   * The ports that its containers declare, for policies that name a port.
   * @default none
   */
  readonly ports?: readonly PodPort[];
}

/** Anything but a pod: a client outside of the cluster, a node, the API server, and every pod in the network of its node. */
export interface AddressEnd {
  /**
   * Its address.
   * @default unknown: only a block of all addresses contains it
   */
  readonly ip?: string;
}

/** One end of a connection: the pods of a workload by kind, namespace and name (`Deployment shop/web`), a pod, or an address. */
export type ConnectionEnd = string | PodEnd | AddressEnd;

/** Whether an end is a pod that policies can select. */
export function isPod(end: PodEnd | AddressEnd): end is PodEnd {
  return 'labels' in end;
}

/**
 * The pod or address that an end stands for.
 *
 * @throws if it names a workload that is not among the manifests.
 */
export function resolveEnd(index: ManifestIndex, end: ConnectionEnd): PodEnd | AddressEnd {
  if (typeof end !== 'string') return end;
  const [kind = '', path = ''] = end.split(' ');
  const [namespace, name] = path.includes('/') ? (path.split('/') as [string, string]) : ['default', path];
  const workload = index.workload(kind, namespace, name);
  if (!workload) throw new RangeError(`There is no workload "${end}" among the manifests.${suggestion(index, end)}`);
  const { template } = workload;
  if (at(template, 'spec', 'hostNetwork') === true) return {};
  return { namespace, labels: podLabelsOf(workload) as PodEnd['labels'], ports: declaredPorts(template) };
}

/** The ports that the containers of a pod declare. */
export function declaredPorts(template: Fields): PodPort[] {
  return longRunningContainersOf(template).flatMap(({ container }) =>
    list(container, 'ports').flatMap((declared) => {
      const { containerPort, protocol = 'TCP' } = fields(declared);
      if (typeof containerPort !== 'number') return [];
      return { name: text(declared, 'name'), port: containerPort, protocol: protocol as Protocol };
    }),
  );
}

function suggestion(index: ManifestIndex, wanted: string): string {
  const known = index.workloads.map(({ object: { manifest } }) => {
    const { namespace = 'default', name } = manifest.metadata;
    return `${manifest.kind} ${String(namespace)}/${String(name)}`;
  });
  const similar = similarName(wanted, known);
  return similar === undefined
    ? ' Write kind, namespace and name: Deployment shop/web.'
    : ` Did you mean "${similar}"?`;
}
