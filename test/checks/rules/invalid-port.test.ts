import { type Fields } from '../../../lib/checks';
import { invalidPort } from '../../../lib/checks/rules/invalid-port';
import { container, deployment, findings, mistakes, object, service, told } from '../objects';

function servicePortMistakes(...ports: unknown[]): string[] {
  return mistakes(invalidPort, [service('web', { ports })]).map((what) =>
    what.replace('Service "shop/web" (app/web): ', ''),
  );
}

function containerMistakes(app: Fields, ...others: Fields[]): string[] {
  return mistakes(invalidPort, [deployment('web', { containers: [container('app', app), ...others] })]).map((what) =>
    what.replace('Deployment "shop/web" (app/web): ', ''),
  );
}

test('a port of a Service that is none is an error', () => {
  const web = service('web', { ports: [{ port: 0 }] });
  const [finding, ...others] = findings(invalidPort, [web]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R33: Service "shop/web" (app/web): port 0 must be an integer from 1 to 65535.
       why: The API server refuses the object.
       fix: Ports are 1 to 65535; names are unique, short and lower-case, such as "http" or "metrics"."
  `);
  expect(finding?.objects).toEqual([web]);
  expect(others).toEqual([]);
});

test('a probe of a port name that the container does not have is an error', () => {
  const probed = { ports: [{ name: 'http', containerPort: 80 }], readinessProbe: { httpGet: { port: 'htpp' } } };
  const web = deployment('web', { containers: [container('app', probed)] });
  const [finding, ...others] = findings(invalidPort, [web]);
  expect(told(finding)).toMatchInlineSnapshot(`
   "error R33: Deployment "shop/web" (app/web): container "app": its readinessProbe asks port "htpp", which the container does not have.
       why: The kubelet finds no such port, and the probe fails for ever.
       fix: Ask "http", or a number."
  `);
  expect(finding?.objects).toEqual([web]);
  expect(others).toEqual([]);
});

test.each<[string, unknown[]]>([
  ['one port without a name', [{ port: 80, targetPort: 'http' }]],
  [
    'the smallest and the largest port',
    [
      { name: 'a', port: 1, targetPort: 65535 },
      { name: 'b', port: 65535, targetPort: 1 },
    ],
  ],
  [
    'one number for TCP and UDP',
    [
      { name: 'dns', port: 53 },
      { name: 'dns-udp', port: 53, protocol: 'UDP' },
    ],
  ],
  ['no ports, as a headless one may be', []],
])('a Service with %s is fine', (_, ports) => {
  expect(servicePortMistakes(...ports)).toEqual([]);
});

test('ports of Services are whole numbers from 1 to 65535', () => {
  expect(servicePortMistakes({ port: 65536 })).toEqual(['port 65536 must be an integer from 1 to 65535.']);
  expect(servicePortMistakes({ port: 80.5 })).toEqual(['port 80.5 must be an integer from 1 to 65535.']);
  expect(servicePortMistakes({ port: '80' })).toEqual(['port "80" must be an integer from 1 to 65535.']);
  expect(servicePortMistakes({})).toEqual(['port (missing) must be an integer from 1 to 65535.']);
  expect(servicePortMistakes({ port: 80, targetPort: -1 })).toEqual([
    'targetPort -1 must be an integer from 1 to 65535.',
  ]);
  expect(servicePortMistakes({ port: 80, targetPort: 0 })).toEqual([]); // which is the port itself
});

test('several ports of a Service need names that differ, and numbers that differ', () => {
  expect(servicePortMistakes({ port: 80 }, { name: 'metrics', port: 80 })).toEqual([
    'port 80 has no name, and there are several ports.',
    'port 80/TCP is used twice.',
  ]);
  expect(servicePortMistakes({ name: 'http', port: 80 }, { name: 'http', port: 81 })).toEqual([
    'the port name "http" is used twice.',
  ]);
  expect(servicePortMistakes({ name: 'HTTP', port: 80 })).toEqual([
    'the port name "HTTP" must be lower-case letters, digits and "-", beginning and ending with a letter or digit.',
  ]);
});

test('ports that are none are not one port used twice', () => {
  expect(servicePortMistakes({ name: 'a', port: '80' }, { name: 'b', port: null })).toEqual([
    'port "80" must be an integer from 1 to 65535.',
    'port null must be an integer from 1 to 65535.',
  ]);
  expect(containerMistakes({ ports: [{ containerPort: '80' }, {}] })).toEqual([
    'container "app": containerPort "80" must be an integer from 1 to 65535.',
    'container "app": containerPort (missing) must be an integer from 1 to 65535.',
  ]);
});

test('ports of containers are whole numbers from 1 to 65535, with names of at most 15 characters', () => {
  const ports = [{ containerPort: 0 }, { containerPort: 80, name: 'prometheus-metrics' }];
  expect(containerMistakes({ ports })).toEqual([
    'container "app": containerPort 0 must be an integer from 1 to 65535.',
    'container "app": the port name "prometheus-metrics" has 18 characters; at most 15 are allowed.',
  ]);
});

test('a name is taken once in a container, a number once in a pod and protocol', () => {
  const port = { containerPort: 80, name: 'http' };
  expect(containerMistakes({ ports: [port, { containerPort: 81, name: 'http' }] })).toEqual([
    'container "app": the port name "http" is used twice.',
  ]);
  expect(containerMistakes({ ports: [port] }, container('proxy', { ports: [port] }))).toEqual([
    'port 80/TCP of container "proxy" is taken by container "app".',
  ]);
  expect(containerMistakes({ ports: [port] }, container('quic', { ports: [{ ...port, protocol: 'UDP' }] }))).toEqual(
    [],
  );
});

test('a port that two containers want tells what happens when they listen', () => {
  const ports = [{ containerPort: 8080 }];
  const containers = [container('app', { ports }), container('proxy', { ports })];
  expect(findings(invalidPort, [deployment('web', { containers })]).map(({ why }) => why)).toEqual([
    'The containers of a pod share its ports: the second one to listen fails with "address already in use".',
  ]);
});

test('an init container that ends gives its port back, a native sidecar keeps it', () => {
  const ports = [{ containerPort: 8080 }];
  const found = (init: Fields) =>
    mistakes(invalidPort, [
      deployment('web', {
        containers: [container('app', { ports })],
        pod: { initContainers: [container('first', { ports, ...init })] },
      }),
    ]);
  expect(found({})).toEqual([]);
  expect(found({ restartPolicy: 'Always' })).toEqual([
    'Deployment "shop/web" (app/web): port 8080/TCP of container "first" is taken by container "app".',
  ]);
});

test.each(['readinessProbe', 'livenessProbe', 'startupProbe'])('a %s asks a port that is one', (probe) => {
  const ports = [{ containerPort: 80, name: 'http' }];
  const asking = (handler: string, port: unknown) => containerMistakes({ ports, [probe]: { [handler]: { port } } });
  for (const port of ['http', 80, 8080, undefined, null]) expect(asking('httpGet', port)).toEqual([]);
  expect(asking('tcpSocket', 'https')).toEqual([
    `container "app": its ${probe} asks port "https", which the container does not have.`,
  ]);
  expect(asking('httpGet', 70000)).toEqual([
    `container "app": port 70000 of its ${probe} must be an integer from 1 to 65535.`,
  ]);
});

test('a port name of another container is none of this one', () => {
  const proxy = container('proxy', { ports: [{ name: 'http', containerPort: 80 }] });
  expect(containerMistakes({ livenessProbe: { tcpSocket: { port: 'http' } } }, proxy)).toHaveLength(1);
});

test('kinds without pods or ports are left alone', () => {
  expect(mistakes(invalidPort, [object('v1', 'ConfigMap', 'web', { spec: { ports: [{ port: 0 }] } })])).toEqual([]);
});

test('one port of one container may have two names, for as many Services', () => {
  const ports = [
    { name: 'http', containerPort: 8080 },
    { name: 'tohttps', containerPort: 8080 },
  ];
  expect(mistakes(invalidPort, [deployment('web', { containers: [{ name: 'app', ports }] })])).toEqual([]);
});
