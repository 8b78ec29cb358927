import { type Fields } from '../../checks';
import { type PodGroup } from './pod-group';

/** A port of a NetworkPolicy. */
export interface PolicyPort {
  readonly protocol: string;
  /** Number, or name where only the pods know the number. */
  readonly port: number | string;
}

/** One end of a resolved connection. Without pods of the app and without peers it is anybody: what no policy can select. */
export interface Party {
  readonly group?: PodGroup;
  /** Peers as a NetworkPolicy has them, each complete without its policy's namespace. */
  readonly peers?: readonly Fields[];
}

/** Anybody: the API server, the kubelets, clients outside and pods in the network of their nodes have no labels and no known addresses. */
export const ANYBODY: Party = {};

/** All addresses, of IPv4 and of IPv6. */
export const EVERY_ADDRESS: Party = {
  peers: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }],
};

/** One address. */
export function singleAddress(address: string): Party {
  return { peers: [{ ipBlock: { cidr: `${address}/${address.includes(':') ? 128 : 32}` } }] };
}

/** The pods of a group, as a party; the ones in the network of their nodes cannot be told from anybody else there. */
export function partyOf(group: PodGroup): Party {
  return group.hostNetwork ? ANYBODY : { group };
}

/** Pods that are not in the app, by their labels, in one namespace or in all of them. */
export function strangers(labels: Fields, namespace: string | undefined): Party {
  return { peers: [{ ...selectNamespace(namespace), podSelector: { matchLabels: labels } }] };
}

/** All pods of a namespace. */
export function everyPodOf(namespace: string): Party {
  return { peers: [selectNamespace(namespace)] };
}

/** The peers of a party, in a policy of a namespace; undefined for anybody. */
export function peersIn(namespace: string, { group, peers }: Party): readonly Fields[] | undefined {
  if (!group) return peers;
  const podSelector = group.selector;
  return [group.namespace === namespace ? { podSelector } : { ...selectNamespace(group.namespace), podSelector }];
}

function selectNamespace(namespace: string | undefined): Fields {
  const matchLabels = { 'kubernetes.io/metadata.name': namespace };
  return { namespaceSelector: namespace === undefined ? {} : { matchLabels } };
}
