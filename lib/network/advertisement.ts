import { type BgpAdvertisementSpec, type L2AdvertisementSpec } from '../../imports/metallb.io';
import { emptyLimitProblem, largestPrefixLength, selectingLabelsError, type Problem } from '../validation';
import { type AddressPool } from './address-pool';
import { type BgpPeer } from './bgp-peer';

/** Which nodes and interfaces answer for the addresses of a pool. */
export interface Layer2Options {
  /**
   * Network interfaces of the nodes to answer on.
   * @default all
   */
  readonly interfaces?: string[];
  /**
   * Labels of the nodes that answer.
   * @default all nodes
   */
  readonly nodeLabels?: { [label: string]: string };
}

/** How the addresses of a pool are announced to routers. */
export interface BgpOptions {
  /**
   * The routers to announce them to.
   * @default all BGP peers
   */
  readonly peers?: BgpPeer[];
  /**
   * BGP LOCAL_PREF: the path with the highest one wins within an autonomous system.
   * @default none
   */
  readonly localPref?: number;
  /**
   * BGP communities, as two 16-bit numbers such as `65535:65282`.
   * @default none
   */
  readonly communities?: string[];
  /**
   * Prefix length to announce instead of single addresses, 1 to 32; no shorter than the pool's own networks.
   * @default 32: each address by itself
   */
  readonly aggregationLength?: number;
  /**
   * Labels of the nodes that announce them.
   * @default all nodes
   */
  readonly nodeLabels?: { [label: string]: string };
}

/**
 * How the network learns where the addresses of a pool are. A pool without one gives addresses that nobody can reach.
 *
 * @see https://metallb.io/concepts/
 */
export class Advertisement {
  /** One node answers ARP and NDP requests for each address: nothing is needed but a common layer 2 network. */
  public static layer2({ interfaces, nodeLabels }: Layer2Options = {}): Advertisement {
    return new Advertisement(
      'L2Advertisement',
      { interfaces, nodeSelectors: nodeSelectors(nodeLabels) },
      {},
      nodeLabels,
    );
  }

  /** Every node announces each address to routers, which spread the connections. IPv4 only: MetalLB's native BGP knows no other. */
  public static bgp(options: BgpOptions = {}): Advertisement {
    const { peers, localPref, communities, aggregationLength, nodeLabels } = options;
    return new Advertisement(
      'BGPAdvertisement',
      {
        peers: peers?.map(({ name }) => name),
        localPref,
        communities,
        aggregationLength,
        nodeSelectors: nodeSelectors(nodeLabels),
      },
      options,
      nodeLabels,
    );
  }

  private constructor(
    /** Kind of the custom resource. */
    public readonly kind: 'L2Advertisement' | 'BGPAdvertisement',
    /** @internal */
    public readonly spec: L2AdvertisementSpec & BgpAdvertisementSpec,
    private readonly bgp: BgpOptions,
    private readonly nodeLabels?: { readonly [label: string]: string },
  ) {}

  /**
   * Why MetalLB would refuse to advertise a pool this way, or undefined.
   * @internal
   */
  public problemWith(name: string, pool: AddressPool): Problem | undefined {
    const labels =
      selectingLabelsError(`The prop "nodeLabels" of an advertisement of "${name}"`, this.nodeLabels) ??
      emptyLimitProblem(`The interfaces of an advertisement of "${name}"`, this.spec.interfaces) ??
      emptyLimitProblem(`The peers of an advertisement of "${name}"`, this.bgp.peers) ??
      interfaceProblem(this.spec.interfaces ?? []);
    if (labels || this.kind === 'L2Advertisement') return labels;
    const { communities = [], localPref, aggregationLength } = this.bgp;
    const why = "MetalLB's webhook refuses the advertisement.";
    if (pool.ranges.some(({ family }) => family === 6)) {
      return {
        what: `The address pool "${name}" has IPv6 addresses and is advertised with BGP.`,
        why: "MetalLB's native BGP announces IPv4 only, and refuses its whole configuration otherwise.",
        fix: 'Advertise it with Advertisement.layer2(), or put the IPv6 addresses into a pool of their own.',
      };
    }
    const community = communities.find((each) => !isCommunity(each));
    if (community !== undefined) {
      return {
        what: `The advertisement of the address pool "${name}" has the BGP community "${community}".`,
        why,
        fix: 'Write it as two numbers from 0 to 65535, such as 65535:65282.',
      };
    }
    if (localPref !== undefined && !isWithin(localPref, 0, 2 ** 31 - 1)) {
      return {
        what: `The advertisement of the address pool "${name}" has the localPref ${localPref}.`,
        why,
        fix: 'Choose a whole number from 0 to 2147483647: its definition takes no larger one.',
      };
    }
    const shortest = Math.max(...pool.ranges.map(largestPrefixLength));
    if (aggregationLength !== undefined && !isWithin(aggregationLength, shortest, 32)) {
      return {
        what: `The advertisement of the address pool "${name}" has the aggregationLength ${aggregationLength}.`,
        why: `${why} An announced network must not reach beyond the pool.`,
        fix: `Choose a whole number from ${Math.max(shortest, 1)} to 32, or leave it out.`,
      };
    }
    return undefined;
  }
}

function interfaceProblem(interfaces: readonly string[]): Problem | undefined {
  const odd = interfaces.find((name) => !/^[^\s/:]{1,15}$/.test(name));
  if (odd === undefined) return undefined;
  return {
    what: `The address pool is to be announced on the network interface "${odd}".`,
    why: 'No interface of a Linux node has such a name, so that nobody would answer for its addresses.',
    fix: 'Use a name that ip link shows, such as eth0.',
  };
}

function nodeSelectors(matchLabels: { [label: string]: string } | undefined): object[] | undefined {
  return matchLabels && [{ matchLabels }];
}

function isCommunity(text: string): boolean {
  return /^\d{1,5}:\d{1,5}$/.test(text) && text.split(':').every((part) => Number(part) <= 65535);
}

function isWithin(value: number, first: number, last: number): boolean {
  return Number.isInteger(value) && value >= first && value <= last;
}
