import { text } from '../../kubernetes/fields';
import { isMetalLb } from '../address-pools';
import { type Mistake } from '../finding';
import { describe, nameOf, namespaceOf, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** Configuration that MetalLB no longer reads: its ConfigMap, since 0.13, and the kind AddressPool, which came and went. */
export const retiredMetalLb: Rule = {
  id: 'R45',
  name: 'retired-metallb',
  severity: 'error',
  scope: 'object',
  fixSafety: 'none',
  since: '0.1.0',
  about: 'MetalLB 0.13 and newer',
  summary: 'MetalLB no longer reads its ConfigMap, or the kind AddressPool.',
  source: 'https://metallb.io/release-notes/#version-0-13-2',
  find,
};

function* find({ objects }: ManifestIndex): Iterable<Mistake> {
  for (const object of objects) {
    const configuration = configMapText(object);
    if (configuration !== undefined) {
      yield {
        objects: [object],
        what: `${describe(object)} configures MetalLB with address-pools.`,
        why: 'MetalLB 0.13 and newer ignore it without a word: every EXTERNAL-IP stays <pending>.',
        fix: `Write an IPAddressPool and an advertisement instead: ${successors(configuration)}`,
      };
    } else if (isMetalLb(object.manifest.apiVersion) && object.manifest.kind === 'AddressPool') {
      yield {
        objects: [object],
        what: `${describe(object)} is of MetalLB's kind AddressPool.`,
        why: 'MetalLB no longer has it: the API server refuses it with "no matches for kind".',
        fix: `Write an IPAddressPool and an advertisement instead: metallb.addPool('${nameOf(object)}', AddressPool.of([...])).`,
      };
    }
  }
}

function configMapText(object: CheckedObject): string | undefined {
  const { manifest } = object;
  const isConfiguration =
    manifest.kind === 'ConfigMap' && nameOf(object) === 'config' && namespaceOf(object) === 'metallb-system';
  const configuration = isConfiguration ? text(manifest, 'data', 'config') : undefined;
  return configuration?.includes('address-pools') ? configuration : undefined;
}

/** The same pools as calls of `MetalLbStack.addPool`. */
function successors(configuration: string): string {
  const pools: { name: string; protocol: string; addresses: string[] }[] = [];
  for (const line of configuration.split('\n')) {
    const name = /^\s*(?:-\s+)?name:\s*["']?([^"'\s#]+)/.exec(line)?.[1];
    const protocol = /^\s*(?:-\s+)?protocol:\s*["']?(\w+)/.exec(line)?.[1];
    const addresses = /^\s*-\s+["']?([\da-fA-F.:]+(?:\/\d+|\s*-\s*[\da-fA-F.:]+))/.exec(line)?.[1];
    if (name !== undefined) pools.push({ name, protocol: 'layer2', addresses: [] });
    const pool = pools.at(-1);
    if (protocol !== undefined && pool) pool.protocol = protocol;
    if (addresses !== undefined) pool?.addresses.push(addresses.replace(/\s/g, ''));
  }
  const calls = pools.map(({ name, protocol, addresses }) => {
    const ranges = addresses.map((each) => `'${each}'`).join(', ');
    const options = protocol === 'bgp' ? ', { advertisements: [Advertisement.bgp()] }' : '';
    return `metallb.addPool('${name}', AddressPool.of([${ranges}])${options})`;
  });
  return `${calls.join('; ') || "metallb.addPool('pool', AddressPool.of([...]))"}.`;
}
