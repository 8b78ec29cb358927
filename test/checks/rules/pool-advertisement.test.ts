import { poolAdvertisement } from '../../../lib/checks/rules/pool-advertisement';
import { findings, mistakes, told } from '../objects';
import { metalLb, pool } from '../pools';

const PUBLIC = pool('public', ['10.0.0.0/28'], {}, { labels: { zone: 'dmz' } });

test('a pool that nothing advertises is a warning', () => {
  const [finding, ...others] = findings(poolAdvertisement, [
    PUBLIC,
    metalLb('L2Advertisement', 'other', { ipAddressPools: ['other'] }),
  ]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "warning R28: IPAddressPool "metallb-system/public" (metallb/public) is advertised by nothing.
       why: MetalLB gives its addresses to Services, but tells no one where they are: every connection times out.
       fix: Add an L2Advertisement with ipAddressPools: [public], or a BGPAdvertisement."
  `);
  expect(finding?.objects).toEqual([PUBLIC]);
  expect(others).toEqual([]);
});

test.each([
  ['by its name', 'L2Advertisement', { ipAddressPools: ['public'] }],
  ['over BGP', 'BGPAdvertisement', { ipAddressPools: ['public'] }],
  ['by one that is for all pools', 'L2Advertisement', {}],
  ['by its labels', 'L2Advertisement', { ipAddressPoolSelectors: [{ matchLabels: { zone: 'dmz' } }] }],
  [
    'perhaps, by an expression',
    'L2Advertisement',
    { ipAddressPoolSelectors: [{ matchExpressions: [{ key: 'zone', operator: 'Exists' }] }] },
  ],
])('a pool that is advertised %s is fine', (_how, kind, spec) => {
  expect(findings(poolAdvertisement, [PUBLIC, metalLb(kind, 'advertisement', spec)])).toEqual([]);
});

test('labels that the pool does not have select it not', () => {
  const selectors = [{ matchLabels: { zone: 'lan' } }];
  const objects = [PUBLIC, metalLb('L2Advertisement', 'lan', { ipAddressPoolSelectors: selectors })];
  expect(mistakes(poolAdvertisement, objects)).toHaveLength(1);
});

test('without a pool the rule is idle', () => {
  expect(findings(poolAdvertisement, [metalLb('L2Advertisement', 'all')])).toEqual([]);
});
