import { fields, list } from '../../kubernetes/fields';
import { isMetalLb, poolsOf, type Pool } from '../address-pools';
import { type Mistake } from '../finding';
import { describe, type CheckedObject } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

const KINDS = ['L2Advertisement', 'BGPAdvertisement'];

/**
 * A pool of MetalLB that nothing advertises: its Services get addresses, and nobody can reach them.
 */
export const poolAdvertisement: Rule = {
  id: 'R28',
  name: 'pool-advertisement',
  severity: 'warning',
  scope: 'unit',
  fixSafety: 'none',
  since: '0.1.0',
  summary: 'Nothing advertises the addresses of a pool.',
  source: 'https://metallb.io/configuration/',
  find,
};

function* find(index: ManifestIndex): Iterable<Mistake> {
  const pools = poolsOf(index);
  if (pools.length === 0) return;
  const advertisements = index.objects.filter(
    ({ manifest }) => isMetalLb(manifest.apiVersion) && KINDS.includes(manifest.kind),
  );
  for (const pool of pools) {
    if (advertisements.some((advertisement) => advertises(advertisement, pool))) continue;
    yield {
      severity: 'warning',
      objects: [pool.object],
      what: `${describe(pool.object)} is advertised by nothing.`,
      why: 'MetalLB gives its addresses to Services, but tells no one where they are: every connection times out.',
      fix: `Add an L2Advertisement with ipAddressPools: [${pool.name}], or a BGPAdvertisement.`,
    };
  }
}

/** Without names and selectors an advertisement is for all pools. Expressions are taken to match: the rule is silent where it cannot know. */
function advertises({ manifest }: CheckedObject, { name, object }: Pool): boolean {
  const names = list(manifest, 'spec', 'ipAddressPools');
  const selectors = list(manifest, 'spec', 'ipAddressPoolSelectors');
  if (names.length === 0 && selectors.length === 0) return true;
  const labels = fields(object.manifest.metadata, 'labels');
  const matches = (selector: unknown): boolean =>
    Object.entries(fields(selector, 'matchLabels')).every(([label, value]) => labels[label] === value);
  return names.includes(name) || selectors.some(matches);
}
