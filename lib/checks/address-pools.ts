import { at, fields, list, text } from '../kubernetes/fields';
import { isBuggyAddress, parseIpRange, rangeContains, type IpAddress, type IpRange } from '../validation';
import { nameOf, type CheckedObject } from './manifest';
import { type ManifestIndex } from './manifest-index';

/** An address of a pool as it is written, with the range that it means or why it means none. */
export interface PoolAddresses {
  readonly text: string;
  readonly range?: IpRange;
  readonly mistake?: string;
}

/** MetalLB's IPAddressPool, as the rules see it. */
export interface Pool {
  readonly object: CheckedObject;
  readonly name: string;
  readonly addresses: readonly PoolAddresses[];
  readonly ranges: readonly IpRange[];
  readonly autoAssign: boolean;
  readonly avoidBuggyIps: boolean;
}

/** The address pools among the objects. */
export function poolsOf({ objects }: ManifestIndex): Pool[] {
  return objects
    .filter(({ manifest }) => isMetalLb(manifest.apiVersion) && manifest.kind === 'IPAddressPool')
    .map(pool);
}

/** Whether an API version is one of MetalLB's. */
export function isMetalLb(apiVersion: string): boolean {
  return apiVersion.startsWith('metallb.io/');
}

/** Whether MetalLB can give an address of a pool to a Service. */
export function poolGives({ ranges, avoidBuggyIps }: Pool, address: IpAddress): boolean {
  return !(avoidBuggyIps && isBuggyAddress(address)) && ranges.some((range) => rangeContains(range, address));
}

function pool(object: CheckedObject): Pool {
  const spec = fields(object.manifest, 'spec');
  const addresses = list(spec, 'addresses').map((each): PoolAddresses => {
    const written = String(each);
    const range = parseIpRange(written);
    return typeof range === 'string' ? { text: written, mistake: range } : { text: written, range };
  });
  return {
    object,
    name: nameOf(object),
    addresses,
    ranges: addresses.flatMap(({ range }) => range ?? []),
    autoAssign: at(spec, 'autoAssign') !== false,
    avoidBuggyIps: at(spec, 'avoidBuggyIPs') === true,
  };
}

/** A Service of type LoadBalancer, and what it asks MetalLB for. */
export interface LoadBalancer {
  readonly object: CheckedObject;
  /** The addresses that it asks for, as they are written. */
  readonly askedAddresses: readonly string[];
  /** The pool that it asks for. */
  readonly askedPool?: string;
  /** Services with the same key may share an address. */
  readonly sharingKey?: string;
  /** The families that it needs an address of; empty where the cluster decides. */
  readonly families: readonly (4 | 6)[];
}

/** The LoadBalancer Services that MetalLB serves: not those that name the class of another provider. */
export function loadBalancersOf({ objects }: ManifestIndex): LoadBalancer[] {
  return objects.flatMap((object) => {
    const spec = fields(object.manifest, 'spec');
    const serves = object.manifest.kind === 'Service' && spec.type === 'LoadBalancer' && !spec.loadBalancerClass;
    return serves ? [loadBalancer(object)] : [];
  });
}

function loadBalancer(object: CheckedObject): LoadBalancer {
  const asked = annotation(object, 'loadBalancerIPs') ?? text(object.manifest, 'spec', 'loadBalancerIP');
  const listed = list(object.manifest, 'spec', 'ipFamilies').map((family) => (family === 'IPv6' ? 6 : 4));
  const families = text(object.manifest, 'spec', 'ipFamilyPolicy') === 'RequireDualStack' ? ([4, 6] as const) : listed;
  return {
    object,
    askedAddresses: asked === undefined ? [] : asked.split(',').map((each) => each.trim()),
    askedPool: annotation(object, 'address-pool'),
    sharingKey: annotation(object, 'allow-shared-ip'),
    families,
  };
}

/** An annotation that MetalLB reads; it still takes the prefix that it had before 0.13. */
function annotation({ manifest }: CheckedObject, name: string): string | undefined {
  const annotations = fields(manifest.metadata, 'annotations');
  return text(annotations, `metallb.io/${name}`) ?? text(annotations, `metallb.universe.tf/${name}`);
}
