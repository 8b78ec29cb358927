import { parseIpAddress, rangeSize, formatIpAddress, type IpAddress } from '../../validation';
import { loadBalancersOf, poolGives, poolsOf, type LoadBalancer, type Pool } from '../address-pools';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** An address, and the Service that asks for it. */
interface Taken {
  readonly address: IpAddress;
  readonly by: LoadBalancer;
}

/**
 * LoadBalancer Services against MetalLB's pools: an address or a pool that is not there, an address that two ask for, and more Services than
 * addresses. Idle where the app has no pool.
 */
export const loadBalancerAddress: Rule = {
  id: 'R38',
  name: 'load-balancer-address',
  severity: 'error',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'A LoadBalancer Service asks for an address that no pool has, or the pools have too few.',
  source: 'https://metallb.io/usage/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const pools = poolsOf(index);
  if (pools.length === 0) return;
  const loadBalancers = loadBalancersOf(index);
  const taken = new Map<string, Taken>();
  for (const loadBalancer of loadBalancers) {
    yield* askedPool(loadBalancer, pools);
    for (const text of loadBalancer.askedAddresses) yield* askedAddress(loadBalancer, text, pools, taken);
  }
  yield* exhausted(loadBalancers, pools, taken);
}

function finding(objects: readonly CheckedObject[], what: string, why: string, fix: string): Mistake {
  return { severity: 'error', objects, what, why, fix };
}

const PENDING = 'Its EXTERNAL-IP stays <pending>.';

function* askedPool({ object, askedPool: name }: LoadBalancer, pools: readonly Pool[]): Iterable<Mistake> {
  if (name === undefined || pools.some((pool) => pool.name === name)) return;
  yield finding(
    [object, ...pools.map((pool) => pool.object)],
    `${describe(object)} asks for an address of the pool "${name}", which is not there.`,
    PENDING,
    `Name one of the pools: ${pools.map((pool) => `"${pool.name}"`).join(', ')}.`,
  );
}

function* askedAddress(
  loadBalancer: LoadBalancer,
  text: string,
  pools: readonly Pool[],
  taken: Map<string, Taken>,
): Iterable<Mistake> {
  const { object, askedPool: poolName, sharingKey } = loadBalancer;
  const address = parseIpAddress(text);
  if (!address) {
    yield finding(
      [object],
      `${describe(object)} asks for the address "${text}", which is not an IP address.`,
      PENDING,
      'Write one address of a pool, such as 192.168.56.11.',
    );
    return;
  }
  const searched = poolName === undefined ? pools : pools.filter(({ name }) => name === poolName);
  if (searched.length > 0 && !searched.some((pool) => poolGives(pool, address))) {
    yield finding(
      [object, ...searched.map((pool) => pool.object)],
      `${describe(object)} asks for the address ${text}, which ${searched.map(describePool).join(' and ')} cannot give.`,
      PENDING,
      'Ask for an address of a pool, or add the address to one.',
    );
  }
  const key = formatIpAddress(address);
  const other = taken.get(key)?.by;
  if (other && (sharingKey === undefined || sharingKey !== other.sharingKey)) {
    yield finding(
      [object, other.object],
      `${describe(object)} and ${describe(other.object)} both ask for the address ${text}.`,
      'The second one stays <pending>: an address belongs to one Service.',
      'Ask for another address for one of them, or let them share it with the same metallb.io/allow-shared-ip and different ports.',
    );
  }
  taken.set(key, { address, by: loadBalancer });
}

function describePool({ object, addresses }: Pool): string {
  return `${describe(object)} with ${addresses.map(({ text }) => text).join(', ')}`;
}

/** Counts what is certain: sharing Services count once, and an address that a Service asks for is given to it. */
function* exhausted(
  loadBalancers: readonly LoadBalancer[],
  pools: readonly Pool[],
  taken: ReadonlyMap<string, Taken>,
): Iterable<Mistake> {
  const addressesTaken = [...taken.values()].map(({ address }) => address);
  const automatic = pools.filter(({ autoAssign }) => autoAssign);
  for (const family of [4, 6] as const) {
    const free = (pool: Pool): bigint => freeAddresses(pool, family, addressesTaken);
    const waiting = loadBalancers.filter(
      (each) => each.askedAddresses.length === 0 && familiesOf(each, pools).includes(family),
    );
    for (const pool of pools) {
      yield* tooMany(
        waiting.filter(({ askedPool }) => askedPool === pool.name),
        [pool],
        family,
        free,
      );
    }
    if (waiting.every(({ askedPool }) => askedPool !== undefined)) continue;
    const fromAutomatic = ({ askedPool }: LoadBalancer): boolean =>
      askedPool === undefined || automatic.some(({ name }) => name === askedPool);
    yield* tooMany(waiting.filter(fromAutomatic), automatic, family, free);
  }
}

function* tooMany(
  waiting: readonly LoadBalancer[],
  pools: readonly Pool[],
  family: 4 | 6,
  freeIn: (pool: Pool) => bigint,
): Iterable<Mistake> {
  const sharing = waiting.flatMap(({ sharingKey }) => sharingKey ?? []);
  const needed = BigInt(waiting.length - sharing.length + new Set(sharing).size);
  const free = pools.reduce((sum, pool) => sum + freeIn(pool), 0n);
  if (needed <= free) return;
  const [need, are] = [needed === 1n ? 'Service needs' : 'Services need', free === 1n ? 'is' : 'are'];
  const where = pools.map(describePool).join(' and ') || 'any pool that assigns automatically';
  yield finding(
    [...waiting, ...pools].map(({ object }) => object),
    `${needed} LoadBalancer ${need} an IPv${family} address, and ${free} ${are} free in ${where}: ${waiting.map(({ object }) => describe(object)).join(', ')}.`,
    `The EXTERNAL-IP of ${needed - free} of them stays <pending>.`,
    'Give the pool more addresses, or reach some of them through an ingress instead.',
  );
}

/** A Service that does not say has one address, of the cluster's first family: IPv4, unless the pools have none. */
function familiesOf({ families }: LoadBalancer, pools: readonly Pool[]): readonly (4 | 6)[] {
  if (families.length > 0) return families;
  const ranges = pools.flatMap((pool) => pool.ranges);
  return ranges.length === 0 || ranges.some(({ family }) => family === 4) ? [4] : [6];
}

function freeAddresses(pool: Pool, family: 4 | 6, taken: readonly IpAddress[]): bigint {
  const size = pool.ranges
    .filter((range) => range.family === family)
    .reduce((sum, range) => sum + rangeSize(range, pool.avoidBuggyIps), 0n);
  return size - BigInt(taken.filter((address) => address.family === family && poolGives(pool, address)).length);
}
