import { AddressPool, type AddressPoolOptions } from '../../lib';
import { messageOf } from '../support/synthesize';

test('a range is written as MetalLB reads it and knows its size', () => {
  const pool = AddressPool.range('192.168.56.11', '192.168.56.13');
  expect(pool).toMatchObject({ addresses: ['192.168.56.11-192.168.56.13'], autoAssign: true, avoidBuggyIps: false });
  expect(pool.size).toBe(3);
  expect(['.10', '.11', '.13', '.14'].map((end) => pool.contains(`192.168.56${end}`))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('a network counts all of its addresses, and a large one as well as a number can', () => {
  expect(AddressPool.cidr('192.168.56.0/28').size).toBe(16);
  expect(AddressPool.cidr('192.168.56.1/32').size).toBe(1);
  expect(AddressPool.cidr('fd00:1::/64').size).toBe(2 ** 64);
});

test('several networks and ranges, IPv4 and IPv6, are one pool', () => {
  const pool = AddressPool.of(['10.0.0.0/30', '10.0.1.1-10.0.1.2', 'fd00::10-fd00::1f']);
  expect(pool.size).toBe(4 + 2 + 16);
  expect(['10.0.0.3', '10.0.1.2', 'fd00::0:1f', 'fd00::20', '10.0.1.3'].map((each) => pool.contains(each))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test('every option is kept; addresses that end in .0 or .255 are neither counted nor given', () => {
  const options: Required<AddressPoolOptions> = { autoAssign: false, avoidBuggyIps: true };
  const pool = AddressPool.cidr('10.0.0.0/23', options);
  expect(pool).toMatchObject(options);
  expect(pool.size).toBe(508);
  expect(['10.0.0.0', '10.0.0.255', '10.0.1.0', '10.0.1.255', '10.0.1.1'].map((each) => pool.contains(each))).toEqual([
    false,
    false,
    false,
    false,
    true,
  ]);
});

test('pools overlap where they share an address, within one family', () => {
  const pool = AddressPool.range('10.0.0.10', '10.0.0.20');
  expect(pool.overlaps(AddressPool.cidr('10.0.0.20/30'))).toBe(true);
  expect(pool.overlaps(AddressPool.range('10.0.0.1', '10.0.0.9'))).toBe(false);
  expect(pool.overlaps(AddressPool.of(['fd00::/64', '10.0.0.15-10.0.0.15']))).toBe(true);
  expect(pool.overlaps(AddressPool.cidr('::a00:0/120'))).toBe(false);
});

test('what is not an address is in no pool', () => {
  expect(AddressPool.cidr('10.0.0.0/8').contains('10.0.0')).toBe(false);
});

test.each([
  ['nothing', () => AddressPool.of([])],
  ['a bare address', () => AddressPool.cidr('192.168.56.11')],
  ['a range that is upside down', () => AddressPool.range('192.168.56.13', '192.168.56.11')],
  ['a network that begins elsewhere', () => AddressPool.cidr('192.168.56.11/28')],
  ['an IPv6 network that begins elsewhere', () => AddressPool.cidr('fd00::1/64')],
])('%s is refused with the way out', (_name, make) => {
  expect(make).toThrow(RangeError);
  expect(messageOf(make)).toMatchSnapshot();
});
