import {
  formatIpAddress,
  isBuggyAddress,
  parseIpAddress,
  parseIpRange,
  problemText,
  rangeContains,
  rangeSize,
  rangesOverlap,
  type IpRange,
} from '../validation';

/** How an address pool gives its addresses. */
export interface AddressPoolOptions {
  /**
   * Whether a Service that names neither a pool nor an address may get one of these.
   * @default true
   */
  readonly autoAssign?: boolean;
  /**
   * Whether to leave out IPv4 addresses that end in .0 or .255, which some old devices drop.
   * @default false
   */
  readonly avoidBuggyIps?: boolean;
}

/**
 * The addresses that LoadBalancer Services may get, IPv4, IPv6 or both.
 *
 * @see https://metallb.io/configuration/_advanced_ipaddresspool_configuration/
 */
export class AddressPool {
  /**
   * All addresses of a network, such as `192.168.56.0/28`.
   *
   * @throws if it is not a CIDR, or does not begin where its network does.
   */
  public static cidr(cidr: string, options: AddressPoolOptions = {}): AddressPool {
    return AddressPool.of([cidr], options);
  }

  /**
   * All addresses from the first to the last, both included.
   *
   * @throws if one of them is not an address, or the first is after the last.
   */
  public static range(first: string, last: string, options: AddressPoolOptions = {}): AddressPool {
    return AddressPool.of([`${first}-${last}`], options);
  }

  /**
   * Several networks and ranges as one pool, each in the form of `cidr` or as `first-last`.
   *
   * @throws if there is none, or one of them is not in either form.
   */
  public static of(addresses: string[], options: AddressPoolOptions = {}): AddressPool {
    return new AddressPool(addresses, options);
  }

  /** Networks and ranges, as MetalLB writes them. */
  public readonly addresses: string[];
  /** Whether a Service that names neither a pool nor an address may get one of these. */
  public readonly autoAssign: boolean;
  /** Whether addresses that end in .0 or .255 are left out. */
  public readonly avoidBuggyIps: boolean;
  /** @internal */
  public readonly ranges: readonly IpRange[];

  private constructor(addresses: string[], { autoAssign = true, avoidBuggyIps = false }: AddressPoolOptions) {
    if (addresses.length === 0) {
      throw new RangeError(
        problemText({
          what: 'An address pool has no addresses.',
          why: "MetalLB's webhook refuses the pool.",
          fix: 'Name at least one, such as 192.168.56.11-192.168.56.13.',
        }),
      );
    }
    this.addresses = [...addresses];
    this.autoAssign = autoAssign;
    this.avoidBuggyIps = avoidBuggyIps;
    this.ranges = addresses.map(parseExactRange);
  }

  /** How many addresses Services can get from the pool; exact up to 2^53. */
  public get size(): number {
    return Number(this.ranges.reduce((sum, range) => sum + rangeSize(range, this.avoidBuggyIps), 0n));
  }

  /** Whether a Service can get an address from the pool. */
  public contains(address: string): boolean {
    const parsed = parseIpAddress(address);
    if (!parsed || (this.avoidBuggyIps && isBuggyAddress(parsed))) return false;
    return this.ranges.some((range) => rangeContains(range, parsed));
  }

  /** Whether the pool shares an address with another one. */
  public overlaps(other: AddressPool): boolean {
    return this.ranges.some((range) => other.ranges.some((otherRange) => rangesOverlap(range, otherRange)));
  }
}

function parseExactRange(text: string): IpRange {
  const range = parseIpRange(text);
  if (typeof range === 'string') {
    throw new RangeError(
      problemText({
        what: `The addresses "${text}" cannot be read: ${range}.`,
        why: "MetalLB's webhook refuses the pool.",
        fix: 'Write a CIDR such as 192.168.56.0/28, or a range such as 192.168.56.11-192.168.56.13.',
      }),
    );
  }
  const [base, prefix] = text.split('/') as [string, string?];
  if (prefix !== undefined && parseIpAddress(base)?.value !== range.first) {
    const network = formatIpAddress({ family: range.family, value: range.first });
    throw new RangeError(
      problemText({
        what: `The network "${text}" begins at ${network}, not at ${base}.`,
        why: 'MetalLB would give away the addresses before it as well.',
        fix: `Write ${network}/${prefix}, or the first and the last address.`,
      }),
    );
  }
  return range;
}
