import { imageProblem, isLatestImage, parseImageReference, problemText } from '../../lib/validation';

const SHA256 = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each([
  ['nginx', 'nginx', undefined, undefined],
  ['nginx:1.27', 'nginx', '1.27', undefined],
  ['library/nginx:1.27-alpine', 'library/nginx', '1.27-alpine', undefined],
  ['ghcr.io/acme/shop:1.4.2', 'ghcr.io/acme/shop', '1.4.2', undefined],
  ['localhost:5000/shop', 'localhost:5000/shop', undefined, undefined],
  ['localhost:5000/shop:dev', 'localhost:5000/shop', 'dev', undefined],
  ['Registry.Example.com/a/b_c/d__e/f--g:v1', 'Registry.Example.com/a/b_c/d__e/f--g', 'v1', undefined],
  [`nginx@${SHA256}`, 'nginx', undefined, SHA256],
  [`nginx:1.27@${SHA256}`, 'nginx', '1.27', SHA256],
  [`nginx:${'a'.repeat(128)}`, 'nginx', 'a'.repeat(128), undefined],
  [`nginx@sha512:${'0'.repeat(128)}`, 'nginx', undefined, `sha512:${'0'.repeat(128)}`],
])('%s is an image', (reference, repository, tag, digest) => {
  expect(parseImageReference(reference)).toEqual({ repository, tag, digest });
});

test.each([
  '',
  ' ',
  ':1.27',
  '@',
  'nginx:',
  'nginx@',
  'nginx: 1.27',
  'Nginx:1.27',
  'acme/Shop',
  'a//b',
  '/nginx',
  'nginx/',
  'a___b',
  'a._b',
  'https://ghcr.io/acme/shop',
  'nginx:-1',
  'nginx:.1',
  'nginx:1.27:2',
  `nginx:${'a'.repeat(129)}`,
  'nginx@sha256',
  'nginx@sha256:abc',
  `nginx@sha256:${'0'.repeat(63)}`,
  `nginx@sha256:${'A'.repeat(64)}`,
  `nginx@md5:${'0'.repeat(32)}`,
  `nginx@${SHA256}@${SHA256}`,
])('"%s" is not an image', (reference) => {
  expect(parseImageReference(reference)).toBeUndefined();
});

test('a text that is not an image is a problem that shows what one looks like', () => {
  const problem = imageProblem('https://ghcr.io/acme/shop');
  expect(problem && problemText(problem)).toMatchInlineSnapshot(`
   "The image "https://ghcr.io/acme/shop" is not an image reference.
       why: The kubelet reports InvalidImageName and the container never starts.
       fix: Write repository:tag, such as ghcr.io/acme/shop:1.4.2."
  `);
});

test('an image without a tag is a problem that says what it means', () => {
  const problem = imageProblem('ghcr.io/acme/shop');
  expect(problem && problemText(problem)).toMatchInlineSnapshot(`
   "The image "ghcr.io/acme/shop" has no tag.
       why: It means :latest: each node runs what it happened to pull, so that a scale-out mixes versions.
       fix: Pin it: ghcr.io/acme/shop:<version>."
  `);
});

test('an image with a tag or a digest is not a problem', () => {
  for (const reference of ['nginx:1.27', `nginx@${SHA256}`, 'nginx:latest']) {
    expect(imageProblem(reference)).toBeUndefined();
  }
});

test('the latest image is the tag that moves, without a digest that holds it', () => {
  expect(isLatestImage('nginx:latest')).toBe(true);
  for (const other of ['nginx', 'nginx:1.27', `nginx:latest@${SHA256}`, 'latest', 'Not An Image:latest']) {
    expect(isLatestImage(other)).toBe(false);
  }
});
