import { isIPv4, isIPv6 } from 'node:net';

/** An IP address as a number. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** How many bits an address has. */
export const ADDRESS_BITS = { 4: 32, 6: 128 } as const;

const MAPPED_IPV4 = 0xffffn << 32n;

/** The address that a text stands for, or undefined. An IPv4 address in IPv6 form is that IPv4 address, as it is to Go and so to MetalLB. */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (isIPv4(text)) return { family: 4, value: ipv4Value(text) };
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const value = ipv6Value(text);
  return value >> 32n === MAPPED_IPV4 >> 32n ? { family: 4, value: value - MAPPED_IPV4 } : { family: 6, value };
}

/** The usual text of an address: dotted for IPv4, RFC 5952 for IPv6. */
export function formatIpAddress({ family, value }: IpAddress): string {
  if (family === 4) return groups(value, 4, 8).join('.');
  const hexadecimal = groups(value, 8, 16).map((group) => group.toString(16));
  return new URL(`http://[${hexadecimal.join(':')}]`).hostname.slice(1, -1);
}

function ipv4Value(text: string): bigint {
  return text.split('.').reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function ipv6Value(text: string): bigint {
  const dotted = /[^:]*\.[^:]*$/.exec(text)?.[0];
  const hexadecimal =
    dotted === undefined
      ? text
      : text.slice(0, -dotted.length) +
        groups(ipv4Value(dotted), 2, 16)
          .map((group) => group.toString(16))
          .join(':');
  const [head, tail] = hexadecimal.split('::').map((part) => (part === '' ? [] : part.split(':'))) as [
    string[],
    string[]?,
  ];
  const zeros = tail ? Array<string>(8 - head.length - tail.length).fill('0') : [];
  return [...head, ...zeros, ...(tail ?? [])].reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

function groups(value: bigint, count: number, bits: number): bigint[] {
  return Array.from({ length: count }, (_, i) => BigInt.asUintN(bits, value >> BigInt((count - 1 - i) * bits)));
}
