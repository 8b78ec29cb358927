import fc from 'fast-check';
import { loadBalancerAddress } from '../../../lib/checks/rules/load-balancer-address';
import { findings, mistakes, service, told } from '../objects';
import { loadBalancer, pool } from '../pools';

const POOL = pool('nginx-ip-range', ['192.168.56.11-192.168.56.13']);
const ips = (addresses: string) => ({ 'metallb.io/loadBalancerIPs': addresses });
const from = (name: string) => ({ 'metallb.io/address-pool': name });
const shared = (key: string) => ({ 'metallb.io/allow-shared-ip': key });

test('three Services fit into the lab’s three addresses, and a fourth one is an error that names all of them', () => {
  const services = ['lb-hname-svc', 'lb-ip-svc', 'hpa-hname-svc'].map((name) => loadBalancer(name));
  expect(findings(loadBalancerAddress, [POOL, ...services])).toEqual([]);
  const ingress = loadBalancer('ingress');
  const [finding, ...others] = findings(loadBalancerAddress, [POOL, ...services, ingress]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R38: 4 LoadBalancer Services need an IPv4 address, and 3 are free in IPAddressPool "metallb-system/nginx-ip-range" (metallb/nginx-ip-range) with 192.168.56.11-192.168.56.13: Service "shop/lb-hname-svc" (app/lb-hname-svc), Service "shop/lb-ip-svc" (app/lb-ip-svc), Service "shop/hpa-hname-svc" (app/hpa-hname-svc), Service "shop/ingress" (app/ingress).
       why: The EXTERNAL-IP of 1 of them stays <pending>.
       fix: Give the pool more addresses, or reach some of them through an ingress instead."
  `);
  expect(finding?.objects).toEqual([...services, ingress, POOL]);
  expect(others).toEqual([]);
});

test('an address that no pool can give is an error that names Service and pool', () => {
  const web = loadBalancer('web', ips('192.168.56.14'));
  const [finding, ...others] = findings(loadBalancerAddress, [POOL, web]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R38: Service "shop/web" (app/web) asks for the address 192.168.56.14, which IPAddressPool "metallb-system/nginx-ip-range" (metallb/nginx-ip-range) with 192.168.56.11-192.168.56.13 cannot give.
       why: Its EXTERNAL-IP stays <pending>.
       fix: Ask for an address of a pool, or add the address to one."
  `);
  expect(finding?.objects).toEqual([web, POOL]);
  expect(others).toEqual([]);
});

test('an address that the Service’s pool cannot give is an error, although another pool has it', () => {
  const other = pool('other', ['10.0.0.0/28']);
  const asked = (name: string) => loadBalancer('web', { ...ips('10.0.0.1'), ...from(name) });
  expect(mistakes(loadBalancerAddress, [POOL, other, asked('other')])).toEqual([]);
  expect(mistakes(loadBalancerAddress, [POOL, other, asked('nginx-ip-range')])).toHaveLength(1);
});

test('an address that ends in .0 is not given by a pool that avoids them', () => {
  const avoiding = pool('avoiding', ['10.0.0.0/24'], { avoidBuggyIPs: true });
  expect(mistakes(loadBalancerAddress, [avoiding, loadBalancer('web', ips('10.0.0.0'))])).toHaveLength(1);
  expect(mistakes(loadBalancerAddress, [avoiding, loadBalancer('web', ips('10.0.0.1'))])).toEqual([]);
});

test('what is not an address is an error', () => {
  const [finding, ...others] = findings(loadBalancerAddress, [POOL, loadBalancer('web', ips('lab.example'))]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R38: Service "shop/web" (app/web) asks for the address "lab.example", which is not an IP address.
       why: Its EXTERNAL-IP stays <pending>.
       fix: Write one address of a pool, such as 192.168.56.11."
  `);
  expect(others).toEqual([]);
});

test('a pool that is not there is an error that names those that are', () => {
  const [finding, ...others] = findings(loadBalancerAddress, [POOL, loadBalancer('web', from('public'))]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R38: Service "shop/web" (app/web) asks for an address of the pool "public", which is not there.
       why: Its EXTERNAL-IP stays <pending>.
       fix: Name one of the pools: "nginx-ip-range"."
  `);
  expect(others).toEqual([]);
});

test('an address of a pool that is not there is one error, not two', () => {
  const web = loadBalancer('web', { ...ips('10.0.0.1'), ...from('public') });
  expect(mistakes(loadBalancerAddress, [POOL, web])).toEqual([
    expect.stringContaining('asks for an address of the pool "public"'),
  ]);
});

test('an address that two Services ask for is an error, unless they share it', () => {
  const web = loadBalancer('web', ips('192.168.56.11'));
  const dns = loadBalancer('dns', ips('192.168.56.12, ::ffff:192.168.56.11'));
  const [finding, ...others] = findings(loadBalancerAddress, [POOL, web, dns]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R38: Service "shop/dns" (app/dns) and Service "shop/web" (app/web) both ask for the address ::ffff:192.168.56.11.
       why: The second one stays <pending>: an address belongs to one Service.
       fix: Ask for another address for one of them, or let them share it with the same metallb.io/allow-shared-ip and different ports."
  `);
  expect(finding?.objects).toEqual([dns, web]);
  expect(others).toEqual([]);
  const sharing = (key: string, name: string) => loadBalancer(name, { ...ips('192.168.56.11'), ...shared(key) });
  expect(mistakes(loadBalancerAddress, [POOL, sharing('a', 'web'), sharing('a', 'dns')])).toEqual([]);
  expect(mistakes(loadBalancerAddress, [POOL, sharing('a', 'web'), sharing('b', 'dns')])).toHaveLength(1);
  expect(mistakes(loadBalancerAddress, [POOL, web, sharing('a', 'dns')])).toHaveLength(1);
});

test('annotations of before 0.13 and spec.loadBalancerIP ask as well', () => {
  const old = loadBalancer('old', { 'metallb.universe.tf/loadBalancerIPs': '10.0.0.1' });
  const field = loadBalancer('field', {}, { loadBalancerIP: '10.0.0.2' });
  expect(mistakes(loadBalancerAddress, [POOL, old, field])).toHaveLength(2);
});

test('addresses that Services ask for are not free for the others', () => {
  const asking = loadBalancer('asking', ips('192.168.56.13'));
  const others = ['a', 'b', 'c'].map((name) => loadBalancer(name));
  expect(mistakes(loadBalancerAddress, [POOL, asking, ...others.slice(1)])).toEqual([]);
  expect(mistakes(loadBalancerAddress, [POOL, asking, ...others])).toHaveLength(1);
});

test('Services that share an address need one', () => {
  const services = ['a', 'b', 'c', 'd'].map((name) => loadBalancer(name, shared('dns')));
  expect(mistakes(loadBalancerAddress, [POOL, ...services, loadBalancer('e'), loadBalancer('f')])).toEqual([]);
  const more = ['e', 'f', 'g'].map((name) => loadBalancer(name));
  expect(mistakes(loadBalancerAddress, [POOL, ...services, ...more])).toHaveLength(1);
});

test('a pool that assigns nothing by itself counts for those that name it only', () => {
  const reserved = pool('reserved', ['10.0.0.0/32'], { autoAssign: false });
  const [finding, ...others] = findings(loadBalancerAddress, [reserved, loadBalancer('web')]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R38: 1 LoadBalancer Service needs an IPv4 address, and 0 are free in any pool that assigns automatically: Service "shop/web" (app/web).
       why: The EXTERNAL-IP of 1 of them stays <pending>.
       fix: Give the pool more addresses, or reach some of them through an ingress instead."
  `);
  expect(others).toEqual([]);
  const named = (name: string) => loadBalancer(name, from('reserved'));
  expect(mistakes(loadBalancerAddress, [reserved, named('a')])).toEqual([]);
  expect(mistakes(loadBalancerAddress, [reserved, named('a'), named('b')])).toHaveLength(1);
});

test('Services that name an automatic pool take from the same addresses as the others', () => {
  const objects = [POOL, loadBalancer('a', from('nginx-ip-range')), loadBalancer('b', from('nginx-ip-range'))];
  expect(mistakes(loadBalancerAddress, [...objects, loadBalancer('c')])).toEqual([]);
  expect(mistakes(loadBalancerAddress, [...objects, loadBalancer('c'), loadBalancer('d')])).toHaveLength(1);
});

test('each family has its own addresses', () => {
  const six = pool('six', ['fd00::1-fd00::1']);
  const only = (family: string) => ({ ipFamilies: [family] });
  expect(mistakes(loadBalancerAddress, [six, loadBalancer('a')])).toEqual([]);
  expect(mistakes(loadBalancerAddress, [POOL, six, loadBalancer('a', {}, only('IPv6'))])).toEqual([]);
  expect(mistakes(loadBalancerAddress, [POOL, loadBalancer('a', {}, only('IPv6'))])).toHaveLength(1);
  expect(mistakes(loadBalancerAddress, [six, loadBalancer('a', {}, only('IPv4'))])).toHaveLength(1);
  const dual = { ipFamilyPolicy: 'RequireDualStack' };
  expect(mistakes(loadBalancerAddress, [POOL, six, loadBalancer('a', {}, dual)])).toEqual([]);
  expect(mistakes(loadBalancerAddress, [POOL, loadBalancer('a', {}, dual)])).toHaveLength(1);
});

test('Services of another type or provider need no address of MetalLB', () => {
  const objects = [
    pool('one', ['10.0.0.1-10.0.0.1']),
    loadBalancer('web'),
    loadBalancer('cloud', {}, { loadBalancerClass: 'example.com/cloud' }),
    service('internal', { type: 'NodePort' }),
  ];
  expect(findings(loadBalancerAddress, objects)).toEqual([]);
});

test('without a pool the rule is idle', () => {
  expect(findings(loadBalancerAddress, [loadBalancer('web', ips('10.0.0.1'))])).toEqual([]);
});

test('there is an error if and only if there are more Services than addresses', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat({ max: 40 }), (addresses, services) => {
      const objects = [
        pool('pool', [`10.0.0.1-10.0.0.${addresses}`]),
        ...Array.from({ length: services }, (_, i) => loadBalancer(`svc-${i}`)),
      ];
      expect(findings(loadBalancerAddress, objects).length > 0).toBe(services > addresses);
    }),
  );
});
