import fc from 'fast-check';
import { addressPool } from '../../../lib/checks/rules/address-pool';
import { formatIpAddress, type IpAddress } from '../../../lib/validation';
import { findings, mistakes, told } from '../objects';
import { pool } from '../pools';

test('pools that share an address are an error that names both', () => {
  const [first, second] = [pool('first', ['10.0.0.0/24']), pool('second', ['10.0.0.255-10.0.1.9'])];
  const [finding, ...others] = findings(addressPool, [first, second]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R37: The addresses "10.0.0.255-10.0.1.9" of IPAddressPool "metallb-system/second" (metallb/second) and "10.0.0.0/24" of IPAddressPool "metallb-system/first" (metallb/first) overlap.
       why: MetalLB's webhook refuses the second one.
       fix: Let each address be in one pool, once."
  `);
  expect(finding?.objects).toEqual([second, first]);
  expect(others).toEqual([]);
});

test('addresses that are twice in one pool are an error', () => {
  const [finding, ...others] = findings(addressPool, [pool('pool', ['10.0.0.0/24', '10.0.0.7-10.0.0.7'])]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R37: The addresses "10.0.0.7-10.0.0.7" of IPAddressPool "metallb-system/pool" (metallb/pool) and "10.0.0.0/24" of the same pool overlap.
       why: MetalLB's webhook refuses the second one.
       fix: Let each address be in one pool, once."
  `);
  expect(others).toEqual([]);
});

test('neighbours, and equal numbers of another family, do not overlap', () => {
  const pools = [pool('a', ['10.0.0.0/24', '::a00:0/120']), pool('b', ['10.0.1.0/24', '9.255.255.0-9.255.255.255'])];
  expect(findings(addressPool, pools)).toEqual([]);
});

test('a range is found to overlap with a long one that began before others', () => {
  const pools = [pool('long', ['10.0.0.0/16']), pool('short', ['10.0.1.0/24']), pool('late', ['10.0.2.0/24'])];
  expect(mistakes(addressPool, pools)).toHaveLength(2);
});

test('there is an error if and only if two ranges have an address in common', () => {
  const bounds = fc.tuple(fc.constantFrom(4 as const, 6 as const), fc.nat({ max: 60 }), fc.nat({ max: 8 }));
  const text = (address: IpAddress): string => formatIpAddress(address);
  fc.assert(
    fc.property(fc.array(bounds, { maxLength: 6 }), (ranges) => {
      const base = { 4: 10n << 24n, 6: 0xfdn << 120n } as const;
      const pools = ranges.map(([family, start, length], index) => {
        const first = base[family] + BigInt(start);
        const last = first + BigInt(length);
        return pool(`pool-${index}`, [`${text({ family, value: first })}-${text({ family, value: last })}`]);
      });
      const overlapping = ranges.some(([family, start, length], index) =>
        ranges
          .slice(index + 1)
          .some(([other, from, count]) => family === other && start <= from + count && from <= start + length),
      );
      expect(findings(addressPool, pools).length > 0).toBe(overlapping);
    }),
  );
});

test('the address of a node in a pool is an error', () => {
  const objects = [pool('pool', ['192.168.1.0/24', 'fd00::/64'])];
  const [finding, ...others] = findings(addressPool, objects, { nodeAddresses: ['192.168.1.10', '192.168.2.10'] });
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R37: IPAddressPool "metallb-system/pool" (metallb/pool) has 192.168.1.10 in "192.168.1.0/24", which is the address of a node.
       why: Two machines would answer for it, so that the node or the Service is lost to the network.
       fix: Leave the address out of the pool, or correct nodeAddresses of the cluster profile."
  `);
  expect(others).toEqual([]);
  expect(mistakes(addressPool, objects, { nodeAddresses: ['fd00::ffff', 'worker-1'] })).toHaveLength(1);
});

test('addresses that cannot be read are an error, and so is a pool without any', () => {
  const objects = [pool('typo', ['192.168.56.11-13', '10.0.0.0/24']), pool('empty', [])];
  const [first, second, ...others] = findings(addressPool, objects, { nodeAddresses: ['10.1.0.1'] });
  expect(told(first)).toMatchInlineSnapshot(`
   "error R37: IPAddressPool "metallb-system/typo" (metallb/typo) has the addresses "192.168.56.11-13": "13" is not an IP address.
       why: MetalLB's webhook refuses the pool.
       fix: Write a CIDR such as 192.168.56.0/28, or a range such as 192.168.56.11-192.168.56.13."
  `);
  expect(told(second)).toMatchInlineSnapshot(`
   "error R37: IPAddressPool "metallb-system/empty" (metallb/empty) has no addresses.
       why: MetalLB's webhook refuses the pool.
       fix: Write a CIDR such as 192.168.56.0/28, or a range such as 192.168.56.11-192.168.56.13."
  `);
  expect(others).toEqual([]);
});

test('only MetalLB’s pools are looked at', () => {
  const other = pool('other', ['nothing']);
  const manifest = { ...other.manifest, apiVersion: 'example.com/v1' };
  expect(findings(addressPool, [{ ...other, manifest }])).toEqual([]);
});
