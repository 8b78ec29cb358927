import fc from 'fast-check';
import { Address4, Address6 } from 'ip-address';
import { formatIpAddress, parseIpAddress } from '../../lib/validation';

const ipv4Values = fc.bigInt(0n, 2n ** 32n - 1n);
const ipv6Values = fc.bigInt(0n, 2n ** 128n - 1n);

test('an IPv4 text stands for the number that ip-address reads, and the number is written as the same text', () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      const address = parseIpAddress(text);
      expect(address).toEqual({ family: 4, value: new Address4(text).bigInt() });
      expect(address && formatIpAddress(address)).toBe(text);
    }),
  );
});

test('an IPv6 text stands for the number that ip-address reads, however it is written', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const theirs = new Address6(text);
      const mapped = theirs.bigInt() >> 32n === 0xffffn;
      expect(parseIpAddress(text)).toEqual(
        mapped ? { family: 4, value: theirs.bigInt() & 0xffffffffn } : { family: 6, value: theirs.bigInt() },
      );
    }),
  );
});

test('a number is written as ip-address writes it, and read back', () => {
  fc.assert(
    fc.property(ipv4Values, (value) => {
      const text = formatIpAddress({ family: 4, value });
      expect(text).toBe(Address4.fromBigInt(value).correctForm());
      expect(parseIpAddress(text)).toEqual({ family: 4, value });
    }),
  );
  fc.assert(
    fc.property(ipv6Values, (value) => {
      fc.pre(value >> 32n !== 0xffffn);
      const text = formatIpAddress({ family: 6, value });
      expect(text).toBe(Address6.fromBigInt(value).correctForm());
      expect(parseIpAddress(text)).toEqual({ family: 6, value });
    }),
  );
});

test.each([
  ['::', 0n],
  ['::1', 1n],
  ['fd00::', 0xfd00n << 112n],
  ['64:ff9b::192.0.2.33', (0x64ff9bn << 96n) | 0xc0000221n],
])('%s has its zeros where they are left out', (text, value) => {
  expect(parseIpAddress(text)).toEqual({ family: 6, value });
});

test('an IPv4 address in IPv6 form is that IPv4 address', () => {
  expect(parseIpAddress('::ffff:192.168.56.11')).toEqual(parseIpAddress('192.168.56.11'));
  expect(parseIpAddress('::ffff:c0a8:380b')).toEqual(parseIpAddress('192.168.56.11'));
});

test.each(['', '192.168.56', '192.168.056.1', '192.168.56.256', 'fe80::1%eth0', '1::2::3', ' 10.0.0.1', 'node-1'])(
  '"%s" is not an address',
  (text) => {
    expect(parseIpAddress(text)).toBeUndefined();
  },
);
