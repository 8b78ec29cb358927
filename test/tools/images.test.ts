import { createHash } from 'node:crypto';
import * as http from 'node:http';
import { type AddressInfo } from 'node:net';
import { IMAGE_DIGESTS } from '../../lib/image-digests';
import * as versions from '../../lib/versions';
import { compare, imagesIn, report } from '../../tools/images/compare';
import { digestOf, placeOf, publicOrigin } from '../../tools/images/registry';

const INDEX = '{"schemaVersion":2,"manifests":[]}';
const DIGEST = `sha256:${createHash('sha256').update(INDEX).digest('hex')}`;
let server: http.Server;
let asked: string[];
const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A registry that gives its token to anybody, and serves `acme/shop:1` to whoever has it. */
beforeAll(async () => {
  server = http.createServer(({ url = '', headers }, response) => {
    asked.push(url);
    if (url.startsWith('/token?')) return void response.end('{"token":"t"}');
    if (url === '/none') return void response.end('{}');
    const [, path = '', tag] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url) ?? [];
    if (path === 'acme/open') return void response.end(INDEX);
    const realm = { 'acme/keyless': '/none', 'acme/password': undefined }[path] ?? '/token';
    const challenge = `Bearer realm="${origin()}${realm}",service="registry",scope="repository:${path}:pull"`;
    if (path === 'acme/keyless') response.setHeader('WWW-Authenticate', `Bearer realm="${origin()}/none"`);
    else response.setHeader('WWW-Authenticate', path === 'acme/password' ? 'Basic realm="x"' : challenge);
    if (headers.authorization !== 'Bearer t') return void response.writeHead(401).end();
    if (tag === 'gone') return void response.writeHead(404).end();
    if (tag === 'broken') return void response.writeHead(503).end();
    response.setHeader('Docker-Content-Digest', tag === 'forged' ? `sha256:${'0'.repeat(64)}` : DIGEST);
    return void response.end(headers.accept?.includes('image.index.v1+json') ? INDEX : '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => (asked = []));
afterAll(() => new Promise((resolve) => server.close(resolve)));

test.each([
  ['quay.io/acme/shop:1', { registry: 'quay.io', path: 'acme/shop', tag: '1' }],
  ['acme/shop:1', { registry: 'docker.io', path: 'acme/shop', tag: '1' }],
  ['docker.io/nginx:1', { registry: 'docker.io', path: 'library/nginx', tag: '1' }],
  ['localhost:5000/shop:1@sha256:' + 'a'.repeat(64), { registry: 'localhost:5000', path: 'shop', tag: '1' }],
])('%s is asked for at its registry', (image, place) => {
  expect(placeOf(image)).toEqual(place);
});

test('registries are asked by TLS, and Docker’s at its own host', () => {
  expect([publicOrigin('quay.io'), publicOrigin('docker.io')]).toEqual([
    'https://quay.io',
    'https://registry-1.docker.io',
  ]);
  expect(() => placeOf('quay.io/acme/shop')).toThrow('has no repository and tag');
});

test('the digest is that of the index, with a token that anybody gets', async () => {
  expect(await digestOf('quay.io/acme/shop:1', origin)).toBe(DIGEST);
  expect(asked).toEqual([
    '/v2/acme/shop/manifests/1',
    '/token?service=registry&scope=repository%3Aacme%2Fshop%3Apull',
    '/v2/acme/shop/manifests/1',
  ]);
  expect(await digestOf('quay.io/acme/open:1', origin)).toBe(DIGEST);
});

test.each([
  ['acme/shop:gone', 'has no acme/shop:gone.'],
  ['acme/shop:broken', 'answers 503 for acme/shop:broken.'],
  ['acme/shop:forged', `says sha256:${'0'.repeat(64)} of acme/shop:forged, and sends ${DIGEST}.`],
  ['acme/password:1', 'The registry wants a password.'],
  ['acme/keyless:1', 'The registry gives no token.'],
])('%s has none', async (image, message) => {
  await expect(digestOf(image, origin)).rejects.toThrow(message);
});

test('what differs from what is known is told, and what nobody tells', async () => {
  const images = ['acme/shop:1', 'acme/open:1', `acme/shop:2@${DIGEST}`, 'acme/shop:3', 'acme/shop:gone'];
  const compared = await compare(images, { 'acme/shop:1': DIGEST, 'acme/shop:3': `sha256:${'1'.repeat(64)}` }, origin);
  expect(report(compared)).toEqual({
    lines: [
      'same     acme/shop:1',
      `new      acme/open:1@${DIGEST}`,
      'same     acme/shop:2',
      `moved    acme/shop:3: from sha256:${'1'.repeat(64)} to ${DIGEST}`,
      'unknown  acme/shop:gone: docker.io has no acme/shop:gone.',
    ],
    exitCode: 2,
  });
  expect(report(compared.slice(0, 1)).exitCode).toBe(0);
  expect(report(compared.slice(0, 2)).exitCode).toBe(1);
  const [nobody] = await compare(['acme/shop:1'], {}, () => 'http://127.0.0.1:1');
  expect(nobody?.problem).toMatch(/^fetch failed: /);
});

test('the table of digests is about images of the table of versions that have none', () => {
  const images = imagesIn(versions);
  expect(images.length).toBeGreaterThan(30);
  expect(images).toContain('quay.io/prometheus/prometheus:v3.14.0');
  expect(Object.keys(IMAGE_DIGESTS).filter((image) => !images.includes(image))).toEqual([]);
  for (const digest of Object.values(IMAGE_DIGESTS)) expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
});
