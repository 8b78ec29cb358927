import { type Fields } from '../../../lib/checks';
import { nodePort } from '../../../lib/checks/rules/nodeport';
import { findings, mistakes, object, service, told } from '../objects';

function exposed(name: string, port: Fields, type: string | undefined = 'NodePort') {
  return service(name, { type, ports: [{ port: 80, ...port }] });
}

test('a node port that two Services ask for is an error that names both', () => {
  const [first, second] = [exposed('prometheus', { nodePort: 30010 }), exposed('locust', { nodePort: 30010 })];
  const [finding, ...others] = findings(nodePort, [first, second]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R23: Service "shop/locust" (app/locust) and Service "shop/prometheus" (app/prometheus) both ask for nodePort 30010.
       why: A node port belongs to one Service of the whole cluster: the second apply is refused.
       fix: Choose another port for one of them, or leave it out and let Kubernetes choose."
  `);
  expect(finding?.objects).toEqual([second, first]);
  expect(others).toEqual([]);
});

test('a node port out of the range is an error that says which range', () => {
  const web = exposed('web', { nodePort: 8080 });
  const [finding] = findings(nodePort, [web]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R23: Service "shop/web" (app/web) asks for nodePort 8080, out of the cluster's range 30000–32767.
       why: The API server refuses the Service: "provided port is not in the valid range".
       fix: Choose a port from 30000 to 32767, or give the cluster profile the range that the API server was started with."
  `);
  expect(finding?.objects).toEqual([web]);
});

test('a node port of a Service that has none is an error that says its type', () => {
  const web = service('web', { ports: [{ port: 80, nodePort: 30000 }] });
  const [finding] = findings(nodePort, [web]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R23: Service "shop/web" (app/web) asks for nodePort 30000, but is of type ClusterIP.
       why: The API server refuses it: only NodePort and LoadBalancer Services have node ports.
       fix: Expose it as a NodePort, or drop the nodePort."
  `);
  expect(finding?.objects).toEqual([web]);
  expect(mistakes(nodePort, [exposed('web', { nodePort: 30000 }, 'ExternalName')])).toHaveLength(1);
});

test('the range is the cluster profile’s, and both of its ends are in it', () => {
  const accepted = (port: number, nodePortRange: [number, number]) =>
    mistakes(nodePort, [exposed('web', { nodePort: port })], { nodePortRange }).length === 0;
  expect([29999, 30000, 32767, 32768].map((port) => accepted(port, [30000, 32767]))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(accepted(8080, [8000, 9000])).toBe(true);
  expect(accepted(30000.5, [30000, 32767])).toBe(false);
});

test('one Service can take a number for TCP and for UDP, and not twice for TCP', () => {
  const dns = (protocol?: string) =>
    service('dns', {
      type: 'NodePort',
      ports: [
        { name: 'dns', port: 53, nodePort: 30053 },
        { name: 'dns-udp', port: 53, nodePort: 30053, protocol },
      ],
    });
  expect(mistakes(nodePort, [dns('UDP')])).toEqual([]);
  expect(mistakes(nodePort, [dns('TCP')])).toHaveLength(1);
  expect(mistakes(nodePort, [dns()])).toHaveLength(1);
});

test('a Service of type LoadBalancer has node ports, and shares them with all others', () => {
  const balanced = exposed('web', { nodePort: 30080 }, 'LoadBalancer');
  expect(mistakes(nodePort, [balanced])).toEqual([]);
  expect(mistakes(nodePort, [balanced, exposed('other', { nodePort: 30080 })])).toHaveLength(1);
});

test('nodePort: 0 asks for none, whatever the type', () => {
  expect(mistakes(nodePort, [exposed('web', { nodePort: 0 }), exposed('api', { nodePort: 0 }, 'ClusterIP')])).toEqual(
    [],
  );
});

test.each<[string, Fields]>([
  ['no ports', {}],
  ['null for ports', { type: 'NodePort', ports: null }],
  ['ports that are no maps', { type: 'NodePort', ports: [null, 30000, '30000', [30000]] }],
  ['ports that Kubernetes chooses', { type: 'NodePort', ports: [{ port: 80 }, { port: 81, nodePort: null }] }],
])('a Service with %s is fine', (_, spec) => {
  expect(mistakes(nodePort, [service('web', spec)])).toEqual([]);
});

test('ports of other kinds are not node ports', () => {
  const foreign = object('example.com/v1', 'Gateway', 'web', { spec: { ports: [{ nodePort: 80 }] } });
  expect(mistakes(nodePort, [foreign])).toEqual([]);
});
