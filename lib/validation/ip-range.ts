import { ADDRESS_BITS, parseIpAddress, type IpAddress } from './ip-address';

/** All addresses from the first to the last. */
export interface IpRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * The addresses that MetalLB makes of a text: a CIDR such as `192.168.56.0/28`, or the first and the last address with "-" between them.
 * What is wrong with it, as the end of a sentence, if it is neither.
 */
export function parseIpRange(text: string): IpRange | string {
  const [firstText, ...rest] = text.split('-') as [string, ...string[]];
  return rest.length === 0 ? parseCidr(text) : parseBounds(firstText.trim(), rest.join('-').trim());
}

function parseBounds(firstText: string, lastText: string): IpRange | string {
  const first = parseIpAddress(firstText);
  const last = parseIpAddress(lastText);
  if (!first || !last) return `"${first ? lastText : firstText}" is not an IP address`;
  if (first.family !== last.family) return 'one of its addresses is IPv4 and the other is IPv6';
  if (first.value > last.value) return 'its first address is after its last one';
  return { family: first.family, first: first.value, last: last.value };
}

function parseCidr(text: string): IpRange | string {
  const [addressText, ...rest] = text.split('/') as [string, ...string[]];
  const prefixText = rest.join('/');
  if (rest.length === 0) return 'it is neither a CIDR nor a range of two addresses';
  const address = parseIpAddress(addressText);
  if (!address) return `"${addressText}" is not an IP address`;
  const prefix = Number(prefixText);
  const bits = ADDRESS_BITS[address.family];
  if (!/^\d+$/.test(prefixText) || prefix > bits) return `"/${prefixText}" is not a prefix length from 0 to ${bits}`;
  const size = 1n << BigInt(bits - prefix);
  const first = (address.value / size) * size;
  return { family: address.family, first, last: first + size - 1n };
}

/** Whether an address is one of the range. */
export function rangeContains(range: IpRange, { family, value }: IpAddress): boolean {
  return range.family === family && range.first <= value && value <= range.last;
}

/** Whether two ranges have an address in common. */
export function rangesOverlap(a: IpRange, b: IpRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** How many addresses a range has; without those that end in .0 or .255 if some devices are known to drop them. */
export function rangeSize({ family, first, last }: IpRange, avoidBuggyIps = false): bigint {
  const size = last - first + 1n;
  return avoidBuggyIps && family === 4 ? size - (buggyBelow(last + 1n) - buggyBelow(first)) : size;
}

/** Whether an address ends in .0 or .255. */
export function isBuggyAddress({ family, value }: IpAddress): boolean {
  return family === 4 && (value % 256n === 0n || value % 256n === 255n);
}

/** The prefix length of the largest CIDR that lies within a range. */
export function largestPrefixLength({ family, first, last }: IpRange): number {
  const bits = ADDRESS_BITS[family];
  for (let length = 0; length < bits; length++) {
    const size = 1n << BigInt(bits - length);
    const aligned = ((first + size - 1n) / size) * size;
    if (aligned + size - 1n <= last) return length;
  }
  return bits;
}

/** How many addresses below one end in .0 or .255. */
function buggyBelow(value: bigint): bigint {
  return (value + 255n) / 256n + value / 256n;
}
