import { parseIpAddress, rangeContains, rangesOverlap } from '../../validation';
import { poolsOf, type Pool, type PoolAddresses } from '../address-pools';
import { type CheckContext } from '../check-options';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** Addresses of MetalLB's pools that cannot be read, that are in two of them, or that a node has. */
export const addressPool: Rule = {
  id: 'R37',
  name: 'address-pool',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'An address pool overlaps with another one, or contains the address of a node.',
  source: 'https://metallb.io/configuration/',
  find,
};

function* find(index: ManifestIndex, { nodeAddresses = [] }: CheckContext): Iterable<Mistake> {
  const pools = poolsOf(index);
  for (const pool of pools) {
    yield* unreadable(pool);
    yield* onNodes(pool, nodeAddresses);
  }
  yield* overlaps(pools);
}

function finding(objects: readonly CheckedObject[], what: string, why: string, fix: string): Mistake {
  return { severity: 'error', objects, what, why, fix };
}

function* unreadable({ object, addresses }: Pool): Iterable<Mistake> {
  const fix = 'Write a CIDR such as 192.168.56.0/28, or a range such as 192.168.56.11-192.168.56.13.';
  const why = "MetalLB's webhook refuses the pool.";
  if (addresses.length === 0) yield finding([object], `${describe(object)} has no addresses.`, why, fix);
  for (const { text, mistake } of addresses) {
    if (mistake === undefined) continue;
    yield finding([object], `${describe(object)} has the addresses "${text}": ${mistake}.`, why, fix);
  }
}

function* onNodes({ object, addresses }: Pool, nodeAddresses: readonly string[]): Iterable<Mistake> {
  for (const nodeAddress of nodeAddresses) {
    const parsed = parseIpAddress(nodeAddress);
    const holder = addresses.find(({ range }) => parsed && range && rangeContains(range, parsed));
    if (!holder) continue;
    yield finding(
      [object],
      `${describe(object)} has ${nodeAddress} in "${holder.text}", which is the address of a node.`,
      'Two machines would answer for it, so that the node or the Service is lost to the network.',
      'Leave the address out of the pool, or correct nodeAddresses of the cluster profile.',
    );
  }
}

interface Placed extends PoolAddresses {
  readonly pool: Pool;
}

/** Sorted by first address, a range can overlap only with the ones before it that have not ended: no pair is looked at in vain. */
function* overlaps(pools: readonly Pool[]): Iterable<Mistake> {
  const ranges = pools
    .flatMap((pool) => pool.addresses.map((addresses): Placed => ({ ...addresses, pool })))
    .flatMap((placed) => (placed.range ? [{ ...placed, range: placed.range }] : []))
    .sort((a, b) => a.range.family - b.range.family || compare(a.range.first, b.range.first));
  let furthest = ranges[0]!; // read only where there are two
  for (const current of ranges.slice(1)) {
    if (rangesOverlap(furthest.range, current.range)) {
      const [one, other] = [describe(furthest.pool.object), describe(current.pool.object)];
      const inBoth = `"${current.text}" of ${other} and "${furthest.text}" of ${one === other ? 'the same pool' : one}`;
      yield finding(
        [current.pool.object, furthest.pool.object],
        `The addresses ${inBoth} overlap.`,
        "MetalLB's webhook refuses the second one.",
        'Let each address be in one pool, once.',
      );
    }
    const reachesFurther = current.range.last > furthest.range.last;
    if (reachesFurther || current.range.family !== furthest.range.family) furthest = current;
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
