import fc from 'fast-check';
import { Address4, Address6 } from 'ip-address';
import {
  ADDRESS_BITS,
  formatIpAddress,
  isBuggyAddress,
  largestPrefixLength,
  parseIpRange,
  rangeContains,
  rangeSize,
  rangesOverlap,
  type IpRange,
} from '../../lib/validation';

function range(text: string): IpRange {
  const parsed = parseIpRange(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

const family = fc.constantFrom(4 as const, 6 as const);

/** Two bounds near each other, so that small ranges, neighbours and overlaps are common; far from each other as well. */
const ranges = family.chain((each) => {
  const highest = (1n << BigInt(ADDRESS_BITS[each])) - 1n;
  const near = fc.bigInt(0n, 2n ** 12n);
  const far = fc.bigInt(0n, highest);
  return fc
    .tuple(fc.oneof(near, far), fc.oneof(near, far))
    .map(([a, b]) => ({ family: each, first: a < b ? a : b, last: a < b ? b : a }))
    .filter(({ family: version, first, last }) => version === 4 || first >> 32n === last >> 32n || first > 2n ** 48n);
});

const networks = family.chain((each) =>
  fc.tuple(
    fc.bigInt(0n, (1n << BigInt(ADDRESS_BITS[each])) - 1n).filter((value) => each === 4 || value > 2n ** 48n),
    fc.integer({ min: 0, max: ADDRESS_BITS[each] }),
    fc.constant(each),
  ),
);

test('a CIDR has the first and the last address and the size that ip-address computes', () => {
  fc.assert(
    fc.property(networks, ([value, prefix, version]) => {
      const text = `${formatIpAddress({ family: version, value })}/${prefix}`;
      const theirs = version === 4 ? new Address4(text) : new Address6(text);
      const parsed = range(text);
      expect(parsed).toEqual({
        family: version,
        first: theirs.startAddress().bigInt(),
        last: theirs.endAddress().bigInt(),
      });
      expect(rangeSize(parsed)).toBe(1n << BigInt(ADDRESS_BITS[version] - prefix));
      expect(largestPrefixLength(parsed)).toBe(prefix);
    }),
  );
});

test('a range of two addresses has both and all between them', () => {
  fc.assert(
    fc.property(ranges, (each) => {
      const text = [each.first, each.last].map((value) => formatIpAddress({ family: each.family, value })).join(' - ');
      expect(parseIpRange(text)).toEqual(each);
      expect(rangeSize(each)).toBe(each.last - each.first + 1n);
      for (const value of [each.first, each.last]) expect(rangeContains(each, { ...each, value })).toBe(true);
      for (const value of [each.first - 1n, each.last + 1n]) {
        expect(rangeContains(each, { ...each, value })).toBe(false);
      }
    }),
  );
});

test('ranges overlap if and only if one has the first address of the other', () => {
  fc.assert(
    fc.property(ranges, ranges, (a, b) => {
      const shared =
        rangeContains(a, { family: b.family, value: b.first }) ||
        rangeContains(b, { family: a.family, value: a.first });
      expect(rangesOverlap(a, b)).toBe(shared);
      expect(rangesOverlap(b, a)).toBe(shared);
    }),
  );
});

test('addresses that end in .0 and .255 are left out of the size one by one', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 32n - 2000n), fc.integer({ min: 1, max: 2000 }), (first, count) => {
      const addresses = Array.from({ length: count }, (_, i) => ({ family: 4 as const, value: first + BigInt(i) }));
      const usable = addresses.filter(({ value }) => !/\.(0|255)$/.test(formatIpAddress({ family: 4, value })));
      expect(addresses.filter((address) => !isBuggyAddress(address))).toEqual(usable);
      expect(rangeSize({ family: 4, first, last: first + BigInt(count - 1) }, true)).toBe(BigInt(usable.length));
    }),
  );
});

test('IPv6 has no such addresses', () => {
  expect(rangeSize(range('fd00::/120'), true)).toBe(256n);
});

test('the largest network within a range is no larger than the range, and the next larger one does not fit', () => {
  const fits = ({ family: version, first, last }: IpRange, length: number): boolean => {
    const size = 1n << BigInt(ADDRESS_BITS[version] - length);
    const candidates = [(first / size) * size, (first / size + 1n) * size];
    return candidates.some((base) => base >= first && base + size - 1n <= last);
  };
  fc.assert(
    fc.property(ranges, (each) => {
      const length = largestPrefixLength(each);
      expect(fits(each, length)).toBe(true);
      if (length > 0) expect(fits(each, length - 1)).toBe(false);
    }),
  );
});

test.each([
  ['192.168.56.11', 'it is neither a CIDR nor a range of two addresses'],
  ['192.168.56.0/33', '"/33" is not a prefix length from 0 to 32'],
  ['192.168.56.0/', '"/" is not a prefix length from 0 to 32'],
  ['192.168.56.0/24/8', '"/24/8" is not a prefix length from 0 to 32'],
  ['fd00::/129', '"/129" is not a prefix length from 0 to 128'],
  ['lab/24', '"lab" is not an IP address'],
  ['192.168.56.11-13', '"13" is not an IP address'],
  ['x-192.168.56.13', '"x" is not an IP address'],
  ['10.0.0.1-10.0.0.2-10.0.0.3', '"10.0.0.2-10.0.0.3" is not an IP address'],
  ['10.0.0.1-fd00::1', 'one of its addresses is IPv4 and the other is IPv6'],
  ['10.0.0.9-10.0.0.1', 'its first address is after its last one'],
])('"%s" is refused: %s', (text, why) => {
  expect(parseIpRange(text)).toBe(why);
});
