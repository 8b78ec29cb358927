import { type CheckedObject } from '../../../lib/checks';
import { retiredMetalLb } from '../../../lib/checks/rules/retired-metallb';
import { checked, findings, told } from '../objects';
import { metalLb } from '../pools';

function configMap(config: unknown, name = 'config', namespace = 'metallb-system'): CheckedObject {
  return checked({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { config } });
}

test('the ConfigMap of lab exposing-services is an error that shows the same pool as a call', () => {
  const [finding, ...others] = findings(retiredMetalLb, [
    configMap(`address-pools:
- name: nginx-ip-range
  # how MetalLB announces it
  protocol: layer2
  addresses:
  - 192.168.56.11-192.168.56.13
`),
  ]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R45: ConfigMap "metallb-system/config" (shop.yaml) configures MetalLB with address-pools.
       why: MetalLB 0.13 and newer ignore it without a word: every EXTERNAL-IP stays <pending>.
       fix: Write an IPAddressPool and an advertisement instead: metallb.addPool('nginx-ip-range', AddressPool.of(['192.168.56.11-192.168.56.13']))."
  `);
  expect(others).toEqual([]);
});

test('several pools, protocols and quoted addresses are shown as calls too', () => {
  const [finding] = findings(retiredMetalLb, [
    configMap(`address-pools:
  - name: "lan"
    addresses: 
      - '10.0.0.1 - 10.0.0.9'
      - fd00::/120
  - protocol: layer2
    name: second
  - name: wan
    protocol: bgp
    addresses:
      - 192.0.2.0/28
`),
  ]);
  expect(finding?.fix).toMatchInlineSnapshot(
    `"Write an IPAddressPool and an advertisement instead: metallb.addPool('lan', AddressPool.of(['10.0.0.1-10.0.0.9', 'fd00::/120'])); metallb.addPool('second', AddressPool.of([])); metallb.addPool('wan', AddressPool.of(['192.0.2.0/28']), { advertisements: [Advertisement.bgp()] })."`,
  );
});

test('a text that cannot be read is still an error', () => {
  const [finding] = findings(retiredMetalLb, [configMap('{address-pools: []}')]);
  expect(finding?.fix).toMatchInlineSnapshot(
    `"Write an IPAddressPool and an advertisement instead: metallb.addPool('pool', AddressPool.of([...]))."`,
  );
});

test('the kind AddressPool is an error', () => {
  const [finding, ...others] = findings(retiredMetalLb, [metalLb('AddressPool', 'lan')]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R45: AddressPool "metallb-system/lan" (metallb/lan) is of MetalLB's kind AddressPool.
       why: MetalLB no longer has it: the API server refuses it with "no matches for kind".
       fix: Write an IPAddressPool and an advertisement instead: metallb.addPool('lan', AddressPool.of([...]))."
  `);
  expect(others).toEqual([]);
});

test.each([
  ['elsewhere', configMap('address-pools:', 'config', 'shop')],
  ['of another name', configMap('address-pools:', 'metallb-excludel2')],
  ['about something else', configMap('peers: []')],
  ['without such a key', configMap(undefined)],
  ['that is not a ConfigMap', metalLb('Community', 'config')],
])('an object %s is fine', (_what, object) => {
  expect(findings(retiredMetalLb, [object])).toEqual([]);
});
